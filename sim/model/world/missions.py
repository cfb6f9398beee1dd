"""When missions are planned to arrive: the supply of a lift before anything happens to it."""

import math
from typing import Any, Final

from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.durations import lognormal_from_mean_cv, normal_quantile, whole_seconds
from sim.model.terms import Pattern, Supply
from sim.model.world.numbers import Numbers

WEEK: Final = 7 * 86400
EVEN, JITTERED = int(Pattern.EVEN), int(Pattern.JITTERED)


def due_at(pattern: int, number: int, last: float, u: float) -> float:
    """Return the expected number of missions at which the given one arrives: its own pattern about 1/2, 3/2, ...

    Parameters
    ----------
    pattern
        How missions are spread (`terms.Pattern`).
    number, last
        Number of the mission, from 0, and what was returned of the one before.
    u
        A draw in (0, 1), of no use where they are spread evenly.
    """
    if pattern == EVEN:
        return number + 0.5
    return number + u if pattern == JITTERED else last - math.log(u)


def grown(begins: int, ramp_up: int, t: int, ends: int) -> float:
    """Part of its full rate that a supply has in the middle of a span: it grows evenly over a time [s]."""
    return min(1.0, (0.5 * (t + ends) - begins) / ramp_up) if ramp_up > 0 else 1.0


def week_factor(cv: float, u: float) -> float:
    """Return the factor that a week puts on a lift's rate: lognormal of mean 1 and given coefficient of variation."""
    if cv <= 0.0:
        return 1.0
    mu, sigma = lognormal_from_mean_cv(1.0, cv)
    return math.exp(mu + sigma * normal_quantile(u))


def arrives_at(begins: int, ends: int, expected: float, due: float, rate: float) -> int:
    """Instant in a span at which the expected number of missions comes from `expected` to `due`, at a rate [s]."""
    return min(begins + whole_seconds((due - expected) / rate), ends)


def planned(numbers: Numbers, row: int) -> list[tuple[int, int]]:
    """Return the planned arrivals of a lift's missions as (instant, site or -1), in time order; none for a fleet.

    Those before the start of the clock have been, and are not told again.
    """
    lift = numbers.rows("lift")[row]
    if lift.supply == Supply.FLEET:
        return []
    if lift.supply == Supply.DATED:
        arrivals = [(mission.at, mission.site) for mission in numbers.rows("mission") if mission.lift == row]
    else:
        arrivals = [(at, -1) for at in _at_rate(numbers, lift)]
    return [(at, site) for at, site in arrivals if 0 <= at < numbers.plan.horizon]


def granted(numbers: Numbers, row: int, begins: int, share: float, first: int) -> list[tuple[int, int]]:
    """Return the planned arrivals of missions granted beside those of a rate, as (instant, site or -1), in time order.

    Parameters
    ----------
    row
        Row of the lift.
    begins
        Instant from which they come [s].
    share
        How many there are, as a part of the lift's own rate; good and bad weeks hit them alike.
    first
        Number of the first, so that their luck is their own.
    """
    lift = numbers.rows("lift")[row]
    arrivals = [(at, -1) for at in _at_rate(numbers, lift, share, begins, first)]
    return [(at, site) for at, site in arrivals if begins <= at < numbers.plan.horizon]


def _at_rate(numbers: Numbers, lift: Any, share: float = 1.0, since: int = -NEVER, first: int = 0) -> list[int]:
    """Arrivals where the expected number of missions passes 1/2, 3/2, ... (or random amounts)."""
    per_second = share * numbers.value(lift.per_week_s) / WEEK
    until = min(lift.until, numbers.plan.horizon)
    arrivals: list[int] = []
    if per_second <= 0.0:
        return arrivals
    expected, due, number = 0.0, _next_due(numbers, lift, 0, 0.0, first), 0
    for begins, ends, rate in _pieces(numbers, lift, per_second, until):
        if ends <= since:
            continue
        begins = max(begins, since)
        # Within a piece the rate is constant, so instants follow by division.
        while rate > 0.0 and expected + rate * (ends - begins) >= due:
            arrivals.append(arrives_at(begins, ends, expected, due, rate))
            number += 1
            due = _next_due(numbers, lift, number, due, first)
        expected += rate * (ends - begins)
    return [at for at in arrivals if at < until]


def _next_due(numbers: Numbers, lift: Any, number: int, last: float, first: int) -> float:
    """Return the expected number of missions at which the given one arrives."""
    u = 0.5 if lift.pattern == EVEN else numbers.chance(Stream.ARRIVAL, lift.key, first + number)
    return due_at(lift.pattern, number, last, u)


def _pieces(numbers: Numbers, lift: Any, per_second: float, until: int) -> list[tuple[int, int, float]]:
    """Cut the time of supply into days of constant rate [missions a second], each with its week's factor."""
    begins, ramp_up = lift.begins, numbers.whole(lift.ramp_up_s)
    cv = numbers.value(lift.week_cv_s)
    pieces = []
    week, factor = None, 1.0
    t = begins
    while t < until:
        ends = min(t + 86400, until)
        if t // WEEK != week:
            week = t // WEEK
            factor = week_factor(cv, numbers.chance(Stream.WEEK, lift.key, week) if cv > 0.0 else 0.5)
        pieces.append((t, ends, per_second * grown(begins, ramp_up, t, ends) * factor))
        t = ends
    return pieces
