"""Longer hours set by a review: the windows of stations and ramps from then on."""

from sim.model.calendars import splice
from sim.model.terms import Stops
from sim.model.world.hours import calendar_hours, less_outages
from sim.model.world.servers import within_dates
from sim.model.world.windows import Windows
from sim.model.world.world import World

__all__ = ["ramp_hours", "server_hours", "station_hours"]


def station_hours(world: World, row: int, was: Windows, extra: int, now: int) -> Windows:
    """Return the windows of a station: those of `was` until `now`, then its hours with each shift `extra` longer [s].

    `extra` is the total: each shift ends so much later than planned, not than in `was`. A station without hours keeps
    `was`.
    """
    return server_hours(world, row, 0, was, extra, now)


def server_hours(world: World, row: int, server: int, was: Windows, extra: int, now: int) -> Windows:
    """Return what `station_hours` returns, for one server of a station; it may not work in every shift."""
    station = world.rows("station")[row]
    if station.calendar < 0:
        return was
    hours = calendar_hours(world, station.calendar, extra, server)
    kept = less_outages(world, hours, world.shut, station.site, Stops.STATIONS)
    return splice(was, within_dates(kept, station), now)


def ramp_hours(world: World, site: int, was: Windows, extra: int, now: int) -> Windows:
    """Return what `station_hours` returns, for the ramp of a site."""
    calendar = world.rows("site")[site].ramp
    if calendar < 0:
        return was
    return splice(was, less_outages(world, calendar_hours(world, calendar, extra), world.shut, site, Stops.RAMP), now)
