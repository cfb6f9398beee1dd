"""Dates before the start or after the end of the clock, if their keys have no effect, or a surprising one."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.check.targets import touched
from sim.domain.check.timing import follows_until
from sim.domain.crises import begins_from, hits, lifted_by
from sim.domain.dates import moment
from sim.domain.force import Group, Lot
from sim.domain.nouns import When
from sim.domain.outage import Interval
from sim.domain.scenario import Scenario
from sim.domain.site import DAYS
from sim.domain.span import days, reach
from sim.domain.supply import Dated, Rate, Ready, Scheduled

__all__ = ["outside"]

Keys = tuple[str, ...]


class _Clock:
    """The span of histories, from their start (0) to `last` [s], and comparisons of dates with it."""

    def __init__(self, scenario: Scenario, last: int) -> None:
        self.scenario, self.last = scenario, last
        self.start = f"the start, {scenario.clock.start}"
        self.end = f"the end of the clock, {moment(last, scenario.clock):%Y-%m-%d %H:%M}"

    def before(self, path: Keys, when: When | None, *, ends: bool = False) -> bool:
        """Whether a date lies before the start in every world; False for None.

        With `ends`, a date without a time of day means the end of its day.
        """
        return when is not None and days(self.scenario, ".".join(path), when, ends=ends)[1] <= (0 if ends else -1)

    def after(self, path: Keys, when: When | None) -> bool:
        """Whether a date begins at the end of the clock or later in every world; False for None."""
        return when is not None and days(self.scenario, ".".join(path), when, ends=False)[0] >= self.last

    def lasts_no_time(self, path: Keys, interval: Interval) -> bool:
        """Whether an interval ends when it begins, in every world."""
        at, moved = ".".join(path), touched(self.scenario)
        begins = days(self.scenario, f"{at}.begins", interval.begins, ends=False)
        until = days(self.scenario, f"{at}.until", interval.until, ends=True)
        return begins == until and not moved & {f"{at}.begins", f"{at}.until"}


def outside(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each date that has no effect, or a surprising one, because it is outside the clock."""
    last = follows_until(scenario)
    if last is None or last <= 0:
        return
    span = _Clock(scenario, last)
    yield from _supply(scenario, span)
    yield from _movers(scenario, span)
    yield from _plans(scenario, span)
    yield from _order(scenario, span)
    yield from _closures(scenario, span)
    yield from _crises(scenario, span)
    yield from _stations(scenario, span)


