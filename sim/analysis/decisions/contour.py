"""At which points to add histories, to sharpen the line along which a probability equals a target."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.curve import Smoothed

__all__ = ["Span", "near", "portions", "sharpened"]

Reals = npt.NDArray[Any]

ROUNDS: Final = 8
"""Largest number of batches in which histories are added; the open points are determined anew before each batch."""

Span = tuple[int, int, int]
"""Consecutive histories of a point: (number of the point, first history, one past the last history)."""


def sharpened(
    first: Mapping[int, int],
    n: int,
    open_at: Callable[[Mapping[int, int]], Mapping[int, float]],
    add: Callable[[list[Span]], None],
    *,
    least: int = 1,
    most: int | None = None,
) -> dict[int, int]:
    """Add histories in batches at points that may lie on either side of a target.

    Parameters
    ----------
    first
        Number of the point -> how many histories it has already.
    n
        How many histories to add in total. Fewer are added if no point is open any more, if open points reach `most`,
        or because every point gets a multiple of `least`.
    open_at
        Function that is given how many histories each point has, and returns how far each open point is from the
        target. A point is open if it may lie on either side of the target.
    add
        Function that runs the histories of one batch.
    least
        Every open point gets a multiple of this number, unless it reaches `most`; for histories that share worlds, it
        is the number of histories of a world.
    most
        Largest number of histories that a point may have; None for no limit.

    Returns
    -------
    dict
        Number of the point -> how many histories it has afterwards.

    Notes
    -----
    This is a sequential design for a contour. With `near`, it uses the simplest of the criteria of Lyu, Binois and
    Ludkovski 2021, Statistics and Computing 31: a point is open if the band at the point contains the target, or if the
    curve crosses the target beside the point. Each batch is divided evenly among the open points. If the open points
    follow from the existing histories alone, resumed work chooses the same points.
    """
    counts, added = dict(first), 0
    limit = math.inf if most is None else most
    for batch in range(ROUNDS):
        away = {point: far for point, far in sorted(open_at(counts).items()) if counts[point] < limit}
        if not away:
            break
        shares = portions(-(-(n - added) // (ROUNDS - batch)), list(away.values()), least)
        spans = []
        for point, share in zip(away, shares, strict=True):
            last = int(min(counts[point] + share, limit))
            if last > counts[point]:
                spans.append((point, counts[point], last))
                added += last - counts[point]
                counts[point] = last
        if spans:
            add(spans)
    return counts


def near(curve: Smoothed, target: float) -> dict[int, float]:
    """Return the points at which a curve or surface may lie on either side of a target.

    Parameters
    ----------
    curve
        The curve through the points.
    target
        The target probability, strictly between 0 and 1.

    Returns
    -------
    dict
        Index of the point -> distance of its logit from the logit of the target. The points are those whose band
        contains the target, and neighbours along one lever between which the curve crosses the target.
    """
    goal = math.log(target / (1.0 - target))
    value = np.clip(curve.value, 1e-300, 1.0 - 1e-16)
    away = np.abs(np.log(value) - np.log1p(-value) - goal)
    open_ = (curve.low <= target) & (target <= curve.high)
    above = curve.value >= target
    for lever in range(curve.points.shape[1]):
        others = np.delete(curve.points, lever, axis=1)
        order = np.lexsort((curve.points[:, lever], *others.T))
        one, two = order[:-1], order[1:]
        crosses = (others[one] == others[two]).all(axis=1) & (above[one] != above[two])
        open_[one[crosses]] = open_[two[crosses]] = True
    return {at: float(away[at]) for at in np.flatnonzero(open_).tolist()}


def portions(n: int, away: Sequence[float], least: int = 1) -> list[int]:
    """Divide a number of histories evenly; the remainder goes to the points nearest to the target.

    Parameters
    ----------
    n
        Number of histories; the part that exceeds a multiple of `least` goes to no point.
    away
        How far each point is from the target, shape (k,), k > 0.
    least
        Every portion is a multiple of this number; for histories that share worlds, it is the number of histories of a
        world.
    """
    each, remainder = divmod(n // least, len(away))
    nearest = sorted(range(len(away)), key=lambda at: (away[at], at))[:remainder]
    return [least * (each + (at in nearest)) for at in range(len(away))]
