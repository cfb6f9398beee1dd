"""Servers of a station that differ: in the shifts in which they work, in their lanes, or in their set-up."""

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
    """Return how many servers of a pool are within their hours, busy or not."""
    counts, many = h.pools[pool], 0
    for number in range(counts.many):
        if is_open(h, h.units[counts.units + number].hours):
            many += 1
    return many


@kernel
def busy(h: State, pool: int) -> int:
    """Return how many servers of a pool are within their hours and have a job."""
    counts, many = h.pools[pool], at_work(h, pool)
    for place in range(counts.free):
        number = h.units[counts.units + place].stack
        if is_open(h, h.units[counts.units + number].hours):
            many -= 1
    return many


@kernel
def free_lanes(h: State, pool: int) -> int:
    """Return a bit for each lane with a free server within its hours; -1 if a server for all movers is free."""
    counts, lanes = h.pools[pool], 0
    for place in range(counts.free):
        unit = h.units[counts.units + h.units[counts.units + place].stack]
        if is_open(h, unit.hours):
            if unit.lane < 0:
                return -1
            lanes |= 1 << unit.lane
    return lanes


@kernel
def free_for(h: State, pool: int, lanes: int, kind: int) -> int:
    """Return which free server within its hours takes a mover.

    A server that needs no set-up is preferred, then a server of a lane, then the lowest number.

    Parameters
    ----------
    lanes
        A bit for each lane that takes the mover.
    kind
        Kind of the mover for set-ups; below 0 if no set-up is needed.

    Returns
    -------
    int
        Number of the server; -1 if there is none.
    """
    counts, best, best_order = h.pools[pool], -1, 4  # 4: after any server
    for place in range(counts.free):
        number = h.units[counts.units + place].stack
        unit = h.units[counts.units + number]
        if (unit.lane < 0 or lanes >> unit.lane & 1 != 0) and is_open(h, unit.hours):
            order = 2 * int(changes(h, pool, number, kind)) + int(unit.lane < 0)
            if order < best_order or (order == best_order and number < best):
                best, best_order = number, order
    return best


@kernel
def changes(h: State, pool: int, number: int, kind: int) -> bool:
    """Return whether a server has to be set up anew before it works on a kind."""
    set_up_for = h.units[h.pools[pool].units + number].kind
    return kind >= 0 and set_up_for >= 0 and set_up_for != kind


@kernel
def freed_last(h: State, pool: int) -> int:
    """Return the free server that was freed last; at least one must be free."""
    counts = h.pools[pool]
    return h.units[counts.units + counts.free - 1].stack


@kernel
def take_one(h: State, pool: int, number: int) -> None:
    """Take the free server with a given number."""
    counts = h.pools[pool]
    counts.busy += 1
    counts.free -= 1
    place = 0
    while h.units[counts.units + place].stack != number:
        place += 1
    while place < counts.free:
        h.units[counts.units + place].stack = h.units[counts.units + place + 1].stack
        place += 1


@kernel
def changed_at(h: State, pool: int) -> int:
    """Return the last instant up to now at which the hours of any server began or ended [s]."""
    counts, latest = h.pools[pool], LONG_AGO
    for number in range(counts.many):
        hours = h.units[counts.units + number].hours
        window = window_now(h, hours)
        if window >= h.hours[hours].first:
            latest = max(latest, h.closes[window] if h.closes[window] <= h.now else h.opens[window])
    return latest


@kernel
def lengthen_servers(h: State, pool: int, server: int, hours: int) -> int:
    """Change the hours of a server, and of later servers with the same hours; return the calendar that they had."""
    counts = h.pools[pool]
    previous = h.units[counts.units + server].hours
    for number in range(server, counts.many):
        if h.units[counts.units + number].hours == previous:
            h.units[counts.units + number].hours = hours
    return previous
