"""Longer hours set by a review: stations and ramps change to other calendars, which were made at the start."""

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
THE_SAME: Final = -2
"""In place of a server: the calendar of the row before, with the action due when it closes."""


@kernel
def added(h: State, row: int) -> int:
    """Return how much later than at the start the shifts of a site end if they are lengthened again [s]."""
    longer = h.longer[row]
    return longer_by(longer.added, whole(h, longer.extra_s, 0), whole(h, longer.ceiling_s, 0))


@kernel
def lengthen(h: State, row: int, extra: int) -> bool:
    """Lengthen the hours of a site from now on; return whether it has any: others already work day and night."""
    longer = h.longer[row]
    longer.added = extra
    if longer.first == longer.last:
        return False
    for at in range(longer.first + longer.level * longer.many, longer.first + (longer.level + 1) * longer.many):
        one = h.prolonged[at]
        station = one.station
        was = h.stations[station].hours if station != RAMP else h.ramps[longer.site].hours
        if one.server == THE_SAME:
            h.watches[one.watch].next = h.hours[one.hours].first
            watch(h, one.watch)
            continue
        if one.server >= 0:
            was = lengthen_servers(h, h.stations[station].pool, one.server, one.hours)
        _splice(h, was, one.hours)
        h.watches[one.watch].next = h.hours[one.hours].first
        watch(h, one.watch)
        if station != RAMP:
            if one.server < 0:
                h.stations[station].hours = one.hours
            mark(h, h.stations[station].point)
        else:
            h.ramps[longer.site].hours = one.hours
            ramp_opens(h, longer.site)
    longer.level += 1
    return True


@kernel
def _splice(h: State, was: int, then: int) -> None:
    """Let one calendar follow another from now on, as `sim.model.calendars.splice` does for now and later."""
    old, new = window_now(h, was), window_at(h, then, h.now)
    first = h.hours[then].first
    if new >= first and h.closes[new] > h.now:
        went_on = old >= h.hours[was].first and h.opens[old] < h.now <= h.closes[old]
        h.opens[new] = h.opens[old] if went_on else h.now
    else:
        new += 1
    h.hours[then].first, h.hours[then].at = new, new - 1
