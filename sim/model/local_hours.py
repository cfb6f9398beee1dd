"""Calendars of hours by the local clock, such as 08:00 to 18:00 on working days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from sim.model.calendars import merge, merge_arrays
from sim.model.durations import whole_seconds

__all__ = ["daily"]


def daily(
    start_utc: datetime,
    horizon_s: int,
    zone: str,
    spans: Sequence[tuple[float, float]],
    days: frozenset[int],
) -> tuple[list[int], list[int]]:
    """Return the calendar of working hours that follow the local clock.

    Parameters
    ----------
    start_utc
        The instant 0, with a time zone.
    horizon_s
        Last instant that the calendar must cover [s].
    zone
        IANA name of the time zone, such as "Europe/Berlin".
    spans
        Hours [open, close) of the local clock [h]; a close above 24 lies on the next day.
    days
        Weekdays on which a span may begin, Monday is 0.

    Returns
    -------
    opens, closes
        Windows [s since the start]. They are not cut at 0 or at the horizon: the window of a shift that is open at the
        start begins before 0.

    Raises
    ------
    ValueError
        `start_utc` has no time zone.

    Notes
    -----
    A span during which the clock changes is shorter or longer than its hours. A clock time that occurs twice means its
    first occurrence. A clock time that is skipped is read with the offset before the change (PEP 495, fold = 0); if
    this makes a span empty, the span is dropped.
    """
    if start_utc.tzinfo is None:
        raise ValueError(f"start_utc = {start_utc.isoformat()}: expected a time with a zone")
    local = ZoneInfo(zone)

    def instant(midnight: datetime, hour: float) -> int:
        """Return the seconds from the start to an hour of the local clock."""
        clock = (midnight + timedelta(seconds=whole_seconds(3600.0 * hour))).replace(tzinfo=local, fold=0)
        return (clock.astimezone(UTC) - start_utc) // timedelta(seconds=1)

    latest_close = max((close for _, close in spans), default=0.0)
    days_before = max(1, math.ceil(latest_close / 24.0) - 1)
    midnights, seconds = _midnights(start_utc, horizon_s, zone, days, days_before, math.ceil(latest_close))
    if seconds is None:
        return merge(
            (instant(midnight, begin), instant(midnight, end)) for midnight in midnights for begin, end in spans
        )
    clock = [(whole_seconds(3600.0 * begin), whole_seconds(3600.0 * end)) for begin, end in spans]
    if len(clock) == 1 and clock[0][0] < clock[0][1] < clock[0][0] + 86400:  # no window touches the next one
        opens, closes = seconds + clock[0][0], seconds + clock[0][1]
        return opens.tolist(), closes.tolist()
    begins, ends = (np.add.outer(seconds, each).ravel() for each in np.array(clock, np.int64).reshape(-1, 2).T)
    return merge_arrays(begins, ends)


@lru_cache(maxsize=64)
def _midnights(
    start_utc: datetime, horizon_s: int, zone: str, days: frozenset[int], days_before: int, last_hour: int
) -> tuple[list[datetime], npt.NDArray[np.int64] | None]:
    """Return the local midnights of the days on which a span of hours may begin.

    Parameters
    ----------
    days_before
        The largest number of days before the start at which a span may begin and still be open at the start.
    last_hour
        Latest hour at which a span closes, counted from the midnight of the day on which it begins [h].

    Returns
    -------
    midnights, seconds
        Midnights of the local clock, without a zone; the same in seconds since the start, or None if the clock changes
        between the first midnight and two days after the last close.
    """
    first_day = start_utc.astimezone(ZoneInfo(zone)).date() - timedelta(days=days_before)
    last_day = (start_utc + timedelta(seconds=horizon_s)).astimezone(ZoneInfo(zone)).date()
    many = (last_day - first_day).days + 1
    kept = [at for at in range(many) if (first_day.weekday() + at) % 7 in days]
    midnights = [datetime.combine(first_day + timedelta(days=at), time()) for at in kept]
    offset = _offset(zone, first_day, 24 * many + last_hour + 24)
    if offset is None:
        return midnights, None
    first = (datetime.combine(first_day, time(), UTC) - offset - start_utc) // timedelta(seconds=1)
    return midnights, first + 86400 * np.array(kept, np.int64)


def _offset(zone: str, first_day: date, hours: int) -> timedelta | None:
    """Return the offset of a zone from UTC for `hours` hours from the midnight of `first_day`; None if it changes."""
    midnight = datetime.combine(first_day, time(), ZoneInfo(zone))
    offset = midnight.utcoffset()
    same = all((midnight + timedelta(hours=hour)).utcoffset() == offset for hour in range(hours + 1))
    return offset if same else None
