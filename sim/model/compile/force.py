"""Compile groups and lots into tables, with their steps through stations and their other dispositions.

The other dispositions of a lot, also called options, are those open to it instead of shipping.
"""

from typing import TYPE_CHECKING, Any

from sim.domain.classes import category_of, classed
from sim.domain.ends import open_ways
from sim.domain.phased import phased
from sim.model.calendars import NEVER
from sim.model.compile.arriving import arrives, clearances
from sim.model.compile.places import lanes
from sim.model.compile.routes import find_stops, paths
from sim.model.draws import name_key
from sim.model.limits import WIDEST
from sim.model.rules import loading_ranks
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import CATEGORIES, PERSON, Counted, Date, RouteRule, Way

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def force(compiler: "Compiler") -> dict[str, Table]:
    """Return the tables of groups and lots, their arrivals, steps, stops and paths, and their other dispositions.

    This also sets `compiler.stops`.
    """
    lots: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    timetable: list[dict[str, Any]] = []
    slots, hold, classes = compiler.slots, compiler.rows["hold"], classed(compiler.scenario)
    plans = {key: compiler.rows["plan"][titles[0]] for key, titles in phased(compiler.scenario).items()}
    rank, tie = loading_ranks(compiler.scenario, compiler.movers)
    for row, (section, name, lot) in enumerate(compiler.movers):
        at = f"{section}.{name}"
        person = section == "group"
        item = None if person else lot.item_t
        first = len(steps)
        steps += _route(compiler, row, lot.stations)
        compiler.counted(Counted.STAGED, row, f"{at}.start.staged")
        for station in dict.fromkeys(lot.stations):
            compiler.counted(Counted.PASSED, first + lot.stations.index(station), f"{at}.start.passed.{station}")
        lots.append({
            "key": name_key(name),
            "site": compiler.rows["site"][lot.site],
            "person": person,
            "required": lot.required if person else lot.is_required,
            "category": PERSON if person else CATEGORIES.index(lot.category),
            "load_class": 0 if lot.load_class is None else 1 + classes.index((lot.load_class, category_of(lot))),
            "item": slots.dist(f"{at}.item_t", item, 1000.0),
            "controlled": not person and lot.is_controlled,
            "way": Way[lot.disposition.upper()],
            "options_first": 0,
            "options_last": 0,
            "first": first,
            "last": len(steps),
            "begin_hold": hold.get(lot.begin_after, -1),
            "board_hold": hold.get(lot.board_after, -1),
            "leave_hold": hold.get(lot.leave_when, -1),
            "route_rule": RouteRule[lot.route_rule.upper()],
            "vehicles": section == "lot" and lot.are_vehicles,
            "seats": 0 if person or lot.drives is None else lot.drives.seats,
            "drivers": 0 if person or lot.drives is None else lot.drives.drivers,
            "phasing": plans.get((section, name), -1),
            "party": _party(lot) if person else 0,
            "rank": rank[row],
            "tie": tie[row],
            "release": compiler.date(Date.RELEASE, row, f"{at}.release", lot.release, 0),
            **arrives(compiler, row, at, lot, timetable),
            "leave_after": compiler.date(Date.LEAVE_AFTER, row, f"{at}.leave_after", lot.leave_after, NEVER),
        })  # fmt: skip
    options = _options(compiler, lots, steps)
    stops = compiler.stops = find_stops(compiler)
    for stop in stops:
        first = len(steps)
        steps += _route(compiler, stop.lot, stop.stations, stop.site)
        stop.steps = first, len(steps)
    _options_at_stops(compiler, options, steps)
    return {
        **paths(compiler),
        "lot": compiler.table(tables.Lot, lots, of=compiler.nouns),
        "arrival": compiler.table(tables.Arrival, timetable),
        "clearance": compiler.table(tables.Clearance, clearances(compiler)),
        "step": compiler.table(tables.Step, steps),
        "option": compiler.table(tables.Option, options),
    }


def _party(group: Any) -> int:
    """Return the size of the parties of a group; 0 if each member travels alone, `WIDEST` if all travel together."""
    return WIDEST if group.together == "all" else group.together or 0


def _options(compiler: "Compiler", lots: list[dict[str, Any]], steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the records of the other dispositions of each group and lot at its own site.

    The steps of these dispositions are appended to `steps`. The columns `options_first` and `options_last` of `lots`
    are set.
    """
    options: list[dict[str, Any]] = []
    for row, (section, _, lot) in enumerate(compiler.movers):
        lots[row]["options_first"] = len(options)
        for way in open_ways(lot, compiler.scenario):
            first = len(steps)
            is_group = section == "group"  # people pass the stations of their group, whatever their disposition
            disposal: dict[Any, tuple[str, ...]] = compiler.scenario.site[lot.site].disposal
            steps += _route(compiler, row, lot.stations if is_group else disposal.get(way, ()))
            options.append({"lot": row, "way": Way[way.upper()], "first": first, "last": len(steps)})
        lots[row]["options_last"] = len(options)
    return options


def _options_at_stops(compiler: "Compiler", options: list[dict[str, Any]], steps: list[dict[str, Any]]) -> None:
    """Append to `options` the other dispositions of each lot at each stop on its way, and to `steps` their steps.

    The steps are the disposal stations of the site. On a road, a lot can only be left behind. Abroad, a lot has no
    other dispositions. Groups have other dispositions only at their own sites.
    """
    for stop in compiler.stops:
        section, _, lot = compiler.movers[stop.lot]
        first_option, site = len(options), compiler.scenario.site[stop.site]
        ways = open_ways(lot, compiler.scenario, stop.site) if section == "lot" and not site.abroad else ()
        for way in ways if not stop.road else [way for way in ways if way == "abandon"]:
            first = len(steps)
            steps += _route(compiler, stop.lot, site.disposal.get(way, ()), stop.site)  # type: ignore[call-overload]
            options.append({"lot": stop.lot, "way": Way[way.upper()], "first": first, "last": len(steps)})
        stop.options = first_option, len(options)


def worth(compiler: "Compiler") -> Table:
    """Return the table, of one row, that says whether value and cost of wanted items are compared at the start."""
    rule = compiler.scenario.disposition
    return compiler.table(
        tables.Worth, [{"compare": rule.compare, "sortie_s": compiler.slots.slot("disposition.sortie_usd")}]
    )


def _route(compiler: "Compiler", row: int, stations: tuple[str, ...], site: str | None = None) -> list[dict[str, Any]]:
    """Return the steps of a group or lot through some stations.

    Parameters
    ----------
    row
        Row of the group or lot.
    stations
        Names of the stations, in order. A mover that fails at a station goes back to it or to an earlier one.
    site
        Site of these stations; None for the own site of the group or lot.
    """
    route: list[dict[str, Any]] = []
    section, name, lot = compiler.movers[row]
    category = "people" if section == "group" else lot.category
    own, site = site is None, site or lot.site
    for position, station in enumerate(stations):
        back = compiler.scenario.site[site].station[station].back_to
        back_steps = [step for step, other in enumerate(stations[: position + 1]) if other == back]
        route.append({
            "station": compiler.rows["station"][f"{site}/{station}"],
            "back": back_steps[-1] if back_steps else position,
            "kind": row if compiler.by_lot(site, station) else CATEGORIES.index(category),
            "lanes": lanes(compiler.scenario.site[site].station[station], name, category),
            "service": compiler.service(site, station, name, category),
            "passed": lot.start.passed.get(station, 0) if own and stations.index(station) == position else 0,
        })  # fmt: skip
    return route
