"""Dates that are all Mondays, without a time of day or at 00:00: probably the weeks of a table, not planned days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sim.domain.check.finding import Finding
from sim.domain.check.midnight import is_midnight
from sim.domain.dates import instant
from sim.domain.nouns import When
from sim.domain.scenario import Scenario
from sim.domain.supply import Dated

__all__ = ["mondays"]

WEEKS = 4
"""Fewest different Mondays for a finding; that four days are all Mondays by chance has the probability 1 in 7**4."""
Dates = Sequence[tuple[tuple[str, ...], When]]
"""(path, date) for each date."""


def mondays(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each lift whose missions are all on Mondays, without a time of day or at 00:00, and one
    finding if the same is true of all releases of groups and lots.

    There is no finding for fewer than `WEEKS` different Mondays.
    """
    zone = scenario.clock.zone
    for name, lift in scenario.lift.items():
        if isinstance(lift.supply, Dated):
            path = ("lift", name, "supply", "missions")
            planned = [((*path, str(row), "at"), mission.at) for row, mission in enumerate(lift.supply.missions)]
            if days := _mondays(planned, zone):
                weeks = (max(days) - min(days)).days // 7 + 1
                text = f"all {len(planned)} missions of {name} come on {len(days)} Mondays, without a time of day or at"
                text += " 00:00, as if each date stood for a week: give each its day, or state supply = "
                yield Finding(*_first(planned), f"{text}{{ per_week = {len(planned) / weeks:.3g} }}")
    released = [
        ((section, name, "release"), mover.release)
        for section, movers in (("group", scenario.group), ("lot", scenario.lot))
        for name, mover in movers.items()
        if mover.release is not None
    ]
    if days := _mondays(released, zone):
        text = f"all {len(released)} releases fall on {len(days)} Mondays at 00:00, as if each date stood for a week"
        yield Finding(*_first(released), f"{text}: give each its day if not all of a week go at once")


def _first(dates: Dates) -> tuple[tuple[str, ...], str]:
    """Return the path and the text of the first date."""
    path, when = dates[0]
    return path, f"{when}"


def _mondays(dates: Dates, zone: str) -> set[date]:
    """Return the Mondays on which these dates fall.

    The result is empty if there are fewer than `WEEKS` of them, if a date is another day of the week, or if it has a
    time of day other than midnight.
    """
    days = {_day(when, zone) for _, when in dates if not isinstance(when, datetime) or is_midnight(when, zone)}
    bare = all(not isinstance(when, datetime) or is_midnight(when, zone) for _, when in dates)
    return days if bare and len(days) >= WEEKS and all(day.weekday() == 0 for day in days) else set()


def _day(when: When, zone: str) -> date:
    """Return the local day of a date."""
    return instant(when, zone, ends=True).astimezone(ZoneInfo(zone)).date() if isinstance(when, datetime) else when
