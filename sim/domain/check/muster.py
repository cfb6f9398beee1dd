"""Checks of the force: it has members, no group and lot share a name, no more members have begun at the start than
there are, and required movers state no date or hold at which they stay behind.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.force import Group, Lot, Progress
from sim.domain.scenario import Scenario

__all__ = ["muster"]


def muster(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for an empty force, for each name that a group and a lot share, for each group or lot of which
    more members have begun than there are, and for each required one that states when it stays behind.
    """
    people = sum(group.count for group in scenario.group.values())
    items = sum((lot.count or 0) + (lot.total_t or 0.0) for lot in scenario.lot.values())
    if not people and not items:
        section = "group" if scenario.group or not scenario.lot else "lot"
        yield Finding((section,), None, "expected at least one person or item to move; the force is empty")
    for name in scenario.lot:
        if name in scenario.group:
            yield Finding(("lot", name), None, "expected another name; a group is called that already")
    for name, group in scenario.group.items():
        yield from _progress(("group", name), group.start, group.count)
        yield from _stays_behind(("group", name), group, group.required)
    for name, lot in scenario.lot.items():
        if lot.count is not None:
            yield from _progress(("lot", name), lot.start, lot.count)
        yield from _stays_behind(("lot", name), lot, lot.is_required)


def _progress(path: tuple[str, ...], start: Progress, count: int) -> Iterator[Finding]:
    """Yield a finding if more members have left, are staged or have passed a station than there are."""
    done = start.left + start.staged + sum(start.passed.values())
    if done > count:
        text = f"expected left, staged and passed to add up to no more than count = {count}; their sum is {done}"
        begun = [(*path, "start", key) for key in ("left", "staged", "passed")]
        yield Finding((*path, "start"), None, text, parts=((*path, "count"), *begun))


def _stays_behind(path: tuple[str, ...], mover: Group | Lot, required: bool) -> Iterator[Finding]:
    """Yield a finding for each key of a required group or lot that says when its members stay behind."""
    for key in ("leave_after", "leave_when"):
        if getattr(mover, key) is not None and required:
            text = "expected this only for wanted movers; these are required (set required = false if they may stay)"
            yield Finding((*path, key), f"{getattr(mover, key)}", text)
