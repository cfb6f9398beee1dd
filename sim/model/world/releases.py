"""When each person or item may begin: at the date of its group or lot, or by the curve of a phased plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.model.calendars import NEVER
from sim.model.terms import Shape
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers

__all__ = ["Reals", "curve", "released_together", "releases"]

Reals = npt.NDArray[np.float64]
WEEK = 7 * 86_400
STEPS = 32
"""Number of straight pieces in an S-shaped curve."""


def releases(numbers: Numbers, items: Items) -> Ints:
    """Return when each person or item may begin [s], shape (n_items,).

    Notes
    -----
    Member i of the n members of a lot in a plan is released when the curve of the plan has reached the share
    (i + 1/2) / n, but not before the date of the lot itself. Within a lot the instants never decrease.
    """
    lots = numbers.table("lot")
    release = np.repeat(lots["release"], items.many)
    if not len(numbers.plan.phasing):
        return release
    phasing = np.repeat(lots["phasing"], items.many)
    for row in range(len(numbers.plan.phasing)):
        mine = np.flatnonzero(phasing == row)
        if not len(mine):
            continue
        many = items.many[items.lot[mine]]
        shares, instants = curve(numbers, row, len(mine), items.kg[mine].sum() / 1000.0)
        planned = np.interp((items.index[mine] + 0.5) / many, shares, instants)
        begins = np.floor(np.clip(planned, -NEVER // 2, NEVER // 2) + 0.5)
        release[mine] = np.maximum(release[mine], begins)
    return release


def released_together(numbers: Numbers, items: Items, release: Ints, arrives: Ints) -> Ints:
    """Return the same with parties: all of a party may begin with its last member [s], shape (n_items,).

    Parameters
    ----------
    release, arrives
        When each may begin on its own, and when each arrives [s], shape (n_items,).
    """
    for row in np.flatnonzero(numbers.plan.lot["party"]):
        many, first = int(items.many[row]), int(items.first[row])
        index = np.arange(many)
        party = int(numbers.plan.lot["party"][row])
        last = first + np.minimum(index - index % party + party, many) - 1
        later = (arrives[last] > 0) & (numbers.plan.lot["surprises"][row] == 0)  # else whole parties arrive
        release[first : first + many] = np.where(later, np.maximum(release[last], arrives[last]), release[last])
    return release


def curve(numbers: Numbers, row: int, members: float, tonnes: float) -> tuple[Reals, Reals]:
    """Return the curve of a phased plan: shares from 0 to 1, and their instants less the lead of the plan [s].

    Parameters
    ----------
    row
        Row of the plan.
    members, tonnes
        Totals of all groups and lots that it names.
    """
    spec = numbers.rows("phasing")[row]
    moved = numbers.value(spec.shift_s) - numbers.value(spec.lead_s)
    begins = spec.begins + moved
    if spec.curve == Shape.TARGETS:
        points = numbers.rows("target_point")[spec.first : spec.last]
        by = [point.by + moved for point in points]
        of = (1.0, max(members, 1.0), tonnes or 1.0)  # amounts state only people, or only equipment
        shares = np.array([0.0, *(min(1.0, point.amount / of[point.unit]) for point in points)])
        shares[-1] = 1.0  # the last amount stands for all, even if a world has drawn a little more
        return np.maximum.accumulate(shares), np.array([begins, *by])
    ends = begins + _length(numbers, spec, members, tonnes)
    if spec.curve == Shape.EVEN:
        return np.array([0.0, 1.0]), np.array([begins, ends])
    part = np.arange(STEPS + 1) / STEPS
    return part * part * (3.0 - 2.0 * part), begins + (ends - begins) * part


def _length(numbers: Numbers, spec: Any, members: float, tonnes: float) -> float:
    """Return how long a plan takes from its beginning to its end [s]; 0 if it would end before it begins."""
    if spec.milestone >= 0:
        by = numbers.rows("milestone")[spec.milestone].by
        return float(max(0.0, by - numbers.value(spec.margin_s) - spec.begins))
    if spec.until < NEVER:
        return float(max(0, spec.until - spec.begins))
    if spec.per_week_s >= 0:
        return WEEK * members / numbers.value(spec.per_week_s)
    return WEEK * tonnes / numbers.value(spec.t_per_week_s)
