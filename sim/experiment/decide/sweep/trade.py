"""Probability against cost and what stays behind: find the points of a sweep that no other beats in all criteria."""

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
"""Largest number of points that are compared pair by pair."""
DIGITS: Final = 3
"""Decimals to which a probability is rounded: less than one history in a thousand does not matter."""
MOST_PAIRED: Final = 60
"""Largest number of points on the same random numbers that are compared history by history; more points are compared by
the intervals of their averages."""


@dataclass(frozen=True, slots=True)
class Trade:
    """The criteria of a choice between points, and the points worth choosing from.

    Attributes
    ----------
    criteria
        "probability", then "cost" if the scenario has prices or a lever states a cost, then "value not shipped" or, if
        the scenario states no values, "tonnes not shipped".
    figures
        One row per point, one column per criterion; cost and value in USD.
    found
        The front: its points, what dominates the other points, and which of these statements are beyond sampling error.
    unpriced
        Levers whose cost is not stated and counts as zero although other costs are stated.
    """

    criteria: tuple[str, ...]
    figures: Array
    found: Front
    unpriced: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[int, ...]:
        """Numbers of the points on the front, the likeliest first; among equally likely points, the cheapest first."""
        return tuple(sorted(self.found.kept, key=lambda at: (-self.figures[at, 0], *self.figures[at, 1:])))

    @property
    def open(self) -> tuple[int, ...]:
        """Numbers of the points on the front that another point may dominate, within sampling error."""
        return tuple(at for at in self.kept if not self.found.settled[at])


@dataclass(frozen=True, slots=True)
class Figures:
    """Criteria of one point, history by history, on random numbers that all points share.

    Attributes
    ----------
    met
        Whether the milestone was met, shape (n,).
    others
        Cost and what stays behind, as in `Trade`, each of shape (n,).
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
    """Return the points that are worth choosing from; None for a single point, or more than `MOST`.

    Parameters
    ----------
    points
        The points of a sweep.
    usd
        Cost of the levers of each point [USD]; None if not stated.
    unpriced
        Levers whose cost is not stated.
    confidence
        Confidence of each statement about a point, for all its comparisons with other points together.
    paired, world
        If all points share random numbers: the criteria of each point history by history, and the world of each
        history.

    Notes
    -----
    The probability of a point is read off the smooth curve if there is one. The cost of a lever is certain. The error
    of a difference of independent points is the root of the sum of the squares of both errors. Up to `MOST_PAIRED`
    points on the same random numbers are compared history by history. More of them are compared as if they were
    independent, which leaves more comparisons open.
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
    """Return the factor by which an interval is widened to be valid for all comparisons of a point (Bonferroni)."""
    from scipy.special import ndtri

    each = 1.0 - (1.0 - confidence) / max(points - 1, 1)
    return float(ndtri(0.5 + each / 2.0) / ndtri(0.5 + confidence / 2.0))
