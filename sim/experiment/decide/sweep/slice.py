"""Curves and surfaces through the points of a sweep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import numpy as np

from sim.analysis.decisions.crossing import Crossing, crossing
from sim.analysis.decisions.curve import Smoothed, smooth
from sim.config.axes import Axis
from sim.experiment.decide.sweep.point import Point

__all__ = ["Slice", "slices_of"]

SMOOTH: Final = 2
"""Largest number of levers of one curve or surface."""


@dataclass(frozen=True, eq=False)
class Slice:
    """A curve or surface, and its points, which differ only in the levers of the curve or surface.

    Attributes
    ----------
    along
        Indices, among the axes of the sweep, of the one lever of the curve or of the two levers of the surface.
    fixed
        Value of each other lever, by its index.
    points
        The points, in the order of the points of the sweep.
    curve
        The curve or surface through the points.
    """

    along: tuple[int, ...]
    fixed: dict[int, Any]
    points: tuple[Point, ...]
    curve: Smoothed

    def crossing(self, target: float) -> Crossing | None:
        """Return where the curve meets a target; None for a surface.

        If all trials met the milestone at one value of the lever and none at the next, nothing is known about values
        between these two. The interval of the crossing then contains both values, however narrow the band is.
        """
        if len(self.along) != 1:
            return None
        meets = crossing(self.curve, target)
        each = tuple(self._stepped(one) for one in meets.all)
        return replace(meets, low=each[0].low, high=each[0].high, all=each) if each else meets

    def _stepped(self, meets: Crossing) -> Crossing:
        """Return a crossing, with its interval widened as `crossing` says."""
        x = self.curve.points[:, 0]
        order = np.argsort(x)
        right = 0 if meets.value is None else int(np.searchsorted(x[order], meets.value))
        if not 0 < right < len(x):
            return meets
        pair = [self.points[order[right - 1]].seen, self.points[order[right]].seen]
        if {seen.met / seen.n for seen in pair} != {0.0, 1.0}:
            return meets
        low, high = float(x[order[right - 1]]), float(x[order[right]])
        return replace(meets, low=min(low, _or(meets.low, low)), high=max(high, _or(meets.high, high)))


def slices_of(
    axes: tuple[Axis, ...], points: tuple[Point, ...], confidence: float, free: tuple[int, ...]
) -> tuple[Slice, ...]:
    """Fit curves along one lever, or surfaces over two, through the points of a sweep.

    They are fitted over the first levers with several numbers or dates, at most two. There is one curve or surface for
    each combination of values of the other levers, and none if no lever has several numbers or dates.

    Parameters
    ----------
    axes, points
        The levers, and the points.
    confidence
        Confidence of the bands.
    free
        Indices of the levers that are dates of milestones. All values of such a lever use the same histories, so a
        later date never has a smaller share: no curve is fitted along it.
    """
    lines = (at for at, axis in enumerate(axes) if axis.positions is not None and len(axis.values) > 1)
    along = tuple([at for at in lines if at not in free][:SMOOTH])
    if not along:
        return ()
    others = [at for at in range(len(axes)) if at not in along]
    mixed = [point.crowding for point in points if 0 < point.seen.met < point.seen.n]
    crowding = sum(mixed) / len(mixed) if mixed else 1.0  # the mean is more precise than the value at one point

    def apart(point: Point) -> tuple[int, ...]:
        return tuple(axes[at].values.index(point.values[at]) for at in others)

    slices = []
    for _, group in groupby(sorted(points, key=apart), apart):
        members = tuple(group)
        x = np.array([[_position(axes[at], point.values[at]) for at in along] for point in members])
        n = np.array([max(round(point.seen.n / crowding), 1) for point in members])
        met = np.round([many * point.seen.value for many, point in zip(n, members, strict=True)]).astype(np.int64)
        curve = smooth(x, met, n, confidence)
        slices.append(Slice(along, {at: members[0].values[at] for at in others}, members, curve))
    return tuple(slices)


def _position(axis: Axis, value: Any) -> float:
    """Return a value of an axis as a number; a date as a number of days."""
    positions = axis.positions
    assert positions is not None  # only axes with positions get here
    return positions[axis.values.index(value)]


def _or(value: float | None, other: float) -> float:
    return other if value is None else value
