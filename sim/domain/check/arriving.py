"""Arrivals that are impossible as stated: a timetable out of order or with a wrong total, or a party in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.domain.check.finding import Finding, quoted
from sim.domain.check.targets import touched
from sim.domain.coming import surprises
from sim.domain.dates import seconds
from sim.domain.force import Group, Lot
from sim.domain.scenario import Scenario

__all__ = ["arriving"]

Path = tuple[str, ...]


def arriving(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each timetable, batch and permission of arrivals that does not fit its group or lot."""
    movers: list[tuple[Path, Group | Lot]] = [(("group", name), group) for name, group in scenario.group.items()]
    movers += [(("lot", name), lot) for name, lot in scenario.lot.items()]
    for path, mover in movers:
        if mover.arrives is not None:
            yield from _timetable(path, mover, scenario)
            yield from _parties(path, mover, scenario)
    coming = {path[1] for path, mover in movers if mover.arrives is not None}
    for name, permission in scenario.permission.items():
        for position, each in enumerate(permission.arrivals):
            if each not in coming and (each in scenario.group or each in scenario.lot):
                text = f"expected a group or lot that arrives later; all of {quoted(each)} is present at the start"
                yield Finding(("permission", name, "arrivals", str(position)), quoted(each), text)


def _timetable(path: Path, mover: Group | Lot, scenario: Scenario) -> Iterator[Finding]:
    """Yield the errors in the rows of a timetable."""
    assert mover.arrives is not None
    rows, at = mover.arrives.timetable, (*path, "arrives", "timetable")
    instants = [seconds(row.at, scenario.clock, ends=False) for row in rows]
    for position, (earlier, later) in enumerate(pairwise(instants)):
        if later < earlier:
            text = f"expected a date not before the one in the row above, {rows[position].at}"
            yield Finding((*at, str(position + 1), "at"), f"{rows[position + 1].at}", text)
            return
    start, name = mover.start, ".".join(path)
    unknown = {f"{name}.count", f"{name}.start.staged", *(f"{name}.start.passed.{each}" for each in start.passed)}
    if not rows or mover.count is None or unknown & touched(scenario):
        return
    arrive = mover.count - start.left - start.staged - sum(start.passed.values())
    total = sum(row.number for row in rows)
    if total != arrive:
        begun = f", {mover.count - arrive} of which have begun before the start" if arrive != mover.count else ""
        text = f"expected numbers that sum to the {arrive} that arrive (count = {mover.count}{begun}), not to {total}"
        where = (*path, "arrives", "timetable" if not mover.arrives.csv else "csv")
        yield Finding(where, None, text, parts=((*path, "count"), (*path, "start"), at))


def _parties(path: Path, mover: Group | Lot, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if a party would arrive in pieces, at times not known in advance."""
    party = mover.together if isinstance(mover, Group) else None
    assert mover.arrives is not None
    if party is None or not surprises(scenario, path[1], mover):
        return
    fixed = f"{'.'.join(path)}.arrives.batch" not in touched(scenario)
    if party == "all" or not fixed or mover.arrives.batch % party:
        text = "expected a batch of whole parties, as their arrival is not known before; "
        if party == "all":
            text += "no batch is a whole unit: leave together out, or state arrivals that are known (until, timetable)"
        else:
            text += f"set arrives.batch to {party}"
        yield Finding((*path, "together"), quoted(party) if party == "all" else f"{party}", text)
