"""Conversion of the dates in draws of `[uncertainty]` to days after the start of the clock."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from sim.domain.dates import instant
from sim.domain.written import read_date

__all__ = ["LIMITS", "with_days"]

DAY_S = 86_400.0
SOME_DAY = date(2000, 1, 1)
LIMITS = ("least", "most")
"""Keys of an entry, besides those of its `draw`, that may be dates."""


def with_days(tables: Any) -> Any:
    """Return the tables of a scenario with the dates of its draws as days after the start of the clock.

    An entry that mixes numbers and dates is returned unchanged: its dates are then reported as not being numbers.
    A converted entry gets `in_dates = true`. If the clock cannot be read, days count from an arbitrary day, so that
    later checks report the clock only.
    """
    if not isinstance(tables, Mapping) or not isinstance(tables.get("uncertainty"), Mapping):
        return tables
    entries = {name: entry for name, entry in tables["uncertainty"].items() if _states_dates(entry)}
    if not entries:
        return tables
    converter = _Days(SOME_DAY, "UTC")
    with suppress(AttributeError, KeyError, TypeError, ValueError, OverflowError, ZoneInfoNotFoundError):
        clock = tables["clock"]
        start, zone = (clock["start"], clock.get("zone", "UTC")) if isinstance(clock, Mapping) else _stated(clock)
        converter = _Days(read_date(start) if isinstance(start, str) else start, zone)
    with suppress(OverflowError):
        converted = {name: converter.entry(entry) for name, entry in entries.items()}
        return {**tables, "uncertainty": {**tables["uncertainty"], **converted}}
    return tables


def _stated(clock: Any) -> tuple[date, str]:
    """Return the start and the time zone of a `Clock`."""
    return clock.start, clock.zone


def _states_dates(entry: Any) -> bool:
    """Whether the draw and limits of an entry, which is still a plain table, have dates and no numbers."""
    if not isinstance(entry, Mapping):
        return False
    draw = entry.get("draw")
    values = [*(draw.values() if isinstance(draw, Mapping) else ()), *(entry.get(name) for name in LIMITS)]
    parts = [each for value in values for each in (value if _is_list(value) else (value,))]
    return any(isinstance(each, date) for each in parts) and not any(isinstance(each, int | float) for each in parts)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


class _Days:
    """Converter of dates to days from the date `start`."""

    def __init__(self, start: date, zone: str) -> None:
        self.zone, self.start = zone, instant(start, zone, ends=False).astimezone(UTC)

    def entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entry of `[uncertainty]` with its dates as days."""
        found = {**entry, "in_dates": True}
        found |= {name: self.value(entry[name]) for name in LIMITS if name in entry}
        if isinstance(entry.get("draw"), Mapping):
            found["draw"] = {name: self.value(value) for name, value in entry["draw"].items()}
        return found

    def value(self, value: Any) -> Any:
        """Return the days to a date, or to each date of a list; any other value is returned unchanged."""
        if _is_list(value):
            return tuple(self.value(each) for each in value)
        if not isinstance(value, date):
            return value
        return (instant(value, self.zone, ends=False).astimezone(UTC) - self.start).total_seconds() / DAY_S
