"""Schedules checks at known instants: when hours, machines, permissions and routes change, and on dates of reviews."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["begin"]


def begin(drawdown: "Drawdown", at_edges: Callable[[list[int], Callable[[], None]], None]) -> None:
    """Schedule the checks with `at_edges(instants, callback)`."""
    lifts, world = drawdown.tasking.lifts, drawdown.world
    for station in drawdown.stations:
        at_edges(station.opens, station.hours_begin)
        station.watch_servers(at_edges)
    for ramp in drawdown.ramps:
        at_edges(ramp.runway[0], ramp.opens)
        at_edges(ramp.ramp_hours[0], ramp.opens)
        for tools in ramp.tasks.tools.values():
            for opens, _ in tools.windows:
                at_edges(opens, ramp.tasks.changed)
    for lift in lifts:
        for opens, closes in {id(windows): windows for windows in lift.permit}.values():
            at_edges(opens, drawdown.tasking.need_changed)
            at_edges(closes, partial(_permission_ended, drawdown))
        if lift.rests:
            at_edges(lift.moves[0], partial(_may_leave, drawdown))
    if drawdown.routes.of:
        permits = [windows for lift in lifts for windows in lift.permit]
        for windows in [*permits, *world.set_down, *world.passable]:
            for edges in windows:
                at_edges(edges, partial(_ways_changed, drawdown))
    for review in drawdown.reviews:
        at_edges(review.dates, review.due)


def _permission_ended(drawdown: "Drawdown") -> None:
    """Mark that sorties that wait to land may have to turn back."""
    for ramp in drawdown.ramps:
        drawdown.settle.mark(ramp.landing)


def _may_leave(drawdown: "Drawdown") -> None:
    """Mark that sorties that wait to depart may be able to do so."""
    for ramp in drawdown.ramps:
        ramp.departures.mark()


def _ways_changed(drawdown: "Drawdown") -> None:
    """Mark that a permission or a route has opened or closed."""
    for ramp in drawdown.ramps:
        ramp.cargo_changed()
        drawdown.settle.mark(ramp.landing)
        drawdown.settle.mark(ramp.taking_off)
    drawdown.tasking.need_changed()
