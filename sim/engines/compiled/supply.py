"""Queues missions for tasking one lead time before their planned arrival."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import Event, push
from sim.engines.compiled.flights import new_flight
from sim.engines.compiled.tasking import pend
from sim.model.schema.state import State

__all__ = ["supply_due"]

SUPPLY = Event.SUPPLY


@kernel
def supply_due(h: State, row: int) -> None:
    """Queue the missions of a row of `streams` that are now due for tasking; schedule an event for the next one."""
    stream = h.streams[row]
    lead = whole(h, h.lifts[stream.lift].lead_s, 0)
    while stream.next < stream.last:
        mission = h.missions[stream.next]
        if mission.at - lead > h.now:
            push(h, mission.at - lead, SUPPLY, row)
            return
        flight = new_flight(h, stream.lift, stream.number, 0, mission.at, mission.site)
        if flight < 0:
            return
        h.flights[flight].stated = mission.configuration
        pend(h, flight)
        stream.next += 1
        stream.number += 1
