"""Checks that a lot can get the disposition that it states, and that wanted lots can get one wherever they may stay.

A disposition other than "ship" is *open* to a lot at a site if the lot permits it and `disposal` of the site names it.
If the lot permits "abandon", this is open at every site.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.counted import counts
from sim.domain.ends import open_ways
from sim.domain.force import Lot
from sim.domain.journey import inside, journeys, places
from sim.domain.order import Hold
from sim.domain.scenario import Scenario

__all__ = ["fates"]


def fates(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each stated disposition that is not open at the site of its lot, and for each site where a
    wanted lot may have to stay and no disposition is open.
    """
    for name, lot in scenario.lot.items():
        site = scenario.site.get(lot.site)
        if site is None:
            continue  # the check of references reports this
        ways = open_ways(lot, scenario)
        if lot.disposition != "ship" and lot.disposition not in ways:
            text = f"expected a disposition that is open at {lot.site}; site.{lot.site}.disposal does not name this one"
            yield Finding(("lot", name, "disposition"), quoted(lot.disposition), text)
        if not lot.is_required and not ways:
            text = f"expected required = true, or a disposition that is open at {lot.site}; {_why(lot)}"
            yield Finding(("lot", name), None, text)
        elif not lot.is_required and lot.disposition == "ship":
            yield from _stranded(name, lot, scenario)


def _stranded(name: str, lot: Lot, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each later site on the way of a wanted lot at which no disposition is open to the lot."""
    passed = dict.fromkeys(site for journey in journeys(lot, scenario) for site in journey.sites[1:])
    for site in passed:
        if not inside(scenario, site) or open_ways(lot, scenario, site):
            continue
        waiting = [hold for hold, spec in scenario.hold.items() if _waits(spec, name, lot, scenario)]
        held = f'; hold "{waiting[0]}" waits for it, and would for ever' if waiting else ""
        ways = ", ".join(lot.options) or "nothing"
        text = f"expected a disposition that is open at {site}, which this wanted lot passes; it permits {ways}: "
        text += f"if its way ends there, it could not be disposed of{held}"
        text += f" (name one of its permitted ways in site.{site}.disposal)"
        yield Finding(("lot", name), None, text)


def _waits(hold: Hold, name: str, lot: Lot, scenario: Scenario) -> bool:
    """Whether a hold has a condition that counts the items of a lot until they have left."""
    leaving = [condition for condition in hold.until if not condition.is_staging]
    return any(counts(condition, name, lot, places(lot, scenario)) for condition in leaving)


def _why(lot: Lot) -> str:
    """Return why no disposition is open to a wanted lot at its site, in words."""
    kind = "controlled" if lot.is_controlled else "only wanted, but may not be abandoned"
    if not lot.options:
        return f"it is {kind}, and permitted = [] permits no disposition"
    return f"it is {kind}, and permits {' or '.join(lot.options)}, which site.{lot.site}.disposal does not name"
