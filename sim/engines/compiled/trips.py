"""The trips of the tails of a fleet: each tail makes one after the other, and each trip has its own number."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.flights import new_flight
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.engines.compiled.tasking import pend
from sim.model.schema.state import State
from sim.model.world.flying import TRIPS as _TRIPS

__all__ = ["free_again", "new_tail", "new_trip"]

TRIPS: Final = _TRIPS
TRIPS_OVER: Final = Status.TRIPS_OVER


@kernel
def new_trip(h: State, lift: int, number: int, fitted: int) -> None:
    """Let a tail wait to be sent on trip `number`: at home or, before its first trip, perhaps already at the site.

    `fitted` is the configuration that the tail has, from 1; 0 if its lift has none.
    """
    flight = new_flight(h, lift, number, 0, h.now, -1)
    if flight < 0:
        return
    h.flights[flight].forced = int(h.lifts[lift].begin_at_site and number % TRIPS == 0)
    h.flights[flight].fitted = fitted
    pend(h, flight)


@kernel
def free_again(h: State, flight: int) -> None:
    """Let a tail whose trip is over, or was waved off, wait for its next trip; halt if it has no trip number left."""
    sortie = h.flights[flight]
    sortie.free = h.now
    if (sortie.number + 1) % TRIPS == 0:
        halt(h, TRIPS_OVER)
    else:
        new_trip(h, sortie.lift, sortie.number + 1, sortie.configuration)


@kernel
def new_tail(h: State, lift: int, number: int) -> None:
    """Let tail `number` of a fleet wait for its first trip."""
    spec = h.lifts[lift]
    new_trip(h, lift, number * TRIPS, int(spec.configurations < spec.configurations_last))
