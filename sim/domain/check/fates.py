"""What becomes of equipment that does not fly: the ways that a lot may take must be open at its site."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.force import Lot
from sim.domain.scenario import Scenario

__all__ = ["fates", "open_ways"]


def open_ways(lot: Lot, scenario: Scenario) -> tuple[str, ...]:
    """Return what may become of a lot at its site instead of shipping, preferred first."""
    site = scenario.site.get(lot.site)
    here = site.disposal if site is not None else {}
    return tuple(way for way in lot.options if way == "abandon" or way in here)


def fates(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each disposition that its site lacks, and each wanted lot of which nothing can become."""
    for name, lot in scenario.lot.items():
        site = scenario.site.get(lot.site)
        if site is None:
            continue  # reported as a reference already
        ways = open_ways(lot, scenario)
        if lot.disposition != "ship" and lot.disposition not in ways:
            text = f"expected a way that is open at {lot.site}; site.{lot.site}.disposal does not name it"
            yield Finding(("lot", name, "disposition"), quoted(lot.disposition), text)
        if not lot.is_required and not ways:
            text = f"expected required = true, or a way that is open at {lot.site}: {_why(lot)}"
            yield Finding(("lot", name), None, text)


def _why(lot: Lot) -> str:
    """Say why a wanted lot cannot simply stay."""
    if lot.is_controlled:
        return "a controlled item is never left behind, so its site needs disposal.destroy"
    return "it is wanted only, but may not be left"
