"""The parts of the tables that are the same in every replication of a plan, such as the order of decisions."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.arithmetic.planned import planned_lift
from sim.engines.compiled.kept_hours import OF_SITES, first_of
from sim.engines.compiled.loop import Point
from sim.engines.compiled.memory import LONG_AGO, NO_LIMIT
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.template import at_the_start, put_holds_and_reviews, put_others
from sim.model.limits import ENTITY_BITS
from sim.model.plan import Plan
from sim.model.terms import RouteRule, Supply
from sim.model.world.drawing import distributions
from sim.model.world.flying import sets_down

__all__ = ["Layout", "lay_out"]


@dataclass(frozen=True)
class Layout:
    """The parts of the tables that depend only on the plan.

    Attributes
    ----------
    plan
        The plan.
    point
        Number of each decision point, by its kind (`loop.Point`) and row.
    start
        Pairs: a table, and a copy of its rows at the start of a replication, both as `tables.as_wholes` returns them.
        These rows are the same in every replication, apart from the replication's own numbers.
    passes
        Whether members of a lot, at its own site or at a stop, may come to a station, shape (n_stations, n_places).
    home
        For each lot its own row, then for each stop the row of its lot, shape (n_places,).
    pools
        For each pool of servers, spots or teams: the index of its number of units among the numbers of the scenario
        (-1: not stated), and the number of units if none is stated (-1: no limit), shape (2, n_pools).
    crewed
        Rows of the lifts that have crews.
    """

    plan: Plan
    point: dict[tuple[int, int], int]
    start: list[tuple[Any, Any]]
    passes: npt.NDArray[np.int64]
    home: npt.NDArray[np.int64]
    pools: npt.NDArray[np.int64]
    crewed: npt.NDArray[np.intp]


def lay_out(tables: Tables, plan: Plan) -> Layout:
    """Fill in the parts that are the same in every replication; return what is needed to fill in the others."""
    tables.with_room("reviewed", 64)
    head, places = tables.head, with_stops(plan)
    head["horizon"], head["sites"] = plan.horizon, len(plan.site)
    head["rank_shift"] = ENTITY_BITS + plan.horizon.bit_length()
    head["hours_in_row"], head["sorts"] = plan.payload_factor.shape[1], plan.segregate.shape[-1]
    tables.put("quantiles", distributions(plan).quantiles.table)
    tables.new("dists", len(plan.dist))
    tables.put("carries", plan.carries.ravel())
    apart = plan.segregate.reshape(-1, plan.segregate.shape[-1])
    tables.put("apart", [sum(1 << int(other) for other in row.nonzero()[0]) for row in apart])
    tables.copy("options", plan.option)
    tables.copy("steps", plan.step)
    tables.copy("responses", plan.response)
    tables.copy("crisis_sites", plan.crisis_site)
    tables.copy("crisis_holds", plan.crisis_hold)
    tables.put("looks", plan.look["at"])
    point = _points(tables, plan)
    floors = np.argsort(plan.floor["lot"], kind="stable")
    lots = _lots(tables, plan, places, plan.floor["lot"][floors])
    _stations(tables, plan, point)
    _ramps(tables, plan, point, lots)
    _ways(tables, plan, lots)
    _lifts(tables, plan, point)
    put_holds_and_reviews(tables, plan, point, plan.floor[floors])
    put_others(tables, plan, len(lots))
    tables.put("relations", tables.relations)
    if len(plan.review):
        tables.put("covered", _covered(plan, len(places)))
        planned = planned_lift(plan)
        table = tables.new("planned", len(planned))
        for column in ("begins", "until", "kg"):
            table[column] = [getattr(lift, column) for lift in planned]
    home = np.concatenate([np.arange(len(plan.lot)), plan.stop["lot"]]).astype(np.int64)
    crewed = (plan.lift["crews_s"] >= 0).nonzero()[0]
    return Layout(plan, point, at_the_start(tables), _passes(plan, places), home, _pools(plan), crewed)


def _covered(plan: Plan, places: int) -> npt.NDArray[np.uint8]:
    """Return which lots and stops each row of `judged` covers, row by row, shape (n_judged * n_places,).

    A value is 1 for a lot at its own site, 2 for a stop of a lot, and 0 if the row does not cover the lot. A site that
    is judged covers the lots that begin there.
    """
    covered = np.zeros((len(plan.judged), places), np.uint8)
    for row, (site, milestone) in enumerate(plan.judged[["site", "milestone"]].tolist()):
        lots = plan.covered[milestone][: len(plan.lot)] & ((site < 0) | (plan.lot["site"] == site))
        covered[row, : len(plan.lot)] = lots
        covered[row, len(plan.lot) :] = 2 * lots[plan.stop["lot"]] * (plan.stop["road"] == 0)  # not the roads
    return covered.ravel()


def _points(tables: Tables, plan: Plan) -> dict[tuple[int, int], int]:
    """Number the decision points in the order of decisions at an instant; return each number by kind and row."""
    sites = range(len(plan.site))
    kinds = [(Point.CRISIS, row) for row in range(len(plan.crisis))]
    kinds += [(Point.REVIEW, 0), (Point.CHOOSING, 0), (Point.LEAVING, 0)]
    kinds += [(Point.STATION, row) for row in range(len(plan.station))]
    for kind in (Point.LANDING, Point.WORKING_ON, Point.LOADING, Point.TAKING_OFF):
        kinds += [(kind, row) for row in sites]
    kinds += [(Point.TASKING, row) for row in range(len(plan.lift))]
    kinds += [(Point.CREWS, row) for row in range(int((plan.lift["crews_s"] >= 0).sum()))]
    point = {kind: number for number, kind in enumerate(kinds)}
    table = tables.new("points", len(kinds))
    table["kind"], table["row"] = np.array(kinds).T
    tables.new("dirty", -(-len(kinds) // 64))
    tables.head["leaving"], tables.head["choosing"] = point[Point.LEAVING, 0], point[Point.CHOOSING, 0]
    return point


def _lots(tables: Tables, plan: Plan, places: Any, of_floor: npt.NDArray[np.int32]) -> Any:
    """Make the table of lots: their floors, the stations and ramps that they staff, and the conditions that count them.

    `of_floor` has the lot of each floor.
    """
    lot = tables.copy("lots", places)
    lot["release"] = places["release"]
    for row in range(len(lot)):
        lot["floors"][row], lot["floors_last"][row] = np.searchsorted(of_floor, [row, row + 1])
        staffed = (plan.station["pool"] == row).nonzero()[0]
        lot["stations"][row], lot["stations_last"][row] = tables.relate(staffed)
        lot["ramps"][row], lot["ramps_last"][row] = tables.relate((plan.site["team_pool"] == row).nonzero()[0])
        counted = plan.counts[:, row].nonzero()[0] if len(plan.counts) else np.zeros(0, np.int64)
        staging = plan.counter["staging"][counted] != 0
        lot["counters"][row], lot["counters_last"][row] = tables.relate(counted[~staging])
        lot["stagings"][row], lot["stagings_last"][row] = tables.relate(counted[staging])
    return lot


def _stations(tables: Tables, plan: Plan, point: dict[tuple[int, int], int]) -> None:
    """Make the table of stations; the pool of a station has the same row as the station."""
    stations = len(plan.station)
    station = tables.copy("stations", plan.station)
    station["staff"], station["staff_rose"] = plan.station["pool"], LONG_AGO
    station["pool"], station["hours"] = np.arange(stations), first_of(plan).stations + np.arange(stations)
    station["point"] = [point[Point.STATION, row] for row in range(stations)]


def _pools(plan: Plan) -> npt.NDArray[np.int64]:
    """Return `Layout.pools`: the servers of stations, then site by site parking spots, working spots and teams."""
    sites = np.stack([plan.site[name] for name in ("parking_s", "working_s", "teams_s")], axis=1).ravel()
    slots = np.concatenate([plan.station["servers_s"], sites]).astype(np.int64)
    return np.stack([slots, np.repeat([1, -1], [len(plan.station), len(sites)])])


def _passes(plan: Plan, places: Any) -> npt.NDArray[np.int64]:
    """Return `Layout.passes`."""
    passes = np.zeros((len(plan.station), len(places)), np.int64)
    for row, lot in enumerate(places):
        ways = [range(lot["first"], lot["last"])]
        ways += [range(o["first"], o["last"]) for o in plan.option[lot["options_first"] : lot["options_last"]]]
        passes[[int(plan.step["station"][step]) for way in ways for step in way], row] = 1
    return passes


def _ramps(tables: Tables, plan: Plan, point: dict[tuple[int, int], int], lot: Any) -> None:
    """Make the table of ramps, and list the lots of each ramp by rank."""
    sites, stations = len(plan.site), len(plan.station)
    ramp = tables.new("ramps", sites)
    ramp["changed_at"] = ramp["staff_rose"] = ramp["room_rose"] = LONG_AGO
    ramp["staff"], ramp["people_per_team"] = plan.site["team_pool"], plan.site["people_per_team"]
    ramp["room"] = NO_LIMIT
    for at, name in enumerate(OF_SITES):
        ramp[name] = at * sites + np.arange(sites)
    for at, name in enumerate(("parking", "working", "teams")):
        ramp[name] = stations + 3 * np.arange(sites) + at
    for kind, name in (
        (Point.LANDING, "landing"),
        (Point.WORKING_ON, "working_on"),
        (Point.LOADING, "loading"),
        (Point.TAKING_OFF, "taking_off"),
    ):
        ramp[name] = [point[kind, row] for row in range(sites)]
    for site in range(len(ramp)):
        here = (lot["site"] == site).nonzero()[0]
        ordered = here[np.argsort(lot["rank"][here], kind="stable")]
        ramp["lots"][site], ramp["lots_last"][site] = tables.relate(ordered)


def _ways(tables: Tables, plan: Plan, lot: Any) -> None:
    """Fill in the stops in the table of lots, and make the tables of paths and hops."""
    own = len(plan.lot)
    site = plan.site[plan.stop["site"]]
    lot["then"] = lot["inbound"] = -1
    stops = lot[own:]
    stops["is_stop"], stops["road"], stops["then"] = 1, plan.stop["road"], plan.stop["then"]
    stops["outside"] = (site["abroad"] != 0) & (plan.stop["road"] == 0)
    home = np.concatenate([np.arange(own), plan.stop["lot"]])
    tables.copy("paths", plan.tables["path"])
    tables.put("hop_lifts", plan.hop_lifts.ravel())
    tables.head["with_stops"] = len(stops) > 0
    before: dict[int, set[int]] = {}
    first_leads: dict[int, int] = {}
    balances = False
    for row in range(own):
        paths = (plan.tables["path"]["lot"] == row).nonzero()[0]
        if not len(paths):
            continue
        at = (home == row).nonzero()[0]  # the lot at its own site and at its stops
        lot["paths"][at], lot["paths_last"][at] = paths[0], paths[-1] + 1
        lot["sites"][at], lot["sites_last"][at] = tables.relate(sorted(set(lot["site"][at].tolist())))
        balances = balances or (len(paths) > 1 and (lot["route_rule"][at] == RouteRule.LEAST_WAITING).any())
        for path in paths:
            hops = plan.hop[plan.tables["path"]["first"][path] : plan.tables["path"]["last"][path]]
            for hop in hops:
                first_leads.setdefault(int(hop["at"]), int(hop["to"]))
                before.setdefault(int(hop["at"]), set()).update(hops["at"][hops["place"] < hop["place"]].tolist())
    tables.head["balances"] = balances
    lot["chooses"] = (lot["route_rule"] == RouteRule.EARLIEST_ARRIVAL) & (lot["outside"] == 0) & (lot["road"] == 0)
    for row in range(len(lot)):
        lot["before"][row], lot["before_last"][row] = tables.relate(sorted(before.get(row, ())))
        follows = [start for start, to in first_leads.items() if to == row]
        lot["follows"][row], lot["follows_last"][row] = tables.relate(follows)


def _lifts(tables: Tables, plan: Plan, point: dict[tuple[int, int], int]) -> None:
    """Make the tables of lifts, their legs, and the tasks of their ground times."""
    lift = tables.copy("lifts", plan.lift)
    tables.head["with_requests"] = bool((plan.lift["supply"] == Supply.READY).any())
    tables.head["with_ahead"] = bool(plan.lift["ahead"].any())
    tables.head["with_failing"] = bool((plan.lift["capable_s"] >= 0).any())
    crewed = plan.lift["crews_s"] >= 0
    lift["crews"] = np.where(crewed, np.cumsum(crewed) - 1, -1)
    lift["freed_at"] = lift["booked"] = LONG_AGO
    pools = tables.new("crew_pools", int(crewed.sum()))
    pools["lift"], pools["point"] = crewed.nonzero()[0], [point[Point.CREWS, row] for row in range(len(pools))]
    hours = first_of(plan)
    to = plan.site[plan.lift["to"]]
    crosses = plan.lift["crosses_on_arrival"]
    lift["sets_down"] = sets_down(to["base"], to["abroad"], crosses, to["runway"], to["parking_s"])
    lift["moves"] = np.where(plan.lift["moves"] >= 0, hours.moves + np.arange(len(lift)), -1)
    tables.copy("tasks", plan.task)
    tables.new("stages", len(plan.task))
    stages = 0
    tables.head["passable"] = hours.passable
    order = np.argsort(plan.leg["lift"], kind="stable")
    tables.copy("legs", plan.leg[order])["factor_row"] = plan.payload_row[order]
    tables.put("factors", plan.payload_factor.ravel())
    tables.copy("seasons", plan.season)
    tables.copy("leg_seasons", plan.leg_season)
    for row in range(len(lift)):
        lift["legs"][row], lift["legs_last"][row] = np.searchsorted(plan.leg["lift"][order], [row, row + 1])
        lift["seasons"][row], lift["seasons_last"][row] = np.searchsorted(plan.season["lift"], [row, row + 1])
        lift["set_down"][row] = hours.set_down + row
        lift["point"][row] = point[Point.TASKING, row]
        lift["stages"][row], lift["stages_last"][row] = _stages(tables, plan, row, stages)
        stages = int(lift["stages_last"][row])
        lift["permit"][row] = hours.permit + row * len(plan.site)


def _stages(tables: Tables, plan: Plan, lift: int, first: int) -> tuple[int, int]:
    """Write the tasks of a lift into the table of stages, starting at row `first`; return the range of rows written."""
    task, table, last = plan.task, tables.table["stages"], first
    of_lift = (task["lift"] == lift).nonzero()[0]
    for number in np.unique(task["stage"][of_lift]):
        of_stage = of_lift[task["stage"][of_lift] == number]
        stage = table[last]
        stage["tasks"], stage["tasks_last"] = tables.relate(of_stage)
        stage["parked"] = task["parked"][of_stage].sum()
        stage["many"] = len(of_stage) - stage["parked"]
        last += 1
    at_work = [row for row in range(first, last) if table["many"][row]]
    if at_work:
        begins, ends = table[at_work[0]], table[at_work[-1]]
        loads = task["loads"][tables.relations[begins["tasks"] : begins["tasks_last"]]].sum()
        begins["takes_spot"], ends["leaves_spot"] = begins["many"] > loads, True
    return first, last


def with_stops(plan: Plan) -> Any:
    """Return the rows of groups and lots, then one row for each stop; no hold or release date keeps movers at a stop.

    The row of a stop has the stations, dispositions and route rule that the lot has there.
    """
    stops = plan.lot[plan.stop["lot"]].copy()
    for name in ("site", "first", "last", "options_first", "options_last"):
        stops[name] = plan.stop[name]
    stops["route_rule"] = np.where(plan.stop["rule"] >= 0, plan.stop["rule"], stops["route_rule"])
    stops["begin_hold"] = stops["board_hold"] = -1
    stops["release"] = 0
    return np.concatenate([plan.lot, stops])
