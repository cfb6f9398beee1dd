"""Dates of scheduled missions by days of the week, and factors on rates and speeds by days of the week and months."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from sim.domain.dates import local_midnights, moment, seconds
from sim.domain.outage import MONTHS, Month
from sim.domain.scenario import Clock
from sim.domain.site import DAYS
from sim.domain.supply import Rate, Ready, Scheduled
from sim.model.durations import whole_seconds

__all__ = ["factors_by_day", "factors_by_month", "scheduled"]

MOVED_S = 400 * 86_400
"""How long before the start, or before the stated beginning of the supply if that is earlier, the factors of the supply
begin [s]; an unknown may move this beginning to an earlier date."""


def scheduled(supply: Scheduled, clock: Clock, horizon: int) -> list[int]:
    """Return the planned arrivals of scheduled missions [s], in order, from the local midnight before the start on."""
    planned = []
    for day, _ in local_midnights(clock, horizon):
        for hour in supply.at_h if DAYS[day.weekday()] in supply.days else ():
            at = datetime.combine(day, time()) + timedelta(seconds=whole_seconds(3600.0 * hour))
            planned.append(seconds(at, clock, ends=False))
    return sorted(planned)


def factors_by_day(supply: Rate | Ready, clock: Clock, horizon: int) -> list[tuple[int, float]]:
    """Return the factors on the rate of a supply, each with the instant from which it applies [s].

    Days of the week that the supply does not name have the factor 0. The n days that it names have the factor 7 / n, so
    that the number of missions a week stays the same. Both are multiplied by the factor of the month. The list is empty
    if the supply names all days of the week and no month.
    """
    by_month = supply.by_month if isinstance(supply, Rate) else {}
    if set(supply.days) == set(DAYS) and not by_month:
        return []
    on_named_days = len(DAYS) / len(set(supply.days))
    begins = 0 if supply.begins is None else min(0, seconds(supply.begins, clock, ends=False))

    def factor(day: date) -> float:
        of_weekday = on_named_days if DAYS[day.weekday()] in supply.days else 0.0
        return of_weekday * by_month.get(_month(day), 1.0)

    return _by_day(factor, clock, begins - MOVED_S, horizon)


def factors_by_month(by_month: Mapping[Month, float], clock: Clock, horizon: int) -> list[tuple[int, float]]:
    """Return factors by month, each with the instant from which it applies [s]; an empty list if no month is named."""
    return _by_day(lambda day: by_month.get(_month(day), 1.0), clock, 0, horizon) if by_month else []


def _month(day: date) -> Month:
    month: Month = MONTHS[day.month - 1]  # type: ignore[assignment]
    return month


def _by_day(factor: Callable[[date], float], clock: Clock, begins: int, horizon: int) -> list[tuple[int, float]]:
    """Return the values of a factor that depends on the day, each with the instant from which it applies [s].

    The first value is that of the day of `begins`. A later day is listed only if its value differs from that of the day
    before.
    """
    day, changes = moment(begins, clock).date(), list[tuple[int, float]]()
    while (at := seconds(day, clock, ends=False)) <= horizon:
        if not changes or changes[-1][1] != factor(day):
            changes.append((at, factor(day)))
        day += timedelta(days=1)
    return changes
