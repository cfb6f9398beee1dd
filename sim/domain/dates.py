"""Conversion of dates to whole seconds from the start of the clock, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sim.domain.datewords import SHORT
from sim.domain.nouns import When

if TYPE_CHECKING:
    from sim.domain.scenario import Clock


def instant(when: When, zone: str, *, ends: bool) -> datetime:
    """Return the instant of a date, as a datetime with a time zone.

    A bare date stands for the end of that local day with `ends`, otherwise for its beginning. A date and time without
    an offset is read in `zone`.
    """
    if isinstance(when, datetime):
        return when if when.tzinfo is not None else when.replace(tzinfo=ZoneInfo(zone))
    day = when + timedelta(days=1) if ends else when
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def start_of(clock: Clock) -> datetime:
    """Return the instant at which the clock starts, in UTC."""
    return instant(clock.start, clock.zone, ends=False).astimezone(UTC)


def seconds(when: When, clock: Clock, *, ends: bool) -> int:
    """Return the time from the start of the clock to a date, rounded to whole seconds; `ends` as in `instant`."""
    return round((instant(when, clock.zone, ends=ends).astimezone(UTC) - start_of(clock)).total_seconds())


def moment(second: int, clock: Clock) -> datetime:
    """Return the local date and time `second` seconds after the start of the clock."""
    return (start_of(clock) + timedelta(seconds=second)).astimezone(ZoneInfo(clock.zone))


def day_and_month(when: date) -> str:
    """Return a date as a planner writes it, without the year: 23 Jul."""
    return f"{when.day} {SHORT[when.month - 1]}"


def local_midnights(clock: Clock, until_s: int) -> list[tuple[date, int]]:
    """Return each local day that begins by `until_s`, with the second at which it begins, from the day of the start on.

    Seconds count from the start of the clock, so the first one is 0 or negative.
    """
    day = moment(0, clock).date()
    days: list[tuple[date, int]] = []
    while (second := seconds(day, clock, ends=False)) <= until_s:
        days.append((day, second))
        day += timedelta(days=1)
    return days
