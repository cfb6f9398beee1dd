"""The planned arrivals of missions that come at a rate, on dates or by schedule, and of those that reviews add."""

import math
from collections.abc import MutableSequence, Sequence
from typing import Final

from sim.model.calendars import NEVER, Sorted, window_at
from sim.model.draws import Stream, uniform
from sim.model.durations import lognormal_from_mean_cv, normal_quantile, whole_seconds
from sim.model.terms import Pattern, Supply
from sim.model.world.numbers import Numbers

DAY: Final = 86400
WEEK: Final = 7 * DAY
OF_ARRIVAL, OF_WEEK = int(Stream.ARRIVAL), int(Stream.WEEK)
EVEN, JITTERED = int(Pattern.EVEN), int(Pattern.JITTERED)


def due_at(pattern: int, number: int, last: float, u: float) -> float:
    """Return the expected number of missions so far at which a mission arrives: 1/2, 3/2, ... or random, by pattern.

    Parameters
    ----------
    pattern
        How missions are spaced (`terms.Pattern`).
    number, last
        Number of the mission, from 0, and the value returned for the mission before it; 0 for the first.
    u
        A uniform number in (0, 1); not used if missions are spread evenly.
    """
    if pattern == EVEN:
        return number + 0.5
    return number + u if pattern == JITTERED else last - math.log(u)


def grown(begins: int, ramp_up: int, t: int, ends: int) -> float:
    """Return the fraction of the full rate midway from `t` to `ends` [s].

    The rate grows linearly from 0 at `begins` to its full value `ramp_up` seconds later.
    """
    return min(1.0, (0.5 * (t + ends) - begins) / ramp_up) if ramp_up > 0 else 1.0


def week_factor(cv: float, u: float) -> float:
    """Return the factor of a week on a lift's rate: lognormal with mean 1 and the given coefficient of variation."""
    if cv <= 0.0:
        return 1.0
    mu, sigma = lognormal_from_mean_cv(1.0, cv)
    return math.exp(mu + sigma * normal_quantile(u))


def arrives_at(begins: int, ends: int, expected: float, due: float, rate: float) -> int:
    """Return the instant in a span at which the expected number of missions grows from `expected` to `due` [s]."""
    return min(begins + whole_seconds((due - expected) / rate), ends)


def planned(numbers: Numbers, row: int) -> list[tuple[int, int]]:
    """Return the planned arrivals of a lift's missions as (instant, site or -1), in time order.

    A fleet, a lift whose missions are requested when a load is ready, and a lift on call have none. Missions before
    the start of the clock, or from the horizon on, are left out.
    """
    lift = numbers.rows("lift")[row]
    if lift.supply in (Supply.FLEET, Supply.READY) or lift.on_call:
        return []
    if lift.supply in (Supply.DATED, Supply.SCHEDULED):
        arrivals = [(mission.at, mission.site) for mission in numbers.rows("mission") if mission.lift == row]
        if lift.supply == Supply.SCHEDULED:
            arrivals = [(at, site) for at, site in arrivals if lift.begins <= at < lift.until]
    else:
        arrivals = [(at, -1) for at in _at_rate(numbers, row)]
    return [(at, site) for at, site in arrivals if 0 <= at < numbers.plan.horizon]


def granted(numbers: Numbers, row: int, begins: int, share: float, first: int) -> list[tuple[int, int]]:
    """Return the planned arrivals of missions that a review adds to a rate, as (instant, -1), in time order.

    Parameters
    ----------
    row
        Row of the lift.
    begins
        Instant from which these missions come [s].
    share
        Their rate, as a fraction of the rate of the lift without them; the factors by week and month are the same.
    first
        Number of the first of them; with numbers of their own, they have random numbers of their own.
    """
    arrivals = [(at, -1) for at in _at_rate(numbers, row, share, begins, first)]
    return [(at, site) for at, site in arrivals if begins <= at < numbers.plan.horizon]


def next_season(begins: Sorted, factor: Sequence[float], t: int) -> int:
    """Return the first instant at or after `t` at which missions may be planned [s]; NEVER if there is none.

    Parameters
    ----------
    begins, factor
        The instants from which factors on the rate apply [s], and the factors; both empty if the rate is constant.
    """
    if not len(begins):
        return t
    at = max(0, window_at(begins, t))
    while at < len(begins):
        if factor[at] > 0.0:
            return max(t, begins[at])
        at += 1
    return NEVER


