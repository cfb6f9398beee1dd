"""Steps back through a mover's preparation: what freed it, its stations, its release, its arrival.

A walk goes back through a history; its cursor, `h.t`, is the instant that it has reached. It follows one mover at a
time, `h.witness`. A step assigns time to reasons, which moves the cursor back, and sets where the walk goes on. `h` is
the `Past` of the walk, `m` the row of a mover.
"""

from sim.analysis.causes.absent import freed_missed, had_missed
from sim.analysis.causes.kernels.past import NO_ROW, OF_MOVER, OF_VISIT, Past
from sim.analysis.causes.legs import is_away, stay_before, was_left_out
from sim.analysis.causes.pieces import closed_since
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.serving import had_opened, hours_of, served
from sim.analysis.causes.walk import assign, assign_kind, go, has_seen, reason
from sim.compiler.kernel import kernel
from sim.model.terms import Cause

__all__ = [
    "begins",
    "boards",
    "dated_by",
    "first_turn",
    "free",
    "last_before",
    "released",
    "staged",
    "unexplained",
    "visit",
]

AS_IF, HOLD, STAGED, VISIT = int(Point.AS_IF), int(Point.HOLD), int(Point.STAGED), int(Point.VISIT)
CAME, RELEASED, UNEXPLAINED = int(Point.CAME), int(Point.RELEASED), int(Point.UNEXPLAINED)
REWORK, STATION, STATION_HOURS = int(ReasonKind.REWORK), int(ReasonKind.STATION), int(ReasonKind.STATION_HOURS)
GIVEN_UP, STAFF, RELEASE = int(ReasonKind.GIVEN_UP), int(ReasonKind.STAFF), int(ReasonKind.RELEASE)
INFLOW, UNTOLD, PARTY = int(ReasonKind.INFLOW), int(ReasonKind.UNTOLD), int(ReasonKind.PARTY)
SERVER, NO_STAFF, SHIFT = int(Cause.SERVER), int(Cause.STAFF), int(Cause.SHIFT)


@kernel
def first_turn(h: Past, m: int) -> int:
    """Return the row of the first visit of a mover or, if it has no visit, the row at which one would be inserted."""
    low, high = 0, len(h.visits)
    while low < high:
        middle = (low + high) // 2
        if h.visits[middle].mover < m:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def boards(h: Past, m: int) -> bool:
    """Return whether a phased plan governs when a mover may board, instead of when it is released."""
    phasing = h.lots[h.movers[m].lot].phasing
    return phasing >= 0 and h.phasings[phasing].boards != 0


@kernel
def begins(h: Past, m: int) -> int:
    """Return when a mover may begin [s]: its release date, or the date in a phased plan that governs its release."""
    return min(h.lots[h.movers[m].lot].release, h.releases[m]) if boards(h, m) else h.releases[m]


@kernel
def dated_by(h: Past, m: int) -> int:
    """Return the kind of reason for which a mover was released later than it arrived.

    It is PARTY if the mover waited for the rest of its party, otherwise RELEASE (its date or a phased plan).
    """
    lot = h.lots[h.movers[m].lot]
    return PARTY if lot.party and lot.phasing < 0 and h.releases[m] > lot.release else RELEASE


@kernel
def free(h: Past) -> None:
    """Go back from the instant at which the followed mover became free to go to what freed it.

    That is its staging, the clearing of a hold, or the last call that it missed.
    """
    m = h.witness
    going = h.goings[m]
    if had_missed(h, h.ride):
        return
    h.stop = 0
    left_by = going.sortie  # NO_ROW if the mover never left its own site
    at_home = h.ride == left_by if h.ride != NO_ROW else not is_away(h, m, h.t)
    hold = going.hold if at_home or left_by == NO_ROW else NO_ROW
    if h.ride != NO_ROW and was_left_out(h, m, h.ride):
        if freed_missed(h, m, h.ride):
            return
        hold = NO_ROW
    if hold < 0:
        go(h, STAGED, m, NO_ROW, 0)
    else:
        go(h, AS_IF if going.as_if else HOLD, m, hold, going.staged)


