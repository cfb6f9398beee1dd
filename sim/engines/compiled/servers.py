"""Servers of one station that keep their own hours, because not all of them work in every shift."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.calendars import is_open, window_now
from sim.engines.compiled.memory import LONG_AGO
from sim.model.schema.state import State

__all__ = [
    "at_work",
    "busy",
    "changed_at",
    "changes",
    "free_for",
    "free_lanes",
    "freed_last",
    "lengthen_servers",
    "take_one",
]


@kernel
def at_work(h: State, pool: int) -> int:
    """Return how many are in their hours, with or without a job."""
    these, many = h.pools[pool], 0
    for number in range(these.many):
        if is_open(h, h.units[these.units + number].hours):
            many += 1
    return many


@kernel
def busy(h: State, pool: int) -> int:
    """Return how many are in their hours and have a job."""
    these, many = h.pools[pool], at_work(h, pool)
    for place in range(these.free):
        number = h.units[these.units + place].stack
        if is_open(h, h.units[these.units + number].hours):
            many -= 1
    return many


@kernel
def free_lanes(h: State, pool: int) -> int:
    """Return a bit for each lane with a free server in its hours; below 0 if one that takes all is free."""
    these, lanes = h.pools[pool], 0
    for place in range(these.free):
        unit = h.units[these.units + h.units[these.units + place].stack]
        if is_open(h, unit.hours):
            if unit.lane < 0:
                return -1
            lanes |= 1 << unit.lane
    return lanes


@kernel
def free_for(h: State, pool: int, lanes: int, kind: int) -> int:
    """Return the free server that takes a mover: first one without a set-up, then one of a lane, then the lowest.

    Parameters
    ----------
    lanes
        A bit for each lane that takes the mover.
        kind
        Kind of the mover for set-ups; below 0 if no set-up is needed.
    """
    these, best, worth = h.pools[pool], -1, 4
    for place in range(these.free):
        number = h.units[these.units + place].stack
        unit = h.units[these.units + number]
        if (unit.lane < 0 or lanes >> unit.lane & 1 != 0) and is_open(h, unit.hours):
            price = 2 * int(changes(h, pool, number, kind)) + int(unit.lane < 0)
            if price < worth or (price == worth and number < best):
                best, worth = number, price
    return best


@kernel
def changes(h: State, pool: int, number: int, kind: int) -> bool:
    """Return whether a server has to be set up for another kind."""
    was = h.units[h.pools[pool].units + number].kind
    return kind >= 0 and was >= 0 and was != kind


@kernel
def freed_last(h: State, pool: int) -> int:
    """Return the free server that was freed last; at least one must be free."""
    these = h.pools[pool]
    return h.units[these.units + these.free - 1].stack


@kernel
def take_one(h: State, pool: int, number: int) -> None:
    """Take a free server."""
    these = h.pools[pool]
    these.busy += 1
    these.free -= 1
    place = 0
    while h.units[these.units + place].stack != number:
        place += 1
    while place < these.free:
        h.units[these.units + place].stack = h.units[these.units + place + 1].stack
        place += 1


@kernel
def changed_at(h: State, pool: int) -> int:
    """Return when a server last came to work or left, up to now [s]."""
    these, latest = h.pools[pool], LONG_AGO
    for number in range(these.many):
        hours = h.units[these.units + number].hours
        window = window_now(h, hours)
        if window >= h.hours[hours].first:
            latest = max(latest, h.closes[window] if h.closes[window] <= h.now else h.opens[window])
    return latest


@kernel
def lengthen_servers(h: State, pool: int, server: int, hours: int) -> int:
    """Change the hours of a server, and of all with the same hours, from now on; return the previous hours."""
    these = h.pools[pool]
    was = h.units[these.units + server].hours
    for number in range(server, these.many):
        if h.units[these.units + number].hours == was:
            h.units[these.units + number].hours = hours
    return was
