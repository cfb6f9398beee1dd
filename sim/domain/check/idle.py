"""Stated keys without effect, because of another key or because a rate, a number or a duration is 0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from sim.domain.check.finding import Finding
from sim.domain.check.targets import touched
from sim.domain.empty import COUNTED, left
from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario
from sim.domain.supply import Rate
from sim.domain.unread import switched_off

__all__ = ["idle"]

Keys = tuple[str, ...]


def idle(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every stated key that has no effect, or whose value of 0 means that nothing happens."""
    changed = touched(scenario)
    seen: set[Keys] = set()
    for path, why in switched_off(scenario, changed):
        if path not in seen and _stated(scenario, path):
            seen.add(path)
            yield Finding(path, None, f"has no effect: {why}")
    for name, lift in scenario.lift.items():
        supply = ("lift", name, "supply", "per_week")
        if isinstance(lift.supply, Rate) and _zero(supply, lift.supply.per_week, changed):
            yield Finding(supply, "0", f"no mission of {name} ever comes")
    yield from _outages(scenario, changed)
    yield from _movers(scenario, changed)


def _stated(scenario: Scenario, path: Keys) -> bool:
    """Whether the file states the entry or key at a path; a key that is stated with its default does not count."""
    here: Any = scenario
    for key in path[:-1]:
        if isinstance(here, tuple):
            here = here[int(key)] if int(key) < len(here) else None
        elif isinstance(here, Mapping):
            here = here.get(key)
        else:
            here = getattr(here, key) if key in getattr(here, "model_fields_set", ()) else None
    if isinstance(here, Mapping | tuple):
        return path[-1] in here if isinstance(here, Mapping) else int(path[-1]) < len(here)
    if not isinstance(here, Noun) or path[-1] not in here.model_fields_set:
        return False
    value = getattr(here, path[-1])
    return value is not None and value != type(here).model_fields[path[-1]].default


def _outages(scenario: Scenario, changed: Set[str]) -> Iterator[Finding]:
    """Yield a finding for each outage that never begins or lasts 0 h, and for `stops` of an outage without sites."""
    for name, outage in scenario.outage.items():
        path = ("outage", name)
        if outage.lasts_h is not None:
            if _zero((*path, "per_day"), outage.per_day, changed):
                yield Finding((*path, "per_day"), "0", "this outage never begins")
            elif outage.by_month and not any(outage.by_month.values()):
                yield Finding((*path, "by_month"), None, "this outage never begins, as its factor is 0 in every month")
            elif _zero((*path, "lasts_h"), outage.lasts_h, changed):
                yield Finding((*path, "lasts_h"), "0", "this outage stops nothing, as its duration is 0")
        if "stops" in outage.model_fields_set and not outage.sites:
            yield Finding((*path, "stops"), None, "has no effect: this outage names lifts and no sites")


def _movers(scenario: Scenario, changed: Set[str]) -> Iterator[Finding]:
    """Yield a finding for each group or lot without members, for each one that has left before the start although it
    states keys of its way out, and for each floor of 0.
    """
    for name, group in scenario.group.items():
        if _zero(("group", name, "count"), group.count, changed):
            yield Finding(("group", name, "count"), "0", "no one moves: the other keys of this group have no effect")
    for name, lot in scenario.lot.items():
        for key in ("count", "total_t"):
            if _zero(("lot", name, key), getattr(lot, key), changed):
                yield Finding(("lot", name, key), "0", "nothing moves: the other keys of this lot have no effect")
    for section, name in sorted(left(scenario, changed)):
        mover = getattr(scenario, section)[name]
        if any(_stated(scenario, (section, name, key)) for key in type(mover).model_fields if key not in COUNTED):
            text = "all members have left before the start: the keys about their way out have no effect"
            yield Finding((section, name, "start", "left"), f"{mover.start.left}", text)
    for name, floor in scenario.floor.items():
        if _zero(("floor", name, "at_least"), floor.at_least, changed):
            yield Finding(("floor", name, "at_least"), "0", "this floor keeps no one")


def _zero(path: Keys, value: Any, changed: Set[str]) -> bool:
    """Whether a number is stated as 0, and no unknown changes it."""
    return isinstance(value, int | float) and value == 0 and ".".join(path) not in changed
