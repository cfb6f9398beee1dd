"""The first step of a walk from an instant by which its movers had not left: what they were waiting for then.

The instant is the end of the clock, or an earlier one at which a mover was left behind; entries of the tables after it
do not count. Of several movers, the walk prefers one that a date keeps, then one that is free to go but has no lift,
then one under way, then one at a station. If all of them are kept by holds that wait for movers to leave, the walk goes
on to the movers for which such a hold still waits. If movers only wait for one another, they are stuck.

A walk goes back through a history `h` (a `Past`); its cursor is the instant that it has reached; `m` is a mover's row.
"""

from typing import Final

from sim.analysis.causes import gate
from sim.analysis.causes.keeping import counts_too_many, keeper
from sim.analysis.causes.kernels.past import NO_ROW, OF_HOLD, OF_MOVER, OF_VISIT, Past, whole
from sim.analysis.causes.kernels.tables import Waiter
from sim.analysis.causes.lacking import departs, lacks_lift, on_the_way
from sim.analysis.causes.legs import counts_in, is_away, last_counted, last_missed, last_stay, loaded_at, sortie_from
from sim.analysis.causes.point import Point
from sim.analysis.causes.preparation import begins, boards, dated_by, first_turn, last_before
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.ride import present
from sim.analysis.causes.serving import hours_of, served
from sim.analysis.causes.walk import assign_kind, go, reason
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.parties import kept_whole as _kept_whole
from sim.model.terms import Fate

__all__ = ["aim"]

NEVER: Final = _NEVER
DATE, LIFT, GOING, AT_WORK, HELD = range(5)
"""What a mover waits for (`Waiter.what`), in the order in which the walk prefers movers."""
OPEN, BEHIND, STAYED = int(Fate.OPEN), int(Fate.LEFT), int(Fate.RETAINED)
STAGED, VISIT, RELEASED, HOLD = int(Point.STAGED), int(Point.VISIT), int(Point.RELEASED), int(Point.HOLD)
LEFT, DISPOSED, INFLOW = int(ReasonKind.LEFT), int(ReasonKind.DISPOSED), int(ReasonKind.INFLOW)
RETAINED: Final = int(ReasonKind.RETAINED)
HAND_OVER, STAFF = int(ReasonKind.HAND_OVER), int(ReasonKind.STAFF)
STATION, STUCK = int(ReasonKind.STATION), int(ReasonKind.STUCK)
kept_whole = kernel(_kept_whole)
STATES: Final = 16
"""Number of different states of movers: arrived or not, released or not, staged or not, carried out or not."""


@kernel
def aim(h: Past) -> None:
    """Take the first step back from the cursor, by which none of the chosen movers had left the country.

    If any of them may still leave, only these count. Otherwise all were left behind, disposed of or retained: the time
    since this happened to the last of them is due to its fate, and the walk follows that mover.
    """
    last, n = NO_ROW, 0
    for at in range(h.chosen_count):
        m = h.chosen[at]
        left = h.movers[m].left
        if last < 0 or left > h.movers[last].left or (left == h.movers[last].left and m < last):
            last = m
        if h.movers[m].fate == OPEN:
            n += 1
    if n:
        n = 0
        for at in range(h.chosen_count):
            if h.movers[h.chosen[at]].fate == OPEN:
                h.chosen[n] = h.chosen[at]
                n += 1
    else:
        behind = h.movers[last].fate == BEHIND
        why = LEFT if behind else RETAINED if h.movers[last].fate == STAYED else DISPOSED
        assign_kind(h, why, h.movers[last].lot, h.movers[last].left, OF_MOVER, last)
        if not behind:
            go(h, STAGED, last, NO_ROW, 0)
            return
        h.chosen[0] = last
        n = 1
    h.chosen_count = n
    _follow(h)


@kernel
def _follow(h: Past) -> None:
    """Follow one of the chosen movers; if a hold keeps that mover until others leave, follow one of the others instead.

    `path` lists the movers that were passed over in this way, each kept by a different hold.
    """
    h.path_count = 0
    while _first(h):
        who = h.path[h.path_count]
        if who.what == DATE:
            _dated(h, who.mover, who.ready, who.row)
            return
        if who.what == LIFT:
            lacks_lift(h, who.mover, who.ready)
            return
        if who.what == GOING:
            if h.sorties[who.row].up > h.t:
                departs(h, who.row, who.mover)
            else:
                on_the_way(h, who.row, who.mover)
            return
        if who.what == AT_WORK:
            _at_work(h, who.mover, who.row)
            return
        h.path_count += 1
        _choose_waited(h, who.row)
    _stuck(h)


