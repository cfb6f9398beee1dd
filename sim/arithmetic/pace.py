"""How fast a lift covers its legs at mean values.

The pace depends on flying or driving times, hours in which the lift moves, hours of the sites, breakdowns, attacks,
ground times, crews and headway.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.arithmetic import factors
from sim.model import calendars
from sim.model.driving import vehicles_in
from sim.model.world.attacks import attacks_expected
from sim.model.world.flying import positions, speeds
from sim.model.world.hours import open_hours
from sim.model.world.means import DAY, HOUR, Means
from sim.model.world.missions import WEEK
from sim.model.world.openings import Span

__all__ = ["Pace", "flying_h", "lost_h", "pace"]

FAR = 1e10
"""An instant later than any other [s]."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The round trip of a lift over one leg, at mean values.

    Attributes
    ----------
    site
        Row of the site where the lift loads.
    cycle_h
        Time of a tail from one departure to the next, including waits for the open hours of the site [h].
    road_h, resting_h
        Parts of `cycle_h`: on the way, breakdowns and attacks included, and at rest outside the hours in which the lift
        moves [h].
    crew_h
        Time of one crew for a round trip, including report and rest [h]; 0 if there are always enough crews.
    most_per_day
        Largest number of departures a day from the site that headway allows.
    reach_s, soonest_s
        Time of a tail to the site for its first load, including breakdowns and attacks: with mean rest on the way, and
        without rest [s]. Both are 0 if tails begin at the site.
    opens
        Instant from which permissions, and the routes over this leg, let the lift come [s].
    shut
        All spans in which permissions and routes are certain not to let the lift come [s].
    """

    site: int
    cycle_h: float
    road_h: float
    resting_h: float
    crew_h: float
    most_per_day: float
    reach_s: float
    soonest_s: float
    opens: float
    shut: tuple[Span, ...]


def pace(means: Means, row: int, leg: Any, ground_h: float, *, stands: bool) -> Pace:
    """Return the pace of a lift on one leg; `stands` says whether tails begin at the site of the leg.

    Notes
    -----
    At a site with hours, a tail lands when the site opens, and again after each cycle until it closes. Each vehicle
    that breaks down, on the way there or back, costs its recovery time. At each departure, from the site and from home,
    a tail may break or be down. Each of the two costs its probability times the mean time that it lasts. For a tail
    that is down, this is exact if that time is exponential.
    """
    spec = means.rows("lift")[row]
    moving = calendars.open_seconds(*open_hours(means, spec.moves), 0, WEEK) / WEEK
    road = flying_h(means, leg) + 2.0 * lost_h(means, spec, leg)
    resting = road * (1.0 / moving - 1.0) if moving else math.inf
    down = (1.0 - means.value(spec.capable_s, 1.0)) * means.hours(spec.down) if spec.down >= 0 else 0.0
    repair = means.value(spec.breaks_s) * means.hours(spec.repair)
    home = means.hours(spec.offload) + means.hours(spec.turn)
    cycle = factors.cycle_time(road, resting + ground_h + home + 2.0 * (repair + down))
    cycle = _within_hours(means, leg.site, cycle)
    headway = means.value(spec.headway_s) / HOUR
    most = 24.0 * moving / headway if headway > 0.0 else math.inf
    crew, shut = _crew(means, spec, road, ground_h, home), means.openings.leg(row, leg.site)
    opens = min(shut[0][1], FAR) if shut and shut[0][0] <= 0.0 else 0.0
    reach, soonest = (0.0, 0.0) if stands else ((road + resting) / 2.0 * HOUR, road / 2.0 * HOUR)
    return Pace(leg.site, cycle, road, resting, crew, most, reach, soonest, opens, tuple(shut))


def flying_h(means: Means, leg: Any) -> float:
    """Return the flying or driving time of a round trip [h], without breakdowns and attacks."""
    slower = _slower(means, leg)
    if leg.block >= 0:
        return 2.0 * means.hours(leg.block) * slower
    distance = means.value(leg.distance_s, leg.great_circle_nm)
    return factors.round_trip_flying(distance, means.value(leg.speed_s, 1.0)) * slower


def _slower(means: Means, leg: Any) -> float:
    """Return the factor by which a leg takes longer because its speed varies by month; the mean until the deadline."""
    begins, speed = speeds(means, leg)
    if not begins:
        return 1.0
    last = max(means.plan.deadline, DAY)
    ends = [*begins[1:], last]
    spans = [max(0, min(end, last) - max(begin, 0)) for begin, end in zip(begins, ends, strict=True)]
    return math.fsum(span / factor for span, factor in zip(spans, speed, strict=True)) / sum(spans)


def lost_h(means: Means, spec: Any, leg: Any) -> float:
    """Return the mean time that breakdowns and attacks cost in one direction of a leg [h]."""
    broken = _broken_h(means, spec)
    if spec.attack < 0:
        return broken
    nm = means.value(leg.distance_s, leg.great_circle_nm)
    return broken + attacks_expected(means.value(spec.attacks_s), nm) * means.hours(spec.attack)


def _broken_h(means: Means, spec: Any) -> float:
    """Return the mean time that breakdowns cost in one direction [h]: the recovery of each vehicle that breaks down.

    A convoy of the force's own vehicles counts as full. It drives in one direction only, so half of its vehicles count
    for each direction.
    """
    if spec.driven:
        vehicles = vehicles_in(positions(means, spec)) / 2.0
        return vehicles * means.value(spec.breakdown_s) * means.hours(spec.recover)
    return max(1, means.whole(spec.vehicles_s, 1)) * means.value(spec.breakdown_s) * means.hours(spec.recover)


def _within_hours(means: Means, site: int, cycle_h: float) -> float:
    """Return the mean cycle [h] at a site with hours: a tail lands when the site opens, and again after each cycle."""
    opens, closes = calendars.intersect(open_hours(means, means.rows("site")[site].runway), ([0], [WEEK]))
    spans = [(close - begin) / HOUR for begin, close in zip(opens, closes, strict=True)]
    if cycle_h <= 0.0 or math.fsum(spans) >= WEEK / HOUR:
        return cycle_h
    landings = sum(1 + math.floor(span / cycle_h + 1e-9) for span in spans)
    return max(cycle_h, WEEK / HOUR / landings) if landings else math.inf


def _crew(means: Means, spec: Any, road_h: float, ground_h: float, home_h: float) -> float:
    """Return the crew time of a round trip [h]: a duty day and the rest after it, divided by the trips of the day.

    A duty day has as many round trips as fit into it. If none fits, a crew flies one way, rests, flies back and rests.
    The result is 0 if there are always enough crews.
    """
    if spec.crews_s < 0:
        return 0.0
    duty, rest, report = (means.value(slot) / HOUR for slot in (spec.duty_s, spec.rest_s, spec.report_s))
    trip, free = road_h + ground_h, duty - report - road_h - ground_h
    if free < 0.0:
        return report + road_h + 2.0 * rest
    trips = 1 + math.floor(free / (trip + home_h) + 1e-9) if trip + home_h > 0.0 else 1
    return (report + trips * trip + (trips - 1) * home_h + rest) / trips
