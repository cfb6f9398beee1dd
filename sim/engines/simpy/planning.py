"""When to leave so as to arrive open: whoever dispatches knows the hours in which a place is kept open, and no more.

Weather, permission and all else that is not in the hours still surprise on arrival.
"""

from typing import TYPE_CHECKING

from sim.model import calendars
from sim.model.calendars import NEVER

if TYPE_CHECKING:
    from sim.engines.simpy.sortie import Lift, Sortie
    from sim.model.world import Windows

__all__ = ["leaves_for", "start_for"]


def leaves_for(lift: "Lift", sortie: "Sortie", which: int, first: int, kept: "Windows") -> int:
    """Return the first instant, from `first` on, at which a departure arrives while a place is kept open; or NEVER [s].

    Parameters
    ----------
    which
        0 for the leg in to the site, 1 for the leg out.
    kept
        Hours of the place to which it goes (`World.airfield`).
    """
    while True:
        arrives = first + lift.on_the_way(sortie, which, first)
        due = calendars.next_open(*kept, arrives)
        if due == arrives:
            return first
        if due == NEVER:
            return NEVER
        first = start_for(lift, sortie, which, due, first)


def start_for(lift: "Lift", sortie: "Sortie", which: int, arrives: int, first: int) -> int:
    """Return the first instant, from `first` on, at which a departure would arrive at `arrives` [s] or later."""
    if not lift.rests:
        return arrives - lift.leg_time(sortie, which)
    last = arrives
    while first < last:  # who leaves later never arrives earlier
        middle = (first + last) // 2
        if middle + lift.on_the_way(sortie, which, middle) >= arrives:
            last = middle
        else:
            first = middle + 1
    return first
