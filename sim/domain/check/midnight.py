"""Ends stated as 00:00: the day that they name does not count, while a bare date would include it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sim.domain.check.finding import Finding
from sim.domain.dates import instant
from sim.domain.nouns import When
from sim.domain.scenario import Scenario
from sim.domain.supply import Rate

__all__ = ["is_midnight", "midnight"]


def midnight(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each end that is stated with the time 00:00, as tables and programs write a bare date.

    Notes
    -----
    Spans whose beginning also has a time of day are skipped: their author means instants.
    """
    zone = scenario.clock.zone
    for path, when in _ends(scenario):
        if not is_midnight(when, zone):
            continue
        day = instant(when, zone, ends=True).astimezone(ZoneInfo(zone)).date()
        text = f"at 00:00 this is the end of {day - timedelta(days=1)}, and nothing of {day} counts"
        yield Finding(path, f"{when}", f"{text}: write {day} without a time if that day is meant")


def is_midnight(when: When, zone: str) -> bool:
    """Whether a date states a time of day, and this is midnight in this time zone."""
    if not isinstance(when, datetime):
        return False
    local = instant(when, zone, ends=True).astimezone(ZoneInfo(zone))
    return (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)


def _ends(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], When]]:
    """Yield (path, date) for the end of each milestone, supply at a rate, `leave_after`, arrival and outage."""
    for name, milestone in scenario.milestone.items():
        yield ("milestone", name, "by"), milestone.by
    for name, lift in scenario.lift.items():
        supply = lift.supply
        if isinstance(supply, Rate) and supply.until is not None and not isinstance(supply.begins, datetime):
            yield ("lift", name, "supply", "until"), supply.until
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if mover.leave_after is not None:
                yield (section, name, "leave_after"), mover.leave_after
            arrives = mover.arrives
            if arrives is not None and arrives.until is not None and not isinstance(arrives.begins, datetime):
                yield (section, name, "arrives", "until"), arrives.until
    for name, outage in scenario.outage.items():
        for position, interval in enumerate(outage.dates):
            if not isinstance(interval.begins, datetime):
                yield ("outage", name, "dates", str(position), "until"), interval.until
