"""Tails of a fleet put to work: one trip after the other, each with a number of its own."""

from typing import Any, Final

from sim.engines.batch.compiled import kernel
from sim.engines.batch.memory import flights, lifts
from sim.engines.batch.tasking import new_flight, pend
from sim.model.flying import TRIPS as _TRIPS

__all__ = ["new_tail", "new_trip"]

TRIPS: Final = _TRIPS


@kernel
def new_trip(h: Any, lift: int, number: int) -> None:
    """Let a tail wait at home for its next trip; its first may begin at the site, where it need not be sent."""
    flight = new_flight(h, lift, number, 0, h.now, -1)
    if flight < 0:
        return
    flights(h)[flight].forced = int(lifts(h)[lift].begin_at_site and number % TRIPS == 0)
    pend(h, flight)


@kernel
def new_tail(h: Any, lift: int, number: int) -> None:
    """Put a tail of a fleet to work."""
    new_trip(h, lift, number * TRIPS)
