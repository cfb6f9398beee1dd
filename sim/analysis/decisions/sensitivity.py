"""Which unknowns matter: the share of each unknown in the variance of a date, and of whether a milestone is met.

The share of an input is Var(E[figure | input]) / Var(figure), the first-order index of Sobol' 1993. It is estimated
from existing histories, without new runs (given-data estimation: Plischke 2010; Strong and Oakley 2013). Unknowns are
independent, so their shares can be added; the rest of the variance is due to chance and to interactions of unknowns.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.inputs import Input
from sim.analysis.decisions.smooth import Smooth, shuffled
from sim.analysis.statistics.estimates import Estimate, estimate
from sim.analysis.statistics.ignorance import ignorance
from sim.analysis.statistics.paired import DAY, Difference, paired_mean

__all__ = ["FEWEST", "Fifth", "Owner", "Sensitivity", "sensitivity"]

Array = npt.NDArray[Any]
FEWEST: Final = 100
"""Least number of worlds for which shares are estimated."""
PART: Final = 0.2
"""Share of the histories at each end of an input that `Fifth` describes."""
MOST_SHUFFLED: Final = 4_000_000
"""Number of worlds times number of shuffles when the noise is estimated; the number of shuffles is this limit divided
by the number of worlds, but at least 19 and at most 99."""


@dataclass(frozen=True, slots=True)
class Fifth:
    """The fifth of the histories in which an input was lowest, or the fifth in which it was highest.

    Attributes
    ----------
    limit
        The highest value of the lowest fifth, or the lowest value of the highest fifth. Histories with equal values
        stay together, so there may be more of them than a fifth.
    n
        Number of histories in this fifth.
    met
        Probability of the milestone in this fifth.
    date_d
        Mean date in this fifth [days since the start], with Student's interval; a date that was not reached counts as
        the end of the clock.
    """

    limit: float
    n: int
    met: Estimate
    date_d: Difference


@dataclass(frozen=True, slots=True)
class Owner:
    """The shares of one input, and the two ends of its bar in the tornado diagram.

    Attributes
    ----------
    input
        The input.
    date, met
        Share of the input in the variance of the date, and of whether the milestone is met, corrected for the part that
        a fit explains by chance. A share may be slightly negative; it is NaN if all histories have the same date, or if
        all met the milestone or none did.
    low, high
        The histories in the lowest and in the highest fifth of the input; None if it has only one value.
    """

    input: Input
    date: float
    met: float
    low: Fifth | None
    high: Fifth | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which unknowns matter for a milestone.

    Attributes
    ----------
    owners
        One entry per input: unknowns first, then chance, both sorted by share in the date, the largest first.
    date_noise, met_noise
        Limits for the shares in the variance of the date, and of whether the milestone is met: if no unknown matters,
        the largest share of any unknown is below its limit in 19 of 20 studies.
    n, worlds
        Number of histories, and of worlds.
    met
        Probability of the milestone.
    date_d
        Mean date [days since the start].
    unreached
        Number of histories that did not reach the date; their date counts as the end of the clock.
    date_between, met_between
        Share of the variance of the date, and of whether the milestone is met, that lies between worlds; all unknowns
        with their interactions cause it. None if each world has one history, which does not show the variance within a
        world. `met_between` is also None if all histories met the milestone, or none did.
    """

    owners: tuple[Owner, ...]
    date_noise: float
    met_noise: float
    n: int
    worlds: int
    met: Estimate
    date_d: Difference
    unreached: int
    date_between: float | None
    met_between: float | None

    @property
    def unknowns(self) -> tuple[Owner, ...]:
        """The entries of `owners` for unknowns."""
        return tuple(owner for owner in self.owners if not owner.input.chance)

    @property
    def date_owned(self) -> float:
        """Sum of the shares `date` of all unknowns, limited to [0, 1]; NaN if a share is NaN."""
        return _sum([owner.date for owner in self.unknowns])

    @property
    def met_owned(self) -> float:
        """Sum of the shares `met` of all unknowns, limited to [0, 1]; NaN if a share is NaN."""
        return _sum([owner.met for owner in self.unknowns])


