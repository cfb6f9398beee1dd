"""Where further histories sharpen the line at which a probability meets a target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.curve import Smoothed

__all__ = ["near", "portions"]

Reals = npt.NDArray[Any]


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
