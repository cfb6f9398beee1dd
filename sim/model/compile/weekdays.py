"""Days of the week and months: the dates of scheduled missions, and the factors on rates and speeds."""

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
"""How long before the stated beginning of a supply its factors start [s]: an unknown may make it begin earlier."""


def scheduled(supply: Scheduled, clock: Clock, horizon: int) -> list[int]:
    """Return the planned arrivals of scheduled missions [s], in time order, from the day of the start on."""
    planned = []
    for day, _ in local_midnights(clock, horizon):
        for hour in supply.at_h if DAYS[day.weekday()] in supply.days else ():
            at = datetime.combine(day, time()) + timedelta(seconds=whole_seconds(3600.0 * hour))
            planned.append(seconds(at, clock, ends=False))
    return sorted(planned)


def factors_by_day(supply: Rate | Ready, clock: Clock, horizon: int) -> list[tuple[int, float]]:
    """Return the factors on a supply, each with the instant from which it applies [s]; none where all days are alike.

    The factor on the named days makes up for the other days, so that the number of missions a week stays the same. The
    factor of the month multiplies it.
    """
    by_month = supply.by_month if isinstance(supply, Rate) else {}
    if set(supply.days) == set(DAYS) and not by_month:
        return []
    made_up = len(DAYS) / len(set(supply.days))
    begins = 0 if supply.begins is None else min(0, seconds(supply.begins, clock, ends=False))

    def factor(day: date) -> float:
        named = made_up if DAYS[day.weekday()] in supply.days else 0.0
        return named * by_month.get(_month(day), 1.0)

    return _by_day(factor, clock, begins - MOVED_S, horizon)


def factors_by_month(by_month: Mapping[Month, float], clock: Clock, horizon: int) -> list[tuple[int, float]]:
    """Return factors by month, each with the instant from which it applies [s]; none where no month is named."""
    return _by_day(lambda day: by_month.get(_month(day), 1.0), clock, 0, horizon) if by_month else []


def _month(day: date) -> Month:
    named: Month = MONTHS[day.month - 1]  # type: ignore[assignment]
    return named


def _by_day(factor: Callable[[date], float], clock: Clock, begins: int, horizon: int) -> list[tuple[int, float]]:
    """Return the changes of a factor, each with the instant at which it applies [s], from the day of `begins` on."""
    day, found = moment(begins, clock).date(), list[tuple[int, float]]()
    while (at := seconds(day, clock, ends=False)) <= horizon:
        if not found or found[-1][1] != factor(day):
            found.append((at, factor(day)))
        day += timedelta(days=1)
    return found
