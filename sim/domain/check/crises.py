"""Parts of a crisis that change nothing at its sites, such as stopped stations at sites without stations."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.targets import touched
from sim.domain.crises import hits, lifted
from sim.domain.crisis import Crisis
from sim.domain.empty import peopled
from sim.domain.ends import ends
from sim.domain.force import Group, Lot
from sim.domain.journey import inside
from sim.domain.phased import phased
from sim.domain.scenario import Scenario

__all__ = ["crises"]


def crises(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each part of a crisis that has no effect at its sites."""
    scenario = peopled(scenario, touched(scenario)) if scenario.crisis else scenario
    for name, crisis in scenario.crisis.items():
        where = " or ".join(crisis.sites) or "any site"
        if crisis.release and not _is_dated(crisis, scenario):
            text = f"no group or lot that begins at {where} has a release date or a phased plan"
            yield Finding(("crisis", name, "release"), None, f"changes nothing: {text}")
        if crisis.dispose and not any(_may_get(lot, crisis, scenario) for lot in scenario.lot.values()):
            text = f"no wanted equipment at {where} may be disposed of this way: see permitted and site.<name>.disposal"
            yield Finding(("crisis", name, "dispose"), f'"{crisis.dispose}"', f"changes nothing: {text}")
        if crisis.holds == "all" and not lifted(crisis, scenario):
            text = f"no hold keeps any group or lot that begins at {where}"
            yield Finding(("crisis", name, "holds"), '"all"', f"changes nothing: {text}")
        yield from _closings(name, crisis, scenario, where)


def _closings(name: str, crisis: Crisis, scenario: Scenario, where: str) -> Iterator[Finding]:
    """Yield a finding for each lift that a crisis names but that comes to no site of the crisis, and one if the crisis
    stops stations but none of its sites has a station.
    """
    for position, lift in enumerate(crisis.lifts):
        spec = scenario.lift.get(lift)
        if spec is not None and crisis.sites and not {*spec.sites, spec.to} & set(crisis.sites):
            text = f"changes nothing: {lift} does not come to {where}"
            yield Finding(("crisis", name, "lifts", str(position)), f'"{lift}"', text)
    hit = [site for title, site in scenario.site.items() if inside(scenario, title) and hits(crisis, title)]
    if "stations" in crisis.stops and not any(site.station for site in hit):
        at = str(crisis.stops.index("stations"))
        yield Finding(("crisis", name, "stops", at), '"stations"', f"changes nothing: there is no station at {where}")


def _is_dated(crisis: Crisis, scenario: Scenario) -> bool:
    """Whether any group or lot that begins at a site of a crisis has a release date or a phased plan."""
    plans = phased(scenario)
    movers: list[tuple[str, str, Group | Lot]] = [("group", name, group) for name, group in scenario.group.items()]
    movers += [("lot", name, lot) for name, lot in scenario.lot.items()]
    return any(
        hits(crisis, mover.site) and (mover.release is not None or (section, name) in plans)
        for section, name, mover in movers
    )


def _may_get(lot: Lot, crisis: Crisis, scenario: Scenario) -> bool:
    """Whether a lot is wanted and may get the disposition `dispose` of a crisis at a site of the crisis."""
    sites = {site for site, way in ends(lot, scenario) if way == crisis.dispose}
    return not lot.is_required and bool(sites & set(crisis.sites) if crisis.sites else sites)
