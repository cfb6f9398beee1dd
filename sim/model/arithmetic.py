"""The planner's arithmetic on means: what must go, what each step allows a day, which one binds, when it is over.

Everything flows at its mean rate and nothing waits for anything else, so each limit alone gives a date before which
the work cannot be done, and the latest of these dates is the answer. Real drawdowns end later: chance makes queues,
and one step waits for another. That is what a run is for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.model import factors
from sim.model.means import DAY, Load, Means
from sim.model.plan import Plan
from sim.model.preparation import RampLimit, StationLimit, ramps, stations
from sim.model.supply import Bringing, bringing

__all__ = ["Amount", "Arithmetic", "Limit", "Permit", "arithmetic"]

FAR = 4000 * DAY
"""Supply is followed this far [s], as no list of missions or rate is meant to go on for longer."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What has to go: equipment [t] and items, people, and the sorties that this asks for."""

    tonnes: float
    items: int
    people: int
    heavy_sorties: int
    people_sorties: int


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that limits, and the instant before which it does not let the work be done.

    Attributes
    ----------
    kind
        Lift by weight or positions, lift by seats, ramp, preparation, or a date that is given.
    row
        Of the site (lift and ramp; -1 for all sites), station or lot.
    at
        Instant at which this limit alone would be through [s]; infinite for never.
    """

    kind: Literal["lift", "seats", "ramp", "preparation", "date"]
    row: int
    at: float


@dataclass(frozen=True, slots=True)
class Permit:
    """When a lift may first come [s]: on average, and in 9 of 10 cases from and to; and the chance to lose it again."""

    lift: int
    opens: float
    low: float
    high: float
    lost: float


@dataclass(frozen=True)
class Arithmetic:
    """The planner's arithmetic.

    Attributes
    ----------
    plan
        What it is about.
    required, everything
        What must go, and what would go if nothing stayed.
    lift_t, ramp_t, preparation_t, clearance_t
        What each allows a day [t]: lift as planned; all ramps; the slowest station of each site added up; lift
        after refusals and cancellations that are lost. Infinite where nothing limits.
    limits
        For what is required, latest first; the first is the binding one.
    closure, closure_of_everything
        Instants [s]; infinite if it never ends.
    lifts, ramps, stations, permits
        The parts of it; stations for what is required.
    ute_h
        The UTE rate that was asked about.
    """

    plan: Plan
    required: Amount
    everything: Amount
    lift_t: float
    ramp_t: float
    preparation_t: float
    clearance_t: float
    limits: tuple[Limit, ...]
    closure: float
    closure_of_everything: float
    lifts: tuple[Bringing, ...]
    ramps: tuple[RampLimit, ...]
    stations: tuple[StationLimit, ...]
    permits: tuple[Permit, ...]
    ute_h: float | None

    @property
    def binding(self) -> Limit | None:
        """What binds; None if nothing that is required has yet to leave."""
        return self.limits[0] if self.limits else None


def arithmetic(plan: Plan, ute_h: float | None = None) -> Arithmetic:
    """Work out the planner's arithmetic on means (`sim.model.means` says which).

    Parameters
    ----------
    plan
        The compiled scenario.
    ute_h
        UTE rate of fleets that cycle [flying hours a day and aircraft]; None lets them cycle without rest.
    """
    means = Means(plan)
    required = [load for load in means.loads if load.count and plan.lot["required"][load.row]]
    everything = [load for load in means.loads if load.count]
    lifts = bringing(means, ute_h)
    spots = ramps(means, lifts)
    places = stations(means, required)
    limits = _limits(means, required, lifts, spots, places)
    whole = _limits(means, everything, lifts, spots, stations(means, everything))
    heavy = [lift for lift in lifts if lift.heavy]
    return Arithmetic(
        plan,
        _amount(means, required, lifts),
        _amount(means, everything, lifts),
        math.fsum(lift.asked_per_day * lift.payload_t for lift in heavy),
        math.fsum(ramp.t_per_day for ramp in spots),
        _preparation(places),
        math.fsum(lift.per_day * lift.payload_t for lift in heavy),
        tuple(limits),
        limits[0].at if limits else 0.0,
        whole[0].at if whole else 0.0,
        tuple(lifts),
        tuple(spots),
        tuple(places),
        tuple(_permits(means)),
        ute_h,
    )


def _amount(means: Means, loads: Sequence[Load], lifts: Sequence[Bringing]) -> Amount:
    """Add up loads, and the sorties that they ask for, site by site.

    People go with lifts that carry people alone where there are any; else beside the cargo, and on sorties of
    their own where its seats do not suffice.
    """
    items, people = _parted(means, loads)
    heavy = light = 0
    for site in sorted({means.rows("lot")[load.row].site for load in loads}):
        here = [load for load in loads if means.rows("lot")[load.row].site == site]
        cargo, seated = _parted(means, here)
        trucks = [lift for lift in lifts if site in lift.sites and lift.heavy]
        cabins = [lift for lift in lifts if site in lift.sites and not lift.heavy and lift.seats > 0]
        heads, weight = sum(load.count for load in seated), math.fsum(load.tonnes for load in cargo)
        beside = 0.0 if cabins or not trucks else math.fsum(load.tonnes for load in seated)
        sorties = 0
        if trucks:
            room = math.fsum(load.positions for load in cargo)
            sorties = max(
                factors.missions_required(weight + beside, _average(trucks, lambda lift: lift.payload_t)),
                factors.missions_required(room, _average(trucks, lambda lift: lift.positions)),
            )
        seats = _average(cabins or trucks, lambda lift: lift.seats)
        carried = 0.0 if cabins else sorties * seats
        heavy += sorties
        if heads and math.isfinite(seats) and seats > 0.0:
            light += factors.missions_required(max(0.0, heads - carried), seats)
    tonnes = math.fsum(load.tonnes for load in items)
    return Amount(tonnes, sum(load.count for load in items), sum(load.count for load in people), heavy, light)


def _parted(means: Means, loads: Sequence[Load]) -> tuple[list[Load], list[Load]]:
    """Part loads into equipment and people."""
    lots = means.rows("lot")
    return [x for x in loads if not lots[x.row].person], [x for x in loads if lots[x.row].person]


def _average(lifts: Sequence[Bringing], of: Callable[[Bringing], float]) -> float:
    """Mean of something over the missions of some lifts; infinite if one of them has no limit, 1 for no lift."""
    rates = [lift.per_day for lift in lifts]
    weights = rates if any(rates) else [1.0] * len(lifts)
    total = math.fsum(weights)
    return math.fsum(w * of(lift) for w, lift in zip(weights, lifts, strict=True) if w) / total if lifts else 1.0


def _preparation(places: Sequence[StationLimit]) -> float:
    """Tonnes a day that the slowest station of each site lets through, added up over sites."""
    slowest: dict[int, float] = {}
    for place in places:
        if place.tonnes > 0.0:
            rate = place.tonnes / place.days if place.days > 0.0 else math.inf
            slowest[place.site] = min(slowest.get(place.site, math.inf), rate)
    return math.fsum(slowest.values()) if slowest else math.inf


def _limits(
    means: Means,
    loads: Sequence[Load],
    lifts: Sequence[Bringing],
    spots: Sequence[RampLimit],
    places: Sequence[StationLimit],
) -> list[Limit]:
    """Return every limit on some loads, latest first."""
    lots = means.rows("lot")
    begins = {place.row: min((means.starts(x.row) for x in loads if place.row in means.route(x.row)), default=0)
              for place in places}  # fmt: skip
    found = [Limit("preparation", place.row, begins[place.row] + place.days * DAY) for place in places]
    found += [Limit("date", load.row, means.ready(load.row)) for load in loads]
    sites = sorted({lots[load.row].site for load in loads})
    for site in [*sites, -1] if len(sites) > 1 else sites:
        here = [load for load in loads if site in (-1, lots[load.row].site)]
        serving = [lift for lift in lifts if site == -1 or site in lift.sites]
        found += _lifted(means, here, serving, site)
    for spot in spots:
        cargo, _ = _parted(means, [load for load in loads if lots[load.row].site == spot.site])
        coming = [lift.opens for lift in lifts if lift.heavy and spot.site in lift.sites]
        days = factors.closure_days(math.fsum(load.tonnes for load in cargo), spot.t_per_day)
        if cargo:
            found.append(Limit("ramp", spot.site, min(coming, default=0) + days * DAY))
    found.sort(key=lambda limit: -limit.at)
    return found


def _lifted(means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], site: int) -> list[Limit]:
    """Return when lifts have carried some loads: by weight and positions, and people by seats."""
    cargo, people = _parted(means, loads)
    heavy = [lift for lift in lifts if lift.heavy]
    weight = math.fsum(load.tonnes for load in cargo)
    together = weight + math.fsum(load.tonnes for load in people)
    room = math.fsum(load.positions for load in cargo)
    filled = [
        _when(heavy, weight, lambda lift: lift.payload_t),
        _when(lifts, together, lambda lift: lift.payload_t),
        _when(heavy, room, lambda lift: lift.positions),
    ]
    seats = _when(lifts, sum(load.count for load in people), lambda lift: lift.seats)
    return [Limit("lift", site, max(filled)), Limit("seats", site, seats)]


def _when(lifts: Sequence[Bringing], amount: float, each: Callable[[Bringing], float]) -> float:
    """Instant by which lifts have carried an amount, so much each sortie [s]; infinite if they never do."""

    def carried(t: float) -> float:
        return math.fsum(lift.missions_by(t) * min(each(lift), 1e12) for lift in lifts)

    enough = amount * (1.0 - 1e-9)
    low, high = 0.0, float(FAR)
    if amount <= 0.0 or carried(high) < enough:
        return 0.0 if amount <= 0.0 else math.inf
    for _ in range(64):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if carried(middle) >= enough else (middle, high)
    return high


def _permits(means: Means) -> list[Permit]:
    """Return the permissions that do not simply hold from the start."""
    found = []
    for row, permission in enumerate(means.rows("permission")):
        low, high = means.spread(permission.opens)
        lost = means.value(permission.lost_s)
        if high > 0.0 or lost > 0.0:
            lifts = np.flatnonzero(means.plan.permits[row]).tolist()
            found += [Permit(lift, means.mean(permission.opens), low, high, lost) for lift in lifts]
    return found
