"""Days of the week and months of a supply: when missions are planned, and with which factor on the rate."""

from datetime import datetime, time, timedelta

from sim.domain.dates import local_midnights, moment, seconds
from sim.domain.lift import Rate, Ready, Scheduled
from sim.domain.outage import MONTHS
from sim.domain.scenario import Clock
from sim.domain.site import DAYS
from sim.model.durations import whole_seconds

__all__ = ["factors_by_day", "scheduled"]

MOVED = timedelta(days=400)
"""Factors are given from so long before a supply begins, as an unknown may move its beginning."""


def scheduled(supply: Scheduled, clock: Clock, horizon: int) -> list[int]:
    """Return when missions of a schedule are planned to arrive [s], in time order, from the day of the start on."""
    planned = []
    for day, _ in local_midnights(clock, horizon):
        for hour in supply.at_h if DAYS[day.weekday()] in supply.days else ():
            at = datetime.combine(day, time()) + timedelta(seconds=whole_seconds(3600.0 * hour))
            planned.append(seconds(at, clock, ends=False))
    return sorted(planned)


def factors_by_day(supply: Rate | Ready, clock: Clock, horizon: int) -> list[tuple[int, float]]:
    """Return the factors on a supply, each with the instant from which it counts [s]; none where all days are alike.

    On the days that are named the factor makes up for the others, so that there are as many missions a week; that of
    the month multiplies it.
    """
    by_month = supply.by_month if isinstance(supply, Rate) else {}
    if set(supply.days) == set(DAYS) and not by_month:
        return []
    made_up = len(DAYS) / len(set(supply.days))
    begins = 0 if supply.begins is None else min(0, seconds(supply.begins, clock, ends=False))
    day, found = moment(begins, clock).date() - MOVED, list[tuple[int, float]]()
    while (at := seconds(day, clock, ends=False)) <= horizon:
        factor = made_up if DAYS[day.weekday()] in supply.days else 0.0
        factor *= by_month.get(MONTHS[day.month - 1], 1.0)  # type: ignore[call-overload]
        if not found or found[-1][1] != factor:
            found.append((at, factor))
        day += timedelta(days=1)
    return found
