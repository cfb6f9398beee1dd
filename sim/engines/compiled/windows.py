"""Events by the calendar: what opens and closes, and the decision points marked then."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import choosing
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.marks import cargo_changed_everywhere, need_changed
from sim.model.schema.state import State

__all__ = ["Watcher", "look_again", "ramp_opens", "watch"]

WATCH: Final = Event.WATCH


class Watcher:
    """What is checked when a window opens or closes."""

    STATION = 0
    RAMP = 1
    NEED = 2
    LANDING = 3
    TAKING_OFF = 4
    WAYS = 5


OF_STATION, OF_RAMP, OF_NEED = Watcher.STATION, Watcher.RAMP, Watcher.NEED
OF_LANDING, OF_TAKING_OFF, OF_WAYS = Watcher.LANDING, Watcher.TAKING_OFF, Watcher.WAYS


@kernel
def watch(h: State, row: int) -> None:
    """Wait for the next window of a calendar to open, or to close."""
    watch = h.watches[row]
    last = h.hours[watch.hours].last
    while watch.next < last:
        at = h.closes[watch.next] if watch.closes else h.opens[watch.next]
        watch.next += 1
        if at >= h.now:
            push(h, at, WATCH, row)
            return


@kernel
def look_again(h: State, row: int) -> None:
    """Mark the decision points that wait for a window to open, or to close."""
    watch = h.watches[row]
    if watch.what in (OF_NEED, OF_LANDING, OF_WAYS):
        choosing.look(h)
    if watch.what == OF_STATION:
        mark(h, watch.which)
    elif watch.what == OF_RAMP:
        ramp_opens(h, watch.which)
    elif watch.what == OF_NEED:
        need_changed(h)
    elif watch.what == OF_WAYS:
        _ways_changed(h)
    else:
        for site in range(h.sites):
            taking_off = watch.what == OF_TAKING_OFF
            mark(h, h.ramps[site].taking_off if taking_off else h.ramps[site].landing)


@kernel
def _ways_changed(h: State) -> None:
    """Mark that a place or route may be used, or may no longer be used."""
    cargo_changed_everywhere(h)
    for site in range(h.sites):
        mark(h, h.ramps[site].landing)
        mark(h, h.ramps[site].taking_off)
    need_changed(h)


@kernel
def ramp_opens(h: State, site: int) -> None:
    """Mark that the runway or the ramp of a site has opened, or that one of its machines works again."""
    ramp = h.ramps[site]
    mark(h, ramp.landing)
    mark(h, ramp.working_on)
    mark(h, ramp.loading)
    mark(h, ramp.taking_off)
