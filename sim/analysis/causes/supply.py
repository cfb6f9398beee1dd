"""Back through the supply of a lift: why no mission, or no tail, came earlier."""

from sim.analysis.causes.kernels.missions import barred_by, became
from sim.analysis.causes.log import Log
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import AWAY, Point, Step, Walk
from sim.model.calendars import NEVER
from sim.model.terms import Cause, Supply

__all__ = ["STEPS"]


def _planned(walk: Walk, step: Step) -> Step:
    """From the planned arrival: the flight of a tail; of a mission, what became of those planned before it.

    Each earlier mission owns the time until the next by what became of it: it had no room (too few missions), was not
    permitted, cancelled, kept from landing, late, or not tasked. A mission that left with others those who are followed
    shows that there was a backlog already: then those who have waited longest are followed.
    """
    log, row = walk.log, step.row
    sortie, lift = log.sortie, log.sortie["lift"][row]
    if log.lifts[lift].supply == Supply.FLEET:
        owner = step.owner if step.owner == log.reasons.at(Kind.TAILS, lift) else log.reasons.at(Kind.FLYING, lift)
        site, planned, tasked = sortie["site"][row], sortie["planned"][row], sortie["tasked"][row]
        asked, left = log.duty.get((row, 0), (tasked, max(tasked, planned - log.way_in(row, tasked))))
        # Whoever waited at home, for hours or a crew, would have come so much later than it left.
        way = planned - left
        walk.give(owner, left, "sortie", row)
        crewed = log.reasons.at(Kind.CREWS, lift) if (row, 0) in log.duty else owner
        walk.by_hours(site, asked, way, crewed, row)
        walk.by_hours(site, tasked, way, owner, row)
        return step._replace(point=Point.TASKED)
    if row in log.stated:  # a date outside a site's hours means the next hour in which that is open
        walk.by_hours(sortie["site"][row], log.stated[row], 0, log.reasons.at(Kind.MISSIONS, lift), row)
    return Step(Point.MISSION, log.place_of[row], lift, sortie["worked"][walk.sortie])


def _mission(walk: Walk, step: Step) -> Step:
    """From the planned arrival of a mission of the lift `owner` to that of an earlier one, by what became of each.

    `other` is when the sortie was loaded that is looked at: a mission that came after it had been late.
    """
    place = walk.back_over_missions(step.owner, step.row, step.other)
    return Step(Point.FREE, walk.witness) if place < 0 else step._replace(row=place)


def _barred_by(log: Log, lift: int, instant: int) -> int:
    """Reason that barred a lift at an instant, or last before it."""
    return int(barred_by(log.missions.spans[lift], log.reasons.at(Kind.MISSIONS, lift), instant))


def _became(log: Log, lift: int, row: int) -> int:
    """Reason for which a sortie of a lift did not help whom the walk follows."""
    missions = log.missions
    spans, reasons = missions.spans[lift], missions.reasons[lift]
    return int(became(missions.sorties, spans, missions.kept_out, reasons, row, NEVER))


def _tasked(walk: Walk, step: Step) -> Step:
    """From the tasking of a tail: it was on its way with others, was not permitted, or saw nothing to come for."""
    log, row = walk.log, step.row
    sortie, lift, cause = log.sortie, log.sortie["lift"][row], log.sortie["task_cause"][row]
    last = log.trip.get((lift, sortie["number"][row] - 1), AWAY)
    free = sortie["free"][last] if last >= 0 else 0
    if cause == Cause.PERMISSION:
        walk.give(_barred_by(log, lift, walk.t - 1), free, "sortie", row)
    elif cause == Cause.NEED:
        for other, worked in enumerate(sortie["worked"]):
            if worked == walk.t and other != row and (Step(Point.WORKED, other), walk.t) not in walk.seen:
                return Step(Point.WORKED, other)  # it had been expected to take more
        walk.own(Kind.IDLE, lift, free, "sortie", row)
    if walk.t <= walk.stop or last < 0:
        walk.own(Kind.IDLE, lift, walk.stop, "sortie", row)
        return step._replace(point=Point.FREE)
    tails = log.reasons.at(Kind.TAILS, lift)
    if sortie["up"][last] < NEVER:
        walk.give(tails, sortie["up"][last], "sortie", last)
        return Step(Point.UP, last, tails)
    reason = _became(log, lift, last)
    walk.give(reason, sortie["overhead"][last], "sortie", last)
    return Step(Point.OVERHEAD, last, tails)


STEPS = {Point.PLANNED: _planned, Point.MISSION: _mission, Point.TASKED: _tasked}
