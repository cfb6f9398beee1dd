"""Checks of phased plans: each selects groups or lots that no other plan selects, and no curve falls over time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.domain.check.finding import Finding
from sim.domain.check.targets import touched
from sim.domain.dates import seconds
from sim.domain.force import Group, Lot
from sim.domain.phased import names, phased
from sim.domain.phasing import Phasing
from sim.domain.scenario import Scenario
from sim.domain.span import days, reach

__all__ = ["phases"]

DAY_S = 86_400.0
NEAR = 0.005
"""Shares of the total that differ by less count as equal, because stated weights are rounded."""


def phases(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each group or lot that several plans select, and for each plan that selects none or has
    wrong dates or amounts.
    """
    named = phased(scenario)
    for (section, name), titles in named.items():
        if len(titles) > 1:
            listed = " and ".join(titles)
            text = f"expected at most one plan for it; {listed} select it:"
            text += " narrow one by group, lot, site, kind or category"
            yield Finding((section, name), None, text)
    for title, phasing in scenario.plan.items():
        path = ("plan", title)
        if not any(title in titles for titles in named.values()) and _is_known(phasing, scenario):
            text = "expected a plan for some group or lot; its site, kind, category, group and lot select none"
            yield Finding(path, None, text)
        yield from _in_time(path, phasing, scenario)
        yield from _amounts(path, phasing, scenario)


def _amounts(path: tuple[str, ...], phasing: Phasing, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for the first impossible or falling amount, or else for a last amount below the total."""
    movers: list[tuple[str, Group | Lot]] = [*scenario.group.items(), *scenario.lot.items()]
    named = [mover for name, mover in movers if names(phasing, name, mover)]
    people = float(sum(mover.count for mover in named if isinstance(mover, Group)))
    tonnes = sum(_tonnes(mover) for mover in named if isinstance(mover, Lot))
    totals = {"share": 1.0, "people": people, "tonnes": tonnes}
    others = {"people": "equipment", "tonnes": "people"}
    before = 0.0
    for position, point in enumerate(phasing.target):
        key, amount = point.amount
        at, stated = (*path, "target", str(position), key), f"{amount:g}"
        if not named:
            return
        if key in others and any(isinstance(mover, Group) != (key == "people") for mover in named):
            text = f"expected share, as the plan selects {others[key]};"
            text += f" state {key} in a plan that selects no {others[key]} (kind, group, lot)"
            yield Finding(at, stated, text)
            return
        share = amount / totals[key] if totals[key] else 1.0
        if share > 1.0 + NEAR:
            yield Finding(at, stated, f"expected no more than the total: the plan selects {totals[key]:.6g} {key}")
            return
        if share < before:
            yield Finding(at, stated, f"expected no less than at the previous date, {before * totals[key]:.6g}")
            return
        before = share
    if phasing.target and before < 1.0 - NEAR:
        text = f"expected a last target of share = 1, or of all {totals[key]:.6g} {key}: the rest would never go"
        yield Finding(at, stated, text)


def _tonnes(lot: Lot) -> float:
    """Return the stated weight of a lot [t]."""
    return lot.total_t if lot.total_t is not None else (lot.count or 0) * (lot.weight_t or 0.0)


def _is_known(phasing: Phasing, scenario: Scenario) -> bool:
    """Whether all names in a plan exist; another check reports unknown names."""
    sites = {phasing.site} - {None}
    return (
        sites <= set(scenario.site) and {*phasing.group} <= set(scenario.group) and {*phasing.lot} <= set(scenario.lot)
    )


def _in_time(path: tuple[str, ...], phasing: Phasing, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if a plan does not end after it begins, and for each target not later than the one before it.

    One world in which this is so is enough. Only `until` and `begins` are compared as stated; if an unknown changes one
    of them, `mapped` compares them.
    """
    begins = days(scenario, ".".join((*path, "begins")), phasing.begins, ends=False)[1]
    if phasing.before in scenario.milestone:
        by = scenario.milestone[str(phasing.before)].by
        margin = reach(scenario, ".".join((*path, "margin_d")), phasing.margin_d)[1]
        ends = days(scenario, f"milestone.{phasing.before}.by", by, ends=True)[0] - DAY_S * margin
        if ends <= begins:
            text = f"expected an end after the plan begins, {phasing.begins};"
            text += f" this ends it {margin:g} d before {phasing.before}"
            yield Finding((*path, "margin_d"), f"{phasing.margin_d:g}", text)
    if phasing.until is not None and seconds(phasing.until, scenario.clock, ends=True) <= seconds(
        phasing.begins, scenario.clock, ends=False
    ):
        text = f"expected an end after the plan begins, {phasing.begins}"
        yield Finding((*path, "until"), f"{phasing.until}", text)
    points = [phasing.begins, *(point.by for point in phasing.target)]
    at = [begins, *(seconds(point.by, scenario.clock, ends=True) for point in phasing.target)]
    for position, (earlier, later) in enumerate(pairwise(at)):
        if later <= earlier:
            text = f"expected a date after the one before it, {points[position]}"
            if not position and ".".join((*path, "begins")) in touched(scenario):
                text = "expected a date after the last on which the plan may begin"
            yield Finding((*path, "target", str(position), "by"), f"{phasing.target[position].by}", text)
