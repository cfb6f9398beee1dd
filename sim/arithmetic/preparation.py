"""How long stations need for their work, and how much ramps let through in a day, at mean values.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arithmetic import factors
from sim.arithmetic.serving import days_in_lanes, servers_open_h
from sim.arithmetic.supply import Bringing
from sim.model.calendars import NEVER
from sim.model.rules import staffed, teams_of
from sim.model.terms import Stops
from sim.model.world.means import Load, Means

__all__ = ["RampLimit", "StationLimit", "ramps", "stations"]

Visits = tuple[Load, float, float, int, int]
"""A load at a station: (load, members that pass, their visits, distribution of a visit, lanes that take them)."""


@dataclass(frozen=True, slots=True)
class StationLimit:
    """The work of one station, and how long the station takes for it.

    Attributes
    ----------
    row, name, site
        Row, name and site of the station; its name is "site/station".
    servers, open_h
        Largest number of servers in use at once, and hours a day in which the first of them works [h].
    server_h
        Hours a day that its servers work, added over all servers [h].
    opens, until
        When the station begins and when it stops working, by its dates [s]; `until` is infinite if it never stops.
    visit_h
        Mean time of one visit [h].
    visits
        Number of visits of all movers that pass the station, including rework.
    people, items, tonnes
        Number of people and items that pass the station, and the weight of these items [t].
    days
        Days that the station takes for this work from its opening on; infinite if it never works.
    """

    row: int
    name: str
    site: int
    servers: int
    open_h: float
    server_h: float
    opens: float
    until: float
    visit_h: float
    visits: float
    people: float
    items: float
    tonnes: float
    days: float


@dataclass(frozen=True, slots=True)
class RampLimit:
    """The capacity of the ramp of one site.

    Attributes
    ----------
    site
        Row of the site.
    spots
        MOG: number of aircraft that can be worked on, or parked, at once, whichever gives the lower throughput; None
        for no limit, or if no lift with equipment uses the ramp.
    payload_t, hours, ground_h
        Average load of a sortie [t]; operating hours a day; time that a sortie takes up a spot [h].
    t_per_day
        Throughput: MOG x payload x hours / ground time x 0.85 [t per day]; infinite for no limit.
    """

    site: int
    spots: int | None
    payload_t: float
    hours: float
    ground_h: float
    t_per_day: float


def stations(means: Means, loads: Sequence[Load]) -> list[StationLimit]:
    """Return the limit of every station that some of the loads pass.

    Notes
    -----
    A station takes visits x mean service time / (servers x open hours) days. If movers fail with probability f and come
    back to the same station, the visits are the movers divided by (1 - f), as planners compute it. The staff are all
    members of the pool of the station who have yet to leave at the start.
    """
    visits: dict[int, list[Visits]] = {}
    for load in loads:
        for station, count, times, service, lanes in _visits(means, load):
            visits.setdefault(station, []).append((load, count, times, service, lanes))
    return [_station(means, row, visits[row]) for row in sorted(visits)]


def _station(means: Means, row: int, passing: list[Visits]) -> StationLimit:
    """Return the limit of one station, which some loads pass."""
    spec, lots = means.rows("station")[row], means.rows("lot")
    servers = max(1, means.whole(spec.servers_s, 1))
    if spec.pool >= 0:
        servers = staffed(servers, means.loads[spec.pool].count, spec.people_per_server) or 1
    at_once, hours = servers, servers_open_h(means, row, servers)
    total = math.fsum(times for _, _, times, *_ in passing)
    services = {service for _, _, _, service, _ in passing}
    each = means.hours(services.pop()) if len(services) == 1 else 0.0
    work = total * each if not services else math.fsum(t * means.hours(service) for _, _, t, service, _ in passing)
    each = work / total if services and total else each
    servers, server_h = sum(hour > 0.0 for hour in hours) or servers, math.fsum(hours)
    days = factors.closure_days(work, servers * hours[0] if len(set(hours)) == 1 else server_h)
    if spec.lanes < spec.lanes_last:
        kinds = {lanes for *_, lanes in passing}
        by_kind = {
            k: math.fsum(t * means.hours(s) for _, _, t, s, lanes in passing if lanes == k) for k in sorted(kinds)
        }
        days = days_in_lanes(means, row, at_once, by_kind)
    people = math.fsum(count for load, count, *_ in passing if lots[load.row].person)
    items = math.fsum(count for load, count, *_ in passing if not lots[load.row].person)
    tonnes = math.fsum(
        load.tonnes * count / load.count for load, count, *_ in passing if not lots[load.row].person and load.count
    )
    opens = float(max(spec.begins, 0)), float(spec.until) if spec.until < NEVER else math.inf
    name = means.plan.name_of("station", row)
    return StationLimit(
        row, name, spec.site, servers, hours[0], server_h, *opens, each, total, people, items, tonnes, days
    )


def _visits(means: Means, load: Load) -> list[tuple[int, float, float, int, int]]:
    """Return (station, movers that pass it, visits, distribution of a visit, lanes) for each station of a load."""
    lot, found = means.rows("lot")[load.row], []
    for place in means.places(load.row):
        steps = means.rows("step")[place.first : place.last]
        begun = lot.staged + sum(step.passed for step in steps) if place.row == load.row else 0
        found += _visits_at(means, steps, load.count, begun)
    return found


def _visits_at(means: Means, steps: list[Any], count: int, begun: int) -> list[tuple[int, float, float, int, int]]:
    """Return what `_visits` returns, for the stations of one place that `begun` members have already entered."""
    n = len(steps)
    if n == 0 or count == 0:
        return []
    enter = np.zeros(n)
    for position, step in enumerate(steps[:-1]):
        enter[position + 1] += step.passed
    enter[0] += count - begun
    flow = np.eye(n)
    for position, step in enumerate(steps):
        fail = min(means.value(means.rows("station")[step.station].fail_s), 1.0 - 1e-9)
        flow[step.back, position] -= fail
        if position + 1 < n:
            flow[position + 1, position] -= 1.0 - fail
    visits = np.linalg.solve(flow, np.maximum(enter, 0.0))
    passing = np.cumsum(np.maximum(enter, 0.0))
    visited = [(i, step) for i, step in enumerate(steps) if visits[i] > 1e-9]
    return [(step.station, float(passing[i]), float(visits[i]), step.service, step.lanes) for i, step in visited]


def ramps(means: Means, lifts: Sequence[Bringing]) -> list[RampLimit]:
    """Return the capacity of the ramp of each site in country."""
    return [_ramp(means, row, lifts) for row, site in enumerate(means.rows("site")) if site.base]


def _ramp(means: Means, row: int, lifts: Sequence[Bringing]) -> RampLimit:
    """Return the capacity of the ramp of one site."""
    site = means.rows("site")[row]
    coming = [lift for lift in lifts if row in lift.sites and lift.uses_ramp and lift.heavy]
    weights = [lift.per_day for lift in coming] if any(lift.per_day for lift in coming) else [1.0] * len(coming)

    def average(values: Sequence[float]) -> float:
        return math.fsum(w * v for w, v in zip(weights, values, strict=True)) / math.fsum(weights)

    if not coming:
        return RampLimit(row, None, 0.0, 0.0, 0.0, math.inf)
    payload = average([lift.load_t for lift in coming])
    hours = min(means.open_h(site.runway, row, Stops.RUNWAY), means.open_h(site.ramp, row, Stops.RAMP))
    working = [max(1, means.whole(slot)) for slot in (site.working_s, site.teams_s) if slot >= 0]
    if site.team_pool >= 0:
        people = means.loads[site.team_pool].count
        most = min(working, default=teams_of(people, site.people_per_team))
        working.append(staffed(most, people, site.people_per_team))
    limits = [(min(working), average([lift.ground_h for lift in coming]))] if working else []
    if site.parking_s >= 0:
        limits.append((max(1, means.whole(site.parking_s)), average([lift.spot_h for lift in coming])))
    found = [
        RampLimit(row, spots, payload, hours, ground, factors.station_throughput(spots, payload, hours, ground))
        for spots, ground in limits
    ]
    return min(found, key=lambda limit: limit.t_per_day, default=RampLimit(row, None, payload, hours, 0.0, math.inf))
