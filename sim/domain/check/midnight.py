"""Ends of spans stated as a date at 00:00: that day does not count, while a date without a time would include it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sim.domain.bounds import marks_at
from sim.domain.check.finding import Finding
from sim.domain.dates import instant
from sim.domain.nouns import DateSlot, Noun, When
from sim.domain.scenario import Scenario

__all__ = ["is_midnight", "midnight"]


def midnight(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each end that is stated with the time 00:00, as some programs write dates without a time.

    Notes
    -----
    The end of a span whose beginning states a time of day is skipped, because instants are meant there.
    """
    zone = scenario.clock.zone
    for path, when in _ends(scenario):
        if not is_midnight(when, zone):
            continue
        day = instant(when, zone, ends=True).astimezone(ZoneInfo(zone)).date()
        text = f"at 00:00 this is the end of {day - timedelta(days=1)}, and nothing of {day} counts"
        yield Finding(path, f"{when}", f"{text}: write {day} without a time to include that day")


def is_midnight(when: When, zone: str) -> bool:
    """Whether a date states a time of day, and it is midnight in the time zone `zone`."""
    if not isinstance(when, datetime):
        return False
    local = instant(when, zone, ends=True).astimezone(ZoneInfo(zone))
    return (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)


def _ends(part: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], When]]:
    """Yield (path, date) for each stated end inside a part of a scenario.

    An end is skipped if `begins` of the same part states a time of day.
    """
    if isinstance(part, Noun):
        from_instant = isinstance(getattr(part, "begins", None), datetime)
        for key in type(part).model_fields:
            value = getattr(part, key)
            if isinstance(value, date):
                if not from_instant and any(
                    isinstance(mark, DateSlot) and mark.ends for mark in marks_at(type(part), key)
                ):
                    yield (*path, key), value
            else:
                yield from _ends(value, (*path, key))
    elif isinstance(part, dict):
        for name, each in part.items():
            yield from _ends(each, (*path, str(name)))
    elif isinstance(part, tuple):
        for position, each in enumerate(part):
            yield from _ends(each, (*path, str(position)))