@kernel
def staged(h: Past) -> None:
    """Go back from the instant at which a mover was staged to what ended then.

    That is a visit to a station; or the wait for the decision whether it ships, for a phased plan or for its
    party; or its way to this place. If none of these ended then, the walk goes on with its release.
    """
    m, t, best = h.row, h.t, NO_ROW
    row = first_turn(h, m)
    while row < len(h.visits) and h.visits[row].mover == m:
        turn = h.visits[row]
        later = best < 0 or (turn.started, turn.arrived) > (h.visits[best].started, h.visits[best].arrived)
        if later and turn.place >= 0 and turn.ended == t and not has_seen(h, VISIT, row, NO_ROW, 0):
            best = row
        row += 1
    if best >= 0:
        go(h, VISIT, best, NO_ROW, 0)
    elif t > h.movers[m].released and _is_given_at(h, m, t):
        assign_kind(h, GIVEN_UP, h.movers[m].lot, last_before(h, m), OF_MOVER, m)
        go(h, STAGED, m, NO_ROW, 0)
    elif t > h.movers[m].released and h.releases[m] == t and boards(h, m):
        assign_kind(h, RELEASE, h.movers[m].lot, last_before(h, m), OF_MOVER, m)
        go(h, STAGED, m, NO_ROW, 0)
    elif h.lots[h.movers[m].lot].party and last_before(h, m) < t:
        assign_kind(h, PARTY, h.movers[m].lot, last_before(h, m), OF_MOVER, m)
        go(h, STAGED, m, NO_ROW, 0)
    elif stay_before(h, m, t) >= 0:
        go(h, CAME, m, NO_ROW, 0)
    else:
        go(h, RELEASED, m, NO_ROW, 0)


@kernel
def _is_given_at(h: Past, m: int, t: int) -> bool:
    """Return whether an item was given up, or taken back, at an instant."""
    for row in range(len(h.given) - 1, -1, -1):
        if h.given[row].mover == m and h.given[row].at == t:
            return True
    return False


@kernel
def last_before(h: Past, m: int) -> int:
    """Return when a mover last finished at a station before the cursor, or last came to a place by the cursor [s].

    If it did neither, return when it was released.
    """
    last, row, going = NO_ROW, first_turn(h, m), h.goings[m]
    while row < len(h.visits) and h.visits[row].mover == m:
        if h.visits[row].place >= 0 and h.visits[row].ended < h.t:
            last = max(last, h.visits[row].ended)
        row += 1
    for at in range(going.first, going.last):
        if h.stays[h.stay_order[at]].arrived <= h.t:
            last = max(last, h.stays[h.stay_order[at]].arrived)
    return last if last >= 0 else h.movers[m].released


@kernel
def visit(h: Past) -> None:
    """Go back from the end of a visit to a station through the work and its pauses to what the mover waited for."""
    row = h.row
    turn = h.visits[row]
    place = turn.place
    owner = reason(h, REWORK if turn.attempt > 0 else STATION, place)
    windows = hours_of(h, row)
    served(h, windows, row, turn.started, owner)
    if turn.cause == SERVER and turn.ref >= 0:
        go(h, VISIT, turn.ref, NO_ROW, 0)
        return
    if turn.cause == NO_STAFF:
        assign_kind(h, STAFF, place, turn.arrived, OF_VISIT, row)
    elif turn.cause == SHIFT:
        if not had_opened(h, windows, turn.started):
            closed = max(turn.arrived, closed_since(h, windows, turn.started))
            served(h, windows, row, closed, reason(h, STATION_HOURS, place))
        if h.t > turn.arrived:
            other = _turn_ended(h, place, h.t)
            if other >= 0:
                go(h, VISIT, other, NO_ROW, 0)
                return
            assign_kind(h, STATION, place, turn.arrived, OF_VISIT, row)
    go(h, STAGED, turn.mover, row, 0)


@kernel
def _turn_ended(h: Past, place: int, instant: int) -> int:
    """Return the row of the last visit to a station that ended at an instant; NO_ROW if none did."""
    for row in range(len(h.visits) - 1, -1, -1):
        if h.visits[row].ended == instant and h.visits[row].place == place:
            return row
    return NO_ROW


@kernel
def released(h: Past) -> None:
    """Go back from a mover's release to what it waited for: a hold, a date, the rest of its party, or its arrival."""
    m = h.row
    row, since = h.movers[m].lot, h.movers[m].arrived
    lot, release = h.lots[row], begins(h, m)
    ready = max(since, release if release <= h.t else 0)
    if lot.begin_hold >= 0 and h.t > ready and h.clearings[lot.begin_hold].at == h.t:
        go(h, HOLD, m, lot.begin_hold, ready)
        return
    if h.t > since and release == h.t:
        assign_kind(h, dated_by(h, m), row, since, OF_MOVER, m)
    if h.t == since:
        assign_kind(h, INFLOW, row, 0, OF_MOVER, m)
    go(h, UNEXPLAINED, m, NO_ROW, 0)


@kernel
def unexplained(h: Past) -> None:
    """End the walk at an instant that the tables do not explain: all time before the cursor is due to UNTOLD."""
    h.stop = 0
    assign(h, reason(h, UNTOLD, 0), 0, OF_MOVER, h.row)
