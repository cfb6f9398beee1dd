"""Sites that open in place of others: of those that nothing closes, and who depends on them alone."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys
from sim.domain.scenario import Scenario
from sim.domain.substitutes import may_be_lost

__all__ = ["never_opens", "only_by_substitutes"]


def never_opens(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each site that opens when another is lost that nothing closes."""
    for name, site in scenario.site.items():
        spare = site.in_place_of
        if spare is not None and not may_be_lost(spare.site, scenario):
            why = f"no crisis, withdrawn permission or dated outage of its runway closes {spare.site}"
            yield Finding(("site", name, "in_place_of", "site"), f'"{spare.site}"', f"{name} never opens: {why}")


def only_by_substitutes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each group or lot whose every way leads over a site that may stay closed."""
    closed = {name for name, site in scenario.site.items() if site.in_place_of is not None}
    movers: list[tuple[str, str, Group | Lot]] = [("group", *pair) for pair in scenario.group.items()]
    movers += [("lot", *pair) for pair in scenario.lot.items()]
    for section, name, mover in movers if closed else ():
        ways = journeys(mover, scenario)
        over = [next((site for site in way.sites if site in closed), None) for way in ways]
        if mover.disposition == "ship" and over and all(over):
            spare = scenario.site[str(over[0])].in_place_of
            lost = spare.site if spare is not None else ""
            yield Finding((section, name), None, f"leaves only if {lost} is lost: each way leads over {over[0]}")
