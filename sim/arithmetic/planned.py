"""How much each lift is expected to carry, and when: computed before the start, for the forecasts of reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.arithmetic.supply import Bringing, bringing
from sim.domain.memo import memoised
from sim.model.plan import Plan
from sim.model.world.means import Means

__all__ = ["PlannedLift", "planned_lift"]

DAY: Final = 86_400
MOST: Final = 2**36
"""Largest weight of a span [kg]; it stands for no limit."""


@dataclass(frozen=True, slots=True)
class PlannedLift:
    """A span in which a lift is to carry a weight at an even rate.

    Attributes
    ----------
    begins, until
        The span [s]: one second for a mission on a date or a schedule, and the whole time of any other supply.
    kg
        Weight of equipment that full sorties carry in the span at mean values; for a lift that takes no equipment,
        their payload.
    """

    begins: int
    until: int
    kg: int


@memoised
def planned_lift(plan: Plan) -> tuple[PlannedLift, ...]:
    """Return the spans of all lifts that may take movers of the milestone of the first review.

    Lifts on call do not count. Every number is at its mean, unknowns included, so the result is the same for all
    histories. The result is empty for a plan without reviews.
    """
    if not len(plan.review):
        return ()
    means = Means(plan)
    reviewed = plan.covered[plan.review["milestone"][0]][: len(plan.lot)]
    rides = plan.carries[: len(plan.lot)][reviewed].any(axis=0)
    lifts = (lift for lift in bringing(means, means.loads) if rides[lift.row] and lift.per_day > 0.0)
    return tuple(span for lift in lifts for span in _planned(lift))


def _planned(lift: Bringing) -> Iterator[PlannedLift]:
    """Yield the spans of one lift."""
    load_kg = 1000.0 * lift.load_t
    if load_kg <= 0.0:
        return
    for at in lift.dates:
        yield PlannedLift(at, at + 1, int(min(load_kg * lift.per_day / lift.asked_per_day, MOST)))
    if not lift.dates and lift.until > lift.begins:
        missions = lift.per_day * (lift.until - lift.begins) / DAY
        yield PlannedLift(lift.begins, lift.until, int(min(load_kg * missions, MOST)))