def _supply(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each dated mission outside the clock, for each date of a supply that changes nothing or
    because of which no mission comes, and for `days` of a supply none of which lies between its dates.
    """
    for name, lift in scenario.lift.items():
        supply, path = lift.supply, ("lift", name, "supply")
        if isinstance(supply, Dated):
            for position, mission in enumerate(supply.missions):
                where = (*path, "missions", str(position), "at")
                # a bare date means any time of its day, so the day of the start is not before the start
                if span.before(where, mission.at, ends=True):
                    yield _of(where, mission.at, f"this mission never comes, as it is planned before {span.start}")
                elif span.after(where, mission.at):
                    yield _of(where, mission.at, f"this mission never comes, as it is planned after {span.end}")
        elif isinstance(supply, Rate | Ready | Scheduled):
            begins, until = (*path, "begins"), (*path, "until")
            if span.before(until, supply.until, ends=True):
                text = f"no mission of {name} ever comes, as its supply ends before {span.start}"
                yield _of(until, supply.until, text)
            elif span.after(until, supply.until):
                yield _of(until, supply.until, f"changes nothing, as it lies after {span.end}")
            if span.after(begins, supply.begins):
                text = f"no mission of {name} ever comes, as its supply begins after {span.end}"
                yield _of(begins, supply.begins, text)
        if isinstance(supply, Rate | Scheduled) and not _any_day(path, supply, span):
            text = f"no mission of {name} ever comes, as none of these days lies in the time of its supply"
            yield Finding((*path, "days"), f"[{', '.join(map(quoted, supply.days))}]", text)
        if isinstance(supply, Ready) and span.after((*path, "by"), supply.by):
            yield _of((*path, "by"), supply.by, f"changes nothing, as it lies after {span.end}")


def _any_day(path: Keys, supply: Rate | Scheduled, span: _Clock) -> bool:
    """Whether a weekday of a supply may lie between its first and last date; also true if no time lies between."""
    clock, at, begins, until = span.scenario.clock, ".".join(path), 0, span.last
    if supply.begins is not None:
        begins = max(0, round(days(span.scenario, f"{at}.begins", supply.begins, ends=False)[0]))
    if supply.until is not None:
        until = min(until, round(days(span.scenario, f"{at}.until", supply.until, ends=True)[1]))
    day, last = moment(begins, clock).date(), moment(max(begins, until - 1), clock).date()
    n_days = min((last - day).days + 1, len(DAYS))
    return until <= begins or any(DAYS[(day.weekday() + ahead) % len(DAYS)] in supply.days for ahead in range(n_days))


def _movers(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each release, arrival and `leave_after` outside the clock."""
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            path: Keys = (section, name)
            at: Keys = (*path, "release")
            if span.after(at, mover.release):
                yield _of(at, mover.release, _too_late(mover, span))
            elif span.before(at, mover.release):
                yield _of(at, mover.release, f"keeps no member, as it lies before {span.start}")
            at, begins = (*path, "arrives", "begins"), mover.arrives.begins if mover.arrives else None
            if span.after(at, begins):
                yield _of(at, begins, f"no member of {name} ever arrives, as its arrivals begin after {span.end}")
            elif span.before(at, begins):
                text = f"lies before {span.start}: members due before the start are there at the start"
                yield _of(at, begins, text)
            timetable = mover.arrives.timetable if mover.arrives and not mover.arrives.shift_d else ()
            for row, arrival in enumerate(timetable):
                at, n = (*path, "arrives", "timetable", str(row), "at"), arrival.number
                if span.after(at, arrival.at):
                    yield _of(at, arrival.at, f"these {n} of {name} never arrive, as this date lies after {span.end}")
                elif span.before(at, arrival.at):
                    yield _of(at, arrival.at, f"lies before {span.start}: these {n} are there at the start")
            at = (*path, "leave_after")
            if span.after(at, mover.leave_after):
                yield _of(at, mover.leave_after, f"changes nothing, as it lies after {span.end}")
            elif span.before(at, mover.leave_after, ends=True):
                text = f"lies before {span.start}: members that have not left stay behind at the start"
                yield _of(at, mover.leave_after, text)


def _too_late(mover: Group | Lot, span: _Clock) -> str:
    """Return what a release after the end of the clock does, in words."""
    begun = mover.start.left + mover.start.staged + sum(mover.start.passed.values())
    if mover.count == begun:
        return "keeps no member, as all have begun before the start"
    crises = span.scenario.crisis.items()
    released = [name for name, crisis in crises if crisis.release and hits(crisis, mover.site)]
    if by := [f'crisis "{name}"' for name in released if begins_from(name, span.scenario) < span.last]:
        what = f"only {' or '.join(by)} releases it"
    elif mover.required if isinstance(mover, Group) else mover.is_required:
        what = "no history can meet the deadline"
    else:
        what = "members that have not begun before the start never leave" if begun else "it never leaves"
    return f"{what}, as this date lies after {span.end}"


def _plans(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each phased plan that ends before the start, or of which a date is after the end.

    Plans that `shift_d` or `lead_d` moves are skipped.
    """
    for name, phasing in scenario.plan.items():
        moved = (phasing.shift_d, phasing.lead_d) != (0.0, 0.0) or {
            f"plan.{name}.{key}" for key in ("shift_d", "lead_d")
        } & touched(scenario)
        if moved:
            continue
        path: Keys = ("plan", name)
        targets = [((*path, "target", str(row), "by"), point.by) for row, point in enumerate(phasing.target)]
        ends = [((*path, "until"), phasing.until), *targets]
        if span.after((*path, "begins"), phasing.begins):
            yield _of((*path, "begins"), phasing.begins, f"this plan releases no mover, as it begins after {span.end}")
            continue
        late = next(((at, when) for at, when in ends if span.after(at, when)), None)
        if late is not None:
            yield _of(*late, f"movers that this plan releases after {span.end} never leave")
        elif span.before(*(ends[-1] if targets else ends[0]), ends=True):
            at, when = ends[-1] if targets else ends[0]
            yield _of(at, when, f"this plan keeps no mover, as all of it lies before {span.start}")


def _order(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each date of a hold that is after the end or before the start."""
    for name, hold in scenario.hold.items():
        path = ("hold", name, "not_before")
        if span.after(path, hold.not_before):
            crises = " or ".join(f'crisis "{crisis}"' for crisis in lifted_by(name, scenario))
            when = f"satisfied only by {crises}" if crises else "never satisfied"
            yield _of(path, hold.not_before, f"this hold is {when}, as this date lies after {span.end}")
        elif span.before(path, hold.not_before):
            yield _of(path, hold.not_before, f"changes nothing, as it lies before {span.start}")
        path = ("hold", name, "at_latest")
        if span.after(path, hold.at_latest):
            yield _of(path, hold.at_latest, f"changes nothing, as it lies after {span.end}")
        elif span.before(path, hold.at_latest):
            then_d = reach(scenario, f"hold.{name}.then_d", hold.then_d)[1]
            what = "waits only for its then_d" if then_d > 0.0 else "keeps no mover"
            yield _of(path, hold.at_latest, f"this hold {what}, as this date lies before {span.start}")


def _closures(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each interval of an outage that lies outside the clock or has no duration."""
    for name, outage in scenario.outage.items():
        for position, interval in enumerate(outage.dates):
            path = ("outage", name, "dates", str(position))
            if span.before((*path, "until"), interval.until, ends=True):
                yield _of((*path, "until"), interval.until, f"stops nothing, as it is over before {span.start}")
            elif span.after((*path, "begins"), interval.begins):
                yield _of((*path, "begins"), interval.begins, f"stops nothing, as it begins after {span.end}")
            elif span.lasts_no_time(path, interval):
                yield _of((*path, "until"), interval.until, "stops nothing, as it ends when it begins")


def _crises(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each crisis dated after the end or before the start."""
    for name, crisis in scenario.crisis.items():
        path = ("crisis", name, "on")
        if span.after(path, crisis.on):
            yield _of(path, crisis.on, f"this crisis never comes, as it would begin after {span.end}")
        elif span.before(path, crisis.on):
            yield _of(path, crisis.on, f"lies before {span.start}: this crisis begins at the start")


def _stations(scenario: Scenario, span: _Clock) -> Iterator[Finding]:
    """Yield a finding for each `begins` of a station before the start, and each `until` of a station after the end."""
    for name, site in scenario.site.items():
        for title, station in site.station.items():
            path = ("site", name, "station", title)
            if span.before((*path, "begins"), station.begins):
                yield _of((*path, "begins"), station.begins, f"changes nothing, as it lies before {span.start}")
            if span.after((*path, "until"), station.until):
                yield _of((*path, "until"), station.until, f"changes nothing, as it lies after {span.end}")


def _of(path: Keys, when: When | None, text: str) -> Finding:
    """Return the finding about a date; `text` says what the date does."""
    return Finding(path, f"{when}", text)
