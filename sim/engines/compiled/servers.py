"""Servers of one station that keep hours of their own, as not all of them work in every shift."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.calendars import is_open, window_now
from sim.engines.compiled.memory import LONG_AGO
from sim.model.schema.state import State

__all__ = ["at_work", "busy", "changed_at", "free_one", "freed_last", "lengthen_servers", "take_one"]


@kernel
def at_work(h: State, pool: int) -> int:
    """How many are in their hours, whether they have a job or not."""
    these, many = h.pools[pool], 0
    for number in range(these.many):
        if is_open(h, h.units[these.units + number].hours):
            many += 1
    return many


@kernel
def busy(h: State, pool: int) -> int:
    """How many are in their hours and have a job."""
    these, many = h.pools[pool], at_work(h, pool)
    for place in range(these.free):
        number = h.units[these.units + place].stack
        if is_open(h, h.units[these.units + number].hours):
            many -= 1
    return many


@kernel
def free_one(h: State, pool: int) -> int:
    """Number of the lowest that is free and in its hours, which works in the most shifts; -1 for none."""
    these, lowest = h.pools[pool], -1
    for place in range(these.free):
        number = h.units[these.units + place].stack
        if (lowest < 0 or number < lowest) and is_open(h, h.units[these.units + number].hours):
            lowest = number
    return lowest


@kernel
def freed_last(h: State, pool: int) -> int:
    """Number of the one that was freed last, of those that are free; there is one."""
    these = h.pools[pool]
    return h.units[these.units + these.free - 1].stack


@kernel
def take_one(h: State, pool: int, number: int) -> None:
    """Take one that is free."""
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
    """When one of them came to work or went last, up to now [s]."""
    these, latest = h.pools[pool], LONG_AGO
    for number in range(these.many):
        hours = h.units[these.units + number].hours
        window = window_now(h, hours)
        if window >= h.hours[hours].first:
            latest = max(latest, h.closes[window] if h.closes[window] <= h.now else h.opens[window])
    return latest


@kernel
def lengthen_servers(h: State, pool: int, server: int, hours: int) -> int:
    """Let a server, and all that keep the same hours, keep others from now on; returns those that it kept."""
    these = h.pools[pool]
    was = h.units[these.units + server].hours
    for number in range(server, these.many):
        if h.units[these.units + number].hours == was:
            h.units[these.units + number].hours = hours
    return was
