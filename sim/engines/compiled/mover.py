"""The process of a mover: arrival, release, stations (some again after a failed job), then staging or disposal."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import changes, parties, station
from sim.engines.compiled.events import Event, push
from sim.engines.compiled.force import to_ship
from sim.engines.compiled.marks import look_leaving, need_changed
from sim.engines.compiled.memory import NEVER
from sim.model.phases import Standing
from sim.model.schema.state import State
from sim.model.terms import Fate, Way

__all__ = ["arrives", "boards", "hold_opens", "onward", "other_way", "released", "turn_ends"]

BOARDS, RELEASED = Event.BOARDS, Event.RELEASED
LEFT, SHIP = int(Fate.LEFT), int(Way.SHIP)
DATED, HELD = int(Standing.DATED), int(Standing.HELD)
ENDED, PREPARED = int(Standing.ENDED), int(Standing.PREPARED)


@kernel
def arrives(h: State, mover: int) -> None:
    """Let a mover arrive and begin, unless a date or hold keeps it; a mover already left behind does not arrive."""
    who = h.movers[mover]
    if who.arrives > 0 and who.fate == LEFT:
        return
    changes.arrive(h, mover)
    lot = h.lots[who.lot]
    begins = lot.begins if lot.boards else who.release
    if lot.boards and who.release > h.now and not who.begun:
        who.barred = 1
        if to_ship(h, mover):
            lot.held += 1
        push(h, who.release, BOARDS, mover)
    if begins > h.now and not who.begun:
        if _is_only_held(h, mover):
            lot.held += 1
        who.phase = DATED
        push(h, begins, RELEASED, mover)
        return
    _after_release(h, mover)


@kernel
def _is_only_held(h: State, mover: int) -> bool:
    """Return whether a date or hold that keeps a mover adds it to `held`: it is to ship, and not `barred` already."""
    return to_ship(h, mover) and not h.movers[mover].barred


@kernel
def boards(h: State, mover: int) -> None:
    """Record that the boarding day of a mover has come; if it has passed its stations, stage it or gather its party."""
    who = h.movers[mover]
    if not who.barred:
        return  # a crisis has made this day earlier
    who.barred = 0
    if to_ship(h, mover):
        if who.released < NEVER:
            h.lots[who.lot].held -= 1
        if who.phase == PREPARED:
            parties.gather(h, mover)
    need_changed(h)


@kernel
def released(h: State, mover: int) -> None:
    """Continue a mover when its release date has come; do nothing if a crisis has made the date earlier."""
    who = h.movers[mover]
    begins = h.lots[who.lot].begins if h.lots[who.lot].boards else who.release
    if begins != h.now:
        return
    if _is_only_held(h, mover):
        h.lots[h.movers[mover].lot].held -= 1
    need_changed(h)
    _after_release(h, mover)


@kernel
def _after_release(h: State, mover: int) -> None:
    """Begin the preparation of a mover that no date keeps, unless a hold does."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    if lot.begin_hold >= 0 and not who.begun and not h.holds[lot.begin_hold].cleared:
        if _is_only_held(h, mover):
            lot.held += 1
        look_leaving(h)
        who.phase = HELD
        return
    _begin(h, mover)


@kernel
def hold_opens(h: State, hold: int) -> None:
    """Continue all movers that a hold kept from beginning."""
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if lot.begin_hold != hold:
            continue
        for mover in range(lot.members, lot.members + lot.many):
            if h.movers[mover].phase == HELD:
                if _is_only_held(h, mover):
                    lot.held -= 1
                _begin(h, mover)


@kernel
def _begin(h: State, mover: int) -> None:
    """Begin the preparation of a mover."""
    who = h.movers[mover]
    who.phase = ENDED
    if who.fate == LEFT:
        return
    who.released = h.now
    _go_on(h, mover)


@kernel
def _go_on(h: State, mover: int) -> None:
    """Send a mover to the next station of its planned way or, after the last one, to staging or disposal."""
    who = h.movers[mover]
    who.phase = ENDED
    if who.fate == LEFT:
        return
    lot = h.lots[who.lot]
    if who.way != who.on_way:
        if who.on_way == SHIP:
            who.resume = who.step
        who.on_way = who.way
        who.step = who.resume if who.way == SHIP else h.options[changes.route(h, who.lot, who.way)].first
    last = lot.last if who.on_way == SHIP else h.options[changes.route(h, who.lot, who.on_way)].last
    if who.step != last:
        station.join(h, mover, h.steps[who.step].station)
    elif who.on_way == SHIP and who.barred:
        who.phase = PREPARED
        who.processed = min(who.processed, h.now)
    elif who.on_way == SHIP:
        parties.gather(h, mover)
    else:
        changes.dispose(h, mover)


@kernel
def onward(h: State, mover: int) -> None:
    """Continue a mover from a stop: it arrives, passes the stations of the stop, and waits for lift again."""
    changes.arrive(h, mover)
    who = h.movers[mover]
    who.on_way, who.step = SHIP, h.lots[who.lot].first
    _go_on(h, mover)


@kernel
def turn_ends(h: State, mover: int) -> None:
    """End a visit (*turn*) to a station: free its server; send the mover on, or back to a step if its job failed."""
    who = h.movers[mover]
    turn = h.turns[who.turn]
    station.free_server(h, who.turn)
    if turn.started == NEVER:  # the mover was taken out of the queue, because its way had changed
        h.attempts[mover * len(h.stations) + turn.place] -= 1
        _go_on(h, mover)
        return
    if who.on_way != SHIP:
        who.returns = 0
    if turn.server >= 0 and station.fails(h, mover, who.turn):
        lot = h.lots[who.lot]
        first = lot.first if who.on_way == SHIP else h.options[changes.route(h, who.lot, who.on_way)].first
        who.step = first + h.steps[who.step].back
    else:
        who.step += 1
    _go_on(h, mover)


@kernel
def other_way(h: State, mover: int) -> None:
    """Begin the other way of a mover that had passed its stations when its way changed."""
    who = h.movers[mover]
    who.on_way, who.step = SHIP, h.lots[who.lot].last
    _go_on(h, mover)
