"""Checks of arrivals: timetables out of order or with a wrong sum, parties that might arrive in parts, and permissions
for arrivals that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.domain.check.finding import Finding, quoted
from sim.domain.check.targets import touched
from sim.domain.coming import named_by, surprises
from sim.domain.dates import seconds
from sim.domain.force import Group, Lot
from sim.domain.scenario import Scenario

__all__ = ["arriving"]

Path = tuple[str, ...]


def arriving(scenario: Scenario) -> Iterator[Finding]:
    """Yield the findings on timetables and parties, and one for each permission that names a group or lot in `arrivals`
    although all its members are present at the start.
    """
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
    """Yield a finding for the first date out of order in a timetable, or else for a wrong sum of its numbers."""
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
    if total != arrive >= 0:  # `muster` reports arrive < 0: more members have begun than there are
        begun = f", {mover.count - arrive} of which have begun before the start" if arrive != mover.count else ""
        text = f"expected numbers that sum to the {arrive} that arrive (count = {mover.count}{begun}), not to {total}"
        where = (*path, "arrives", "timetable" if not mover.arrives.csv else "csv")
        yield Finding(where, None, text, parts=((*path, "count"), (*path, "start"), at))


def _parties(path: Path, mover: Group | Lot, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if a party might arrive in parts at times that are not known in advance."""
    party = mover.together if isinstance(mover, Group) else None
    assert mover.arrives is not None
    if party is None or not surprises(scenario, path[1], mover):
        return
    fixed = f"{'.'.join(path)}.arrives.batch" not in touched(scenario)
    if party == "all" or not fixed or mover.arrives.batch % party:
        permissions = named_by(scenario, path[1])
        why = f"permission {' and '.join(permissions)}" if permissions else "they are random"
        text = f"expected batches of whole parties, as the times of arrival are not known in advance ({why}); "
        if mover.arrives.by_table:
            text += "state begins, until and a batch instead of the timetable, or leave out together"
        elif party == "all":
            text += 'state a number instead of "all", and arrives.batch as a multiple of it, or leave out together'
        else:
            text += f"set arrives.batch to {party}" + ("" if fixed else ", and let no unknown change it")
        yield Finding((*path, "together"), quoted(party) if party == "all" else f"{party}", text)
