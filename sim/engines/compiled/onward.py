"""The end of a leg: a sortie lands at its destination and is offloaded, and movers go on from a stop."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import changes, lists, mover, pools
from sim.engines.compiled.calendars import is_open, opened_now
from sim.engines.compiled.chance import sample
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.halt import halt
from sim.engines.compiled.lists import COMING_IN
from sim.engines.compiled.memory import Status
from sim.engines.compiled.rules import later
from sim.model.draws import Stream
from sim.model.phases import Phase
from sim.model.schema.state import State
from sim.model.terms import Cause, Fate

__all__ = ["comes_in", "ends_leg", "offloaded", "set_down"]

FLIGHT: Final = Event.FLIGHT
ARRIVAL, SPOT, RUNWAY = int(Cause.ARRIVAL), int(Cause.SPOT), int(Cause.RUNWAY)
PERMISSION: Final = int(Cause.PERMISSION)
OPEN, TURNED_BACK = int(Fate.OPEN), int(Fate.TURNED_BACK)
OFFLOAD: Final = int(Stream.OFFLOAD)
OFFLOADED_FULL: Final = Status.OFFLOADED_FULL
WAITS, COMES_BACK, OFFLOADING = int(Phase.WAITS), int(Phase.COMES_BACK), int(Phase.OFFLOADING)


@kernel
def ends_leg(h: State, flight: int) -> None:
    """Let a sortie wait to land at its destination or, if it may not set down there now, send it back to its site.

    A sortie is not sent back if all movers aboard are already out of the country.
    """
    sortie = h.flights[flight]
    any_inside = False
    for at in range(sortie.aboard, sortie.aboard + sortie.aboard_n):
        any_inside = any_inside or h.movers[h.aboard[at].mover].fate == OPEN
    if any_inside and not is_open(h, h.lifts[sortie.lift].set_down):
        sortie.fate, sortie.phase = TURNED_BACK, COMES_BACK
        push(h, h.now + (h.now - sortie.up), FLIGHT, flight)
    else:
        comes_in(h, flight)


@kernel
def comes_in(h: State, flight: int) -> None:
    """Put a sortie into the list COMING_IN, to land at its destination or, after turning back, at its own site."""
    sortie = h.flights[flight]
    sortie.down_site = sortie.site if sortie.fate == TURNED_BACK else h.lifts[sortie.lift].to
    sortie.down_overhead, sortie.phase = h.now, WAITS
    landing = h.ramps[sortie.down_site].landing
    lists.add(h, COMING_IN, flight)
    mark(h, landing)


@kernel
def set_down(h: State, site: int) -> bool:
    """Land the first sortie in COMING_IN that can land at a site; return whether there was one."""
    ramp, line, first = h.ramps[site], h.waiting, COMING_IN * len(h.flights)
    if not is_open(h, ramp.runway):
        return False
    for place in range(h.coming_in_count):
        flight = line[first + place]
        sortie = h.flights[flight]
        lift, back = h.lifts[sortie.lift], sortie.fate == TURNED_BACK
        if sortie.down_site != site or (lift.uses_ramp and not pools.any_free(h, ramp.parking)):
            continue
        if not back and not is_open(h, lift.set_down):
            continue
        lists.take_out(h, COMING_IN, place)
        _lands(h, site, flight, back)
        return True
    return False


@kernel
def _lands(h: State, site: int, flight: int, back: bool) -> None:
    """Land a sortie, begin to offload it, and write its row of the table `offloaded`.

    `back` is true for a sortie that has come back to its own site.
    """
    sortie, ramp = h.flights[flight], h.ramps[site]
    lift, freed_by = h.lifts[sortie.lift], -1
    cause, since = later(ARRIVAL, sortie.down_overhead, RUNWAY, opened_now(h, ramp.runway))
    sortie.down_spot = -1
    if lift.uses_ramp:
        sortie.down_spot = pools.take(h, ramp.parking)
        cause, since = later(cause, since, SPOT, pools.freed_at(h, ramp.parking, sortie.down_spot))
        freed_by = pools.freed_by(h, ramp.parking, sortie.down_spot)
    if not back:
        cause, since = later(cause, since, PERMISSION, opened_now(h, lift.set_down))
    ended = h.now + sample(h, lift.offload, OFFLOAD, lift.key, sortie.number, 0, 0)
    sortie.arrived, sortie.phase = h.now, OFFLOADING
    push(h, ended, FLIGHT, flight)
    if h.offloaded_count >= len(h.offloaded):
        halt(h, OFFLOADED_FULL)
        return
    written = h.offloaded[h.offloaded_count]
    h.offloaded_count += 1
    written.sortie, written.site, written.spot, written.cause = sortie.row, site, sortie.down_spot, cause
    written.ref = freed_by if cause == SPOT else -1
    written.overhead, written.landed, written.ended = sortie.down_overhead, h.now, ended


@kernel
def offloaded(h: State, flight: int) -> None:
    """Free the parking spot of an offloaded sortie; deliver its movers or, if it turned back, stage them again."""
    sortie = h.flights[flight]
    ramp = h.ramps[sortie.down_site]
    if h.lifts[sortie.lift].uses_ramp:
        pools.give_back(h, ramp.parking, sortie.down_spot, sortie.row)
        mark(h, ramp.landing)
    if sortie.fate == TURNED_BACK:
        changes.come_back(h, flight)
        return
    changes.deliver(h, flight)
    for at in range(sortie.aboard, sortie.aboard + sortie.aboard_n):
        rider = h.aboard[at].mover
        if _goes_on(h, flight, h.movers[rider].lot):
            mover.onward(h, rider)


@kernel
def _goes_on(h: State, flight: int, row: int) -> bool:
    """Return whether `row`, the place of a mover aboard, is a stop (not a road) to which the sortie has brought it."""
    sortie = h.flights[flight]
    if h.lots[row].road:
        return False
    for at in range(sortie.bound, sortie.bound + sortie.bound_n):
        to = h.bounds[at].to
        if row == to or row == h.lots[to].then:
            return True
    return False
