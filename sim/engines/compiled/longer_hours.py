"""Longer hours set by a review: stations and ramps change to longer calendars, which were made at the start."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.calendars import window_at, window_now
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import mark
from sim.engines.compiled.rules import longer_by
from sim.engines.compiled.servers import lengthen_servers
from sim.engines.compiled.windows import ramp_opens, watch
from sim.model.schema.state import State

__all__ = ["THE_SAME", "added", "lengthen"]

RAMP: Final = -1
"""Value of `station` in a row of `prolonged` that has hours of a ramp."""
THE_SAME: Final = -2
"""Value of `server` in a row with the same calendar as the row before; its watch acts when windows close."""


@kernel
def added(h: State, row: int) -> int:
    """Return how much later than in the plan the shifts of a site end once they are lengthened again [s]."""
    longer = h.longer[row]
    return longer_by(longer.added, whole(h, longer.extra_s, 0), whole(h, longer.ceiling_s, 0))


@kernel
def lengthen(h: State, row: int, extra: int) -> bool:
    """From now on, let the shifts of a site end `extra` [s] later than in the plan, at its next level of longer hours.

    Return False if the site has no hours to lengthen.
    """
    longer = h.longer[row]
    longer.added = extra
    if longer.first == longer.last:
        return False
    for at in range(longer.first + longer.level * longer.many, longer.first + (longer.level + 1) * longer.many):
        new = h.prolonged[at]
        station = new.station
        before = h.stations[station].hours if station != RAMP else h.ramps[longer.site].hours
        if new.server == THE_SAME:
            h.watches[new.watch].next = h.hours[new.hours].first
            watch(h, new.watch)
            continue
        if new.server >= 0:
            before = lengthen_servers(h, h.stations[station].pool, new.server, new.hours)
        _splice(h, before, new.hours)
        h.watches[new.watch].next = h.hours[new.hours].first
        watch(h, new.watch)
        if station != RAMP:
            if new.server < 0:
                h.stations[station].hours = new.hours
            mark(h, h.stations[station].point)
        else:
            h.ramps[longer.site].hours = new.hours
            ramp_opens(h, longer.site)
    longer.level += 1
    return True


@kernel
def _splice(h: State, before: int, after: int) -> None:
    """Make calendar `after` begin now, without the windows that are over.

    If it is open now and `before` was open until now, its first window opens when the present window of `before`
    opened; otherwise no window opens before now. The result is that of `sim.model.calendars.splice` without past
    windows.
    """
    old, new = window_now(h, before), window_at(h, after, h.now)
    first = h.hours[after].first
    if new >= first and h.closes[new] > h.now:
        is_open = old >= h.hours[before].first and h.opens[old] < h.now <= h.closes[old]
        h.opens[new] = h.opens[old] if is_open else h.now
    else:
        new += 1
    h.hours[after].first, h.hours[after].at = new, new - 1
