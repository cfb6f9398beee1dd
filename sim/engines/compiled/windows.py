"""Watches, which mark decision points when a window of a calendar opens or closes.

A decision point is one kind of decision for one subject, such as landings at one site. A mark says that such a decision
may have become possible.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import choosing
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.marks import cargo_changed_everywhere, need_changed
from sim.model.schema.state import State

__all__ = ["Watcher", "look_again", "ramp_opens", "watch"]

WATCH: Final = Event.WATCH


class Watcher:
    """The decisions that may become possible when a window of the calendar of a watch opens or closes."""

    STATION = 0  # one station, given by its decision point
    RAMP = 1  # landings, work and take-offs at one site
    NEED = 2  # the need for every lift
    LANDING = 3  # landings at every site
    TAKING_OFF = 4  # take-offs at every site
    WAYS = 5  # everything that depends on which ways are open


OF_STATION, OF_RAMP, OF_NEED = Watcher.STATION, Watcher.RAMP, Watcher.NEED
OF_LANDING, OF_TAKING_OFF, OF_WAYS = Watcher.LANDING, Watcher.TAKING_OFF, Watcher.WAYS


@kernel
def watch(h: State, row: int) -> None:
    """Schedule the next event of a watch, when its calendar opens or, if the watch acts on closings, closes."""
    watched = h.watches[row]
    last = h.hours[watched.hours].last
    while watched.next < last:
        at = h.closes[watched.next] if watched.closes else h.opens[watched.next]
        watched.next += 1
        if at >= h.now:
            push(h, at, WATCH, row)
            return


@kernel
def look_again(h: State, row: int) -> None:
    """Mark the decision points that depend on the calendar of a watch."""
    watched = h.watches[row]
    if watched.what in (OF_NEED, OF_LANDING, OF_WAYS):
        choosing.look(h)
    if watched.what == OF_STATION:
        mark(h, watched.which)
    elif watched.what == OF_RAMP:
        ramp_opens(h, watched.which)
    elif watched.what == OF_NEED:
        need_changed(h)
    elif watched.what == OF_WAYS:
        _ways_changed(h)
    else:
        for site in range(h.sites):
            taking_off = watched.what == OF_TAKING_OFF
            mark(h, h.ramps[site].taking_off if taking_off else h.ramps[site].landing)


@kernel
def _ways_changed(h: State) -> None:
    """Mark that a place or route has become usable, or is no longer usable."""
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
