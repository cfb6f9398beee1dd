"""When to depart so as to arrive in open hours: calls of `sim.model.planning` with the data of a sortie."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.calendars import next_open
from sim.engines.compiled.sortie_draws import capable_from, leg_time
from sim.model.schema.state import State

__all__ = ["leaves_for", "leaves_home", "opened", "start_for"]


@kernel
def leaves_for(h: State, flight: int, which: int, first: int, hours: int) -> int:
    """Return the earliest departure [s], not before `first`, that arrives in open hours; NEVER if there is none.

    `which` is 0 for the leg to the site and 1 for the leg out; `hours` is the calendar of the end of this leg.
    """
    moves, at, end = h.lifts[h.flights[flight].lift].moves, h.hours[hours].first, h.hours[hours].last
    a, b = _rows(h, moves)
    moving = leg_time(h, flight, which)
    return rules.leaves_for(moves >= 0, h.opens[a:b], h.closes[a:b], moving, first, h.opens[at:end], h.closes[at:end])


@kernel
def start_for(h: State, flight: int, which: int, arrives: int, first: int) -> int:
    """Return the earliest departure [s], not before `first`, that arrives at `arrives` [s] or later.

    For a lift that does not rest on its way, return the departure that arrives at `arrives`, even if before `first`.
    """
    moves = h.lifts[h.flights[flight].lift].moves
    a, b = _rows(h, moves)
    return rules.start_for(moves >= 0, h.opens[a:b], h.closes[a:b], leg_time(h, flight, which), arrives, first)


@kernel
def _rows(h: State, moves: int) -> tuple[int, int]:
    """Return the range of rows of the windows in which a lift moves; empty if it does not rest on its way."""
    return (h.hours[moves].first, h.hours[moves].last) if moves >= 0 else (0, 0)


@kernel
def leaves_home(h: State, flight: int) -> int:
    """Return when a tail may first leave home [s]: it can fly, has permission, and will arrive in open hours."""
    sortie = h.flights[flight]
    may_come = next_open(h, h.lifts[sortie.lift].permit + sortie.site, capable_from(h, flight, h.now))
    return leaves_for(h, flight, 0, may_come, h.ramps[sortie.site].airfield)


@kernel
def opened(h: State, flight: int, arrives: int) -> int:
    """Return when a tail arrives [s]: at `arrives` or, if its site is closed then, later; NEVER if it opens no more."""
    sortie = h.flights[flight]
    moves, hours = h.lifts[sortie.lift].moves, h.hours[h.ramps[sortie.site].airfield]
    a, b = _rows(h, moves)
    opens, closes = h.opens[hours.first : hours.last], h.closes[hours.first : hours.last]
    moving = leg_time(h, flight, 0)
    return rules.delayed(moves >= 0, h.opens[a:b], h.closes[a:b], moving, arrives, h.now, opens, closes)
