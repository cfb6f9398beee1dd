"""Dates as people and programs write them, read by one rule wherever a date is text."""

import re
from datetime import date, datetime, timedelta

__all__ = ["BARE_MIDNIGHT", "EXAMPLE", "advice_on_date", "read_date"]

EXAMPLE = "a date such as 2024-09-15, or a date and time such as 2024-09-15T06:00"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-W\d{2}-\d|\d{4}W\d{3}", re.ASCII)
TIMED = re.compile(rf"({DAY.pattern})[Tt ](\d\S*)", re.ASCII)
BARE_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00(:00(\.0+)?)?", re.ASCII)
"""How spreadsheets and data frames write a date that has no time of day. With a T it is the midnight meant."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})", re.ASCII)
NAMED = re.compile(r"(\d{1,2})[ ./-]?([A-Za-z]{3})[A-Za-z]*[ ./,-]*(\d{4}|\d{2})", re.ASCII)
MONTH_FIRST = re.compile(r"([A-Za-z]{3})[A-Za-z]*[ .-]*(\d{1,2})[ ,.-]+(\d{4}|\d{2})", re.ASCII)
SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?", re.ASCII)
"""Days that spreadsheets count from the end of 1899: the years 1954 to 2119."""


def read_date(text: str) -> date | datetime:
    """Return the date that a text says: a bare date, unless a time of day stands with it.

    Notes
    -----
    The forms of ISO 8601 that name a day are read alike (2024-09-15, 20240915, 2024-W37-7). A midnight that is
    written as spreadsheets write a date without a time, `2024-09-15 00:00:00`, is that date;
    `2024-09-15T00:00` is the instant.

    Raises
    ------
    ValueError
        If the text is no such date.
    """
    text = text.strip()
    if midnight := BARE_MIDNIGHT.fullmatch(text):
        return date.fromisoformat(midnight[1])
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    if TIMED.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError(text)


def advice_on_date(value: object) -> str:
    """Return how to write what looks like a date in another form, as the end of a sentence; or nothing."""
    text = str(value).strip()
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        return _write([_day(text[:4], text[4:6], text[6:])])
    if isinstance(value, str) and (DAY.fullmatch(text) or TIMED.fullmatch(text)):
        try:
            return f"; write {read_date(text).isoformat()}"
        except ValueError:
            return "; the calendar has no such day or hour"
    if found := YEAR_FIRST.fullmatch(text):
        return _write([_day(found[1], found[3], found[4])])
    if found := NUMBERED.fullmatch(text):
        first, second, year = found[1], found[3], found[4]
        both = [_day(year, second, first), _day(year, first, second)]
        return _write(both[:1] if found[2] == "." else both)
    if found := NAMED.fullmatch(text):
        return _write([_day(found[3], _month(found[2]), found[1])])
    if found := MONTH_FIRST.fullmatch(text):
        return _write([_day(found[3], _month(found[1]), found[2])])
    if SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return f"; a spreadsheet counts days like this: give the column the format of a date ({text} is {day})"
    return ""


def _month(word: str) -> str:
    lower = word.lower()
    return str(MONTHS.index(lower) + 1) if lower in MONTHS else "0"


def _day(year: str, month: str, day: str) -> date | None:
    """Return a day, or None if the calendar has none such; a year of two digits is of this century."""
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _write(days: list[date | None]) -> str:
    """Return which of the days to write; both, if the text may mean either."""
    real = list(dict.fromkeys(day for day in days if day is not None))
    return f"; write {' or '.join(map(str, real))}" if real else ""
