"""Mistakes in dates that are not written as dates, do not exist, or are in the wrong order."""

from __future__ import annotations

from tests.unit.config.planted.mistake import Mistake

MISTAKES = {
    "date as text": Mistake(
        "by = 2024-09-15",
        'by = "2024-09-15"',
        "milestone.deadline.by",
        '"2024-09-15"',
        "write it without quotes",
    ),
    "date as number": Mistake(
        "start = 2024-05-01", "start = 20240501", "clock.start", "20240501", "a date such as 2024-09-15, or"
    ),
    "impossible date": Mistake(
        "by = 2024-09-15", "by = 2024-09-31", "milestone.deadline.by", "2024-09-31", "there is no day 31 in September"
    ),
    "a year out of range": Mistake(
        "by = 2024-09-15",
        "by = 9999-12-31",
        "milestone.deadline.by",
        "9999-12-31",
        "expected a year from 1900 to 2200",
    ),
    "deadline before the start": Mistake(
        "by = 2024-09-15",
        "by = 2024-04-15",
        "milestone.deadline.by",
        "2024-04-15",
        "expected a date after the start of the clock, 2024-05-01",
    ),
    "no deadline": Mistake(
        "[milestone.deadline]",
        "[milestone.dedline]",
        "milestone",
        None,
        "expected a milestone named deadline",
        at="[milestone.dedline]",
    ),
    "date in the form 15-Sep-24, in quotes": Mistake(
        "by = 2024-09-15", 'by = "15-Sep-24"', "milestone.deadline.by", '"15-Sep-24"', "write 2024-09-15"
    ),
    "a station that has closed before the start": Mistake(
        "servers = 1",
        "servers = 1\nuntil = 2024-01-01",
        "site.camp.station.inspect.until",
        "2024-01-01",
        "expected a date after the start of the clock",
    ),
    "a station that closes before it opens": Mistake(
        "servers = 1",
        "servers = 1\nbegins = 2024-06-10\nuntil = 2024-06-01",
        "site.camp.station.inspect.until",
        "2024-06-01",
        "expected a date not before the beginning, 2024-06-10",
    ),
    "a station that opens after the end": Mistake(
        "servers = 1",
        "servers = 1\nbegins = 2031-06-10",
        "site.camp.station.inspect.begins",
        "2031-06-10",
        "passes inspect, which never opens",
    ),
}
