"""The mean supply of each lift: missions by a date, tonnes and people on a sortie, and the round trip of its tails."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from sim.arithmetic import factors
from sim.arithmetic.convoy import convoy
from sim.arithmetic.demand import parted, riders
from sim.arithmetic.filling import NOTHING, Filling, Measure, Room, filling, large, sharing
from sim.arithmetic.pace import Pace, flying_h, pace
from sim.model.terms import Supply
from sim.model.world.means import DAY, HOUR, Load, Means
from sim.model.world.missions import WEEK, planned, seasons
from sim.model.world.openings import Span, both, common, inside, rest

__all__ = ["Bringing", "Keeper", "bringing", "whole"]

DRAWS = 2000
"""Number of quantiles of the payload over which the number of people on a sortie is averaged."""
Keeper = Literal["lift", "crews", "headway", "road hours"]
"""What keeps a lift from coming more often; "lift" stands for its missions, or for its tails and their round trips."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """The mean supply of one lift.

    Attributes
    ----------
    row, name
        Row and name of the lift.
    sites
        Rows of the sites that it serves.
    heavy
        Whether it may carry equipment.
    uses_ramp
        Whether it uses spots and load teams of a ramp.
    payload_t, seats, positions, volume_m3
        Mean capacity of one sortie: payload [t], seats, pallet positions, volume [m3]; infinite for no limit.
    asked_per_day, per_day
        Missions a day as planned, and the same less the missions lost to refused clearance, cancellation and outages.
    tails, flying_h, cycle_h
        Number of tails (0 if it is no fleet); mean flying time and mean total time of a round trip over a leg [h].
    ground_h, spot_h
        Time on a working spot, and on a parking spot, at the sites [h].
    opens
        Instant from which the lift may come to a site [s].
    begins, until, grows
        First and last instant at which missions without dates come [s]; time in which a rate grows from 0 [s].
    out
        Whether it leaves the country.
    to, offload_h
        Row of its destination, and the time on a parking spot there [h].
    crews
        Number of crews in its pool; 0 if there are always enough.
    ute_h
        The UTE (utilization) rate that was given [flying hours per day and tail]; None if none was given.
    paces
        The pace on each of its legs.
    dates
        Planned arrivals of missions on dates or on a schedule [s].
    shut
        Spans in which permissions and routes let it come to none of its sites [s].
    abreast
        For a fleet: number of tails that may take their first loads at the same time, as crews and headway allow.
    reach_s, soonest_s
        Time of a tail to its first site, with mean rest on the way and without rest [s]; 0 if tails begin there.
    crew_h
        Time of one crew for a round trip, if crews limit the lift [h]; otherwise 0.
    filling
        How everything that may ride on it fills its sorties.
    driven
        Whether it is a convoy of the force's own vehicles.
    """

    row: int
    name: str
    sites: tuple[int, ...]
    heavy: bool
    uses_ramp: bool
    payload_t: float
    seats: float
    positions: float
    asked_per_day: float
    per_day: float
    tails: int
    flying_h: float
    cycle_h: float
    ground_h: float
    spot_h: float
    opens: int
    begins: int
    until: int
    grows: float
    out: bool
    to: int
    offload_h: float
    crews: int
    ute_h: float | None
    paces: tuple[Pace, ...]
    dates: tuple[int, ...] = field(default=())
    shut: tuple[Span, ...] = ()
    abreast: int = 0
    reach_s: float = 0.0
    soonest_s: float = 0.0
    crew_h: float = 0.0
    filling: Filling = NOTHING
    volume_m3: float = math.inf
    driven: bool = False

    @property
    def room(self) -> Room:
        """Capacity of one of its sorties."""
        return Room(self.payload_t, self.positions, self.seats, self.heavy, self.volume_m3)

    @property
    def people(self) -> float:
        """Number of people on one sortie; for a lift that carries only people, at most what its payload allows."""
        return self.seats if self.heavy or self.filling.by is None else self.filling.each

    @property
    def load_t(self) -> float:
        """Weight on one of its sorties, as payload, positions, volume or whole items allow [t]."""
        return self.filling.load_t

    def over(self, weights: Mapping[int, float]) -> tuple[Bringing, Keeper]:
        """Return the supply of the lift if it serves only some sites, and what keeps it from coming more often.

        `weights` has the proportion of its sorties to each of these sites, by the row of the site. Tails and crews
        serve all these sites in turn. Headway limits each site separately, so it counts only if there is a single site.
        """
        legs = [(leg, weights[leg.site]) for leg in self.paces if weights.get(leg.site, 0.0) > 0.0]
        total = math.fsum(weight for _, weight in legs)
        if not legs:
            return self, "lift"
        cycle, road, resting, crew = (
            math.fsum(getattr(leg, name) * weight for leg, weight in legs) / total
            for name in ("cycle_h", "road_h", "resting_h", "crew_h")
        )
        asked, keeper = self.asked_per_day, _keeper(cycle, road, resting) if self.tails else "lift"
        abreast, crew_h = self.tails, 0.0
        if self.tails:
            rates = [24.0 * self.tails / cycle if cycle > 0.0 else math.inf]
            if self.ute_h is not None and self.flying_h > 0.0:
                rates.append(self.tails * self.ute_h / self.flying_h)
            asked = min(rates)
        if self.crews and crew > 0.0 and 24.0 * self.crews / crew < asked and not self.dates:
            crew_h = crew
            asked, keeper, abreast = 24.0 * self.crews / crew, "crews", min(abreast, self.crews)
        if len(legs) == 1 and legs[0][0].most_per_day < asked and not self.dates:
            asked, keeper, abreast = legs[0][0].most_per_day, "headway", min(abreast, 1)
        share_kept = self.per_day / self.asked_per_day if self.asked_per_day else 0.0
        share_kept = share_kept if math.isfinite(share_kept) else 1.0
        opens = round(min(leg.opens for leg, _ in legs))
        shut = tuple(common(leg.shut for leg, _ in legs))
        supply = replace(self, asked_per_day=asked, per_day=asked * share_kept, cycle_h=cycle, opens=opens, shut=shut)
        reach_s, soonest_s = (min(getattr(leg, name) for leg, _ in legs) for name in ("reach_s", "soonest_s"))
        paces = tuple(leg for leg, _ in legs)
        supply = replace(supply, abreast=abreast, reach_s=reach_s, soonest_s=soonest_s, crew_h=crew_h, paces=paces)
        return supply, keeper

    def first(self, after: float, leg: Pace | None = None) -> float:
        """Return the first instant from `after` on at which a fleet may load [s]: at any site, or at that of `leg`."""
        return max(after, max(self.opens, self.begins) + (leg.soonest_s if leg else self.soonest_s))

    def begins_at(self, leg: Pace, last: float, after: float) -> float:
        """Return when the last loading at the site of a leg begins, if `last` is the mean of this over all sites [s].

        For a fleet, the last round trip and the way to the site take the time of that leg instead of the mean time.
        Other lifts return `last`.
        """
        if not self.tails or self.per_day <= 0.0:
            return last
        trip = self.abreast * DAY / self.per_day
        mean = self.crew_h if self.crew_h > 0.0 else self.cycle_h
        here = leg.crew_h if self.crew_h > 0.0 else leg.cycle_h
        longer = trip * (here / mean - 1.0) if mean > 0.0 else 0.0
        return max(self.first(after, leg), last - longer + leg.reach_s - self.reach_s)

    def missions_by(self, t: float) -> float:
        """Return the expected number of missions that have come by an instant [s]."""
        if self.dates:
            kept = self.per_day / self.asked_per_day if self.asked_per_day else 0.0
            return kept * sum(not inside(self.shut, at) for at in self.dates[: bisect_right(self.dates, t)])
        first, last = max(self.opens, self.begins), min(t, self.until)
        if last <= first:
            return 0.0
        spans = both([(first, last)], rest(self.shut)) if self.shut else [(first, last)]
        return self.per_day * math.fsum(self._grown(until) - self._grown(begins) for begins, until in spans) / DAY

    def _grown(self, t: float) -> float:
        """Return the integral, from `begins` to `t`, of the share of its full value that the rate has reached [s]."""
        since = t - self.begins
        if self.grows <= 0.0:
            return since
        return since * since / (2.0 * self.grows) if since < self.grows else since - self.grows / 2.0

    def fleet_per_day(self, ute_h: float | None, each: float) -> float:
        """Return how much a fleet carries a day if a sortie carries `each`; `ute_h` limits the flying hours a day."""
        if each <= 0.0:
            return 0.0
        free = factors.cycling_throughput(self.tails, self.cycle_h, each)
        if ute_h is None:
            return free
        return min(free, factors.fleet_throughput(self.tails, ute_h, self.flying_h, each))


def whole(by: Measure, size: float) -> tuple[Callable[[Load], float], Callable[[Bringing], float]]:
    """Return two functions: the number of items of a load with at least a size, and how many of them a sortie takes."""

    def items(load: Load) -> float:
        return float(load.count) if large(load, by, size) else 0.0

    return items, lambda lift: sharing(lift.room, by, size)


def _keeper(cycle_h: float, road_h: float, resting_h: float) -> Keeper:
    """Return "road hours" if rest outside the hours of the road is the longest part of a round trip, else "lift"."""
    most = max(road_h, cycle_h - road_h - resting_h)
    return "road hours" if resting_h > 0.0 and resting_h >= most * (1.0 - 1e-9) else "lift"


def bringing(means: Means, loads: Sequence[Load], ute_h: float | None = None) -> list[Bringing]:
    """Return the supply of each lift.

    Parameters
    ----------
    means
        The plan at mean values.
    loads
        The loads to go; they determine which limit of a sortie is reached first.
    ute_h
        UTE (utilization) rate of every fleet [flying hours per day and tail]; None for no such limit.
    """
    found = [_lift(means, row, ute_h) for row in range(len(means.plan.lift))]
    filled = [(lift, filling(lift.room, *parted(means, riders(means, loads, lift.row)))) for lift in found]
    return [replace(lift, filling=_averaged(means, lift.row, fills)) for lift, fills in filled]


def _averaged(means: Means, row: int, fills: Filling) -> Filling:
    """Return the filling; if the mean payload carries no person, with the mean number of people over all payloads."""
    if fills.by != "payload" or fills.tonnes > 0.0 or not fills.people or fills.each >= 1.0:
        return fills
    spec, lots = means.rows("lift")[row], means.rows("lot")
    most = means.value(spec.max_payload_s, math.inf)
    kg = min(means.counted(lot)[1] for lot in means.plan.carries[:, row].nonzero()[0].tolist() if lots[lot].person)
    draws = (min(means.dist[spec.payload].at((step + 0.5) / DRAWS), most) for step in range(DRAWS))
    return replace(fills, each=math.fsum(math.floor(draw / kg + 1e-6) for draw in draws) / DRAWS)


def _lift(means: Means, row: int, ute_h: float | None) -> Bringing:
    plan, spec = means.plan, means.rows("lift")[row]
    legs = [leg for leg in means.rows("leg") if leg.lift == row]
    lots = np.arange(len(plan.lot))
    person = plan.lot["person"][np.concatenate([lots, plan.stop["lot"]])] != 0
    positions = means.value(spec.pallets_s, math.inf)
    payload = means.mean(spec.payload) / 1000.0
    if spec.max_payload_s >= 0:
        payload = min(payload, means.value(spec.max_payload_s) / 1000.0)
    heavy = bool((plan.carries[:, row] & ~person).any()) and positions > 0.0
    seats = means.mean(spec.seats) if spec.seats >= 0 else math.inf
    if spec.driven:
        payload, seats, positions = (*convoy(means, row), math.inf)
    rides = seats if math.isfinite(seats) and not heavy else 0.0
    ground = means.hours(spec.load) + means.value(spec.load_per_person_s) / HOUR * rides
    ground += means.value(spec.load_per_t_s) / HOUR * payload * heavy
    ground += _tasks(means, row, payload * heavy, positions, rides)
    repair = means.value(spec.breaks_s) * means.hours(spec.repair)
    flying = math.fsum(flying_h(means, leg) for leg in legs) / len(legs)
    paces = tuple(pace(means, row, leg, ground, stands=bool(spec.begin_at_site) and leg is legs[0]) for leg in legs)
    cycle = math.fsum(leg.cycle_h for leg in paces) / len(paces)
    dates: tuple[int, ...] = ()
    tails, asked, lead = 0, 0.0, 0
    if spec.on_call:
        pass  # it comes only if a review calls it
    elif spec.supply == Supply.FLEET:
        tails = max(1, means.whole(spec.tails_s))
        rates = [24.0 / cycle if cycle > 0.0 else math.inf]
        if ute_h is not None and flying > 0.0:
            rates.append(ute_h / flying)
        asked = tails * min(rates)
    elif spec.supply == Supply.READY:
        asked, lead = _requests_per_day(means, spec, ground + repair, flying), means.whole(spec.lead_s)
    elif spec.supply == Supply.RATE:
        asked = means.value(spec.per_week_s) * DAY / WEEK
        if spec.by_month:
            asked *= _by_month(means, row, spec)
    else:
        dates = tuple(m.at for m in means.rows("mission") if m.lift == row and m.at < plan.horizon)
        if spec.supply == Supply.SCHEDULED:
            dates = tuple(at for at, _ in planned(means, row))
        asked = len(dates) * DAY / max(DAY, dates[-1] - dates[0]) if len(dates) > 1 else float(len(dates))
    kept = 1.0 if spec.slips else (1.0 - means.value(spec.refuse_s)) * (1.0 - means.value(spec.cancel_s))
    return Bringing(
        row, plan.name_of("lift", row), tuple(leg.site for leg in legs), heavy, bool(spec.uses_ramp), payload,
        seats, positions, asked, asked * kept * (1.0 - means.grounded(row)), tails, flying, cycle, ground,
        ground + repair, round(min(leg.opens for leg in paces)), spec.begins + lead, spec.until + lead,
        means.value(spec.ramp_up_s), not means.rows("site")[spec.to].base, spec.to,
        means.hours(spec.offload), means.whole(spec.crews_s) if spec.crews_s >= 0 else 0, ute_h, paces, dates,
        tuple(common(leg.shut for leg in paces)), tails, min(leg.reach_s for leg in paces) if tails else 0.0,
        min(leg.soonest_s for leg in paces) if tails else 0.0,
        volume_m3=means.edge(spec.volume_s, math.inf), driven=bool(spec.driven),
    )  # fmt: skip


def _requests_per_day(means: Means, spec: Any, ground_h: float, flying_h: float) -> float:
    """Return the largest number of missions a day on request, as `at_once` and `most_per_week` allow.

    `at_once` missions are under way at a time, each from its request until it arrives at its destination.
    """
    takes_h = means.value(spec.lead_s) / HOUR + ground_h + flying_h / 2.0
    asked = 24.0 * max(1, means.whole(spec.at_once_s, 1)) / takes_h if takes_h > 0.0 else math.inf
    if spec.most_per_week_s >= 0:
        asked = min(asked, max(1, means.whole(spec.most_per_week_s)) * DAY / WEEK)
    return asked


def _by_month(means: Means, row: int, spec: Any) -> float:
    """Return the mean of `by_month`, a factor on a rate, from the beginning of the rate to its end or the deadline."""
    begins, factors = seasons(means, row)
    first, last = max(spec.begins, 0), min(spec.until, max(means.plan.deadline, DAY))
    if last <= first:
        return 1.0
    ends = [*begins[1:], last]
    spans = (max(0, min(end, last) - max(begin, first)) for begin, end in zip(begins, ends, strict=True))
    total = math.fsum(span * factor for span, factor in zip(spans, factors, strict=True))
    return float(total / (last - first))


def _tasks(means: Means, row: int, payload: float, positions: float, people: float) -> float:
    """Return the ground time of the tasks of a lift with a full load [h]; of parallel tasks, the longest counts.

    The time that tasks take per vehicle does not count, because the number of vehicles on a sortie varies.
    """
    longest: dict[int, float] = {}
    for task in (task for task in means.rows("task") if task.lift == row):
        takes = means.hours(task.takes) + means.value(task.per_t_s) / HOUR * payload
        takes += means.value(task.per_pallet_s) / HOUR * (positions if math.isfinite(positions) and payload else 0.0)
        takes += means.value(task.per_person_s) / HOUR * people
        takes += means.value(task.per_busload_s) / HOUR * math.ceil(people / task.busload)
        longest[task.stage] = max(longest.get(task.stage, 0.0), takes)
    return math.fsum(longest.values())
