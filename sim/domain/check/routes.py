"""Routes that lead nowhere: a leg that no lift goes, a place passed twice, a lot that can never get out."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted, unknown
from sim.domain.force import Group, Lot
from sim.domain.journey import Journey, inside, journeys
from sim.domain.scenario import Scenario

__all__ = ["routes"]


def routes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every route that nobody could follow, and for everybody who could follow none."""
    for name, route in scenario.route.items():
        for position, site in enumerate(route.via):
            if site in route.via[:position]:
                where = ("route", name, "via", str(position))
                yield Finding(where, quoted(site), "expected a site that it has not passed yet")
        for site, stations in route.stations.items():
            place = scenario.site.get(site)
            if site not in route.via:
                where = ("route", name, "stations", site)
                yield unknown(where, site, "a site that the route passes", route.via)
                continue
            for at, station in enumerate(stations if place else ()):
                if place and station not in place.station:
                    step = ("route", name, "stations", site, str(at))
                    yield unknown(step, station, f"a station of site {site}", place.station)
    for name, place in scenario.site.items():
        if place.abroad and place.kind != "hub":
            text = 'expected kind = "hub": a base lies in the country, an APOD outside'
            yield Finding(("site", name, "abroad"), "true", text)
    used = {name for movers in (scenario.group, scenario.lot) for m in movers.values() for name in m.routes}
    for name in scenario.route:
        if name not in used:
            yield Finding(("route", name), None, "expected some group or lot that takes this route; none does")
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if mover.site in scenario.site and scenario.site[mover.site].abroad:
                yield Finding((section, name, "site"), quoted(mover.site), "expected a site in the country")
            yield from _taken(section, name, mover, scenario)


def _taken(section: str, name: str, mover: Group | Lot, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each route that a group or lot names and cannot follow."""
    stations: dict[str, tuple[str, tuple[str, ...]]] = {}
    for position, route in enumerate(mover.routes):
        where = (section, name, "routes", str(position))
        known = scenario.route.get(route)
        if known is None:
            continue
        if mover.site in known.via:
            yield Finding(where, quoted(route), f"expected a route that does not come back to {mover.site}")
            continue
        for site in known.via:
            other, passed = stations.setdefault(site, (route, known.stations.get(site, ())))
            if passed != known.stations.get(site, ()):
                text = f"expected the same stations at {site} as on route {quoted(other)}"
                yield Finding(where, quoted(route), text)
    for journey in journeys(mover, scenario):
        if journey.route is not None and all(site in scenario.site for site in journey.sites):
            yield from _followed(section, name, mover, journey, scenario)


def _followed(section: str, name: str, mover: Group | Lot, journey: Journey, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for the first leg of a journey that no lift goes, and for a way back into the country."""
    where = (section, name, "routes", str(mover.routes.index(str(journey.route))))
    out = False
    for hop in journey.hops:
        if out and inside(scenario, hop.site):
            yield Finding(where, quoted(str(journey.route)), f"expected no way back into the country, to {hop.site}")
            return
        out = not inside(scenario, hop.site)
        if not hop.lifts:
            to = hop.to or "an APOD"
            serving = ", ".join(n for n, lift in scenario.lift.items() if hop.site in lift.sites) or "none"
            text = f"expected a lift that takes it from {hop.site} to {to}; none does (lifts at {hop.site}: {serving})"
            yield Finding(where, quoted(str(journey.route)), text)
            return
