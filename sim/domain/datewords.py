"""Read dates as people write them: 15-Sep-24, 15/09/2024, 15 September 2024, 150800Z SEP 24."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final, NamedTuple

__all__ = ["Meant", "date_meant"]

SHORT: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English names of months for output: names of the locale would differ from machine to machine."""
MONTHS = tuple(month.lower() for month in SHORT)
NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
TIME = r"(?:[T ,]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
ZONE = r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
ISO = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){TIME}{ZONE}")
NUMBERS = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second_>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}}){TIME}"
)
"""Day, month and year as numbers; the day or the month comes first."""
DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*(?P<name>[A-Za-z]{{3,9}})\.?[-/., ]*(?P<year>\d{{4}}|\d{{2}}){TIME}"
)
MONTH_FIRST = re.compile(
    rf"(?P<name>[A-Za-z]{{3,9}})\.?[- ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-, ]+(?P<year>\d{{4}}|\d{{2}}){TIME}"
)
DATE_TIME_GROUP = re.compile(
    r"(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})\s*(?P<letter>[A-Z])\s*"
    r"(?P<name>[A-Za-z]{3})\s*(?P<year>\d{4}|\d{2})"
)
"""Day, hour, minute and letter of the time zone, month, year, as in military messages: 150800Z SEP 24."""


class Meant(NamedTuple):
    """The meaning of a text that looks like a date.

    Attributes
    ----------
    isos
        The date in ISO 8601, with the time of day if stated; two dates if it is unclear whether the day or the month
        comes first; empty if there is no such date or time.
    fault
        The reason, if `isos` is empty.
    zoned
        False for a date-time group with the letter of a time zone other than Z: `isos` lacks the offset of that zone.
    """

    isos: tuple[str, ...]
    fault: str = ""
    zoned: bool = True

    @property
    def advice(self) -> str:
        """What to write instead, or why there is no such date or time."""
        if self.fault:
            return self.fault
        if len(self.isos) == 2:
            return f"write {self.isos[0]} if the day comes first, {self.isos[1]} if the month does"
        offset = "" if self.zoned else ", with its offset (such as +01:00) if it is not local time"
        return f"write {self.isos[0]}{offset}"


def date_meant(text: str) -> Meant | None:
    """Return the meaning of a text that looks like a date; None for any other text."""
    for form in (ISO, NUMBERS, DAY_FIRST, MONTH_FIRST, DATE_TIME_GROUP):
        found = form.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            break
    else:
        return None
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if "name" in parts:
        month = _month(parts["name"])
        return None if month is None else _read(year, month, int(parts["day"]), parts)
    if "first" not in parts:
        return _read(year, int(parts["month"]), int(parts["day"]), parts)
    one, two = int(parts["first"]), int(parts["second_"])
    if one <= 12 and two <= 12 and one != two and parts["mark"] != ".":
        both = _read(year, two, one, parts), _read(year, one, two, parts)
        return next((each for each in both if each.fault), Meant(tuple(iso for each in both for iso in each.isos)))
    day, month = (one, two) if two <= 12 else (two, one)
    return _read(year, month, day, parts)


def _month(name: str) -> int | None:
    """Return the number of a month from its name or a short form; None for any other word."""
    lower = name.casefold()
    is_month = lower in NAMES or lower in MONTHS or lower == "sept"
    return MONTHS.index(lower[:3]) + 1 if is_month else None


def _read(year: int, month: int, day: int, parts: dict[str, str | None]) -> Meant:
    """Return the date that these numbers make, with the time of day in `parts`, or what is wrong with them."""
    if year < 1:
        return Meant((), "there is no year 0; a date is year-month-day, such as 2024-09-15")
    if not 1 <= month <= 12:
        return Meant((), f"there is no month {month}; a date is year-month-day, such as 2024-09-15")
    n_days = monthrange(year, month)[1]
    if not 1 <= day <= n_days:
        return Meant((), f"there is no day {day} in {NAMES[month - 1].title()} {year}, which has {n_days} days")
    iso = date(year, month, day).isoformat()
    if parts.get("hour") is None:
        return Meant((iso,))
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        return Meant((), f"there is no such time of day; write {iso}T06:00:00 for six o'clock")
    iso += f"T{hour:02}:{minute:02}:{second:02}"
    letter = parts.get("letter")
    if letter not in (None, "Z"):
        return Meant((iso,), zoned=False)
    return Meant((iso + (parts.get("zone") or letter or "").replace(" ", ""),))