@kernel
def _first(h: Past) -> bool:
    """Write into `path` the chosen mover to follow, of those whose hold is not there yet; tell whether there is one."""
    _choose_few(h)
    found = False
    best, now = h.path[h.path_count], h.path[h.path_count + 1]
    for at in range(h.chosen_count):
        _waits(h, h.chosen[at], h.path_count + 1)
        if now.what == HELD and _is_on_path(h, now.row):
            continue
        if found and not _goes_first(now, best):
            continue
        best.what = now.what
        best.mover = now.mover
        best.ready = now.ready
        best.row = now.row
        found = True
    return found


@kernel
def _goes_first(one: Waiter, other: Waiter) -> bool:
    """Return whether the waiting mover `one` is followed before `other`."""
    if one.what != other.what:
        return one.what < other.what
    return one.ready > other.ready or (one.ready == other.ready and one.mover < other.mover)


@kernel
def _is_on_path(h: Past, hold: int) -> bool:
    for at in range(h.path_count):
        if h.path[at].row == hold:
            return True
    return False


@kernel
def _choose_few(h: Past) -> None:
    """Of the chosen movers of a lot that are in the same state, keep only the last to come to it (`_came_last`)."""
    for at in range(STATES * len(h.lots)):
        h.furthest[at] = NO_ROW
    for at in range(h.chosen_count):
        m = h.chosen[at]
        mover = h.movers[m]
        key = 2 * mover.lot + (1 if mover.arrived <= h.t else 0)
        key = 2 * key + (1 if mover.released <= h.t else 0)
        key = 2 * key + (1 if mover.staged <= h.t else 0)
        key = 2 * key + (1 if mover.sortie >= 0 else 0)
        other = h.furthest[key]
        if other >= 0:
            one, last = _came_last(h, m), _came_last(h, other)
            if one < last or (one == last and m > other):
                continue
        h.furthest[key] = m
    h.chosen_count = 0
    for at in range(STATES * len(h.lots)):
        if h.furthest[at] >= 0:
            gate.choose(h, h.furthest[at])


@kernel
def _came_last(h: Past, m: int) -> int:
    """Return when, up to the cursor, a mover last arrived, was released or was staged [s]; 0 if none of these."""
    mover, last = h.movers[m], 0
    if mover.arrived <= h.t:
        last = max(last, mover.arrived)
    if mover.released <= h.t:
        last = max(last, mover.released)
    if mover.staged <= h.t:
        last = max(last, mover.staged)
    return last


@kernel
def _waits(h: Past, m: int, into: int) -> None:
    """Write what a mover was waiting for at the cursor into the row `into` of `path` (see `Waiter`)."""
    t, mover, stay = h.t, h.movers[m], last_stay(h, m, h.t)
    lot = h.lots[mover.lot]
    who = h.path[into]
    who.mover = m
    who.row = NO_ROW
    if mover.arrived > t:
        who.what = DATE
        who.ready = 0
        return
    if stay >= 0 and sortie_from(h, stay, t) >= 0:
        who.what = GOING
        who.ready = h.stays[stay].up
        who.row = h.stays[stay].sortie
        return
    if stay < 0 and mover.sortie >= 0 and h.sorties[mover.sortie].worked <= t < mover.up:
        who.what = GOING
        who.ready = h.sorties[mover.sortie].worked
        who.row = mover.sortie
        return
    away = is_away(h, m, t)
    if not away and mover.released > t:
        if begins(h, m) > t:
            who.what = DATE
            who.ready = mover.arrived
        else:
            _by_hold(h, into, lot.begin_hold, max(mover.arrived, begins(h, m)))
        return
    staged = h.stays[stay].staged if stay >= 0 else mover.staged
    if staged > t:
        who.what = AT_WORK
        who.ready = h.stays[stay].arrived if stay >= 0 else mover.arrived
        who.row = _turn(h, m)
        if not away and who.row < 0 and h.releases[m] > t and boards(h, m):
            who.what = DATE
            who.ready = last_before(h, m)
        return
    hold = NO_ROW if away else _keeps(h, m)
    if hold >= 0:
        _by_hold(h, into, hold, staged)
        return
    who.what = LIFT
    who.ready = staged
    if not away and h.goings[m].free <= t:
        who.ready = max(staged, h.goings[m].free)
    if h.goings[m].missed >= 0:
        missed = last_missed(h, m, NO_ROW, t)
        if missed >= 0:
            who.ready = max(who.ready, h.missed[missed].at)


