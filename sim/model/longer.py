"""Longer hours from a review on: what stations and ramps keep from then."""

from typing import TYPE_CHECKING

from sim.model.calendars import splice

if TYPE_CHECKING:
    from sim.model.realise import Realised, Windows

__all__ = ["ramp_hours", "station_hours"]

RAMP, STATIONS = 1, 2


def station_hours(world: "Realised", row: int, was: "Windows", extra: int, now: int) -> "Windows":
    """Return the windows of a station whose shifts end so much later from now on [s]; one without hours has no need."""
    station = world.rows("station")[row]
    return _longer(world, station.calendar, station.site, STATIONS, was, extra, now)


def ramp_hours(world: "Realised", site: int, was: "Windows", extra: int, now: int) -> "Windows":
    """Return the windows of a ramp likewise."""
    return _longer(world, world.rows("site")[site].ramp, site, RAMP, was, extra, now)


def _longer(world: "Realised", calendar: int, site: int, bit: int, was: "Windows", extra: int, now: int) -> "Windows":
    if calendar < 0:
        return was
    return splice(was, world.less_outages(world.longer(calendar, extra), site, bit), now)
