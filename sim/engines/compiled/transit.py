"""Movement between places: take-off, the way to a stop, crossing the border, coming back."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.force import put_back
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import NEVER, Status
from sim.engines.compiled.routes import OUT, leads
from sim.model.schema.state import State
from sim.model.terms import Fate

__all__ = ["bind", "come_back", "cross", "land", "take_off", "unload"]

OPEN, LEFT_COUNTRY = int(Fate.OPEN), int(Fate.OUT)
BOUND_FULL, STAY_FULL = Status.BOUND_FULL, Status.STAY_FULL
NONE: Final = -1


@kernel
def bind(h: State, flight: int, count: int) -> None:
    """Record in `bounds` to which stop a sortie will take each lot of the first `count` movers in `chosen`.

    A lot that the sortie takes out of the country, and not to a stop, gets no row.
    """
    sortie = h.flights[flight]
    sortie.bound, sortie.bound_n = h.bound_count, 0
    for at in range(count):
        row = h.movers[h.chosen[at]].lot
        tally = h.tallies[row]
        if tally.noted:
            continue
        tally.noted, to = 1, leads(h, row, sortie.lift)
        if to == OUT:
            continue
        if h.bound_count >= len(h.bounds):
            halt(h, BOUND_FULL)
            return
        bound = h.bounds[h.bound_count]
        bound.row, bound.to, bound.many, bound.kg = row, to, 0, 0
        h.bound_count += 1
        sortie.bound_n += 1
    for at in range(count):
        h.tallies[h.movers[h.chosen[at]].lot].noted = 0


@kernel
def take_off(h: State, flight: int) -> None:
    """Record that the movers of a sortie have taken off; count them by lot in `left` of `tallies`.

    Movers whose leg ends at a stop are now on their way to that stop. Movers whose leg ends at no stop, or at a stop
    abroad, have left the country.
    """
    sortie = h.flights[flight]
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        h.tallies[h.bounds[at].row].bound = at
    for at in range(sortie.aboard, sortie.aboard + sortie.aboard_n):
        mover = h.aboard[at].mover
        row = h.movers[mover].lot
        lot = h.lots[row]
        h.movers[mover].riding = 0
        if not lot.is_stop:
            h.movers[mover].off = h.now
        lot.to_leave -= 1
        lot.present -= 1
        lot.loaded -= 1
        h.loaded_count -= 1
        h.tallies[row].left += 1
        bound = h.tallies[row].bound
        if bound != NONE or lot.is_stop or h.movers[mover].since < NEVER:
            _note_stay(h, row, mover, sortie.row)
        if not lot.outside and (bound == NONE or h.lots[h.bounds[bound].to].outside):
            h.movers[mover].last_leg = h.now
            _out(h, mover)
        elif not lot.outside and h.lots[h.bounds[bound].to].road:
            h.movers[mover].last_leg = h.now
        if bound != NONE:
            h.bounds[bound].many += 1
            h.bounds[bound].kg += h.movers[mover].kg
            _join(h, mover, h.bounds[bound].to)
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        inbound = h.bounds[at]
        h.tallies[inbound.row].bound = NONE
        inbound.due, inbound.following = sortie.arrived, h.lots[inbound.to].inbound
        h.lots[inbound.to].inbound = at


@kernel
def land(h: State, flight: int) -> None:
    """Record that a sortie has set down: take its movers off the lists of those on their way to stops."""
    sortie = h.flights[flight]
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        lot = h.lots[h.bounds[at].to]
        if lot.inbound == at:
            lot.inbound = h.bounds[at].following
            continue
        before = lot.inbound
        while h.bounds[before].following != at:
            before = h.bounds[before].following
        h.bounds[before].following = h.bounds[at].following


@kernel
def cross(h: State, flight: int) -> bool:
    """Record that the movers of a sortie on a road have crossed the border; return whether there were any.

    Count them by lot in `left` of `tallies`.
    """
    sortie, any_crossed = h.flights[flight], False
    for at in range(sortie.aboard, sortie.aboard + sortie.aboard_n):
        mover = h.aboard[at].mover
        lot = h.lots[h.movers[mover].lot]
        if lot.road:
            any_crossed = True
            h.tallies[h.movers[mover].lot].left += 1
            lot.to_leave -= 1
            lot.coming -= 1
            _out(h, mover)
            if lot.then >= 0:
                _join(h, mover, lot.then)
    return any_crossed


@kernel
def come_back(h: State, flight: int) -> None:
    """Record that the movers of a sortie are back where they boarded, staged again."""
    sortie = h.flights[flight]
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        h.tallies[h.bounds[at].to].came_from = h.bounds[at].row
    for at in range(sortie.aboard, sortie.aboard + sortie.aboard_n):
        mover = h.aboard[at].mover
        who = h.movers[mover]
        stop, row = h.lots[who.lot], h.tallies[who.lot].came_from
        stop.to_leave -= 1
        stop.coming -= 1
        h.lots[row].to_leave += 1
        h.lots[row].present += 1
        who.lot, who.since, who.staged, who.waits = row, h.now, h.now, h.now
        if not h.lots[row].is_stop:
            who.off = NEVER
        if not h.lots[row].outside:
            who.last_leg = NEVER
        put_back(h, mover)


@kernel
def unload(h: State, flight: int) -> None:
    """Take the movers of a sortie off again, back into staging; they keep their time of staging."""
    sortie = h.flights[flight]
    for at in range(sortie.aboard, sortie.aboard + sortie.aboard_n):
        mover = h.aboard[at].mover
        h.lots[h.movers[mover].lot].loaded -= 1
        h.loaded_count -= 1
        put_back(h, mover)
    sortie.aboard_n = sortie.bound_n = 0


@kernel
def _out(h: State, mover: int) -> None:
    """Record that a mover has left the country."""
    who = h.movers[mover]
    who.up, who.fate = h.now, LEFT_COUNTRY
    h.remaining -= 1


@kernel
def _join(h: State, mover: int, row: int) -> None:
    """Record that a mover is on its way to a stop."""
    who, stop = h.movers[mover], h.lots[row]
    who.lot = row
    stop.to_leave += 1
    stop.coming += 1
    if not (stop.outside or stop.road):
        who.staged = NEVER


@kernel
def _note_stay(h: State, row: int, mover: int, sortie: int) -> None:
    """Record the stay at a place that a mover ends by taking off now."""
    if h.stay_count >= len(h.stays):
        halt(h, STAY_FULL)
        return
    who, written, outside = h.movers[mover], h.stays[h.stay_count], h.lots[row].outside
    h.stay_count += 1
    written.mover, written.site, written.sortie, written.up = mover, h.lots[row].site, sortie, h.now
    written.arrived = who.since if who.since < NEVER else who.arrived
    written.staged = who.staged_abroad if outside else who.staged
    who.since = NEVER
    if outside:
        who.staged_abroad = NEVER
