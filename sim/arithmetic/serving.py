"""How long the servers of a station work a day, on means: by its shifts, and between its dates."""

from __future__ import annotations

from sim.model.world.hours import STATIONS, calendar_hours, open_hours
from sim.model.world.means import DAY, Means
from sim.model.world.servers import by_shift, within_dates

__all__ = ["servers_open_h"]


def servers_open_h(means: Means, row: int, servers: int) -> list[float]:
    """Return the hours a day that each of so many servers works, on average until the deadline [h].

    Of a station that opens or closes on a date: on average over the time between, 0 where there is none.
    """
    station = means.rows("station")[row]
    since = max(0, station.begins)
    until = max(min(station.until, max(means.plan.deadline, DAY)), 0)
    if until <= since:  # it opens after the deadline, or closes before the start
        since, until = since, min(station.until, since + DAY)
    if until <= since:
        return [0.0] * servers
    if row not in by_shift(means.plan):
        hours = [open_hours(means, station.calendar)] * servers
    else:
        hours = [calendar_hours(means, station.calendar, server=server) for server in range(servers)]
    known = {id(each): within_dates(each, station) for each in hours}
    found = {name: means.open_within(each, station.site, STATIONS, since, until) for name, each in known.items()}
    return [found[id(each)] for each in hours]
