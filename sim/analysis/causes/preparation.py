"""Back along a mover's own way: its stations, its release, its arrival."""

from sim.analysis.causes.log import STATIONS
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import AWAY, Point, Step, Walk
from sim.model.calendars import NEVER, window_at
from sim.model.terms import Cause

__all__ = ["STEPS"]


def _free(walk: Walk, _: Step) -> Step:
    """From the instant at which whoever is followed was free to go: its staging, or the hold that freed it."""
    log, mover = walk.log, walk.witness
    walk.stop = 0
    left_by = log.legs.sortie[mover]  # AWAY: it never left, and whatever came in the meantime was no ride of its own
    at_home = walk.ride == left_by if walk.ride != AWAY else not log.legs.is_away(mover, walk.t)
    hold = log.readiness.hold[mover] if at_home or left_by == AWAY else AWAY
    if hold < 0:
        return Step(Point.STAGED, mover)
    return Step(Point.AS_IF if log.readiness.as_if[mover] else Point.HOLD, mover, hold, int(log.legs.staged[mover]))


def _staged(walk: Walk, step: Step) -> Step:
    """From the end of a job: that job; from the end of none, the release. `owner` is the job that came after it."""
    log, mover = walk.log, step.row
    best, key = -1, (-1, -1)
    for row in log.turns_of(mover):
        turn = log.turn(row)
        ended_now = turn.place >= 0 and turn.ended == walk.t
        if ended_now and (Step(Point.VISIT, row), walk.t) not in walk.seen and (turn.started, turn.arrived) > key:
            best, key = row, (turn.started, turn.arrived)
    if best >= 0:
        return Step(Point.VISIT, best)
    if log.given.get(mover) == walk.t and walk.t > log.mover["released"][mover]:
        turns = [log.turn(row) for row in log.turns_of(mover)]
        ended = [turn.ended for turn in turns if turn.place >= 0 and turn.ended < walk.t]
        ended += [stay.arrived for stay in log.legs.stays_of(mover) if stay.arrived <= walk.t]
        walk.own(
            Kind.GIVEN_UP, log.mover["lot"][mover], max(ended, default=log.mover["released"][mover]), "mover", mover
        )
        return Step(Point.STAGED, mover)
    if log.legs.came_by(mover, walk.t) is not None:
        return Step(Point.CAME, mover)
    return Step(Point.RELEASED, mover)


def _visit(walk: Walk, step: Step) -> Step:
    """From the end of a job: its work, hours in which it rested, and what it had waited for."""
    log, row = walk.log, step.row
    turn = log.turn(row)
    kind = Kind.REWORK if turn.attempt > 0 else Kind.STATION
    owner = log.reasons.at(kind, turn.place)
    walk.pieces(STATIONS, turn.place, turn.started, Kind.STATION_HOURS, owner, "visit", row)
    if turn.cause == Cause.SERVER and turn.ref >= 0:
        return Step(Point.VISIT, turn.ref)
    if turn.cause == Cause.STAFF:
        walk.own(Kind.STAFF, turn.place, turn.arrived, "visit", row)
    elif turn.cause == Cause.SHIFT:
        windows = log.world.station_hours[turn.place]
        place = window_at(windows[0], turn.started - 1)
        closed = max(turn.arrived, windows[1][place] if place >= 0 else -NEVER)
        station = log.reasons.at(Kind.STATION_HOURS, turn.place)
        walk.pieces(STATIONS, turn.place, closed, Kind.STATION_HOURS, station, "visit", row)
        if walk.t > turn.arrived:
            ended = log.turns_ended(turn.place, walk.t)
            if ended:
                return Step(Point.VISIT, ended[-1])
            walk.own(Kind.STATION, turn.place, turn.arrived, "visit", row)
    return Step(Point.STAGED, turn.mover, row)


def _released(walk: Walk, step: Step) -> Step:
    """From the instant at which it could begin: a hold, a date, or its own arrival."""
    log, mover = walk.log, step.row
    lot_row, arrived = log.mover["lot"][mover], log.mover["arrived"][mover]
    lot = log.lots[lot_row]
    there = max(arrived, lot.release if lot.release <= walk.t else 0)
    if lot.begin_hold >= 0 and walk.t > there and log.clearings[lot.begin_hold].at == walk.t:
        return Step(Point.HOLD, mover, lot.begin_hold, there)
    if walk.t > arrived and lot.release == walk.t:
        walk.own(Kind.RELEASE, lot_row, arrived, "mover", mover)
    if walk.t == arrived:
        walk.own(Kind.INFLOW, lot_row, 0, "mover", mover)
    return Step(Point.UNEXPLAINED, mover)


def _untold(walk: Walk, step: Step) -> Step:
    """From an instant that nothing in the tables explains: all that is before it is not told."""
    walk.stop = 0
    walk.own(Kind.UNTOLD, 0, 0, "mover", step.row)
    return step


STEPS = {
    Point.FREE: _free,
    Point.STAGED: _staged,
    Point.VISIT: _visit,
    Point.RELEASED: _released,
    Point.UNEXPLAINED: _untold,
}
