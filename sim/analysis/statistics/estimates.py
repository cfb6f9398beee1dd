"""Probabilities with the two-sided interval of Clopper and Pearson, also for histories that share worlds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Estimate", "clustered", "estimate", "in_words", "proportion"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A probability estimated from a sample.

    Attributes
    ----------
    value, low, high
        Share of the histories in which the event happened, and the limits of its interval, which covers sampling error
        only.
    met, n
        Number of histories in which the event happened, and of all histories.
    confidence
        Nominal coverage of the interval.
    worlds
        Number of worlds that the interval counts as clusters; 0 if histories are independent.
    """

    value: float
    low: float
    high: float
    met: int
    n: int
    confidence: float
    worlds: int = 0

    def __str__(self) -> str:
        """Return value and interval with as many decimals as the width of the interval justifies (`_digits`)."""
        digits = _digits(self.high - self.low)
        return f"{self.value:.{digits}f} [{self.low:.{digits}f}, {self.high:.{digits}f}]"


def in_words(value: float, low: float, high: float, met: int, n: int, *, interval: bool = True) -> str:
    """Return the text of a probability and its interval: 0.951 [0.936, 0.963]; at least 0.996; at most 0.000004.

    The probability itself is never given as 0 or 1, since no sample makes an event impossible or certain: the text is
    "at least" the lower limit if the event happened in all histories, and "at most" the upper limit if in none.

    Parameters
    ----------
    value, low, high, met, n
        As in `Estimate`.
    interval
        Whether to append the interval if the text is neither "at least" nor "at most".

    Notes
    -----
    There are 3 to 12 decimals: within this range, as many as make the unit of the last decimal at most a third of the
    width of the interval.
    """
    digits = _digits(high - low)
    unit = 10.0**digits
    if met >= n:
        return f"at least {math.floor(low * unit) / unit:.{digits}f}"
    if met <= 0:
        return f"at most {math.ceil(high * unit) / unit:.{digits}f}"
    text = f"{min(max(value, 1 / unit), 1 - 1 / unit):.{digits}f}"
    return f"{text} [{low:.{digits}f}, {high:.{digits}f}]" if interval else text


def _digits(width: float) -> int:
    """Return how many decimals to show for an interval of this width, 3 to 12 (see `in_words`)."""
    return min(12, max(3, math.ceil(0.5 - math.log10(width)))) if width > 0.0 else 3


def proportion(met: int, n: int, confidence: float = 0.95) -> Estimate:
    """Estimate a probability from independent histories.

    Parameters
    ----------
    met, n
        Number of histories in which the event happened, and of all histories.
    confidence
        Least coverage of the interval.

    Raises
    ------
    ValueError
        There are no histories, or `met` is not between 0 and `n`.

    Notes
    -----
    Clopper and Pearson 1934: the limits are beta quantiles at alpha/2 and 1 - alpha/2, with alpha = 1 - confidence. For
    met = 0 and met = n too, each side has half of alpha: if one side had all of it, the coverage of a 95 % interval
    would fall to 0.938 for probabilities near 0 and 1.
    """
    if n <= 0 or not 0 <= met <= n:
        raise ValueError(f"expected 0 <= met <= n and n > 0; met = {met}, n = {n}")
    low, high = _limits(met, n, (1.0 - confidence) / 2.0)
    return Estimate(met / n, low, high, met, n, confidence)


def clustered(met: npt.NDArray[Any], world: npt.NDArray[Any], confidence: float = 0.95) -> Estimate:
    """Estimate a probability from histories that share worlds.

    Parameters
    ----------
    met
        Whether the event happened, shape (n,).
    world
        World of each history, shape (n,).
    confidence
        Nominal coverage of the interval.

    Raises
    ------
    ValueError
        There are no histories.

    Notes
    -----
    Korn and Graubard 1998 (the standard of health surveys): the interval of Clopper and Pearson for the effective
    sample size n* = (p (1 - p) / v) (z / t)**2, but at most n. Here p is the share of the histories in which the event
    happened, and v is the variance of this share, estimated between worlds (as of a ratio mean); z and t are the
    quantiles of the normal distribution and of Student's with (worlds - 1) degrees of freedom. If the event happened in
    all histories or in none, v is 0, and n* is the number of worlds: this interval is valid for any correlation of the
    histories of a world, since P(all histories of a world miss) <= P(its first history misses). If v is 0 in any other
    case, n* = n (z / t)**2. A single world does not show the spread between worlds, so its interval is [0, 1].
    """
    from scipy.special import ndtri, stdtrit

    n = len(met)
    if n == 0:
        raise ValueError("expected at least one history")
    hits = np.asarray(met, np.float64)
    _, cluster = np.unique(world, return_inverse=True)
    sizes = np.bincount(cluster)
    sums = np.bincount(cluster, weights=hits)
    worlds, total = len(sizes), int(hits.sum())
    p = total / n
    if worlds == 1:
        return Estimate(p, 0.0, 1.0, total, n, confidence, worlds)
    tail = (1.0 - confidence) / 2.0
    if total in (0, n):
        low, high = _limits(p * worlds, worlds, tail)
        return Estimate(p, low, high, total, n, confidence, worlds)
    variance = worlds / (worlds - 1) * float(np.square(sums - p * sizes).sum()) / n**2
    shrink = float(ndtri(1.0 - tail) / stdtrit(worlds - 1, 1.0 - tail)) ** 2
    effective = min(float(n), p * (1.0 - p) / variance * shrink if variance > 0.0 else n * shrink)
    low, high = _limits(p * effective, effective, tail)
    return Estimate(p, low, high, total, n, confidence, worlds)


def _limits(met: float, n: float, tail: float) -> tuple[float, float]:
    """Return both limits of the interval of Clopper and Pearson; `met` and `n` need not be whole."""
    if met <= 0:
        return 0.0, 1.0 - tail ** (1.0 / n)
    if met >= n:
        return tail ** (1.0 / n), 1.0
    from scipy.special import betaincinv

    return float(betaincinv(met, n - met + 1, tail)), float(betaincinv(met + 1, n - met, 1.0 - tail))


def estimate(
    met: Sequence[Any] | npt.NDArray[Any], world: npt.NDArray[Any] | None, confidence: float = 0.95
) -> Estimate:
    """Estimate a probability: from independent histories if `world` is None, else from histories that share worlds.

    Raises
    ------
    ValueError
        There are no histories.
    """
    hits = np.asarray(met)
    if world is None:
        return proportion(int(np.count_nonzero(hits)), len(hits), confidence)
    return clustered(hits != 0, world, confidence)
