"""Two studies on the same random numbers, compared history by history: how much better one is than the other."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.model.calendars import NEVER

__all__ = ["Difference", "Paired", "paired", "paired_mean", "paired_proportion", "tango"]

Array = npt.NDArray[Any]
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference, or a difference of probabilities, estimated from a sample of pairs of histories.

    Attributes
    ----------
    value, low, high
        The difference, and the limits of its interval, which covers sampling error only. For a mean of a single pair or
        world, the limits are infinite; for a mean of no pairs, the value is also NaN. For a difference of
        probabilities, the limits lie in [-1, 1].
    n
        Number of pairs.
    worlds
        Number of worlds of the pairs; 0 if pairs are independent.
    """

    value: float
    low: float
    high: float
    n: int
    worlds: int = 0

    def __str__(self) -> str:
        """Return value and interval, each with its sign."""
        return f"{self.value:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


@dataclass(frozen=True, slots=True)
class Paired:
    """The differences between this study and another on the same random numbers: this study minus the other.

    Attributes
    ----------
    milestone
        The milestone compared.
    difference
        Difference of the probability that the milestone is met.
    gained, lost
        Number of pairs in which only this study met the milestone, and in which only the other study met it.
    closure_d
        Mean difference of closure [days], over the pairs in which both histories closed.
    one_never
        Number of pairs in which at least one history never closed, so that there is no difference in days.
    confidence
        Nominal coverage of both intervals.
    """

    milestone: str
    difference: Difference
    gained: int
    lost: int
    closure_d: Difference
    one_never: int
    confidence: float

    @property
    def n(self) -> int:
        """Number of pairs of histories."""
        return self.difference.n


def paired(
    met: tuple[Array, Array],
    closure: tuple[Array, Array],
    world: Array | None,
    *,
    milestone: str = "deadline",
    confidence: float = 0.95,
) -> Paired:
    """Compare two studies pair by pair.

    Parameters
    ----------
    met, closure
        Whether the milestone was met, and the instant of closure [s], each for this study and for the other: arrays of
        shape (n,), in which entry i of both studies comes from the same replication.
    world
        World of each pair, shape (n,); None if pairs are independent.

    Raises
    ------
    ValueError
        There are no pairs.
    """
    met_this, met_other = (np.asarray(each) != 0 for each in met)
    both = (closure[0] < NEVER) & (closure[1] < NEVER)
    days = (closure[0][both] - closure[1][both]) / DAY
    return Paired(
        milestone,
        paired_proportion(met_this, met_other, world, confidence),
        int((met_this & ~met_other).sum()),
        int((met_other & ~met_this).sum()),
        paired_mean(days, None if world is None else world[both], confidence),
        int((~both).sum()),
        confidence,
    )


def paired_proportion(first: Array, second: Array, world: Array | None, confidence: float = 0.95) -> Difference:
    """Estimate the difference of two probabilities from pairs of histories.

    Raises
    ------
    ValueError
        There are no pairs.

    Notes
    -----
    If pairs are independent, the interval is the score interval (`tango`). If no pair differs, its width is not 0,
    since n equal pairs do not show that all pairs are equal. If pairs share worlds, it is the same interval for an
    effective number of pairs n* in place of n, as in `estimates.clustered` (Korn and Graubard 1998):
    n* = ((q - d**2) / v) (z / t)**2, but at most n. Here q is the share of pairs that differ, d is the difference, and
    v is the variance of d, estimated between worlds (as of a ratio mean); z and t are the quantiles of the normal
    distribution and of Student's. If no pair differs, v is 0, and n* is the number of worlds. If v is 0 in any other
    case, n* = n (z / t)**2. For a single world, the interval is [-1, 1].
    """
    n = len(first)
    if n == 0:
        raise ValueError("expected at least one pair")
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    value = (only_first - only_second) / n
    if world is None:
        return Difference(value, *tango(only_first, only_second, n, confidence), n)
    step = first.astype(np.float64) - second
    worlds, variance = _between(step, world)
    if worlds == 1:
        return Difference(value, -1.0, 1.0, n, 1)
    effective = float(worlds)
    if variance > 0.0:
        spread = (only_first + only_second) / n - value**2
        effective = min(float(n), spread / variance * _shrink(worlds, confidence))
    elif only_first + only_second:
        effective = n * _shrink(worlds, confidence)
    low, high = tango(only_first * effective / n, only_second * effective / n, effective, confidence)
    return Difference(value, low, high, n, worlds)


def tango(one: float, other: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of the difference of two paired proportions.

    Parameters
    ----------
    one, other
        Number of pairs in which only the first history has the event, and in which only the second has it; these
        numbers need not be whole.
    n
        Number of all pairs; it need not be whole.

    Notes
    -----
    Tango 1998, Statistics in Medicine 17, 891-908: the interval holds all differences d that the score test does not
    reject, those with |one - other - n d| <= z sqrt(n (2 q + d (1 - d))). Here q is the probability that only the
    second history has the event, estimated by maximum likelihood for a difference of d. The limits are found by
    bisection, 60 halvings.
    """
    from scipy.special import ndtri

    z = float(ndtri(0.5 + confidence / 2.0))
    seen = (one - other) / n

    def score(d: float) -> float:
        b = (2.0 * n - one + other) * d - one - other
        c = -other * d * (1.0 - d)
        q = (math.sqrt(max(b * b - 8.0 * n * c, 0.0)) - b) / (4.0 * n)
        variance = n * (2.0 * q + d * (1.0 - d))
        return (one - other - n * d) / math.sqrt(variance) if variance > 0.0 else math.copysign(math.inf, seen - d)

    def limit(outside: float, sign: float) -> float:
        inside = seen
        for _ in range(60):
            middle = 0.5 * (inside + outside)
            if sign * score(middle) < z:
                inside = middle
            else:
                outside = middle
        return inside

    return limit(-1.0, 1.0), limit(1.0, -1.0)


def paired_mean(differences: Array, world: Array | None, confidence: float = 0.95) -> Difference:
    """Estimate the mean of differences, shape (n,), with the interval of Student's t.

    If pairs share worlds, the variance of the mean is estimated between worlds. `Difference` says what is returned for
    no pair, a single pair or a single world.
    """
    from scipy.special import stdtrit

    n = len(differences)
    if n == 0:
        return Difference(math.nan, -math.inf, math.inf, 0)
    value = math.fsum(differences.tolist()) / n
    groups, variance = _between(differences, np.arange(n) if world is None else world)
    worlds = 0 if world is None else groups
    if groups == 1:
        return Difference(value, -math.inf, math.inf, n, worlds)
    half = float(stdtrit(groups - 1, 0.5 + confidence / 2.0)) * math.sqrt(variance)
    return Difference(value, value - half, value + half, n, worlds)


def _between(values: Array, world: Array) -> tuple[int, float]:
    """Return the number of worlds, and the variance of the mean, estimated between worlds; NaN for one world."""
    _, cluster = np.unique(world, return_inverse=True)
    sizes = np.bincount(cluster)
    sums = np.bincount(cluster, weights=values)
    worlds = len(sizes)
    if worlds == 1:
        return 1, math.nan
    mean = float(sums.sum()) / len(values)
    return worlds, worlds / (worlds - 1) * float(np.square(sums - mean * sizes).sum()) / len(values) ** 2


def _shrink(worlds: int, confidence: float) -> float:
    """Return the factor (z / t)**2 on the effective number of pairs."""
    from scipy.special import ndtri, stdtrit

    tail = 0.5 + confidence / 2.0
    return float(ndtri(tail) / stdtrit(worlds - 1, tail)) ** 2
