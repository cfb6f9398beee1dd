"""Departures from a site: runway hours, the interval between departures, crews, and tails that can fly."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import changes, choosing, crews, lists, pools
from sim.engines.compiled.calendars import is_open, next_open, opened_now, window_at
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.flights import empty
from sim.engines.compiled.lists import READY
from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.engines.compiled.planning import start_for
from sim.engines.compiled.rules import later
from sim.engines.compiled.sortie_draws import capable_since, on_the_way
from sim.model.phases import Phase
from sim.model.schema.state import State
from sim.model.terms import Cause, Fate

__all__ = ["take_off"]

FLIGHT, MARK = Event.FLIGHT, Event.MARK
ARRIVAL, SHIFT, RUNWAY = int(Cause.ARRIVAL), int(Cause.SHIFT), int(Cause.RUNWAY)
CREW, HEADWAY = int(Cause.CREW), int(Cause.HEADWAY)
OUT, EMPTY, TURNED_BACK = int(Fate.OUT), int(Fate.EMPTY), int(Fate.TURNED_BACK)
AWAY, UP = int(Phase.AWAY), int(Phase.UP)


@kernel
def take_off(h: State, site: int) -> bool:
    """Make one decision about the departures from a site; return whether there was one to make.

    A crew that may no longer begin its leg out comes off. If there is no such crew, the first sortie that can take off
    does so, or is unloaded if its destination may no longer be used.
    """
    ramp, line, first = h.ramps[site], h.waiting, READY * len(h.flights)
    for place in range(h.ready_count):
        flight = line[first + place]
        sortie = h.flights[flight]
        if sortie.site == site and sortie.crew >= 0 and not crews.can_go_on(h, flight):
            crews.come_off(h, flight)
            return True
    if not h.ready_count or not is_open(h, ramp.runway):
        return False
    if h.with_failing and _any_may_fail(h, site):
        return _first_of_able(h, site)
    for place in range(h.ready_count):
        flight = line[first + place]
        if h.flights[flight].site == site and _goes(h, site, place, h.flights[flight].ready):
            return True
    return False


@kernel
def _any_may_fail(h: State, site: int) -> bool:
    """Return whether any sortie that is ready at a site has a tail that may fail.

    If none has, the list READY is already in the order in which sorties take off.
    """
    line, first = h.waiting, READY * len(h.flights)
    for place in range(h.ready_count):
        sortie = h.flights[line[first + place]]
        if sortie.site == site and h.lifts[sortie.lift].capable_s >= 0:
            return True
    return False


@kernel
def _first_of_able(h: State, site: int) -> bool:
    """Let the first sortie take off that can, in the order of `_ready_since`, then of rows; return whether one did.

    Each step searches all ready sorties for the next in this order, so the time grows with the square of their number.
    """
    line, first = h.waiting, READY * len(h.flights)
    last_since, last_row = LONG_AGO, -1
    while True:
        best, best_since, best_row = -1, NEVER, -1
        for place in range(h.ready_count):
            flight = line[first + place]
            sortie = h.flights[flight]
            if sortie.site != site:
                continue
            since, row = _ready_since(h, flight), sortie.row
            if since < last_since or (since == last_since and row <= last_row):
                continue
            if since < best_since or (since == best_since and since < NEVER and row < best_row):
                best, best_since, best_row = place, since, row
        if best < 0:
            return False
        if _goes(h, site, best, best_since):
            return True
        last_since, last_row = best_since, best_row


@kernel
def _ready_since(h: State, flight: int) -> int:
    """Return since when a sortie has been ready with a tail that can fly [s].

    If its tail cannot fly now, return NEVER and schedule another check.
    """
    sortie = h.flights[flight]
    if h.lifts[sortie.lift].capable_s < 0:
        return sortie.ready
    since = capable_since(h, flight)
    if since < NEVER:
        return max(sortie.ready, since)
    _look_again(h, sortie.site, flight, sortie.up_from)
    return NEVER


@kernel
def _goes(h: State, site: int, place: int, since: int) -> bool:
    """Let the sortie at a place of the list READY take off if it can; return whether anything was decided.

    If its destination may no longer be used, the sortie is unloaded instead. `since` is the instant from which it has
    been ready with a tail that can fly [s].
    """
    flight = h.waiting[READY * len(h.flights) + place]
    sortie = h.flights[flight]
    if sortie.aboard_n and h.lifts[sortie.lift].sets_down and not is_open(h, h.lifts[sortie.lift].set_down):
        lists.take_out(h, READY, place)
        _unload(h, site, flight)
        return True
    cause = _enabled(h, site, flight, since)
    if cause < 0:
        return False
    lists.take_out(h, READY, place)
    h.flights[flight].ready = since
    _up(h, site, flight, cause)
    return True


@kernel
def _enabled(h: State, site: int, flight: int, ready: int) -> int:
    """Return what the departure of a sortie last waited for (`terms.Cause`); -1 if it cannot depart now."""
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    cause, since = later(ARRIVAL, ready, RUNWAY, opened_now(h, h.ramps[site].runway))
    if lift.moves >= 0:
        if not is_open(h, lift.moves):
            return -1
        cause, since = later(cause, since, SHIFT, opened_now(h, lift.moves))
    headway = whole(h, lift.headway_s, 0)
    if headway:
        free = h.last_off[site * len(h.lifts) + sortie.lift] + headway
        if free > h.now:  # the previous departure has scheduled a check for that instant
            return -1
        cause, since = later(cause, since, HEADWAY, free)
    if lift.sets_down:
        airfield, arrives = h.ramps[lift.to].airfield, h.now + on_the_way(h, flight, 1, h.now)
        at = window_at(h, airfield, arrives)
        if at < h.hours[airfield].first or arrives >= h.closes[at]:
            _look_again(h, site, flight, start_for(h, flight, 1, next_open(h, airfield, arrives), h.now))
            return -1
        if h.opens[at] > 0:
            cause, since = later(cause, since, RUNWAY, start_for(h, flight, 1, h.opens[at], 0))
    if lift.crews >= 0 and sortie.crew < 0:
        if not crews.any_rested(h, lift.crews):
            return -1
        cause, since = later(cause, since, CREW, crews.rested_since(h, lift.crews))
    return cause


@kernel
def _look_again(h: State, site: int, flight: int, due: int) -> None:
    """Schedule a check of the take-offs at a site at `due` [s], unless the sortie has scheduled it already."""
    sortie = h.flights[flight]
    if sortie.waits_until != due:
        sortie.waits_until = due
        push(h, due, MARK, h.ramps[site].taking_off)


@kernel
def _unload(h: State, site: int, flight: int) -> None:
    """Unload a sortie whose destination may no longer be used; it counts as turned back."""
    sortie = h.flights[flight]
    sortie.fate, sortie.phase = TURNED_BACK, AWAY
    changes.unload(h, flight)
    empty(h, flight)
    _leave_spot(h, site, flight)
    push(h, h.now, FLIGHT, flight)


@kernel
def _leave_spot(h: State, site: int, flight: int) -> None:
    """Free the parking spot of a sortie, if its lift uses the ramp."""
    sortie = h.flights[flight]
    if h.lifts[sortie.lift].uses_ramp:
        pools.give_back(h, h.ramps[site].parking, sortie.spot, sortie.row)
        mark(h, h.ramps[site].landing)


@kernel
def _up(h: State, site: int, flight: int, cause: int) -> None:
    """Let a sortie take off; `cause` is what its departure last waited for."""
    ramp, sortie = h.ramps[site], h.flights[flight]
    sortie.up, sortie.arrived = h.now, h.now + on_the_way(h, flight, 1, h.now)
    sortie.fate, sortie.phase = OUT if sortie.aboard_n else EMPTY, UP
    sortie.up_cause = cause
    if h.lifts[sortie.lift].crews >= 0:
        crews.depart(h, flight)
    headway = whole(h, h.lifts[sortie.lift].headway_s, 0)
    if headway:
        h.last_off[site * len(h.lifts) + sortie.lift] = h.now
        push(h, h.now + headway, MARK, ramp.taking_off)
    _leave_spot(h, site, flight)
    if sortie.aboard_n:
        changes.went(h, flight)
    choosing.departed(h, site, sortie.lift)
    push(h, h.now, FLIGHT, flight)
