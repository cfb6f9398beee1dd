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
"""In place of a station: the row is about the ramp of the site."""
THE_SAME: Final = -2
"""In place of a server: the row is about the calendar of the row before, and its watch acts when windows close."""


@kernel
def added(h: State, row: int) -> int:
    """Return how much later than in the plan the shifts of a site end if they are lengthened once more [s]."""
    longer = h.longer[row]
    return longer_by(longer.added, whole(h, longer.extra_s, 0), whole(h, longer.ceiling_s, 0))


@kernel
def lengthen(h: State, row: int, extra: int) -> bool:
    """Lengthen the hours of a site by `extra` [s] from now on; return False if the site has no hours to lengthen."""
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
    """Change calendar `after` to begin now, with the present window of `before` if that is open without a break.

    The result is what `sim.model.calendars.splice` returns, without the windows that are over.
    """
    old, new = window_now(h, before), window_at(h, after, h.now)
    first = h.hours[after].first
    if new >= first and h.closes[new] > h.now:
        is_open = old >= h.hours[before].first and h.opens[old] < h.now <= h.closes[old]
        h.opens[new] = h.opens[old] if is_open else h.now
    else:
        new += 1
    h.hours[after].first, h.hours[after].at = new, new - 1
