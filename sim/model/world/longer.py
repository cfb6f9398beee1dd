"""Longer hours from a review on: what stations and ramps keep from then."""

from sim.model.calendars import splice
from sim.model.world.hours import RAMP, STATIONS, Windows, calendar_hours, less_outages
from sim.model.world.world import World

__all__ = ["ramp_hours", "station_hours"]


def station_hours(world: World, row: int, was: Windows, extra: int, now: int) -> Windows:
    """Return the windows of a station whose shifts end so much later from now on [s]; one without hours has no need."""
    station = world.rows("station")[row]
    return _longer(world, station.calendar, station.site, STATIONS, was, extra, now)


def ramp_hours(world: World, site: int, was: Windows, extra: int, now: int) -> Windows:
    """Return the windows of a ramp likewise."""
    return _longer(world, world.rows("site")[site].ramp, site, RAMP, was, extra, now)


def _longer(world: World, calendar: int, site: int, bit: int, was: Windows, extra: int, now: int) -> Windows:
    if calendar < 0:
        return was
    return splice(was, less_outages(world, calendar_hours(world, calendar, extra), world.shut, site, bit), now)
