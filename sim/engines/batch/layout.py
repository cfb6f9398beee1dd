"""What is the same in every replication of a plan, laid out once: who counts whom, and what is decided when."""

from typing import Any

import numpy as np

from sim.engines.batch.loop import Point
from sim.engines.batch.memory import LONG_AGO, NO_LIMIT
from sim.engines.batch.store import Store
from sim.model.limits import ENTITY_BITS
from sim.model.plan import Plan
from sim.model.terms import RouteRule

__all__ = ["Layout"]


class Layout(Store):
    """A house as far as the plan alone determines it.

    Attributes
    ----------
    point
        Number of each decision point, by its kind and row.
    lot_template, station_template, ramp_template
        Groups and lots before anybody is counted; stations and ramps at the start.
    passes
        Which group, lot or stop may come to which station, shape (n_stations, n_places).
    """

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan
        self._spare("reviewed", 64)
        self._static()

    def _static(self) -> None:
        """Fill in what is the same in every replication."""
        plan = self.plan
        head = self.head
        head["horizon"], head["sites"] = plan.horizon, len(plan.site)
        self.places: Any = with_stops(plan)
        head["rank_shift"] = ENTITY_BITS + plan.horizon.bit_length()
        head["hours_in_row"] = plan.payload_factor.shape[1]
        starts = np.cumsum([0, *(len(table) for table in plan.quantiles)])
        self._put("quantiles", [x for table in plan.quantiles for x in table])
        dist = self._new("dists", len(plan.dist))
        used = plan.dist["table"] >= 0
        dist["table"][used] = starts[plan.dist["table"][used]]
        dist["table_n"][used] = np.diff(starts)[plan.dist["table"][used]]
        self._put("carries", plan.carries.ravel())
        self._put("apart", [sum(1 << int(other) for other in row.nonzero()[0]) for row in plan.segregate])
        self._copy("options", plan.option)
        self._copy("steps", plan.step)
        self._copy("responses", plan.response)
        self._put("looks", plan.look["at"])
        self._points()
        self._lots()
        self._counters()
        self._lifts()
        self._put("relations", self._relations)
        if len(plan.review):
            promised = np.zeros(len(self.places), np.uint8)
            meant = plan.promised[plan.review["milestone"][0]]
            promised[: len(plan.lot)] = meant[: len(plan.lot)]
            away = 2 * meant[plan.stop["lot"]] * (plan.stop["road"] == 0)  # at a stop: counted with its lot
            promised[len(plan.lot) :] = away
            self._put("promised", promised)

    def _points(self) -> None:
        """Number the decision points, in the order in which an instant is decided."""
        plan = self.plan
        sites = range(len(plan.site))
        kinds = [(Point.REVIEW, 0), (Point.LEAVING, 0)]
        kinds += [(Point.STATION, row) for row in range(len(plan.station))]
        for kind in (Point.LANDING, Point.WORKING_ON, Point.LOADING, Point.TAKING_OFF):
            kinds += [(kind, row) for row in sites]
        kinds += [(Point.TASKING, row) for row in range(len(plan.lift))]
        kinds += [(Point.CREWS, row) for row in range(int((plan.lift["crews_s"] >= 0).sum()))]
        self.point = {kind: number for number, kind in enumerate(kinds)}
        table = self._new("points", len(kinds))
        table["kind"], table["row"] = np.array(kinds).T
        self._new("dirty", -(-len(kinds) // 64))
        self.head["leaving"] = self.point[Point.LEAVING, 0]

    def _lots(self) -> None:
        plan = self.plan
        lot = self._copy("lots", self.places)
        floors = np.argsort(plan.floor["lot"], kind="stable")
        self._floors = [plan.floor[row] for row in floors]
        of_floor = plan.floor["lot"][floors]
        for row in range(len(lot)):
            lot["floors"][row], lot["floors_last"][row] = np.searchsorted(of_floor, [row, row + 1])
            staffed = (plan.station["pool"] == row).nonzero()[0]
            lot["stations"][row], lot["stations_last"][row] = self._relate(staffed)
            lot["ramps"][row], lot["ramps_last"][row] = self._relate((plan.site["team_pool"] == row).nonzero()[0])
            counted = plan.counts[:, row].nonzero()[0] if len(plan.counts) else ()
            lot["counters"][row], lot["counters_last"][row] = self._relate(counted)
        ramp = self._ramps_of()
        for site in range(len(ramp)):
            here = (lot["site"] == site).nonzero()[0]
            ordered = here[np.argsort(lot["rank"][here], kind="stable")]
            ramp["lots"][site], ramp["lots_last"][site] = self._relate(ordered)
        self._ways(lot)
        self.ramp_template = ramp.copy()
        self.lot_template = lot.copy()

    def _ramps_of(self) -> Any:
        """Stations and ramps, as far as they are the same in every replication; pools of numbered things are too."""
        plan, sites, stations = self.plan, len(self.plan.site), len(self.plan.station)
        station = self._copy("stations", plan.station)
        station["staff"], station["staff_rose"] = plan.station["pool"], LONG_AGO
        station["pool"], station["hours"] = np.arange(stations), 3 * sites + np.arange(stations)
        station["point"] = [self.point[Point.STATION, row] for row in range(stations)]
        self.station_template = station.copy()
        self.passes = np.zeros((stations, len(self.places)), np.int64)
        for row, lot in enumerate(self.places):
            ways = [range(lot["first"], lot["last"])]
            ways += [range(o["first"], o["last"]) for o in plan.option[lot["options_first"] : lot["options_last"]]]
            self.passes[[int(plan.step["station"][step]) for way in ways for step in way], row] = 1
        ramp = self._new("ramps", sites)
        ramp["changed_at"] = ramp["staff_rose"] = ramp["room_rose"] = LONG_AGO
        ramp["staff"], ramp["people_per_team"] = plan.site["team_pool"], plan.site["people_per_team"]
        ramp["room"] = NO_LIMIT
        for at, name in enumerate(("runway", "hours", "airfield")):
            ramp[name] = at * sites + np.arange(sites)
        for at, name in enumerate(("parking", "working", "teams")):
            ramp[name] = stations + 3 * np.arange(sites) + at
        for kind, name in (
            (Point.LANDING, "landing"),
            (Point.WORKING_ON, "working_on"),
            (Point.LOADING, "loading"),
            (Point.TAKING_OFF, "taking_off"),
        ):
            ramp[name] = [self.point[kind, row] for row in range(sites)]
        return ramp

    def _ways(self, lot: Any) -> None:
        """Stops, and the paths over them."""
        plan, own = self.plan, len(self.plan.lot)
        site = plan.site[plan.stop["site"]]
        lot["then"] = lot["inbound"] = -1
        stops = lot[own:]
        stops["is_stop"], stops["road"], stops["then"] = 1, plan.stop["road"], plan.stop["then"]
        stops["outside"] = (site["abroad"] != 0) & (plan.stop["road"] == 0)
        home = np.concatenate([np.arange(own), plan.stop["lot"]])
        self._copy("paths", plan.tables["path"])
        self._put("hop_lifts", plan.hop_lifts.ravel())
        self.head["with_stops"] = len(stops) > 0
        before: dict[int, set[int]] = {}
        first_leads: dict[int, int] = {}
        several = False
        for row in range(own):
            paths = (plan.tables["path"]["lot"] == row).nonzero()[0]
            if not len(paths):
                continue
            mine = (home == row).nonzero()[0]
            lot["paths"][mine], lot["paths_last"][mine] = paths[0], paths[-1] + 1
            lot["sites"][mine], lot["sites_last"][mine] = self._relate(sorted(set(lot["site"][mine].tolist())))
            several = several or (len(paths) > 1 and lot["route_rule"][row] == RouteRule.LEAST_WAITING)
            for path in paths:
                hops = plan.hop[plan.tables["path"]["first"][path] : plan.tables["path"]["last"][path]]
                for hop in hops:
                    first_leads.setdefault(int(hop["at"]), int(hop["to"]))
                    before.setdefault(int(hop["at"]), set()).update(hops["at"][hops["place"] < hop["place"]].tolist())
        self.head["balances"] = several
        for row in range(len(lot)):
            lot["before"][row], lot["before_last"][row] = self._relate(sorted(before.get(row, ())))
            follows = [at for at, to in first_leads.items() if to == row]
            lot["follows"][row], lot["follows_last"][row] = self._relate(follows)

    def _counters(self) -> None:
        plan = self.plan
        counter = self._new("counters", len(plan.counter))
        for row in range(len(counter)):
            counter["rows"][row], counter["rows_last"][row] = self._relate(plan.counts[row].nonzero()[0])

    def _lifts(self) -> None:
        plan = self.plan
        lift = self._copy("lifts", plan.lift)
        self.head["with_failing"] = bool((plan.lift["capable_s"] >= 0).any())
        crewed = plan.lift["crews_s"] >= 0
        lift["crews"] = np.where(crewed, np.cumsum(crewed) - 1, -1)
        hours = 3 * len(plan.site) + len(plan.station) + len(lift) * len(plan.site)
        to = plan.site[plan.lift["to"]]
        lift["sets_down"] = (to["base"] | to["abroad"] | plan.lift["crosses_on_arrival"]) != 0
        lift["sets_down"] |= (to["runway"] >= 0) | (to["parking_s"] >= 0)
        lift["moves"] = np.where(plan.lift["moves"] >= 0, hours + np.arange(len(lift)), -1)
        self._copy("tasks", plan.task)
        self._new("stages", len(plan.task))
        self._stage_count = 0
        self.head["passable"] = hours + 2 * len(lift)
        order = np.argsort(plan.leg["lift"], kind="stable")
        self._copy("legs", plan.leg[order])["factor_row"] = plan.payload_row[order]
        self._put("factors", plan.payload_factor.ravel())
        for row in range(len(lift)):
            lift["legs"][row], lift["legs_last"][row] = np.searchsorted(plan.leg["lift"][order], [row, row + 1])
            lift["set_down"][row] = hours + len(lift) + row
            lift["point"][row] = self.point[Point.TASKING, row]
            lift["stages"][row], lift["stages_last"][row] = self._stages(row)
            lift["permit"][row] = 3 * len(plan.site) + len(plan.station) + row * len(plan.site)

    def _stages(self, lift: int) -> tuple[int, int]:
        """Note the tasks of a lift, stage by stage; return where they lie."""
        task, table, first = self.plan.task, self.table["stages"], self._stage_count
        of_lift = (task["lift"] == lift).nonzero()[0]
        for number in np.unique(task["stage"][of_lift]):
            these = of_lift[task["stage"][of_lift] == number]
            stage = table[self._stage_count]
            stage["tasks"], stage["tasks_last"] = self._relate(these)
            stage["parked"] = task["parked"][these].sum()
            stage["many"] = len(these) - stage["parked"]
            self._stage_count += 1
        at_work = [row for row in range(first, self._stage_count) if table["many"][row]]
        if at_work:
            begins, ends = table[at_work[0]], table[at_work[-1]]
            loads = task["loads"][self._relations[begins["tasks"] : begins["tasks_last"]]].sum()
            begins["takes_spot"], ends["leaves_spot"] = begins["many"] > loads, True
        return first, self._stage_count


def with_stops(plan: Plan) -> Any:
    """Return groups and lots, and after them each again for every stop on its way: no hold or date keeps anybody there.

    What may become of a lot there is what the disposal stations of that place allow.
    """
    stops = plan.lot[plan.stop["lot"]].copy()
    for name in ("site", "first", "last", "options_first", "options_last"):
        stops[name] = plan.stop[name]
    stops["begin_hold"] = stops["board_hold"] = -1
    stops["release"] = 0
    return np.concatenate([plan.lot, stops])
