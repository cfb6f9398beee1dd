"""Reading of dates that are stated as text, by one rule for files, options and Python."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta

from sim.domain.datewords import date_meant

__all__ = ["BARE_MIDNIGHT", "EXAMPLE", "advice_on_date", "read_date"]

EXAMPLE = "a date such as 2024-09-15, or a date and time such as 2024-09-15T06:00:00"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-W\d{2}-\d|\d{4}W\d{3}", re.ASCII)
TIMED = re.compile(rf"({DAY.pattern})[Tt ](\d\S*)", re.ASCII)
BARE_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00(:00(\.0+)?)?", re.ASCII)
"""How spreadsheets and data frames write a date without a time of day. With a T, the text means midnight itself."""
SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?", re.ASCII)
"""A date as spreadsheets store it, in days since 30 December 1899: 20000 is in 1954, 79999 in 2119."""


def read_date(text: str) -> date | datetime:
    """Return the date that a text states, with a time of day if the text has one.

    Notes
    -----
    The day may be written as 2024-09-15, 20240915, 2024-W37-7 or 2024W377. `2024-09-15 00:00:00` is how spreadsheets
    write a date without a time, so it is the bare date; `2024-09-15T00:00` is midnight.

    Raises
    ------
    ValueError
        The text is not a date in one of these forms.
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
    """Return advice on how to write a date, as the end of a sentence; "" if the value does not look like a date."""
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
