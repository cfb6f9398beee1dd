"""Checks of routes: each is used, has a lift on each leg, passes no site twice and never returns to the country."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted, unknown
from sim.domain.force import Group, Lot
from sim.domain.journey import MOST, Journey, chains, inside, journeys, taken
from sim.domain.scenario import Scenario

__all__ = ["routes"]


def routes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every error in a route, and for every route that is not used or that a group or lot names but
    cannot follow; also for each site abroad that is no hub or where a group or lot begins.
    """
    for name, route in scenario.route.items():
        for position, site in enumerate(route.via):
            if site in route.via[:position]:
                where = ("route", name, "via", str(position))
                yield Finding(where, quoted(site), "expected a site that the route has not passed yet")
        for position, then in enumerate(route.onward):
            if then in route.onward[:position]:
                where = ("route", name, "onward", str(position))
                yield Finding(where, quoted(then), "expected each onward route once, in order of preference")
        for site, stations in route.stations.items():
            place = scenario.site.get(site)
            if site not in route.via:
                where = ("route", name, "stations", site)
                yield unknown(where, site, "a site that the route passes", route.via)
                continue
            for number, station in enumerate(stations if place else ()):
                if place and station not in place.station:
                    step = ("route", name, "stations", site, str(number))
                    yield unknown(step, station, f"a station of site {site}", place.station)
    for name, place in scenario.site.items():
        if place.abroad and place.kind != "hub":
            text = 'expected kind = "hub": a base lies in the country, an APOD outside'
            yield Finding(("site", name, "abroad"), "true", text)
    for name, route in scenario.route.items():
        if any(name in _with_onward(then, scenario) for then in route.onward):
            text = "expected onward routes that do not lead back to this one"
            yield Finding(("route", name, "onward"), f"[{', '.join(map(quoted, route.onward))}]", text)
        elif len(chains(name, scenario)) > MOST:
            yield Finding(("route", name, "onward"), None, f"expected at most {MOST} ways to follow it to its end")
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    used = {name for mover in movers for name in taken(mover, scenario)}
    for name in scenario.route:
        if name not in used:
            yield Finding(("route", name), None, "expected a group or lot that takes this route; none does")
    for section, entries in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in entries.items():
            if mover.site in scenario.site and scenario.site[mover.site].abroad:
                yield Finding(
                    (section, name, "site"), quoted(mover.site), "expected a site in the country; this one is abroad"
                )
            yield from _taken(section, name, mover, scenario)


def _taken(section: str, name: str, mover: Group | Lot, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each route that a group or lot names and cannot follow."""
    stated: dict[str, tuple[str, object]] = {}
    for position, route in enumerate(mover.routes):
        where = (section, name, "routes", str(position))
        known = scenario.route.get(route)
        if known is None:
            continue
        if mover.site in known.via:
            yield Finding(where, quoted(route), f"expected a route that does not come back to {mover.site}")
            continue
        for chain in chains(route, scenario):
            passed = [site for each in chain for site in scenario.route[each].via]
            again = next((site for at, site in enumerate(passed) if site in passed[:at] or site == mover.site), None)
            if again is not None:
                text = f"expected no way that passes {again} again ({', then '.join(map(quoted, chain))})"
                yield Finding(where, quoted(route), text)
                return
        for each in dict.fromkeys(each for chain in chains(route, scenario) for each in chain):
            yield from _at_each(where, each, mover, scenario, stated)
    for journey in journeys(mover, scenario):
        if journey.route is not None and all(site in scenario.site for site in journey.sites):
            yield from _followed(section, name, mover, journey, scenario)


def _at_each(
    where: tuple[str, ...], name: str, mover: Group | Lot, scenario: Scenario, stated: dict[str, tuple[str, object]]
) -> Iterator[Finding]:
    """Yield a finding for each site where a route states other stations, onward routes or another `onward_rule` than an
    earlier route of the same group or lot, and for an `onward_rule` that the `route_rule` of the mover does not allow.

    `stated` has, for each site, the first route that passes it and what this route states; new sites are added to it.
    """
    route = scenario.route[name]
    for site in route.via:
        other, passed = stated.setdefault(site, (name, route.stations.get(site, ())))
        if passed != route.stations.get(site, ()):
            yield Finding(where, quoted(name), f"expected the same stations at {site} as on route {quoted(other)}")
    if route.onward:
        onward = (route.onward, route.onward_rule)
        other, ways = stated.setdefault(f"onward of {route.via[-1]}", (name, onward))
        if ways != onward:
            text = f"expected the same onward ways and rule at {route.via[-1]} as on route {quoted(other)}"
            yield Finding(where, quoted(name), text)
        if route.onward_rule is not None and mover.route_rule == "earliest_arrival":
            text = f'expected another route_rule, or no onward_rule on route {quoted(name)}: "earliest_arrival"'
            text += " itself compares all ways from each place"
            yield Finding((*where[:2], "route_rule"), quoted(mover.route_rule), text)


def _with_onward(name: str, scenario: Scenario) -> set[str]:
    """Return a route, its onward routes, their onward routes, and so on."""
    found, to_visit = set(), [name]
    while to_visit:
        this = to_visit.pop()
        if this not in found and this in scenario.route:
            found.add(this)
            to_visit += scenario.route[this].onward
    return found


def _followed(section: str, name: str, mover: Group | Lot, journey: Journey, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for the first leg, on a journey, that leads back into the country or that no lift serves."""
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