def sensitivity(
    inputs: Sequence[Input],
    date: Array,
    met: Array,
    world: Array,
    *,
    until: int,
    confidence: float = 0.95,
) -> Sensitivity:
    """Estimate which inputs matter for a milestone.

    Parameters
    ----------
    inputs
        The unknowns, with one input for all entries that have the same draw, and the inputs that are chance.
    date
        Instant at which each history reached the milestone [s], NEVER if it did not; shape (n,).
    met
        Whether each history met the milestone, shape (n,).
    world
        World of each history, shape (n,).
    until
        End of the clock [s]; later dates count as this instant.

    Raises
    ------
    ValueError
        There are fewer than `FEWEST` worlds.

    Notes
    -----
    The curve of an unknown is fitted to the means of worlds, and the variance of these means that the curve explains is
    divided by the variance of single histories. The curve of an input that is chance is fitted to single histories.
    """
    names, first, place = np.unique(world, return_index=True, return_inverse=True)
    if len(names) < FEWEST:
        raise ValueError(f"expected at least {FEWEST} worlds; there are {len(names)}")
    days = np.minimum(date, until) / DAY
    yes = (np.asarray(met) != 0).astype(np.float64)
    both = np.stack([days, yes], axis=1)
    sizes = np.bincount(place)
    means = np.stack([np.bincount(place, weights=each) / sizes for each in both.T], axis=1)
    clusters = None if len(names) == len(world) else world
    unknown = [each for each in inputs if not each.chance]
    seen = [each for each in inputs if each.chance]
    shares, noise = _shares([each.values[first] for each in unknown], means, both)
    parts = {"days": days, "met": yes, "world": clusters, "confidence": confidence}
    found = [
        Owner(each, *share, *_fifths(each.values, each.values if each.chance else each.values[first], parts))
        for each, share in zip([*unknown, *seen], [*shares, *_raw(seen, both)], strict=True)
    ]
    found.sort(key=lambda owner: (owner.input.chance, -_number(owner.date), -_number(owner.met), owner.input.name))
    between = [None if clusters is None else ignorance(each, world).share for each in both.T]
    return Sensitivity(
        tuple(found),
        *noise,
        len(world),
        len(names),
        estimate(yes, clusters, confidence),
        paired_mean(days, clusters, confidence),
        int((date > until).sum()),
        between[0],
        between[1],
    )


Pair = tuple[float, float]
"""One number for the date, and one for whether the milestone is met."""


def _shares(inputs: Sequence[Array], means: Array, both: Array) -> tuple[list[Pair], Pair]:
    """Return the shares of each unknown in both figures, and the noise of these shares.

    Notes
    -----
    A fit explains a little by chance. To find out how much, the figures are shuffled between the worlds many times, and
    curves are fitted to each shuffle. With the mean m of the shares over all shuffles and inputs, each share s becomes
    (s - m) / (1 - m). The noise is the 0.95 quantile, over shuffles, of the largest share of any input, minus m. Both
    are multiplied by the variance of the means of worlds and divided by the variance of single histories.
    """
    if not inputs:
        return [], (0.0, 0.0)
    n, variance = len(means), both.var(axis=0, ddof=1)
    scale = means.var(axis=0, ddof=1) / np.where(variance > 0.0, variance, 1.0)
    fits = [Smooth(x) for x in inputs]
    shares = np.array([fit.fit(means).share for fit in fits])
    orders = shuffled(n, min(max(MOST_SHUFFLED // n, 19), 99)).T
    mixed = (means[:, at][orders] for at in (0, 1))
    chance = np.array([[fit.fit(figures).share for fit in fits] for figures in mixed])  # (2, inputs, times)
    bias = chance.mean(axis=(1, 2))
    noise = scale * (np.quantile(chance.max(axis=1), 0.95, axis=1) - bias)
    return [_pair(share) for share in scale * (shares - bias) / (1.0 - bias)], _pair(noise)


def _raw(inputs: Sequence[Input], both: Array) -> list[Pair]:
    """Return the shares of inputs that are chance, fitted to single histories."""
    return [_pair(Smooth(each.values).fit(both).share) for each in inputs]


def _pair(values: Array) -> Pair:
    return float(values[0]), float(values[1])


def _fifths(values: Array, drawn: Array, parts: dict[str, Any]) -> tuple[Fifth | None, Fifth | None]:
    """Describe the histories in the lowest and in the highest fifth of an input; (None, None) if it has only one value.

    `values` has one value per history. `drawn`, from which the limits of the fifths are computed, has one value per
    world for an unknown, and one per history for chance.
    """
    low, high = np.quantile(drawn, PART, method="inverted_cdf"), np.quantile(drawn, 1.0 - PART, method="higher")
    if low >= high:  # most values are equal: one end is the least or the greatest value, the other end all other values
        least, most = drawn.min(), drawn.max()
        if least == most:
            return None, None
        low, high = (least, drawn[drawn > least].min()) if low == least else (drawn[drawn < most].max(), most)
    return _fifth(values <= low, float(low), parts), _fifth(values >= high, float(high), parts)


def _fifth(rows: Array, limit: float, parts: dict[str, Any]) -> Fifth:
    """Describe the histories in `rows`: their number, the probability of the milestone, and the mean date."""
    world = None if parts["world"] is None else parts["world"][rows]
    met = estimate(parts["met"][rows], world, parts["confidence"])
    return Fifth(limit, int(rows.sum()), met, paired_mean(parts["days"][rows], world, parts["confidence"]))


def _sum(shares: list[float]) -> float:
    """Return the sum of shares, limited to [0, 1]; NaN if a share is NaN, 0 if there are no shares."""
    return min(max(math.fsum(shares), 0.0), 1.0) if shares else 0.0


def _number(share: float) -> float:
    """Return a share, or 0 if it is not a number."""
    return share if share == share else 0.0
