"""What opens and closes by the calendar, and who is told: hours, runways, permissions, roads, dates of reviews."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["begin"]


def begin(house: "Drawdown", at_edges: Callable[[list[int], Callable[[], None]], None]) -> None:
    """Arrange, with `at_edges(instants, callback)`, that everything that opens or closes tells who waits for it."""
    lifts, world = house.tasking.lifts, house.world
    for station in house.stations:
        at_edges(station.opens, station.hours_begin)
    for ramp in house.ramps:
        at_edges(ramp.runway[0], ramp.opens)
        at_edges(ramp.ramp_hours[0], ramp.opens)
        for tools in ramp.tasks.tools.values():
            for opens, _ in tools.windows:
                at_edges(opens, ramp.tasks.changed)
    for lift in lifts:
        for opens, closes in {id(windows): windows for windows in lift.permit}.values():
            at_edges(opens, house.tasking.need_changed)
            at_edges(closes, partial(_permission_ended, house))
        if lift.rests:
            at_edges(lift.moves[0], partial(_may_leave, house))
    if house.routes.of:
        permits = [windows for lift in lifts for windows in lift.permit]
        for windows in [*permits, *world.set_down, *world.passable]:
            for edges in windows:
                at_edges(edges, partial(_ways_changed, house))
    for review in house.reviews:
        at_edges(review.dates, review.due)


def _permission_ended(house: "Drawdown") -> None:
    for ramp in house.ramps:
        house.settle.mark(ramp.landing)


def _may_leave(house: "Drawdown") -> None:
    for ramp in house.ramps:
        ramp.departures.mark()


def _ways_changed(house: "Drawdown") -> None:
    """Note that another place or route may be used, or not any more."""
    for ramp in house.ramps:
        ramp.cargo_changed()
        house.settle.mark(ramp.landing)
        house.settle.mark(ramp.taking_off)
    house.tasking.need_changed()
