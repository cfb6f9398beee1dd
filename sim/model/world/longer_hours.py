"""The windows of stations and ramps after a review has set longer hours."""

from sim.model.calendars import splice
from sim.model.terms import Stops
from sim.model.world.hours import calendar_hours, less_outages
from sim.model.world.servers import within_dates
from sim.model.world.windows import Windows
from sim.model.world.world import World

__all__ = ["ramp_hours", "server_hours", "station_hours"]


def station_hours(world: World, row: int, was: Windows, extra: int, now: int) -> Windows:
    """Return the windows of a station: those of `was` until `now`, then its hours with longer shifts.

    From `now` on, each shift ends `extra` seconds later than stated in the plan, but lasts at most 24 hours
    (`hours.calendar_hours`), whatever earlier reviews set. A station without hours keeps `was`.
    """
    return server_hours(world, row, 0, was, extra, now)


def server_hours(world: World, row: int, server: int, was: Windows, extra: int, now: int) -> Windows:
    """Return what `station_hours` returns, for one server, which may work only in some of the shifts."""
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
