"""The mean daily working time of the servers of a station, by its shifts and between its dates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import reduce
from itertools import combinations
from operator import or_

from sim.arithmetic.factors import closure_days
from sim.model.terms import Stops
from sim.model.world.hours import calendar_hours, open_hours
from sim.model.world.means import DAY, Means
from sim.model.world.servers import by_shift, lanes_of, within_dates

__all__ = ["days_in_lanes", "servers_open_h"]

MOST = 6
"""Up to this many kinds of movers (by lanes) are judged in every combination; of more, each alone and all together."""


def days_in_lanes(means: Means, row: int, servers: int, work: Mapping[int, float]) -> float:
    """Return the days that a station with lanes takes for some work, by the kinds of work with the fewest servers.

    Parameters
    ----------
    servers
        Number of its servers that the staff allows at once.
    work
        Hours of work by set of lanes that take it, one bit for each lane.

    Notes
    -----
    For every subset of the kinds of work, the servers that take any of it have to do it (Hall's condition); the result
    is the largest number of days.
    """
    lanes = lanes_of(means, row)
    hours = servers_open_h(means, row, len(lanes))
    at_once = math.fsum(servers_open_h(means, row, servers))
    kinds = list(work)
    sizes = range(1, len(kinds) + 1) if len(kinds) <= MOST else (1, len(kinds))
    found = [0.0]
    for chosen in (some for size in sizes for some in combinations(kinds, size)):
        either = reduce(or_, chosen)
        open_h = math.fsum(h for h, lane in zip(hours, lanes, strict=True) if lane < 0 or either >> lane & 1)
        found.append(closure_days(math.fsum(work[kind] for kind in chosen), min(open_h, at_once)))
    return max(found)


def servers_open_h(means: Means, row: int, servers: int) -> list[float]:
    """Return the hours a day that each of `servers` servers works, on average until the deadline [h].

    For a station that opens or closes on a date: on average over the time between, or 0 if there is none.
    """
    station = means.rows("station")[row]
    since = max(0, station.begins)
    until = max(min(station.until, max(means.plan.deadline, DAY)), 0)
    if until <= since:  # it opens after the deadline, or closes before the start
        since, until = since, min(station.until, since + DAY)
    if until <= since:
        return [0.0] * servers
    if row not in by_shift(means.plan) or station.calendar < 0:
        hours = [open_hours(means, station.calendar)] * servers
    else:
        hours = [calendar_hours(means, station.calendar, server=server) for server in range(servers)]
    known = {id(each): within_dates(each, station) for each in hours}
    found = {name: means.open_within(each, station.site, Stops.STATIONS, since, until) for name, each in known.items()}
    return [found[id(each)] for each in hours]
