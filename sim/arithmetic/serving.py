"""The hours a day that the servers of a station work, and the days that a station with lanes needs for its work."""

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
"""`days_in_lanes` examines all subsets of the kinds of work if there are at most this many kinds. If there are more, it
examines only each kind alone and all kinds together."""


def days_in_lanes(means: Means, row: int, servers: int, work: Mapping[int, float]) -> float:
    """Return the days that a station with lanes needs for some work; infinite if no server can do some of it.

    Parameters
    ----------
    means
        The plan at mean values.
    row
        Row of the station.
    servers
        Number of servers that can work at the same time, given their staff.
    work
        Hours of each kind of work. All movers that the same lanes take are one kind; its key is the set of these lanes,
        a number with one bit for each lane.

    Notes
    -----
    A subset of the kinds of work can be done only by the servers that take at least one of these kinds (Hall's
    condition). So each subset needs at least its hours of work divided by the hours a day of these servers; the result
    is the largest of these numbers of days.
    """
    lanes = lanes_of(means, row)
    hours = servers_open_h(means, row, len(lanes))
    at_once = math.fsum(servers_open_h(means, row, servers))
    kinds = list(work)
    sizes = range(1, len(kinds) + 1) if len(kinds) <= MOST else (1, len(kinds))
    days = [0.0]
    for subset in (each for size in sizes for each in combinations(kinds, size)):
        any_lane = reduce(or_, subset)
        open_h = math.fsum(h for h, lane in zip(hours, lanes, strict=True) if lane < 0 or any_lane >> lane & 1)
        days.append(closure_days(math.fsum(work[kind] for kind in subset), min(open_h, at_once)))
    return max(days)


def servers_open_h(means: Means, row: int, servers: int) -> list[float]:
    """Return the hours a day that each of `servers` servers works, on average until the deadline [h].

    For a station that opens on a date, the average begins on that date; for a station that closes before the deadline,
    it ends when the station closes. For a station that opens after the deadline, the average is over its first day.
    The result is 0 for a station that closes before it opens or before the start.
    """
    station = means.rows("station")[row]
    since = max(0, station.begins)
    until = max(min(station.until, max(means.plan.deadline, DAY)), 0)
    if until <= since:
        since, until = since, min(station.until, since + DAY)
    if until <= since:
        return [0.0] * servers
    if row not in by_shift(means.plan) or station.calendar < 0:
        hours = [open_hours(means, station.calendar)] * servers
    else:
        hours = [calendar_hours(means, station.calendar, server=server) for server in range(servers)]
    distinct = {id(each): within_dates(each, station) for each in hours}
    open_h = {
        key: means.open_within(each, station.site, Stops.STATIONS, since, until) for key, each in distinct.items()
    }
    return [open_h[id(each)] for each in hours]
