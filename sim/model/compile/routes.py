"""Ways out as tables: the stops on the ways of lots, and the legs between them."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.domain.journey import Hop, Journey, chains, fits, inside, journeys, taken
from sim.model.compile.compiler import Stop
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import RouteRule

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def find_stops(work: "Compiler") -> list[Stop]:
    """Return every place that each lot passes on its routes, and the roads on which it crosses the border."""
    found: list[Stop] = []
    for row, (_, _, mover) in enumerate(work.movers):
        if not _has_paths(work, row):
            continue
        first = len(found)
        rules = {}
        for name in taken(mover, work.scenario):
            route = work.scenario.route[name]
            if route.onward and route.onward_rule is not None:
                rules[route.via[-1]] = int(RouteRule[route.onward_rule.upper()])
        for name in (each for top in mover.routes for chain in chains(top, work.scenario) for each in chain):
            route = work.scenario.route[name]
            for site in route.via:
                if site not in [stop.site for stop in found[first:]]:
                    found.append(Stop(row, site, route.stations.get(site, ()), rule=rules.get(site, -1)))
        ends = {stop.site: len(work.movers) + first + place for place, stop in enumerate(found[first:])}
        roads: dict[str, None] = {}
        for journey in journeys(mover, work.scenario):
            for hop in journey.hops:
                roads.update(dict.fromkeys(work.scenario.lift[lift].to for lift in _crossing(work, hop)))
        found += [Stop(row, site, road=True, then=ends.get(site, -1)) for site in roads]
    return found


def _crossing(work: "Compiler", hop: Hop) -> list[str]:
    """Return the lifts of a hop that count as out only on arrival."""
    lift = work.scenario.lift
    return [
        name
        for name in hop.lifts
        if lift[name].crosses == "arrival" and inside(work.scenario, hop.site) and not _to_inside(work, lift[name].to)
    ]


def _to_inside(work: "Compiler", site: str) -> bool:
    return inside(work.scenario, site)


def _has_paths(work: "Compiler", row: int) -> bool:
    """Return whether a lot has routes, or a lift that counts as out only on arrival."""
    _, _, mover = work.movers[row]
    ways = journeys(mover, work.scenario)
    return bool(mover.routes and ways) or any(_crossing(work, hop) for journey in ways for hop in journey.hops)


def paths(work: "Compiler") -> dict[str, Table]:
    """Return the tables of stops, of paths and of their hops."""
    stops = [
        {
            "lot": stop.lot,
            "site": work.rows["site"][stop.site],
            "first": stop.steps[0],
            "last": stop.steps[1],
            "options_first": stop.options[0],
            "options_last": stop.options[1],
            "road": stop.road,
            "then": stop.then,
            "rule": stop.rule,
        }
        for stop in work.stops
    ]
    found: list[dict[str, Any]] = []
    hops: list[dict[str, Any]] = []
    for row, (_, _, mover) in enumerate(work.movers):
        if not _has_paths(work, row):
            continue
        for journey in journeys(mover, work.scenario):
            first = len(hops)
            hops += [{"path": len(found), **hop} for hop, _ in _hops(work, row, journey)]
            route = -1 if journey.route is None else work.rows["route"][journey.route]
            found.append({"lot": row, "route": route, "first": first, "last": len(hops)})
    return {
        "stop": work.table(tables.Stop, stops),
        "path": work.table(tables.Path, found),
        "hop": work.table(tables.Hop, hops),
    }


def _hops(work: "Compiler", row: int, journey: Journey) -> list[tuple[dict[str, Any], list[str]]]:
    """Return the hops of one journey of a lot, each with its lifts; a hop that crosses on arrival leads onto a road."""
    many = len(work.movers)
    at = {stop.site: many + place for place, stop in enumerate(work.stops) if stop.lot == row and not stop.road}
    road = {stop.site: many + place for place, stop in enumerate(work.stops) if stop.lot == row and stop.road}
    found = []
    for place, hop in enumerate(journey.hops):
        here = row if place == 0 else at[hop.site]
        route = -1 if hop.route in (None, journey.route) else work.rows["route"][hop.route]
        crossing = _crossing(work, hop)
        plain = [lift for lift in hop.lifts if lift not in crossing]
        if plain or not crossing:
            to = -1 if hop.to is None else at.get(hop.to, -1)
            found.append(({"at": here, "to": to, "place": place, "route": route}, plain))
        for site in dict.fromkeys(work.scenario.lift[lift].to for lift in crossing):
            lifts = [lift for lift in crossing if work.scenario.lift[lift].to == site]
            found.append(({"at": here, "to": road[site], "place": place, "route": route}, lifts))
    return found


def hop_lifts(work: "Compiler") -> Any:
    """Return the lifts that serve each hop, booleans of shape (n_hops, n_lifts)."""
    named = [
        [lift for lift in lifts if fits(title, mover, lift, work.scenario)]
        for row, (_, title, mover) in enumerate(work.movers)
        if _has_paths(work, row)
        for journey in journeys(mover, work.scenario)
        for _, lifts in _hops(work, row, journey)
    ]
    table = np.zeros((len(named), len(work.rows["lift"])), np.bool_)
    for row, lifts in enumerate(named):
        for lift in lifts:
            table[row, work.rows["lift"][lift]] = True
    return table


def carries(work: "Compiler", hops: Table) -> Any:
    """Return the lifts that each lot may ride, from its own site and from each stop it passes."""
    table = np.zeros((len(work.movers) + len(work.stops), len(work.rows["lift"])), np.bool_)
    for row, (_, title, mover) in enumerate(work.movers):
        for journey in journeys(mover, work.scenario):
            for lift in journey.hops[0].lifts:
                table[row, work.rows["lift"][lift]] = fits(title, mover, lift, work.scenario)
    for hop, lifts in zip(hops, hop_lifts(work), strict=True):
        table[hop["at"]] |= lifts
    return table
