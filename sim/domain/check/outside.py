"""Dates outside the clock: what is stated for a time that no history has."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.timing import follows_until
from sim.domain.dates import moment, seconds
from sim.domain.lift import Dated, Rate
from sim.domain.nouns import When
from sim.domain.scenario import Scenario

__all__ = ["outside"]

Keys = tuple[str, ...]


class _Clock:
    """The span that histories have, and where a date lies."""

    def __init__(self, scenario: Scenario, last: int) -> None:
        self.clock, self.last = scenario.clock, last
        self.start = f"the start, {scenario.clock.start}"
        self.end = f"the end of the clock, {moment(last, scenario.clock):%Y-%m-%d %H:%M}"

    def before(self, when: When | None, *, ends: bool = False) -> bool:
        """Whether a date lies before the start; none does not."""
        return when is not None and seconds(when, self.clock, ends=ends) <= (0 if ends else -1)

    def after(self, when: When | None) -> bool:
        """Whether a date begins at the end of the clock or later; none does not."""
        return when is not None and seconds(when, self.clock, ends=False) >= self.last


def outside(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every date outside the clock that has no effect, or another than it seems to have."""
    last = follows_until(scenario)
    if last is None or last <= 0:
        return
    span = _Clock(scenario, last)
    yield from _supply(scenario, span)
    yield from _movers(scenario, span)
    yield from _order(scenario, span)
    yield from _closures(scenario, span)


def _supply(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each mission outside the clock, and each rate that is over or has not begun."""
    for name, lift in scenario.lift.items():
        supply, path = lift.supply, ("lift", name, "supply")
        if isinstance(supply, Dated):
            for position, mission in enumerate(supply.missions):
                where = (*path, "missions", str(position), "at")
                # A bare date is any time of its day: that of the start is not past
                if span.before(mission.at, ends=True):
                    yield _of(where, mission.at, f"this mission never comes, as it is planned before {span.start}")
                elif span.after(mission.at):
                    yield _of(where, mission.at, f"this mission never comes, as it is planned after {span.end}")
        elif isinstance(supply, Rate):
            if span.before(supply.until, ends=True):
                text = f"no mission of {name} ever comes, as its supply ends before {span.start}"
                yield _of((*path, "until"), supply.until, text)
            elif span.after(supply.until):
                yield _of((*path, "until"), supply.until, f"changes nothing, as it lies after {span.end}")
            if span.after(supply.begins):
                text = f"no mission of {name} ever comes, as its supply begins after {span.end}"
                yield _of((*path, "begins"), supply.begins, text)


def _movers(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each release, arrival and day of leaving outside the clock."""
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            path = (section, name)
            required = mover.required if section == "group" else mover.is_required  # type: ignore[union-attr]
            late = "no history can meet the deadline" if required else "in no history does it leave"
            if span.after(mover.release):
                yield _of((*path, "release"), mover.release, f"{late}, as it is released after {span.end}")
            elif span.before(mover.release):
                yield _of((*path, "release"), mover.release, f"holds nobody, as it lies before {span.start}")
            if mover.arrives is not None and span.after(mover.arrives.begins):
                text = f"nobody of {name} ever arrives, as that begins after {span.end}"
                yield _of((*path, "arrives", "begins"), mover.arrives.begins, text)
            elif mover.arrives is not None and span.before(mover.arrives.begins):
                text = f"lies before {span.start}: who was due to arrive before it is there at the start"
                yield _of((*path, "arrives", "begins"), mover.arrives.begins, text)
            if span.after(mover.leave_after):
                text = f"changes nothing, as it lies after {span.end}"
                yield _of((*path, "leave_after"), mover.leave_after, text)
            elif span.before(mover.leave_after, ends=True):
                text = f"lies before {span.start}: what has not left is left behind at the start"
                yield _of((*path, "leave_after"), mover.leave_after, text)


def _order(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each hold whose date no history reaches, or has behind it."""
    for name, hold in scenario.hold.items():
        path = ("hold", name, "not_before")
        if span.after(hold.not_before):
            yield _of(path, hold.not_before, f"this hold is never satisfied, as it lies after {span.end}")
        elif span.before(hold.not_before):
            yield _of(path, hold.not_before, f"changes nothing, as it lies before {span.start}")
        path = ("hold", name, "at_latest")
        if span.after(hold.at_latest):
            yield _of(path, hold.at_latest, f"changes nothing, as it lies after {span.end}")
        elif span.before(hold.at_latest):
            yield _of(path, hold.at_latest, f"this hold keeps nobody, as it lies before {span.start}")


def _closures(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each interval of an outage that no history sees."""
    for name, outage in scenario.outage.items():
        for position, interval in enumerate(outage.dates):
            path = ("outage", name, "dates", str(position))
            if span.before(interval.until, ends=True):
                yield _of((*path, "until"), interval.until, f"stops nothing, as it is over before {span.start}")
            elif span.after(interval.begins):
                yield _of((*path, "begins"), interval.begins, f"stops nothing, as it begins after {span.end}")


def _of(path: Keys, when: When | None, text: str) -> Finding:
    return Finding(path, f"{when}", text)
