"""Lift that is over before the force is out: dated missions, and rates with an end, too few for all who need them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, inf

from sim.domain.check.blocks import Block, blocks
from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
from sim.domain.check.timing import follows_until
from sim.domain.dates import seconds
from sim.domain.journey import journeys
from sim.domain.lift import Dated, Rate
from sim.domain.nouns import When
from sim.domain.scenario import Scenario
from sim.domain.span import span

__all__ = ["runs_out"]

WEEK = 7 * 86_400


def runs_out(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each set of lifts with an end that cannot carry all required people who may ride no other.

    Notes
    -----
    Judged by seats alone, at the largest draws: a finding is certain, its absence says little. Rates that are drawn,
    and lift for which reviews may ask, are not judged.
    """
    last = follows_until(scenario)
    if last is None or last <= 0 or (scenario.review is not None and scenario.review.lift is not None):
        return
    ends = {name: found for name in scenario.lift if (found := _missions(name, scenario, last)) is not None}
    asking: dict[frozenset[str], list[Block]] = {}
    for block in blocks(scenario) if ends else ():
        lifts = frozenset(lift for way in journeys(block.mover, scenario) for lift in way.hops[0].lifts)
        if block.section == "group" and block.required and lifts and lifts <= set(ends):
            asking.setdefault(lifts, []).append(block)
    for lifts in asking:
        people = sum(block.count for other, there in asking.items() if other <= lifts for block in there)
        carried = sum(ends[lift] * _seats(lift, scenario) for lift in lifts if ends[lift])
        if 0 < carried < people:
            yield _finding(sorted(lifts), people, carried, scenario, last)


def _missions(name: str, scenario: Scenario, last: int) -> float | None:
    """Return how many missions of a lift come before it ends; None where it has no end, or nobody can say."""
    supply, clock = scenario.lift[name].supply, scenario.clock
    if isinstance(supply, Dated):
        return float(sum(0 < seconds(mission.at, clock, ends=True) <= last for mission in supply.missions))
    if not isinstance(supply, Rate) or supply.until is None:
        return None
    moved = touched(scenario) & {f"lift.{name}.supply.{key}" for key in ("per_week", "week_cv", "begins", "until")}
    until = seconds(supply.until, clock, ends=True)
    if moved or supply.pattern == "poisson" or supply.week_cv > 0.0 or until >= last:
        return None
    begins = max(0, seconds(supply.begins, clock, ends=False)) if supply.begins is not None else 0
    if until <= begins:
        return 0.0
    return float(ceil(supply.per_week * (until - begins) / WEEK) + 1)


def _seats(name: str, scenario: Scenario) -> float:
    """Return the most people that one mission of a lift takes by its seats."""
    seats = scenario.lift[name].seats
    return inf if seats is None else span(scenario, f"lift.{name}.seats", seats)[1]


def _finding(lifts: Sequence[str], people: int, carried: float, scenario: Scenario, last: int) -> Finding:
    """Say that what ends last, within the clock, is over before all of them are out."""
    ends = [
        (when, path, stated)
        for name in lifts
        for path, stated in _ends(name, scenario)
        if 0 < (when := seconds(stated, scenario.clock, ends=True)) <= last
    ]
    _, path, stated = max(ends)
    text = f"the force is not out when this is over: all missions of {' and '.join(lifts)} take {carried:g} people at"
    text += (
        f" most, and {people} who must leave may ride nothing else; state more missions, or let them come for longer"
    )
    return Finding(path, f"{stated}", text)


def _ends(name: str, scenario: Scenario) -> Iterator[tuple[tuple[str, ...], When]]:
    """Yield the dates of a lift after which it may be over, with their paths."""
    supply, path = scenario.lift[name].supply, ("lift", name, "supply")
    if isinstance(supply, Rate) and supply.until is not None:
        yield (*path, "until"), supply.until
    for at, mission in enumerate(supply.missions if isinstance(supply, Dated) else ()):
        yield (*path, "missions", str(at), "at"), mission.at
