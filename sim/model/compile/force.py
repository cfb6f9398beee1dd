"""Groups, lots and their routes as tables."""

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


def force(work: "Compiler") -> dict[str, Table]:
    """Return the tables of groups and lots, of the steps of their routes, and of their other dispositions."""
    lots: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    timetable: list[dict[str, Any]] = []
    slots, hold, classes = work.slots, work.rows["hold"], classed(work.scenario)
    plans = {key: work.rows["plan"][titles[0]] for key, titles in phased(work.scenario).items()}
    rank, tie = loading_ranks(work.scenario, work.movers)
    for row, (section, name, lot) in enumerate(work.movers):
        at = f"{section}.{name}"
        person = section == "group"
        item = None if person else lot.item_t
        first = len(steps)
        steps += _route(work, row, lot.stations)
        work.counted(Counted.STAGED, row, f"{at}.start.staged")
        for station in dict.fromkeys(lot.stations):
            work.counted(Counted.PASSED, first + lot.stations.index(station), f"{at}.start.passed.{station}")
        lots.append({
            "key": name_key(name),
            "site": work.rows["site"][lot.site],
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
            "release": work.date(Date.RELEASE, row, f"{at}.release", lot.release, 0),
            **arrives(work, row, at, lot, timetable),
            "leave_after": work.date(Date.LEAVE_AFTER, row, f"{at}.leave_after", lot.leave_after, NEVER),
        })  # fmt: skip
    options = _options(work, lots, steps)
    stops = work.stops = find_stops(work)
    for stop in stops:
        first = len(steps)
        steps += _route(work, stop.lot, stop.stations, stop.site)
        stop.steps = first, len(steps)
    _options_at_stops(work, options, steps)
    return {
        **paths(work),
        "lot": work.table(tables.Lot, lots, of=work.nouns),
        "arrival": work.table(tables.Arrival, timetable),
        "clearance": work.table(tables.Clearance, clearances(work)),
        "step": work.table(tables.Step, steps),
        "option": work.table(tables.Option, options),
    }


def _party(group: Any) -> int:
    """Return the party size of a group; 0 where each travels alone."""
    return WIDEST if group.together == "all" else group.together or 0


def _options(work: "Compiler", lots: list[dict[str, Any]], steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the other dispositions of each lot; their steps come after all steps of shipping."""
    options: list[dict[str, Any]] = []
    for row, (section, _, lot) in enumerate(work.movers):
        lots[row]["options_first"] = len(options)
        for way in open_ways(lot, work.scenario):
            first = len(steps)
            own = section == "group"  # people pass their own stations on every way
            disposal: dict[Any, tuple[str, ...]] = work.scenario.site[lot.site].disposal
            steps += _route(work, row, lot.stations if own else disposal.get(way, ()))
            options.append({"lot": row, "way": Way[way.upper()], "first": first, "last": len(steps)})
        lots[row]["options_last"] = len(options)
    return options


def _options_at_stops(work: "Compiler", options: list[dict[str, Any]], steps: list[dict[str, Any]]) -> None:
    """Add the other dispositions of each lot at each stop on its way, using the disposal stations of that place.

    A road has no stations, but a lot may be left there. A stop outside the country has none: the lot is already out.
    """
    for stop in work.stops:
        section, _, lot = work.movers[stop.lot]
        first_option, site = len(options), work.scenario.site[stop.site]
        ways = open_ways(lot, work.scenario, stop.site) if section == "lot" and not site.abroad else ()
        for way in ways if not stop.road else [way for way in ways if way == "abandon"]:
            first = len(steps)
            steps += _route(work, stop.lot, site.disposal.get(way, ()), stop.site)  # type: ignore[call-overload]
            options.append({"lot": stop.lot, "way": Way[way.upper()], "first": first, "last": len(steps)})
        stop.options = first_option, len(options)


def worth(work: "Compiler") -> Table:
    """Return the one-row table of the rule that compares value and cost at the start."""
    rule = work.scenario.disposition
    return work.table(tables.Worth, [{"compare": rule.compare, "sortie_s": work.slots.slot("disposition.sortie_usd")}])


def _route(work: "Compiler", row: int, stations: tuple[str, ...], site: str | None = None) -> list[dict[str, Any]]:
    """Return the steps of a lot at its own site, or at a stop; a failure goes back to the same or an earlier step."""
    route: list[dict[str, Any]] = []
    section, name, lot = work.movers[row]
    category = "people" if section == "group" else lot.category
    own, site = site is None, site or lot.site
    for position, station in enumerate(stations):
        back = work.scenario.site[site].station[station].back_to
        earlier = [i for i, other in enumerate(stations[: position + 1]) if other == back]
        route.append({
            "station": work.rows["station"][f"{site}/{station}"],
            "back": earlier[-1] if earlier else position,
            "kind": row if work.by_lot(site, station) else CATEGORIES.index(category),
            "lanes": lanes(work.scenario.site[site].station[station], name, category),
            "service": work.service(site, station, name, category),
            "passed": lot.start.passed.get(station, 0) if own and stations.index(station) == position else 0,
        })  # fmt: skip
    return route
