"""When each person or item may begin: at the date of its group or lot, or along the curve of a phased plan."""

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
"""Straight pieces of which an S-shaped curve is made."""


def releases(numbers: Numbers, items: Items) -> Ints:
    """Return the instant from which each may begin to process [s], shape (n_items,).

    Notes
    -----
    Of the n members of a lot that a plan names, member i is released when the curve of the plan has come to a share of
    (i + 1/2) / n, and not before the date of the lot itself. In one lot these instants never fall.
    """
    lots = numbers.rows("lot")
    release = np.repeat(np.array([lot.release for lot in lots], np.int64), items.many)
    for row, lot in enumerate(lots):
        many = int(items.many[row])
        if lot.phasing >= 0 and many:
            mine = np.repeat(numbers.table("lot")["phasing"] == lot.phasing, items.many)
            shares, instants = curve(numbers, lot.phasing, int(mine.sum()), items.kg[mine].sum() / 1000.0)
            planned = np.interp((np.arange(many) + 0.5) / many, shares, instants)
            own = slice(int(items.first[row]), int(items.first[row]) + many)
            release[own] = np.maximum(lot.release, np.floor(np.clip(planned, -NEVER // 2, NEVER // 2) + 0.5))
    return release


def released_together(numbers: Numbers, items: Items, release: Ints, arrives: Ints) -> Ints:
    """Return the same where parties travel together: a party may begin with the last of it [s], shape (n_items,).

    Parameters
    ----------
    release, arrives
        Instants from which each may begin by itself, and at which each is there [s], shape (n_items,).
    """
    for row in np.flatnonzero(numbers.plan.lot["party"]):
        many, first = int(items.many[row]), int(items.first[row])
        index = np.arange(many)
        party = int(numbers.plan.lot["party"][row])
        last = first + np.minimum(index - index % party + party, many) - 1
        later = (arrives[last] > 0) & (numbers.plan.lot["surprises"][row] == 0)  # who surprises comes as a party
        release[first : first + many] = np.where(later, np.maximum(release[last], arrives[last]), release[last])
    return release


def curve(numbers: Numbers, row: int, members: float, tonnes: float) -> tuple[Reals, Reals]:
    """Return the curve of a phased plan: shares, from 0 to 1, and the instants of them, less its lead [s].

    Parameters
    ----------
    row
        Row of the plan.
    members, tonnes
        Of all groups and lots that it names together.
    """
    spec = numbers.rows("phasing")[row]
    moved = numbers.value(spec.shift_s) - numbers.value(spec.lead_s)
    begins = spec.begins + moved
    if spec.curve == Shape.TARGETS:
        points = numbers.rows("target_point")[spec.first : spec.last]
        by = [point.by + moved for point in points]
        of = (1.0, max(members, 1.0), tonnes or 1.0)  # people alone, or equipment alone, where amounts are stated
        shares = np.array([0.0, *(min(1.0, point.amount / of[point.unit]) for point in points)])
        shares[-1] = 1.0  # a last amount is all that the file states: also where a world has drawn a little more
        return np.maximum.accumulate(shares), np.array([begins, *by])
    ends = begins + _length(numbers, spec, members, tonnes)
    if spec.curve == Shape.EVEN:
        return np.array([0.0, 1.0]), np.array([begins, ends])
    part = np.arange(STEPS + 1) / STEPS
    return part * part * (3.0 - 2.0 * part), begins + (ends - begins) * part


def _length(numbers: Numbers, spec: Any, members: float, tonnes: float) -> float:
    """Return how long a plan takes from its beginning to its end [s]; where it is to end before it begins, no time."""
    if spec.milestone >= 0:
        by = numbers.rows("milestone")[spec.milestone].by
        return float(max(0.0, by - numbers.value(spec.margin_s) - spec.begins))
    if spec.until < NEVER:
        return float(max(0, spec.until - spec.begins))
    if spec.per_week_s >= 0:
        return WEEK * members / numbers.value(spec.per_week_s)
    return WEEK * tonnes / numbers.value(spec.t_per_week_s)
