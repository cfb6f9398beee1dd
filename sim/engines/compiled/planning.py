"""When to leave so as to arrive open: whoever dispatches knows the hours in which a place is kept open, and no more."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.calendars import next_open
from sim.engines.compiled.luck import capable_from, leg_time, on_the_way
from sim.engines.compiled.memory import NEVER
from sim.model.schema.state import State

__all__ = ["leaves_for", "leaves_home", "opened", "start_for"]


@kernel
def leaves_for(h: State, flight: int, which: int, first: int, kept: int) -> int:
    """Return the first instant, from `first` on, at which a departure arrives while a place is kept open; or NEVER [s].

    `kept` is the calendar of the place to which it goes.
    """
    while True:
        arrives = first + on_the_way(h, flight, which, first)
        due = next_open(h, kept, arrives)
        if due == arrives:
            return first
        if due == NEVER:
            return NEVER
        first = start_for(h, flight, which, due, first)


@kernel
def start_for(h: State, flight: int, which: int, arrives: int, first: int) -> int:
    """Return the first instant, from `first` on, at which a departure would arrive at `arrives` [s] or later."""
    lift = h.lifts[h.flights[flight].lift]
    if lift.moves < 0:
        return arrives - leg_time(h, flight, which)
    last = arrives
    while first < last:  # who leaves later never arrives earlier
        middle = (first + last) // 2
        if middle + on_the_way(h, flight, which, middle) >= arrives:
            last = middle
        else:
            first = middle + 1
    return first


@kernel
def leaves_home(h: State, flight: int) -> int:
    """Return when a tail may leave home: it can fly, may come, and would arrive while its site is kept open [s]."""
    sortie = h.flights[flight]
    may_come = next_open(h, h.lifts[sortie.lift].permit + sortie.site, capable_from(h, flight, h.now))
    return leaves_for(h, flight, 0, may_come, h.ramps[sortie.site].airfield)


@kernel
def opened(h: State, flight: int, arrives: int) -> int:
    """Return when a tail arrives that is delayed at home: not in hours in which its site is closed [s]."""
    kept = h.ramps[h.flights[flight].site].airfield
    due = next_open(h, kept, arrives)
    if due == arrives:
        return due
    if due == NEVER:
        return NEVER
    leaves = leaves_for(h, flight, 0, start_for(h, flight, 0, due, h.now), kept)
    return leaves + on_the_way(h, flight, 0, leaves) if leaves < NEVER else NEVER