@kernel
def _by_hold(h: Past, into: int, hold: int, ready: int) -> None:
    """Write into the row `into` of `path` that a hold keeps a mover; for NO_ROW, that the mover waits for lift.

    The hold keeps the mover only until its date or for its hand-over time (DATE), or until other movers leave (HELD).
    """
    who = h.path[into]
    who.ready = ready
    who.what = LIFT
    if hold >= 0:
        hold = keeper(h, hold)
        who.what = DATE if h.clearings[hold].met <= h.t else HELD
        who.row = hold


@kernel
def _keeps(h: Past, m: int) -> int:
    """Return the hold that keeps a staged mover at its own site, directly or by a floor; NO_ROW if none does."""
    row, t = h.movers[m].lot, h.t
    hold = h.lots[row].board_hold
    if hold >= 0 and h.clearings[hold].at > t:
        return hold
    for at in range(len(h.floors)):
        floor = h.floors[at]
        if floor.lot == row and h.clearings[floor.hold].at > t:
            members = 0
            for other in range(h.lot_first[row], h.lot_first[row + 1]):
                mover = h.movers[other]
                if mover.arrived <= t <= mover.left and loaded_at(h, other) > t:
                    members += 1
            if members <= kept_whole(members, whole(h, floor.at_least_s), h.lots[row].party):
                return floor.hold
    return NO_ROW


@kernel
def _turn(h: Past, m: int) -> int:
    """Return the row of the visit to a station at which a mover was, or waited, at the cursor; NO_ROW if none."""
    best, row = NO_ROW, first_turn(h, m)
    while row < len(h.visits) and h.visits[row].mover == m:
        turn = h.visits[row]
        later = best < 0 or (turn.arrived, turn.attempt) > (h.visits[best].arrived, h.visits[best].attempt)
        if later and turn.place >= 0 and turn.arrived <= h.t < turn.ended:
            best = row
        row += 1
    return best


@kernel
def _dated(h: Past, m: int, ready: int, hold: int) -> None:
    """Go back from the cursor through the wait of a mover for its arrival, a release date, or a date of its hold."""
    if hold < 0:
        lot = h.movers[m].lot
        if h.movers[m].arrived > h.t:
            assign_kind(h, INFLOW, lot, 0, OF_MOVER, m)
        else:
            assign_kind(h, dated_by(h, m), lot, ready, OF_MOVER, m)
            if h.movers[m].released < h.t:  # a phased plan governs its boarding, not its release
                go(h, STAGED, m, NO_ROW, 0)
                return
        go(h, RELEASED, m, NO_ROW, 0)
        return
    clearing = h.clearings[hold]
    if clearing.date <= h.t:
        assign_kind(h, HAND_OVER, hold, max(clearing.met, clearing.date, ready), OF_HOLD, hold)
    if clearing.date > clearing.met:
        gate.dated(h, hold, clearing.lifted, max(clearing.met, ready))
    go(h, HOLD, m, hold, ready)
    gate.met(h)


@kernel
def _at_work(h: Past, m: int, row: int) -> None:
    """Go back from the cursor through the visit of a mover to a station, or the wait for a server, hours or staff."""
    if row < 0:
        go(h, STAGED, m, NO_ROW, 0)
        return
    turn = h.visits[row]
    if turn.started <= h.t:
        go(h, VISIT, row, NO_ROW, 0)
        return
    pool = h.stations[turn.place].pool
    if pool >= 0 and not present(h, pool, h.t):
        assign_kind(h, STAFF, turn.place, turn.arrived, OF_VISIT, row)
    owner = reason(h, STATION, turn.place)
    served(h, hours_of(h, row), row, turn.arrived, owner)
    go(h, STAGED, m, row, 0)


@kernel
def _choose_waited(h: Past, hold: int) -> None:
    """Choose the movers for which a hold still waits: those that its unmet conditions count."""
    spec = h.holds[hold]
    h.chosen_count = 0
    h.stamp += 1
    for counter in range(spec.first, spec.last):
        if counts_too_many(h, counter):
            for m in range(len(h.movers)):
                is_new = h.marked[m] != h.stamp and gate.gone(h, m) > h.t
                if is_new and counts_in(h, counter, m) and last_counted(h, counter, m)[0] > h.t:
                    h.marked[m] = h.stamp
                    gate.choose(h, m)


@kernel
def _stuck(h: Past) -> None:
    """Go back from movers that only wait for one another: the time since the last of them became ready is STUCK."""
    last = 0
    for at in range(1, h.path_count):
        who, other = h.path[at], h.path[last]
        one, before = min(who.ready, NEVER), min(other.ready, NEVER)
        if one > before or (one == before and who.mover < other.mover):
            last = at
    m = h.path[last].mover
    assign_kind(h, STUCK, 0, h.path[last].ready, OF_MOVER, m)
    go(h, STAGED, m, NO_ROW, 0)
