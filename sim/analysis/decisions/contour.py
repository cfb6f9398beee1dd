"""Where further histories sharpen the line at which a probability meets a target."""

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
"""Batches in which histories are added: after each the curves are drawn anew."""

Span = tuple[int, int, int]
"""Histories of a point: its number, the first, and the one after the last."""


def sharpened(
    first: Mapping[int, int],
    many: int,
    open_at: Callable[[Mapping[int, int]], Mapping[int, float]],
    add: Callable[[list[Span]], None],
    *,
    least: int = 1,
    most: int | None = None,
) -> dict[int, int]:
    """Add histories in batches where it is open on which side of a target a point lies.

    Parameters
    ----------
    first
        Histories of each point that are there, by its number.
    many
        Histories to add in all. Fewer are added where nothing is open any more, and to keep worlds whole.
    open_at
        Given how many histories each point has: which points are open, and how far each is from the target.
    add
        Runs a batch.
    least
        Every point gets a multiple of it, as where histories share a world.
    most
        Histories that a point may have.

    Returns
    -------
    dict
        How many histories each point then has.

    Notes
    -----
    Sequential design for a contour, with the plainest of the criteria of Lyu, Binois and Ludkovski 2021, Statistics and
    Computing 31: the band straddles the level. Each batch is shared evenly among such points. The points follow from
    the histories that there are, so work that was broken off comes to the same ones.
    """
    counts, added = dict(first), 0
    limit = math.inf if most is None else most
    for batch in range(ROUNDS):
        away = {at: far for at, far in sorted(open_at(counts).items()) if counts[at] < limit}
        if not away:
            break
        shares = portions(-(-(many - added) // (ROUNDS - batch)), list(away.values()), least)
        spans = []
        for at, share in zip(away, shares, strict=True):
            last = int(min(counts[at] + share, limit))
            if last > counts[at]:
                spans.append((at, counts[at], last))
                added += last - counts[at]
                counts[at] = last
        if spans:
            add(spans)
    return counts


def near(curve: Smoothed, target: float) -> dict[int, float]:
    """Return the points at which a curve or surface leaves open on which side of a target it lies.

    Parameters
    ----------
    curve
        Through the points.
    target
        Strictly between 0 and 1.

    Returns
    -------
    dict
        How far the logit at each such point is from that of the target, by its position among the points: those whose
        band contains the target, and neighbours along one lever between which the curve crosses it.
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


def portions(many: int, away: Sequence[float], least: int = 1) -> list[int]:
    """Share a number of histories evenly: what does not divide goes to the nearest.

    Parameters
    ----------
    many
        Histories; what is left over of a multiple of `least` goes to no point.
    away
        How far each point is from the target, shape (k,), k > 0.
    least
        Every portion is a multiple of it, as where histories share a world.
    """
    each, over = divmod(many // least, len(away))
    nearest = sorted(range(len(away)), key=lambda at: (away[at], at))[:over]
    return [least * (each + (at in nearest)) for at in range(len(away))]
