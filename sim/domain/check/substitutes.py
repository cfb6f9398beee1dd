"""Checks of substitutes: sites that never open, and movers that have no way out except through a substitute."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from sim.domain.check.finding import Finding
from sim.domain.check.timing import follows_until
from sim.domain.dates import moment
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys
from sim.domain.scenario import Scenario
from sim.domain.span import span
from sim.domain.substitutes import lost_from

__all__ = ["never_opens", "only_by_substitutes"]

DAY = 86_400.0
FAR = 100 * 365 * DAY
"""A time after the end of any clock, but not too late for a date [s]."""


def never_opens(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each substitute that never opens: the site that it replaces is lost too late, or never."""
    last = follows_until(scenario)
    for name, site in scenario.site.items():
        spare = site.in_place_of
        if spare is None:
            continue
        at, lost = ("site", name, "in_place_of"), lost_from(spare.site, scenario)
        opens = lost + DAY * span(scenario, ".".join((*at, "after_d")), spare.after_d)[0]
        if lost == inf:
            why = f"no crisis, withdrawn permission or dated outage of its runway closes {spare.site}"
            yield Finding((*at, "site"), f'"{spare.site}"', f"{name} never opens: {why}")
        elif last is not None and opens >= last:
            why = f"{spare.site} is lost on {moment(round(min(lost, FAR)), scenario.clock):%Y-%m-%d} at the earliest,"
            why += f" {name} opens {(opens - lost) / DAY:g} days after that or later (after_d),"
            why += f" and the clock ends on {moment(last, scenario.clock):%Y-%m-%d}"
            value = f"{spare.after_d:g}" if isinstance(spare.after_d, int | float) else None
            yield Finding((*at, "after_d"), value, f"{name} never opens: {why}")


def only_by_substitutes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each group or lot each of whose ways out passes a substitute, which may stay closed."""
    closed = {name for name, site in scenario.site.items() if site.in_place_of is not None}
    movers: list[tuple[str, str, Group | Lot]] = [("group", *pair) for pair in scenario.group.items()]
    movers += [("lot", *pair) for pair in scenario.lot.items()]
    for section, name, mover in movers if closed else ():
        ways = journeys(mover, scenario)
        over = [next((site for site in way.sites if site in closed), None) for way in ways]
        if mover.disposition == "ship" and over and all(over):
            passed = dict.fromkeys(str(site) for site in over)
            spares = [scenario.site[site].in_place_of for site in passed]
            lost = " or ".join(dict.fromkeys(spare.site for spare in spares if spare is not None))
            text = f"leaves only if {lost} is lost: each of its ways out passes {' or '.join(passed)}"
            yield Finding((section, name), None, text)
