"""The life of a mover: there, released, through each station (perhaps more than once), staged or disposed of."""

from typing import Any, Final

from sim.engines.batch import house, station
from sim.engines.batch.compiled import kernel
from sim.engines.batch.events import Event, push
from sim.engines.batch.force import to_ship
from sim.engines.batch.memory import holds, lots, movers, options, steps, turns
from sim.engines.batch.told import look_leaving, need_changed
from sim.model.terms import Fate, Way

__all__ = ["arrives", "hold_opens", "onward", "other_way", "released", "turn_ends"]

RELEASED: Final = Event.RELEASED
LEFT, SHIP = int(Fate.LEFT), int(Way.SHIP)
COMING: Final = 0
DATED: Final = 1
HELD: Final = 2
QUEUED: Final = 3
STAGED: Final = 4
ENDED: Final = 5


@kernel
def arrives(h: Any, mover: int) -> None:
    """Begin the story of a mover at the instant at which it is there."""
    who = movers(h)[mover]
    if who.arrives > 0 and who.fate == LEFT:
        return
    house.arrive(h, mover)
    lot = lots(h)[who.lot]
    if lot.release > h.now and not who.begun:
        if to_ship(h, mover):
            lot.held += 1
        who.phase = DATED
        push(h, lot.release, RELEASED, mover)
        return
    _after_release(h, mover)


@kernel
def released(h: Any, mover: int) -> None:
    """Go on when the date of a mover's release has come."""
    if to_ship(h, mover):
        lots(h)[movers(h)[mover].lot].held -= 1
    need_changed(h)
    _after_release(h, mover)


@kernel
def _after_release(h: Any, mover: int) -> None:
    who = movers(h)[mover]
    lot = lots(h)[who.lot]
    if lot.begin_hold >= 0 and not who.begun and not holds(h)[lot.begin_hold].cleared:
        if to_ship(h, mover):
            lot.held += 1
        look_leaving(h)
        who.phase = HELD
        return
    _begin(h, mover)


@kernel
def hold_opens(h: Any, hold: int) -> None:
    """Let all whom a hold kept from beginning go on."""
    for row in range(h.lots):
        lot = lots(h)[row]
        if lot.begin_hold != hold:
            continue
        for mover in range(lot.members, lot.members + lot.many):
            if movers(h)[mover].phase == HELD:
                if to_ship(h, mover):
                    lot.held -= 1
                _begin(h, mover)


@kernel
def _begin(h: Any, mover: int) -> None:
    who = movers(h)[mover]
    who.phase = ENDED
    if who.fate == LEFT:
        return
    who.released = h.now
    _go_on(h, mover)


@kernel
def _go_on(h: Any, mover: int) -> None:
    """Go to the next station of the way that is planned for a mover, or to its end."""
    who = movers(h)[mover]
    who.phase = ENDED
    if who.fate == LEFT:
        return
    lot = lots(h)[who.lot]
    if who.way != who.on_way:
        who.on_way = who.way
        who.step = options(h)[house.route(h, who.lot, who.way)].first
    last = lot.last if who.on_way == SHIP else options(h)[house.route(h, who.lot, who.on_way)].last
    if who.step != last:
        station.join(h, mover, steps(h)[who.step].station)
    elif who.on_way == SHIP:
        who.phase = STAGED
        house.stage(h, mover)
    else:
        house.dispose(h, mover)


@kernel
def onward(h: Any, mover: int) -> None:
    """Go on from a stop: be there, pass the stations of the stop, wait for lift again."""
    house.arrive(h, mover)
    who = movers(h)[mover]
    who.on_way, who.step = SHIP, lots(h)[who.lot].first
    _go_on(h, mover)


@kernel
def turn_ends(h: Any, mover: int) -> None:
    """Free the server of a turn that is done (or was given up), and go on; who failed goes back."""
    who = movers(h)[mover]
    turn = turns(h)[who.turn]
    station.free_server(h, who.turn)
    if turn.server >= 0 and station.fails(h, mover, who.turn):
        lot = lots(h)[who.lot]
        first = lot.first if who.on_way == SHIP else options(h)[house.route(h, who.lot, who.on_way)].first
        who.step = first + steps(h)[who.step].back
    else:
        who.step += 1
    _go_on(h, mover)


@kernel
def other_way(h: Any, mover: int) -> None:
    """Let a mover that was staged go another way than the ship's."""
    who = movers(h)[mover]
    who.on_way, who.step = SHIP, lots(h)[who.lot].last
    _go_on(h, mover)
