"""What is stated and switched off: zeros and empty lists that leave the keys beside them without effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
from sim.domain.lift import Fleet, Rate
from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario

__all__ = ["idle"]

Keys = tuple[str, ...]
LIFT = {
    "late": ("late_h",),
    "delay": ("delay_h",),
    "breaks": ("repair_h",),
    "breakdown": ("recover_h",),
    "min_load": ("wait_h",),
}
"""Keys of a lift that switch others off where they are 0."""
PERMISSION = {"lost": ("lost_after_d", "lost_for_d", "times")}
STATION = {"fail": ("back_to",)}


def idle(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every key that is stated and switched off by another one, which is 0."""
    changed = touched(scenario)
    for name, lift in scenario.lift.items():
        path = ("lift", name)
        yield from _switched(path, lift, LIFT, changed)
        if isinstance(lift.supply, Rate):
            zero = _zero((*path, "supply", "per_week"), lift.supply.per_week, changed)
            if zero:
                yield Finding((*path, "supply", "per_week"), "0", f"no mission of {name} ever comes")
        elif isinstance(lift.supply, Fleet):
            able = lift.supply.mission_capable < 1.0 or f"lift.{name}.supply.mission_capable" in changed
            if lift.supply.down_h != 0.0 and not able:
                yield Finding((*path, "supply", "down_h"), None, "has no effect, as mission_capable is 1")
        if lift.shares and lift.rule != "shares":
            yield Finding((*path, "shares"), None, f'has no effect, as rule is "{lift.rule}"')
    for name, permission in scenario.permission.items():
        yield from _switched(("permission", name), permission, PERMISSION, changed)
    for name, site in scenario.site.items():
        for title, station in site.station.items():
            yield from _switched(("site", name, "station", title), station, STATION, changed)
        for title, resource in site.resource.items():
            fails = resource.available < 1.0 or f"site.{name}.resource.{title}.available" in changed
            if resource.repair_h != 0.0 and not fails:
                where = ("site", name, "resource", title, "repair_h")
                yield Finding(where, None, "has no effect, as available is 1")
    yield from _outages(scenario, changed)
    yield from _movers(scenario, changed)


def _outages(scenario: Scenario, changed: set[str]) -> Iterator[Finding]:
    """Yield a finding for each outage that never begins, and for what it stops at sites that it does not name."""
    for name, outage in scenario.outage.items():
        path = ("outage", name)
        if outage.lasts_h is not None:
            if _zero((*path, "per_day"), outage.per_day, changed):
                yield Finding((*path, "per_day"), "0", "this outage never begins")
            elif outage.by_month and not any(outage.by_month.values()):
                yield Finding((*path, "by_month"), None, "this outage never begins, as every month counts 0")
            elif _zero((*path, "lasts_h"), outage.lasts_h, changed):
                yield Finding((*path, "lasts_h"), "0", "this outage stops nothing, as it lasts no time")
        elif outage.per_day or outage.by_month or outage.by_hour:
            keys = [key for key in ("per_day", "by_month", "by_hour") if getattr(outage, key)]
            yield Finding((*path, keys[0]), None, "has no effect, as this outage has dates")
        if "stops" in outage.model_fields_set and not outage.sites:
            yield Finding((*path, "stops"), None, "has no effect, as this outage names lifts and no sites")


def _movers(scenario: Scenario, changed: set[str]) -> Iterator[Finding]:
    """Yield a finding for each group or lot without members, and each floor that keeps nobody."""
    for name, group in scenario.group.items():
        if _zero(("group", name, "count"), group.count, changed):
            yield Finding(("group", name, "count"), "0", "nobody moves")
    for name, lot in scenario.lot.items():
        for key in ("count", "total_t"):
            if _zero(("lot", name, key), getattr(lot, key), changed):
                yield Finding(("lot", name, key), "0", "nothing moves")
    for name, floor in scenario.floor.items():
        if _zero(("floor", name, "at_least"), floor.at_least, changed):
            yield Finding(("floor", name, "at_least"), "0", "this floor keeps nobody")


def _switched(path: Keys, noun: Noun, pairs: Mapping[str, tuple[str, ...]], changed: set[str]) -> Iterator[Finding]:
    """Yield a finding for each stated key that another one, which is 0 in every world, leaves without effect."""
    for switch, keys in pairs.items():
        if not _zero((*path, switch), getattr(noun, switch), changed):
            continue
        for key in keys:
            if key in noun.model_fields_set and getattr(noun, key) != type(noun).model_fields[key].default:
                yield Finding((*path, key), None, f"has no effect, as {switch} is 0")


def _zero(path: Keys, value: Any, changed: set[str]) -> bool:
    """Whether a number is stated as 0, and no unknown changes it."""
    return isinstance(value, int | float) and value == 0 and ".".join(path) not in changed
