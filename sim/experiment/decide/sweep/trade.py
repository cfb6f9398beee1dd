"""Find the points of a sweep that no other point dominates in probability, cost and equipment that is not shipped.

A point dominates another if it is at least as good in every criterion and better in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.front import Front, front
from sim.analysis.decisions.ranking import choice
from sim.experiment.decide.sweep.point import Point

__all__ = ["MOST", "Figures", "Trade", "trade"]

Array = npt.NDArray[Any]
MOST: Final = 600
"""Largest number of points for which a trade-off is computed, since every point is compared with every other."""
DIGITS: Final = 3
"""Number of decimals to which the probabilities in `Trade.figures` are rounded."""
MOST_PAIRED: Final = 60
"""Largest number of points on the same random numbers that are compared history by history. A larger number of points
is compared by the intervals of their averages."""


@dataclass(frozen=True, slots=True)
class Trade:
    """The criteria of a choice between points, and the points that no other point dominates (the *front*).

    Attributes
    ----------
    criteria
        "probability", then "cost" if the scenario has prices or a lever states a cost, then "value not shipped" or, if
        the scenario states no values, "tonnes not shipped".
    figures
        The criteria of each point, shape (n_points, n_criteria); cost and value in USD.
    found
        The points on the front; for every point, the points that dominate it, and whether this result is beyond
        sampling error.
    unpriced
        Levers whose cost is not stated and therefore counts as zero; empty if no lever states a cost.
    """

    criteria: tuple[str, ...]
    figures: Array
    found: Front
    unpriced: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[int, ...]:
        """Indices of the points on the front, in falling order of probability.

        Points of equal probability are in rising order of the other criteria.
        """
        return tuple(sorted(self.found.kept, key=lambda at: (-self.figures[at, 0], *self.figures[at, 1:])))

    @property
    def open(self) -> tuple[int, ...]:
        """Indices of the points in `kept` that another point may dominate, as far as sampling error allows."""
        return tuple(at for at in self.kept if not self.found.settled[at])


@dataclass(frozen=True, slots=True)
class Figures:
    """The criteria of one point in each of its n histories; history i of all points has the same random numbers.

    Attributes
    ----------
    met
        Whether the milestone was met, shape (n,).
    others
        The other criteria of `Trade.criteria`, in that order, each of shape (n,).
    """

    met: Array
    others: tuple[Array, ...]


def trade(
    points: Sequence[Point],
    usd: Sequence[float | None],
    unpriced: Sequence[str],
    confidence: float,
    paired: Sequence[Figures] = (),
    world: Array | None = None,
) -> Trade | None:
    """Return the points that no other point dominates; None for fewer than two points or more than `MOST`.

    Parameters
    ----------
    points
        The points of a sweep.
    usd
        Cost of the levers of each point, in USD; None if not stated.
    unpriced
        Names of the levers whose cost is not stated.
    confidence
        Confidence of the intervals of `points`, and confidence with which all comparisons of one point hold together.
    paired, world
        If all points share random numbers: the criteria of each point, and the world of each history, shape (n,). The
        world is None if each history has its own.

    Notes
    -----
    If there is a smooth curve, the probability of a point is `Point.smoothed`. The cost of a lever has no sampling
    error. Up to `MOST_PAIRED` points on the same random numbers are compared history by history. All other points are
    compared as independent: the half-width of the interval of a difference is the root of the sum of the squares of
    both half-widths. For points on the same random numbers, this leaves more comparisons undecided.
    """
    if not 2 <= len(points) <= MOST:
        return None
    levers = [each or 0.0 for each in usd]
    priced = all(point.cost_usd is not None for point in points)
    stated = any(each is not None for each in usd)
    valued = all(point.not_shipped_usd is not None for point in points)
    criteria = ("probability", *(["cost"] * (priced or stated)), f"{'value' if valued else 'tonnes'} not shipped")
    means, errors = [], []
    for point, cost in zip(points, levers, strict=True):
        seen = point.smoothed or (point.seen.value, point.seen.low, point.seen.high)
        row = [(round(seen[0], DIGITS), max(seen[0] - seen[1], seen[2] - seen[0]))]
        if priced or stated:
            row.append((cost + (point.cost_usd or 0.0), point.errors.cost_usd if priced else 0.0))
        left = (point.not_shipped_usd or 0.0) if valued else point.not_shipped_t
        row.append((left, point.errors.not_shipped_usd if valued else point.errors.not_shipped_t))
        means.append([value for value, _ in row])
        errors.append([error for _, error in row])
    table = np.array(means)
    if paired and len(points) <= MOST_PAIRED:
        met = [each.met for each in paired]
        others = [[each.others[at] for each in paired] for at in range(len(criteria) - 1)]
        best = choice(met, others, world, same=range(len(points)), confidence=confidence)
    else:
        strict = _times(confidence, len(points))
        best = front(table, [True, *(False for _ in criteria[1:])], errors=strict * np.array(errors))
    return Trade(criteria, table, best, tuple(unpriced) if stated else ())


def _times(confidence: float, points: int) -> float:
    """Return the factor by which intervals are widened so that all comparisons of a point hold together (Bonferroni).

    The intervals have the confidence `confidence`; each of the `points - 1` comparisons needs a higher one.
    """
    from scipy.special import ndtri

    each = 1.0 - (1.0 - confidence) / max(points - 1, 1)
    return float(ndtri(0.5 + each / 2.0) / ndtri(0.5 + confidence / 2.0))
