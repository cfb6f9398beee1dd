"""What the lift of a plan is to carry out, as a planner reckons it before it begins: a review may hope for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.arithmetic.supply import Bringing, bringing
from sim.domain.once import once
from sim.model.plan import Plan
from sim.model.world.means import Means

__all__ = ["PlannedLift", "planned_lift"]

DAY: Final = 86_400
MOST: Final = 2**36
"""As good as no limit [kg]."""


@dataclass(frozen=True, slots=True)
class PlannedLift:
    """A span in which one lift is to carry so much, evenly; the second of a dated mission, or all the time of a rate.

    Attributes
    ----------
    begins, until
        The span [s].
    kg
        Weight that it is to carry in it, on means, as if nothing else were to be carried.
    """

    begins: int
    until: int
    kg: int


@once
def planned_lift(plan: Plan) -> tuple[PlannedLift, ...]:
    """Return what each lift is to carry that may take what reviews look at; nothing of one that is on call.

    With every number at its mean, what we do not know included: it is the planner's belief, and looks at no history.
    """
    if not len(plan.review):
        return ()
    means = Means(plan)
    meant = plan.promised[plan.review["milestone"][0]][: len(plan.lot)]
    rides = plan.carries[: len(plan.lot)][meant].any(axis=0)
    lifts = (lift for lift in bringing(means, means.loads) if rides[lift.row] and lift.per_day > 0.0)
    return tuple(span for lift in lifts for span in _planned(lift))


def _planned(lift: Bringing) -> Iterator[PlannedLift]:
    each = 1000.0 * lift.load_t
    if each <= 0.0:
        return
    for at in lift.dates:
        yield PlannedLift(at, at + 1, int(min(each * lift.per_day / lift.asked_per_day, MOST)))
    if not lift.dates and lift.until > lift.begins:
        many = lift.per_day * (lift.until - lift.begins) / DAY
        yield PlannedLift(lift.begins, lift.until, int(min(each * many, MOST)))
