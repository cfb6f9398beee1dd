"""What those who had not left by an instant were waiting for then: where a walk back from the end of the clock begins.

Whom a date outside keeps is followed first; then who was free to go and had no lift, then who was under way, then who
was still at a station. One whom a hold keeps hands on to those whom the hold still counts; where they only wait for
one another, they are stuck. Such an instant is the end of the clock, or an earlier one at which somebody was left
behind: what the tables hold of later instants does not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.causes import gate
from sim.analysis.causes.lacking import departs, lacks_lift, on_the_way
from sim.analysis.causes.log import STATIONS, Log
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import AWAY, Point, Step, Walk
from sim.model.calendars import NEVER
from sim.model.terms import Fate

__all__ = ["aim"]

DATE, LIFT, GOING, AT_WORK, HELD = range(5)
"""What somebody waits for, in the order in which they are followed."""


@dataclass(frozen=True, slots=True)
class _Waiter:
    """One who had not left.

    Attributes
    ----------
    what
        What it waits for.
    mover
        Who it is.
    ready
        When it was ready for that [s]; of those who had lift to wait for, when they were free to go.
    row
        Its sortie, its turn at a station, or the hold that keeps it.
    """

    what: int
    mover: int
    ready: int
    row: int = AWAY


def aim(walk: Walk, movers: list[int]) -> Step:
    """Go back from the cursor, at which none of some movers had left the country.

    What was left behind, handed over, sold or destroyed before owns the time since; it is followed where nothing else
    is still there.
    """
    log = walk.log
    there = [mover for mover in movers if log.mover["fate"][mover] == Fate.OPEN]
    if there:
        return _follow(walk, there, [])
    last = max(movers, key=lambda mover: (log.mover["left"][mover], -mover))
    kind = Kind.LEFT if log.mover["fate"][last] == Fate.LEFT else Kind.DISPOSED
    walk.own(kind, log.mover["lot"][last], log.mover["left"][last], "mover", last)
    return Step(Point.STAGED, last) if kind is Kind.DISPOSED else _follow(walk, [last], [])


def _follow(walk: Walk, movers: Iterable[int], path: list[_Waiter]) -> Step:
    """Follow the first of some movers; `path`: those held, one by the next, through whom the walk came to them."""
    known = {waiter.row for waiter in path}
    found = [_waits(walk.log, mover, walk.t) for mover in _few(walk, movers)]
    found = [waiter for waiter in found if waiter.what != HELD or waiter.row not in known]
    if not found:
        return _stuck(walk, path)
    first = min(found, key=lambda waiter: (waiter.what, -waiter.ready, waiter.mover))
    mover, row = first.mover, first.row
    if first.what == DATE:
        return _dated(walk, first)
    if first.what == LIFT:
        return lacks_lift(walk, mover, first.ready)
    if first.what == GOING:
        return departs(walk, row, mover) if walk.log.sortie["up"][row] > walk.t else on_the_way(walk, row, mover)
    return _at_work(walk, first) if first.what == AT_WORK else _held(walk, first, path)


def _few(walk: Walk, movers: Iterable[int]) -> list[int]:
    """Return one of all movers of a lot of whom the same had happened: the one that had come furthest last."""
    table, many = walk.log.trajectory.mover, np.fromiter(movers, np.int64)
    one, t = table[many], walk.t
    last = np.maximum.reduce([np.where(one[name] <= t, one[name], 0) for name in ("arrived", "released", "staged")])
    key = one["lot"].astype(np.int64)
    for name in ("arrived", "released", "staged"):
        key = 2 * key + (one[name] <= t)
    key = 2 * key + (one["sortie"] >= 0)
    order = np.lexsort((-many, last, key))
    ends = np.append(np.flatnonzero(np.diff(key[order])), len(order) - 1)
    return many[order[ends]].tolist() if len(order) else []


def _waits(log: Log, mover: int, t: int) -> _Waiter:
    """Say what a mover was waiting for."""
    lot_row = log.mover["lot"][mover]
    lot, stays = log.lots[lot_row], log.legs.stays_by(mover, t)
    arrived, row = log.mover["arrived"][mover], log.mover["sortie"][mover]
    staged = stays[-1].staged if stays else log.mover["staged"][mover]
    if arrived > t:
        return _Waiter(DATE, mover, 0)
    away = log.legs.is_away(mover, t)
    if stays and stays[-1].sortie >= 0:
        return _Waiter(GOING, mover, stays[-1].up, stays[-1].sortie)
    if not stays and row >= 0 and log.sortie["worked"][row] <= t < log.mover["up"][mover]:
        return _Waiter(GOING, mover, log.sortie["worked"][row], row)
    since = stays[-1].arrived if stays else arrived
    if not away and log.mover["released"][mover] > t:
        ready = max(arrived, lot.release if lot.release <= t else 0)
        if lot.release > t:
            return _Waiter(DATE, mover, arrived)
        return _by_hold(log, mover, lot.begin_hold, ready, t)
    if staged > t:
        return _Waiter(AT_WORK, mover, since, _turn(log, mover, t))
    hold = AWAY if away else _keeps(log, mover, t)
    if hold >= 0:
        return _by_hold(log, mover, hold, staged, t)
    free = staged if away else max(staged, log.readiness.at[mover] if log.readiness.at[mover] <= t else 0)
    return _Waiter(LIFT, mover, free)


def _by_hold(log: Log, mover: int, hold: int, ready: int, t: int) -> _Waiter:
    """Say that a hold keeps a mover: by its date or its hand-over time alone, or by those whom it counts."""
    if hold < 0:
        return _Waiter(LIFT, mover, ready)
    return _Waiter(DATE if log.clearings[hold].met <= t else HELD, mover, ready, hold)


def _keeps(log: Log, mover: int, t: int) -> int:
    """Return the hold that keeps a staged mover at its own site; AWAY for none."""
    row = log.mover["lot"][mover]
    hold = log.lots[row].board_hold
    if hold >= 0 and log.clearings[hold].at > t:
        return int(hold)
    for floor in log.world.rows("floor"):
        if floor.lot == row and log.clearings[floor.hold].at > t:
            table = log.trajectory.mover
            mine = (table["lot"] == row) & (table["arrived"] <= t) & (table["left"] >= t) & (log.legs.loaded > t)
            if int(mine.sum()) <= log.world.whole(floor.at_least_s):
                return int(floor.hold)
    return AWAY


def _turn(log: Log, mover: int, t: int) -> int:
    """Row of the turn at a station that a mover was at; AWAY if it was at none."""
    turns = [(row, log.turn(row)) for row in log.turns_of(mover)]
    rows = [row for row, turn in turns if turn.place >= 0 and turn.arrived <= t < turn.ended]
    return max(rows, key=lambda row: (log.turn(row).arrived, log.turn(row).attempt), default=AWAY)


def _dated(walk: Walk, who: _Waiter) -> Step:
    """From a date that had not come: of the hold that keeps it, of its release, of its arrival."""
    log, mover, hold = walk.log, who.mover, who.row
    if hold < 0:
        lot = log.mover["lot"][mover]
        if log.mover["arrived"][mover] > walk.t:
            walk.own(Kind.INFLOW, lot, 0, "mover", mover)
        else:
            walk.own(Kind.RELEASE, lot, who.ready, "mover", mover)
        return Step(Point.RELEASED, mover)
    clearing = log.clearings[hold]
    if clearing.date <= walk.t:
        walk.own(Kind.HAND_OVER, hold, max(clearing.met, clearing.date, who.ready), "hold", hold)
    if clearing.date > clearing.met:
        walk.own(Kind.DATE, hold, max(clearing.met, who.ready), "hold", hold)
    return gate.met(walk, Step(Point.HOLD, mover, hold, who.ready))


def _at_work(walk: Walk, who: _Waiter) -> Step:
    """From a station: work that was going on, or the wait for a server, its hours, or its staff."""
    log, row = walk.log, who.row
    if row < 0:
        return Step(Point.STAGED, who.mover)
    turn: Any = log.turn(row)
    if turn.started <= walk.t:
        return Step(Point.VISIT, row)
    spec = log.world.rows("station")[turn.place]
    if spec.pool >= 0 and not log.present(spec.pool, walk.t):
        walk.own(Kind.STAFF, turn.place, turn.arrived, "visit", row)
    owner = log.reasons.at(Kind.STATION, turn.place)
    walk.pieces(STATIONS, turn.place, turn.arrived, Kind.STATION_HOURS, owner, "visit", row)
    return Step(Point.STAGED, who.mover, row)


def _held(walk: Walk, who: _Waiter, path: list[_Waiter]) -> Step:
    """From a hold whose conditions were not met: with those whom they still count."""
    log, t = walk.log, walk.t
    spec, waited = log.world.rows("hold")[who.row], np.zeros(len(log.gone), np.bool_)
    for counter in range(spec.first, spec.last):
        counted, until, _ = log.legs.last_counted(counter)
        still = counted & (until > t)
        if int(still.sum()) > log.world.whole(log.world.rows("counter")[counter].at_most_s):
            waited |= still
    others = np.flatnonzero(waited & (log.gone > t)).tolist()
    return _follow(walk, others, [*path, who])


def _stuck(walk: Walk, path: list[_Waiter]) -> Step:
    """From those who only wait for one another: they are stuck since the last of them was ready."""
    last = max(path, key=lambda who: (min(who.ready, NEVER), -who.mover))
    walk.own(Kind.STUCK, 0, last.ready, "mover", last.mover)
    return Step(Point.STAGED, last.mover)