def seasons(numbers: Numbers, row: int) -> tuple[list[int], list[float]]:
    """Return the factors on the rate of a lift: the instants from which they apply [s], and the factors."""
    mine = [season for season in numbers.rows("season") if season.lift == row]
    return [season.begins for season in mine], [season.factor for season in mine]


def _at_rate(numbers: Numbers, row: int, share: float = 1.0, since: int = -NEVER, first: int = 0) -> list[int]:
    """Return the arrivals of a lift at its rate, or at a share of its rate, from an instant on [s]."""
    lift = numbers.rows("lift")[row]
    seed, replication, horizon = numbers.seed, numbers.replication, numbers.plan.horizon
    rate = lift.key, lift.pattern, numbers.value(lift.per_week_s), share
    season = seasons(numbers, row)
    grows, cv = numbers.whole(lift.ramp_up_s), numbers.value(lift.week_cv_s)
    many, room = -1, 256
    while many < 0:
        at = [0] * room
        many = at_rate(
            at, seed, replication, *rate, lift.begins, min(lift.until, horizon), grows, cv, since, first, *season
        )
        room *= 4
    return at[:many]


def at_rate(
    at: MutableSequence[int],
    seed: int,
    replication: int,
    key: int,
    pattern: int,
    per_week: float,
    share: float,
    begins: int,
    until: int,
    ramp_up: int,
    cv: float,
    since: int,
    first: int,
    seasons: Sorted,
    factors: Sequence[float],
) -> int:
    """Write when missions at a rate arrive: whenever their expected number reaches the next value of `due_at`.

    The compiled engine compiles this function unchanged.

    Parameters
    ----------
    at
        Output: the instants, in time order [s].
    seed, replication, key
        Seed, replication and key of the lift, for the random numbers.
    pattern, per_week, share
        `terms.Pattern` of the supply, its full rate, and the fraction of this rate to use.
    begins, until, ramp_up, cv
        When the rate begins and ends, and how long it grows [s]; coefficient of variation of the factor of a week.
    since, first
        Instant from which missions come [s], and the number of the first of these missions. Missions that arrive before
        the start of the clock are counted, but not written.
    seasons, factors
        The instants from which factors on the rate apply [s], and the factors; both empty if there are none.

    Returns
    -------
    int
        Number of arrivals; -1 if `at` has no room for them.
    """
    per_second = share * per_week / WEEK
    if per_second <= 0.0:
        return 0
    many, number, expected, due = 0, 0, 0.0, _next_due(seed, replication, key, pattern, 0, 0.0, first)
    week, factor, t = -1, 1.0, begins
    while t < until:
        ends = min(t + DAY, until)
        if t // WEEK != week or t == begins:
            week = t // WEEK
            factor = week_factor(cv, uniform(seed, replication, OF_WEEK, key, week, 0, 0) if cv > 0.0 else 0.5)
        rate, start = per_second * grown(begins, ramp_up, t, ends) * factor, max(t, since)
        t = ends
        if ends <= since:
            continue
        while start < ends:
            span_ends, in_season = ends, rate
            if len(seasons):
                season = window_at(seasons, start)
                in_season = rate * factors[season] if season >= 0 else 0.0
                if season + 1 < len(seasons):
                    span_ends = min(ends, seasons[season + 1])
            # Up to `span_ends` the rate is constant, so instants follow by division.
            while in_season > 0.0 and expected + in_season * (span_ends - start) >= due:
                instant = arrives_at(start, span_ends, expected, due, in_season)
                if len(seasons) and instant == span_ends:
                    break  # this instant belongs to the next span, in which there may be no missions
                if max(0, since) <= instant < until:
                    if many == len(at):
                        return -1
                    at[many] = instant
                    many += 1
                number += 1
                due = _next_due(seed, replication, key, pattern, number, due, first)
            expected += in_season * (span_ends - start)
            start = span_ends
    return many


def _next_due(seed: int, replication: int, key: int, pattern: int, number: int, last: float, first: int) -> float:
    """Return `due_at` for a mission, with the random number of this mission."""
    u = 0.5 if pattern == EVEN else uniform(seed, replication, OF_ARRIVAL, key, first + number, 0, 0)
    return due_at(pattern, number, last, u)
