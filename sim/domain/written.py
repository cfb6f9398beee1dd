"""Reading of dates that people and programs write as text, by one rule for files, options and Python."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta

from sim.domain.datewords import date_meant

__all__ = ["BARE_MIDNIGHT", "EXAMPLE", "advice_on_date", "read_date"]

EXAMPLE = "a date such as 2024-09-15, or a date and time such as 2024-09-15T06:00:00"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-W\d{2}-\d|\d{4}W\d{3}", re.ASCII)
TIMED = re.compile(rf"({DAY.pattern})[Tt ](\d\S*)", re.ASCII)
BARE_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00(:00(\.0+)?)?", re.ASCII)
"""How spreadsheets and data frames write a date without a time of day. A text with a T means the instant, midnight."""
SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?", re.ASCII)
"""A date as the number of days by which spreadsheets count, from the end of 1899: the years 1954 to 2119."""


def read_date(text: str) -> date | datetime:
    """Return the date that a text states: a bare date, unless it includes a time of day.

    Notes
    -----
    The forms of ISO 8601 that name a day are read alike (2024-09-15, 20240915, 2024-W37-7). A midnight that is
    written as spreadsheets write a date without a time, `2024-09-15 00:00:00`, is that date;
    `2024-09-15T00:00` is the instant.

    Raises
    ------
    ValueError
        The text is not such a date.
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
    """Return advice on how to write a date that is in another form, as the end of a sentence; "" if it is no date."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value).strip()
    iso = DAY.fullmatch(text) or TIMED.fullmatch(text)
    if iso:
        with suppress(ValueError):
            return f"; write {read_date(text).isoformat()}"
    if (found := date_meant(text)) is not None:
        return f"; {found.advice}"
    if SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return f"; this is how a spreadsheet counts days: format the column as dates ({text} is {day})"
    return "; the calendar has no such day or hour" if iso else ""
