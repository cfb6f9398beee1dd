"""Checks of dates: implausible years, spans that end before they begin, milestones outside the clock, early reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sim.domain.check.finding import Finding, counted
from sim.domain.check.hours import hours
from sim.domain.dates import seconds
from sim.domain.nouns import Noun, When
from sim.domain.scenario import Clock, Scenario
from sim.domain.site import Shift
from sim.domain.supply import Rate, Ready, Scheduled

__all__ = ["follows_until", "timing"]

FIRST_YEAR, LAST_YEAR = 1900, 2200


def timing(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every implausible year; if there is none, for every milestone outside the clock, every review
    before the start of the clock, and every span that ends before it begins.
    """
    strange = list(_strange(scenario, ()))
    if strange:  # dates near the ends of the calendar cannot be compared with others
        yield from strange
        return
    clock = scenario.clock
    yield from _milestones(scenario)
    yield from _reviews(scenario)
    for listed in hours(scenario):
        yield from _hours(listed.path, listed.shifts)
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if mover.arrives is not None and mover.arrives.begins is not None and mover.arrives.until is not None:
                path = (section, name, "arrives", "until")
                yield from _span(path, mover.arrives.begins, mover.arrives.until, clock)
    for name, lift in scenario.lift.items():
        supply = lift.supply
        if isinstance(supply, Rate | Ready | Scheduled) and supply.until is not None:
            path = ("lift", name, "supply", "until")
            if supply.begins is not None:
                yield from _span(path, supply.begins, supply.until, clock)
            else:
                yield from _span(path, clock.start, supply.until, clock, "the start of the clock")
    for name, hold in scenario.hold.items():
        if hold.not_before is not None and hold.at_latest is not None:
            yield from _later(("hold", name, "at_latest"), hold.not_before, hold.at_latest, clock)
    for name, outage in scenario.outage.items():
        for position, interval in enumerate(outage.dates):
            place = ("outage", name, "dates", str(position), "until")
            yield from _span(place, interval.begins, interval.until, clock)
    for name, site in scenario.site.items():
        for title, station in site.station.items():
            if station.until is not None and station.begins is not None:
                yield from _span(("site", name, "station", title, "until"), station.begins, station.until, clock)


def follows_until(scenario: Scenario) -> int | None:
    """Return the end of the clock, to which histories are followed [s].

    None if there is no deadline, or if the year of the deadline or of the start is implausible; other checks report
    this.
    """
    deadline, start = scenario.milestone.get("deadline"), scenario.clock.start
    if deadline is None or not all(FIRST_YEAR <= when.year <= LAST_YEAR for when in (deadline.by, start)):
        return None
    return seconds(deadline.by, scenario.clock, ends=True) + round(scenario.clock.horizon_d * 86_400)


def _strange(value: Any, path: tuple[str, ...]) -> Iterator[Finding]:
    """Yield a finding for each date inside a value that lies outside the years of any plausible plan."""
    if isinstance(value, Noun):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if inner is not None and not isinstance(inner, str | int | float):
                yield from _strange(inner, (*path, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strange(inner, (*path, str(name)))
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _strange(inner, (*path, str(position)))
    elif isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        yield Finding(path, f"{value}", f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")


def _milestones(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each milestone that is not after the start, or that is after the end of the clock."""
    clock = scenario.clock
    deadline = seconds(scenario.milestone["deadline"].by, clock, ends=True)
    for name, milestone in scenario.milestone.items():
        path = ("milestone", name, "by")
        by = seconds(milestone.by, clock, ends=True)
        if by <= 0:
            yield Finding(path, f"{milestone.by}", f"expected a date after the start of the clock, {clock.start}")
        elif deadline > 0 and by > deadline + clock.horizon_d * 86_400:
            text = f"expected a date within {counted(clock.horizon_d, 'day')} after the deadline (clock.horizon_d)"
            yield Finding(path, f"{milestone.by}", f"{text}: histories are not followed further")


def _reviews(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each review before the start, which would never be held."""
    for position, when in enumerate(scenario.review.dates if scenario.review else ()):
        if seconds(when, scenario.clock, ends=False) < 0:
            text = f"expected a date from the start of the clock on, {scenario.clock.start}"
            yield Finding(("review", "dates", str(position)), f"{when}", text)


def _later(path: tuple[str, ...], first: When, last: When, clock: Clock) -> Iterator[Finding]:
    """Yield a finding if `last`, the `at_latest` of a hold, lies before `first`, its `not_before`."""
    if seconds(last, clock, ends=False) < seconds(first, clock, ends=False):
        yield Finding(path, f"{last}", f"expected a date that is not earlier than not_before = {first}")


def _span(
    path: tuple[str, ...], begins: When, until: When, clock: Clock, what: str = "the beginning"
) -> Iterator[Finding]:
    """Yield a finding if `until` lies before `begins`, which the message calls `what`."""
    length = seconds(until, clock, ends=True) - seconds(begins, clock, ends=False)
    # with length 0, both are one instant if `until` has a time; otherwise `until` is the day before `begins`
    if length < 0 or (length == 0 and not isinstance(until, datetime)):
        yield Finding(path, f"{until}", f"expected a date not before {what}, {begins}")


def _hours(path: tuple[str, ...], shifts: tuple[Shift, ...]) -> Iterator[Finding]:
    """Yield a finding for each shift that does not end after it begins."""
    for position, shift in enumerate(shifts):
        if shift.close_h <= shift.open_h:
            text = f"expected an hour after open_h = {shift.open_h:g} (6 on the next morning is 30)"
            yield Finding((*path, str(position), "close_h"), f"{shift.close_h:g}", text)
