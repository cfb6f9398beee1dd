"""Phased plans: each names groups or lots, none is named by two, and each curve goes on in time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
from sim.domain.dates import seconds
from sim.domain.phased import phased
from sim.domain.phasing import Phasing
from sim.domain.scenario import Scenario
from sim.domain.span import days, reach

__all__ = ["phases"]

DAY_S = 86_400.0


def phases(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each plan that names nobody or ends before it begins, and each mover that two plans name."""
    named = phased(scenario)
    for (section, name), titles in named.items():
        if len(titles) > 1:
            listed = " and ".join(titles)
            text = f"expected at most one plan for it; {listed} name it: narrow one of them (group, lot, site, kind)"
            yield Finding((section, name), None, text)
    for title, phasing in scenario.plan.items():
        path = ("plan", title)
        if not any(title in titles for titles in named.values()) and _is_known(phasing, scenario):
            yield Finding(path, None, "expected groups or lots that it names; it names none")
        yield from _in_time(path, phasing, scenario)


def _is_known(phasing: Phasing, scenario: Scenario) -> bool:
    """Whether all that a plan names is there: an unknown name is reported as such."""
    sites = {phasing.site} - {None}
    return (
        sites <= set(scenario.site) and {*phasing.group} <= set(scenario.group) and {*phasing.lot} <= set(scenario.lot)
    )


def _in_time(path: tuple[str, ...], phasing: Phasing, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding where a curve goes back in time, in any world where an unknown moves one of its ends."""
    begins = days(scenario, ".".join((*path, "begins")), phasing.begins, ends=False)[1]
    if phasing.before in scenario.milestone:
        by = scenario.milestone[str(phasing.before)].by
        margin = reach(scenario, ".".join((*path, "margin_d")), phasing.margin_d)[1]
        ends = days(scenario, f"milestone.{phasing.before}.by", by, ends=True)[0] - DAY_S * margin
        if ends <= begins:
            text = f"expected an end after the plan begins; {margin:g} d before {phasing.before} is no later"
            yield Finding((*path, "margin_d"), f"{phasing.margin_d:g}", text)
    if phasing.until is not None and seconds(phasing.until, scenario.clock, ends=True) <= seconds(
        phasing.begins, scenario.clock, ends=False
    ):
        text = f"expected a date not before the one on which it begins, {phasing.begins}"
        yield Finding((*path, "until"), f"{phasing.until}", text)
    points = [phasing.begins, *(point.by for point in phasing.target)]
    at = [begins, *(seconds(point.by, scenario.clock, ends=True) for point in phasing.target)]
    for position, (earlier, later) in enumerate(pairwise(at)):
        if later <= earlier:
            text = f"expected a date after the one before, {points[position]}"
            if not position and ".".join((*path, "begins")) in touched(scenario):
                text = "expected a date after the last on which the plan may begin"
            yield Finding((*path, "target", str(position), "by"), f"{phasing.target[position].by}", text)
