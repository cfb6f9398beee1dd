"""Crises that find nothing to do at their sites: nobody whom a date keeps, no equipment to which their way is open."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
from sim.domain.crisis import Crisis
from sim.domain.empty import peopled
from sim.domain.ends import ends
from sim.domain.force import Group, Lot
from sim.domain.phased import phased
from sim.domain.scenario import Scenario

__all__ = ["crises"]


def crises(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each thing that a crisis says and that nobody at its sites meets."""
    scenario = peopled(scenario, touched(scenario)) if scenario.crisis else scenario
    for name, crisis in scenario.crisis.items():
        where = " and ".join(crisis.sites) or "any site"
        if crisis.release and not _is_dated(crisis, scenario):
            text = f"nobody and nothing that begins at {where} has a release date, or a phased plan"
            yield Finding(("crisis", name, "release"), None, f"changes nothing: {text}")
        if crisis.dispose and not any(_takes(lot, crisis, scenario) for lot in scenario.lot.values()):
            text = f"no wanted equipment at {where} may take this way: permitted, and site.<name>.disposal, say which"
            yield Finding(("crisis", name, "dispose"), f'"{crisis.dispose}"', f"changes nothing: {text}")


def _is_dated(crisis: Crisis, scenario: Scenario) -> bool:
    """Whether a date or a phased plan keeps anybody or anything that begins at the sites of a crisis."""
    plans = phased(scenario)
    movers: list[tuple[str, str, Group | Lot]] = [("group", name, group) for name, group in scenario.group.items()]
    movers += [("lot", name, lot) for name, lot in scenario.lot.items()]
    return any(
        (not crisis.sites or mover.site in crisis.sites) and (mover.release is not None or (section, name) in plans)
        for section, name, mover in movers
    )


def _takes(lot: Lot, crisis: Crisis, scenario: Scenario) -> bool:
    """Whether a lot may take the way of a crisis at one of its sites."""
    there = {site for site, way in ends(lot, scenario) if way == crisis.dispose}
    return not lot.is_required and bool(there & set(crisis.sites) if crisis.sites else there)
