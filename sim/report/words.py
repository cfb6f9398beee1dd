"""Numbers, dates and durations as planners write them, and lines that fit the screen.

The text that this module adds is plain ASCII, so that any terminal, pipe and mail shows it correctly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime

from sim.analysis.summary.totals import number, plural, tonnes
from sim.domain.columns import columns, filled, wrapped
from sim.domain.dates import day_and_month, moment
from sim.domain.scenario import Clock

__all__ = [
    "COLUMN", "INDENT", "WIDTH", "block", "clock_time", "count", "day", "due_day", "entry", "hours",
    "number", "packed", "plural", "span", "tonnes",
]  # fmt: skip

WIDTH = 80
"""Largest number of columns of a line."""
INDENT = 2
COLUMN = 13
"""Column at which the parts of an entry begin."""


def count(n: float) -> str:
    """Return a number rounded to a whole number, with separators: 1,146."""
    return f"{round(n):,}"


def hours(h: float) -> str:
    """Return hours in words: 3.1 h; in minutes below 1 h, and in days from 72 h on."""
    if h < 1.0:
        return "< 1 min" if h > 0 and round(60 * h) == 0 else f"{round(60 * h)} min"
    return f"{number(h, 2)} h" if h < 72 else f"{number(h / 24, 2)} days"


def span(seconds: float) -> str:
    """Return a duration in words, as `hours` does."""
    return hours(seconds / 3600.0)


def day(second: float, clock: Clock, *, year: bool = False) -> str:
    """Return the local date of an instant [s]: 23 Jul; "never" if the instant is infinite.

    The year follows with `year`, or if it differs from the year of the start.
    """
    if not math.isfinite(second):
        return "never"
    return dated(moment(round(second), clock), year or moment(0, clock).year != moment(round(second), clock).year)


def due_day(second: float, clock: Clock, *, year: bool = False) -> str:
    """Return the local date of a deadline [s]; a deadline at midnight belongs to the day that ends then."""
    return day(second - 1, clock, year=year)


def dated(when: datetime, year: bool) -> str:
    """Return a date: 23 Jul, or 23 Jul 2024 with the year."""
    return day_and_month(when) + (f" {when.year}" if year else "")


def clock_time(second: int, clock: Clock) -> str:
    """Return the local date and time in a fixed width: 07 Jun 09:40."""
    when = moment(second, clock)
    return f"{day_and_month(when):0>6} {when.hour:02d}:{when.minute:02d}"


def block(text: str, indent: int = INDENT, hang: int | None = None, width: int = WIDTH) -> list[str]:
    """Return a text as lines of at most `width` columns: the first indented by `indent`, the others by `hang`."""
    first, rest = " " * indent, " " * (indent if hang is None else hang)
    return wrapped(text, width, first, rest) or [""]


def packed(parts: Iterable[str], indent: int = INDENT, hang: int = 2 * INDENT, width: int = WIDTH) -> list[str]:
    """Return parts as lines, separated by three blanks; a part is broken only if it is wider than a line."""
    lines: list[str] = []
    line, empty = " " * indent, True
    for part in parts:
        if not empty and columns(line) + 3 + columns(part) > width:
            lines.append(line)
            line, empty = " " * hang, True
        line += part if empty else f"   {part}"
        empty = False
        if columns(line) > width:
            *full, line = block(line.strip(), hang if lines else indent, hang, width)
            lines += full
    return [*lines, line.rstrip()]


def entry(label: str, parts: Iterable[str], width: int = WIDTH) -> list[str]:
    """Return the lines of an entry: a label, and its parts in a column beside it."""
    first, *rest = packed(parts, COLUMN, COLUMN, width)
    return [f"{' ' * INDENT}{filled(label, COLUMN - INDENT - 1)} {first[COLUMN:]}", *rest]
