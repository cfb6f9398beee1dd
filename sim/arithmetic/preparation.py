"""The daily throughput of stations and ramps, at mean values."""

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
"""A load at a station: members that pass it, their visits, the distribution of their time, the lanes that take them."""


@dataclass(frozen=True, slots=True)
class StationLimit:
    """The work of one station, and how long it takes.

    Attributes
    ----------
    row, name, site
        Row, name and site of the station; its name is "site/station".
    servers, open_h
        Most servers in use at once, and hours a day in which one of them works [h].
    server_h
        Hours a day that its servers work, added up [h].
    opens, until
        When it begins and stops working, by its dates [s]; infinite for never.
    visit_h
        Mean time of one visit [h].
    visits
        Visits of the chosen movers, including rework.
    people, items, tonnes
        People and items that pass it, and the weight of the items [t].
    days
        Days for this work from its opening on; infinite if it never opens or nothing ever passes.
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
        Aircraft that can be worked, or parked, at once, whichever binds. None if there is no limit.
    payload_t, hours, ground_h
        Average weight on a sortie, whatever limits it [t]; operating hours a day; time that a sortie takes a spot [h].
    t_per_day
        MOG x payload x hours / ground time x 0.85.
    """

    site: int
    spots: int | None
    payload_t: float
    hours: float
    ground_h: float
    t_per_day: float


def stations(means: Means, loads: Sequence[Load]) -> list[StationLimit]:
    """Return every station that some of the loads pass.

    Notes
    -----
    Servers x open hours / (visits x mean service time); if movers fail with probability f and come back to the same
    station, this is the planner's division by (1 - f). Staff count as present at the start.
    """
    visits: dict[int, list[Visits]] = {}
    for load in loads:
        for station, many, times, service, lanes in _visits(means, load):
            visits.setdefault(station, []).append((load, many, times, service, lanes))
    return [_station(means, row, visits[row]) for row in sorted(visits)]


def _station(means: Means, row: int, passing: list[Visits]) -> StationLimit:
    spec, lots = means.rows("station")[row], means.rows("lot")
    servers = max(1, means.whole(spec.servers_s, 1))
    if spec.pool >= 0:
        servers = staffed(servers, means.loads[spec.pool].count, spec.people_per_server) or 1
    most, hours = servers, servers_open_h(means, row, servers)
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
        days = days_in_lanes(means, row, most, by_kind)
    people = math.fsum(many for load, many, *_ in passing if lots[load.row].person)
    items = math.fsum(many for load, many, *_ in passing if not lots[load.row].person)
    tonnes = math.fsum(
        load.tonnes * many / load.count for load, many, *_ in passing if not lots[load.row].person and load.count
    )
    opens = float(max(spec.begins, 0)), float(spec.until) if spec.until < NEVER else math.inf
    name = means.plan.name_of("station", row)
    return StationLimit(
        row, name, spec.site, servers, hours[0], server_h, *opens, each, total, people, items, tonnes, days
    )


def _visits(means: Means, load: Load) -> list[tuple[int, float, float, int, int]]:
    """Return for each station of a load: its row, the movers that pass it, their visits, the time of one, the lanes."""
    lot, found = means.rows("lot")[load.row], []
    for place in means.places(load.row):
        steps = means.rows("step")[place.first : place.last]
        begun = lot.staged + sum(step.passed for step in steps) if place.row == load.row else 0
        found += _visits_at(means, steps, load.count, begun)
    return found


def _visits_at(means: Means, steps: list[Any], count: int, begun: int) -> list[tuple[int, float, float, int, int]]:
    """Return the same for the stations of one place, given how many members have begun there already."""
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
    made = np.linalg.solve(flow, np.maximum(enter, 0.0))
    passing = np.cumsum(np.maximum(enter, 0.0))
    there = [(i, step) for i, step in enumerate(steps) if made[i] > 1e-9]
    return [(step.station, float(passing[i]), float(made[i]), step.service, step.lanes) for i, step in there]


def ramps(means: Means, lifts: Sequence[Bringing]) -> list[RampLimit]:
    """Return what the ramp of each site in country allows."""
    return [_ramp(means, row, lifts) for row, site in enumerate(means.rows("site")) if site.base]


def _ramp(means: Means, row: int, lifts: Sequence[Bringing]) -> RampLimit:
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
