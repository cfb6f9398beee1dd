"""When each person or item may begin: by the date of its lot, the curve of its phased plan, and with its party."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.model.calendars import NEVER
from sim.model.terms import Shape
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers

__all__ = ["Reals", "curve", "releases"]

Reals = npt.NDArray[np.float64]
WEEK = 7 * 86_400
STEPS = 32
"""Number of straight pieces in an S-shaped curve."""


def releases(numbers: Numbers, items: Items, arrives: Ints) -> Ints:
    """Return when each person or item may begin [s], shape (n_items,): by date, phased plan and party.

    Parameters
    ----------
    arrives
        When each person or item arrives [s], shape (n_items,).
    """
    release = np.empty(len(items.kg), np.int64)
    ends, shares, instants = _curves(numbers, items)
    numbers.routines.put_releases(numbers.read("lot"), items.many, ends, shares, instants, arrives, release)
    return release


def _curves(numbers: Numbers, items: Items) -> tuple[Ints, Reals, Reals]:
    """Return the points of all curves: `ends`, `shares` and `instants` of `arriving.put_releases`."""
    phased, plans = numbers.plan.lot["phasing"], len(numbers.plan.phasing)
    if not plans:
        return np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    kg = items.sums(items.kg)
    named = [phased == row for row in range(plans)]
    found = [curve(numbers, row, items.many[lots].sum(), kg[lots].sum() / 1000.0) for row, lots in enumerate(named)]
    ends = np.cumsum([len(shares) for shares, _ in found])
    return ends, np.concatenate([shares for shares, _ in found]), np.concatenate([instants for _, instants in found])


def curve(numbers: Numbers, row: int, members: float, tonnes: float) -> tuple[Reals, Reals]:
    """Return the curve of a phased plan: shares from 0 to 1, and the instants by which they are released [s].

    The instants include the delay and the lead of the plan.

    Parameters
    ----------
    row
        Row of the phased plan.
    members, tonnes
        Totals of all groups and lots of the phased plan.
    """
    spec = numbers.rows("phasing")[row]
    moved = numbers.value(spec.shift_s) - numbers.value(spec.lead_s)
    begins = spec.begins + moved
    if spec.curve == Shape.TARGETS:
        points = numbers.rows("target_point")[spec.first : spec.last]
        by = [point.by + moved for point in points]
        # If amounts are in people, the plan has no equipment; if they are in tonnes, it has no people.
        of = (1.0, max(members, 1.0), tonnes or 1.0)
        shares = np.array([0.0, *(min(1.0, point.amount / of[point.unit]) for point in points)])
        shares[-1] = 1.0  # the last amount means all members, even if this world has more
        return np.maximum.accumulate(shares), np.array([begins, *by])
    ends = begins + _length(numbers, spec, members, tonnes)
    if spec.curve == Shape.EVEN:
        return np.array([0.0, 1.0]), np.array([begins, ends])
    part = np.arange(STEPS + 1) / STEPS
    return part * part * (3.0 - 2.0 * part), begins + (ends - begins) * part


def _length(numbers: Numbers, spec: Any, members: float, tonnes: float) -> float:
    """Return how long a curve takes from its beginning to its end [s]; 0 if it would end before it begins."""
    if spec.milestone >= 0:
        by = numbers.rows("milestone")[spec.milestone].by
        return float(max(0.0, by - numbers.value(spec.margin_s) - spec.begins))
    if spec.until < NEVER:
        return float(max(0, spec.until - spec.begins))
    if spec.per_week_s >= 0:
        return WEEK * members / numbers.value(spec.per_week_s)
    return WEEK * tonnes / numbers.value(spec.t_per_week_s)
