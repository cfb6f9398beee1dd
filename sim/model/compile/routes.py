"""Compile ways out into tables: the stops of groups and lots, and the hops.

A hop is one leg of a way out, with the lifts that serve it. In this file, "lot" means a group or a lot.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.domain.journey import Hop, Journey, chains, fits, inside, journeys, taken
from sim.model.compile.compiler import Stop
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import RouteRule

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def find_stops(compiler: "Compiler") -> list[Stop]:
    """Return the stops of each lot in turn: the places that it passes on its routes, then its roads.

    A road is the stop of movers that are leaving the country and count as out only on arrival.
    """
    stops: list[Stop] = []
    for row, (_, _, mover) in enumerate(compiler.movers):
        if not _has_paths(compiler, row):
            continue
        first = len(stops)
        rules = {}
        for name in taken(mover, compiler.scenario):
            route = compiler.scenario.route[name]
            if route.onward and route.onward_rule is not None:
                rules[route.via[-1]] = int(RouteRule[route.onward_rule.upper()])
        for name in (each for start in mover.routes for chain in chains(start, compiler.scenario) for each in chain):
            route = compiler.scenario.route[name]
            for site in route.via:
                if site not in [stop.site for stop in stops[first:]]:
                    stops.append(Stop(row, site, route.stations.get(site, ()), rule=rules.get(site, -1)))
        ends = {stop.site: len(compiler.movers) + first + number for number, stop in enumerate(stops[first:])}
        roads: dict[str, None] = {}
        for journey in journeys(mover, compiler.scenario):
            for hop in journey.hops:
                roads.update(dict.fromkeys(compiler.scenario.lift[lift].to for lift in _crossing(compiler, hop)))
        stops += [Stop(row, site, road=True, then=ends.get(site, -1)) for site in roads]
    return stops


def _crossing(compiler: "Compiler", hop: Hop) -> list[str]:
    """Return the lifts of a hop that lead out of the country and whose movers count as out only on arrival."""
    lift = compiler.scenario.lift
    return [
        name
        for name in hop.lifts
        if lift[name].crosses == "arrival"
        and inside(compiler.scenario, hop.site)
        and not inside(compiler.scenario, lift[name].to)
    ]


def _has_paths(compiler: "Compiler", row: int) -> bool:
    """Return whether a lot has routes, or a way out on a lift whose movers count as out only on arrival."""
    _, _, mover = compiler.movers[row]
    ways = journeys(mover, compiler.scenario)
    return bool(mover.routes and ways) or any(_crossing(compiler, hop) for journey in ways for hop in journey.hops)


def paths(compiler: "Compiler") -> dict[str, Table]:
    """Return the tables of stops, of paths (ways out) and of their hops."""
    stops = [
        {
            "lot": stop.lot,
            "site": compiler.rows["site"][stop.site],
            "first": stop.steps[0],
            "last": stop.steps[1],
            "options_first": stop.options[0],
            "options_last": stop.options[1],
            "road": stop.road,
            "then": stop.then,
            "rule": stop.rule,
        }
        for stop in compiler.stops
    ]
    paths: list[dict[str, Any]] = []
    hops: list[dict[str, Any]] = []
    for row, (_, _, mover) in enumerate(compiler.movers):
        if not _has_paths(compiler, row):
            continue
        for journey in journeys(mover, compiler.scenario):
            first = len(hops)
            hops += [{"path": len(paths), **hop} for hop, _ in _hops(compiler, row, journey)]
            route = -1 if journey.route is None else compiler.rows["route"][journey.route]
            paths.append({"lot": row, "route": route, "first": first, "last": len(hops)})
    return {
        "stop": compiler.table(tables.Stop, stops),
        "path": compiler.table(tables.Path, paths),
        "hop": compiler.table(tables.Hop, hops),
    }


def _hops(compiler: "Compiler", row: int, journey: Journey) -> list[tuple[dict[str, Any], list[str]]]:
    """Return the hops of one journey of a lot, each as a record and the names of its lifts.

    Lifts whose movers count as out only on arrival have hops of their own, each of which leads to a road.
    """
    many = len(compiler.movers)
    stops = [(many + number, stop) for number, stop in enumerate(compiler.stops) if stop.lot == row]
    at = {stop.site: number for number, stop in stops if not stop.road}
    road = {stop.site: number for number, stop in stops if stop.road}
    hops = []
    for place, hop in enumerate(journey.hops):
        here = row if place == 0 else at[hop.site]
        route = -1 if hop.route in (None, journey.route) else compiler.rows["route"][hop.route]
        crossing = _crossing(compiler, hop)
        plain = [lift for lift in hop.lifts if lift not in crossing]
        if plain or not crossing:
            to = -1 if hop.to is None else at.get(hop.to, -1)
            hops.append(({"at": here, "to": to, "place": place, "route": route}, plain))
        for site in dict.fromkeys(compiler.scenario.lift[lift].to for lift in crossing):
            lifts = [lift for lift in crossing if compiler.scenario.lift[lift].to == site]
            hops.append(({"at": here, "to": road[site], "place": place, "route": route}, lifts))
    return hops


def hop_lifts(compiler: "Compiler") -> Any:
    """Return which lifts serve each hop and can carry some member of its lot, booleans of shape (n_hops, n_lifts)."""
    lifts_of_hop = [
        [lift for lift in lifts if fits(title, mover, lift, compiler.scenario)]
        for row, (_, title, mover) in enumerate(compiler.movers)
        if _has_paths(compiler, row)
        for journey in journeys(mover, compiler.scenario)
        for _, lifts in _hops(compiler, row, journey)
    ]
    table = np.zeros((len(lifts_of_hop), len(compiler.rows["lift"])), np.bool_)
    for row, lifts in enumerate(lifts_of_hop):
        for lift in lifts:
            table[row, compiler.rows["lift"][lift]] = True
    return table


def carries(compiler: "Compiler", hops: Table) -> Any:
    """Return which lifts each lot may ride from its own site, then from each stop.

    The result has booleans of shape (n_lots + n_stops, n_lifts).
    """
    table = np.zeros((len(compiler.movers) + len(compiler.stops), len(compiler.rows["lift"])), np.bool_)
    for row, (_, title, mover) in enumerate(compiler.movers):
        for journey in journeys(mover, compiler.scenario):
            for lift in journey.hops[0].lifts:
                table[row, compiler.rows["lift"][lift]] = fits(title, mover, lift, compiler.scenario)
    for hop, lifts in zip(hops, hop_lifts(compiler), strict=True):
        table[hop["at"]] |= lifts
    return table
