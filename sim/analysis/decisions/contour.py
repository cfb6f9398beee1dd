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
"""Number of batches in which histories are added; the curves are fitted again after each."""

Span = tuple[int, int, int]
"""Histories of a point: number of the point, first history, one past the last."""


def sharpened(
    first: Mapping[int, int],
    many: int,
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
        Existing histories of each point, by its number.
    many
        Histories to add in all. Fewer are added once no point is open, and to keep worlds whole.
    open_at
        Returns, given how many histories each point has, which points are open and how far each is from the target.
    add
        Runs a batch.
    least
        Every point gets a multiple of this many, as needed where histories share a world.
    most
        Most histories that a point may have.

    Returns
    -------
    dict
        How many histories each point then has.

    Notes
    -----
    Sequential design for a contour, with the simplest of the criteria of Lyu, Binois and Ludkovski 2021, Statistics and
    Computing 31: the band straddles the level. Each batch is divided evenly among such points. The points follow from
    the existing histories, so resumed work chooses the same ones.
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
    """Return the points at which a curve or surface may lie on either side of a target.

    Parameters
    ----------
    curve
        The curve through the points.
    target
        Strictly between 0 and 1.

    Returns
    -------
    dict
        How far the logit at each such point is from that of the target, by the index of the point: those whose
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
    """Divide a number of histories evenly; the remainder goes to the points nearest to the target.

    Parameters
    ----------
    many
        Histories; what exceeds a multiple of `least` goes to no point.
    away
        How far each point is from the target, shape (k,), k > 0.
    least
        Every portion is a multiple of this many, as needed where histories share a world.
    """
    each, over = divmod(many // least, len(away))
    nearest = sorted(range(len(away)), key=lambda at: (away[at], at))[:over]
    return [least * (each + (at in nearest)) for at in range(len(away))]
