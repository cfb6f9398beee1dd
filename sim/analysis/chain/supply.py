"""Back through the supply of a lift: why no mission, or no tail, came earlier."""

from sim.analysis.chain.log import RUNWAY, Log
from sim.analysis.chain.pieces import HOURS, OPEN
from sim.analysis.chain.reason import Kind
from sim.analysis.chain.walk import AWAY, Point, Step, Walk
from sim.model.calendars import NEVER
from sim.model.terms import Cause, Fate, Supply

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


def _slot(walk: Walk, step: Step) -> Step:
    """From the planned arrival of a mission of the lift `owner` to that of the one before it.

    `other` is when the sortie was loaded that is looked at: a mission that came after it had been late.
    """
    log, place, lift, before = walk.log, step.row - 1, step.owner, step.other
    if place < 0:
        walk.waited(lift, log.reasons.at(Kind.MISSIONS, lift), 0, AWAY)
        return Step(Point.FREE, walk.witness)
    earlier = log.slots[lift][place]
    if walk.stop <= log.sortie["worked"][earlier] < before:
        walk.join(earlier)
    since = min(walk.t, log.sortie["planned"][earlier])
    walk.waited(lift, _became(log, _instead(walk, earlier), before), since, earlier)
    return Step(Point.MISSION, place, lift, before)


def _instead(walk: Walk, row: int) -> int:
    """Row of what explains a mission: one that was not tasked, as a mission that slipped would come, by that one."""
    log, late = walk.log, walk.sortie
    sortie = log.sortie
    if late == AWAY or sortie["fate"][row] != Fate.STRUCK or sortie["attempt"][late] == 0:
        return row
    first = log.trip[sortie["lift"][late], sortie["number"][late]]
    return first if sortie["planned"][first] <= sortie["planned"][row] <= sortie["planned"][late] else row


def _became(log: Log, row: int, before: int) -> int:
    """Reason for which a mission did not help whom the walk follows."""
    sortie, lift, fate = log.sortie, log.sortie["lift"][row], log.sortie["fate"][row]
    if fate in (Fate.SHUT, Fate.TURNED_BACK):
        return _bar(log, lift, sortie["tasked" if fate == Fate.SHUT else "overhead"][row])
    if fate in (Fate.REFUSED, Fate.CANCELLED):
        return log.reasons.at(Kind.CANCELLED, lift)
    if fate == Fate.DIVERTED:
        return _kept_out(log, row)
    if fate in (Fate.STRUCK, Fate.WAVED_OFF):
        return log.reasons.at(Kind.NOT_TASKED, lift)
    late = sortie["worked"][row] > before
    return log.reasons.at(Kind.DELAY if late else Kind.MISSIONS, lift)


def _kept_out(log: Log, row: int) -> int:
    """Reason for which a sortie could not land as long as it could hold: closed hours, an outage, or no spot."""
    site, lift = log.sortie["site"][row], log.lifts[log.sortie["lift"][row]]
    gave_up = log.sortie["overhead"][row] + log.world.whole(lift.holding_s)
    what = next(piece for _, piece in log.pieces(RUNWAY, site, gave_up, gave_up + 1))
    if what == OPEN:
        return log.reasons.at(Kind.SPOTS, site)
    return log.reasons.at(Kind.RUNWAY_HOURS, site) if what == HOURS else log.reasons.at(Kind.OUTAGE, what)


def _bar(log: Log, lift: int, instant: int) -> int:
    """Reason that barred a lift at an instant, or last before it."""
    last = log.reasons.at(Kind.MISSIONS, lift)
    for begins, until, reason in log.barred[lift]:
        if begins > instant:
            break
        last = reason
        if until > instant:
            break
    return last


def _tasked(walk: Walk, step: Step) -> Step:
    """From the tasking of a tail: it was on its way with others, was not permitted, or saw nothing to come for."""
    log, row = walk.log, step.row
    sortie, lift, cause = log.sortie, log.sortie["lift"][row], log.sortie["task_cause"][row]
    last = log.trip.get((lift, sortie["number"][row] - 1), AWAY)
    free = sortie["free"][last] if last >= 0 else 0
    if cause == Cause.PERMISSION:
        walk.give(_bar(log, lift, walk.t - 1), free, "sortie", row)
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
    reason = _became(log, last, NEVER)
    walk.give(reason, sortie["overhead"][last], "sortie", last)
    return Step(Point.OVERHEAD, last, tails)


STEPS = {Point.PLANNED: _planned, Point.MISSION: _slot, Point.TASKED: _tasked}
