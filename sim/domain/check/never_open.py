"""Hours that never open before the end of the clock, and outages that close the only way of a mover until then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sim.domain.check.finding import Finding
from sim.domain.check.hours import hours
from sim.domain.check.timing import follows_until
from sim.domain.dates import local_midnights, moment
from sim.domain.journey import journeys
from sim.domain.outage import Outage
from sim.domain.scenario import Scenario
from sim.domain.site import DAYS, Shift
from sim.domain.span import days

__all__ = ["never_open"]

WEEK_S = 8 * 86_400
"""Time in which every day of the week occurs in full at least once, whenever it begins [s]."""


def never_open(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each list of hours that never opens before the end of the clock, and for each outage that
    closes runways until then, so that some group or lot has no open way.
    """
    last = follows_until(scenario)
    if last is None or last <= 0:
        return
    for listed in hours(scenario):
        yield from _never(listed.path, listed.shifts, scenario, last)
    for name, outage in scenario.outage.items():
        if "runway" in outage.stops and _covers_clock(name, outage, scenario, last):
            yield from _for_good(name, outage, scenario)


def _never(path: tuple[str, ...], shifts: tuple[Shift, ...], scenario: Scenario, last: int) -> Iterator[Finding]:
    """Yield a finding for each shift without days or, if there is none, one if all shifts lie outside the clock."""
    empty = [position for position, shift in enumerate(shifts) if not shift.days]
    for position in empty:
        text = "expected at least one day: with none, it never opens (to open every day, leave out days)"
        yield Finding((*path, str(position), "days"), "[]", text)
    if not shifts or empty or last >= WEEK_S:
        return
    for day, begins in [(day, at) for day, at in local_midnights(scenario.clock, last) if at < last]:
        if any(_open(shift, day, begins, last) for shift in shifts):
            return
    ends = moment(last, scenario.clock)
    named = ", ".join(f'"{day}"' for day in shifts[0].days)
    text = f"expected a day and hours between the start of the clock and its end, {ends:%Y-%m-%d %H:%M}: it never opens"
    yield Finding((*path, "0", "days"), f"[{named}]", text)


def _open(shift: Shift, day: date, begins: int, last: int) -> bool:
    """Whether a shift works on a day, at least in part within the clock; the day begins at `begins` [s]."""
    opens, closes = begins + shift.open_h * 3600.0, begins + shift.close_h * 3600.0
    return DAYS[day.weekday()] in shift.days and opens < last and closes > 0.0


def _covers_clock(name: str, outage: Outage, scenario: Scenario, last: int) -> bool:
    """Whether an outage lasts from the start to `last`, the end of the clock [s], without a gap, in every world."""
    until = 0.0
    spans = []
    for position, dates in enumerate(outage.dates):
        path = f"outage.{name}.dates.{position}"
        begins = days(scenario, f"{path}.begins", dates.begins, ends=False)[1]
        spans.append((begins, days(scenario, f"{path}.until", dates.until, ends=True)[0]))
    for begins, ends in sorted(spans):
        if begins <= until:
            until = max(until, ends)
    return until >= last


def _for_good(name: str, outage: Outage, scenario: Scenario) -> Iterator[Finding]:
    """Yield one finding if each way of some group or lot passes a site of the outage, which lasts from start to end.

    The path of the finding is the interval of the outage that ends last.
    """
    for movers in (scenario.group, scenario.lot):
        for title, mover in movers.items():
            ways = journeys(mover, scenario) if mover.disposition == "ship" else ()
            shut = [next((site for site in way.sites if site in outage.sites), None) for way in ways]
            if shut and all(shut):
                paths = [f"outage.{name}.dates.{at}.until" for at in range(len(outage.dates))]
                ends = [
                    days(scenario, path, each.until, ends=True)[0]
                    for path, each in zip(paths, outage.dates, strict=True)
                ]
                last = ends.index(max(ends))
                where = ("outage", name, "dates", str(last), "until")
                text = (
                    f"expected a date before the end of the clock: {shut[0]} never opens, and {title} has no other way"
                )
                yield Finding(where, f"{outage.dates[last].until}", text)
                return
