"""One history laid out for walking back, and the queries on it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.attacked import losses
from sim.analysis.causes.kernels import back
from sim.analysis.causes.kernels.past import LINKED, NO_ROW, OVER, WAY
from sim.analysis.causes.laid import Laid
from sim.analysis.causes.reason import ReasonKind, reasons
from sim.analysis.causes.walk import DIGESTS
from sim.domain.memo import memoised
from sim.model.calendars import finish
from sim.model.limits import NO_LIMIT
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.world import World
from sim.model.world.attacks import attacks
from sim.model.world.circumstances import circumstances
from sim.model.world.conditions import at_most
from sim.model.world.configurations import lifts_as_configured
from sim.model.world.crises import first_lifted, freed, lifted, people_first_from
from sim.model.world.flying import leg_seconds, positions, recovery_seconds, volume
from sim.model.world.hours import Windows, as_arrays, open_hours
from sim.model.world.riding import SIDES
from sim.model.world.weather import stopped

__all__ = ["Log"]

Ints = npt.NDArray[np.int64]
SPARE_ROWS: Final = 8192
"""Initial rows of tables that grow."""
GROWS: Final = ("links", "seen", "states", "companies")
HISTORY: Final = {
    "movers": "mover", "visits": "visit", "sorties": "sortie", "stays": "stay", "offloaded": "offloaded",
    "ground": "ground", "duty": "duty", "given": "given", "shut": "shut", "missed": "missed",
}  # fmt: skip
PLAN: Final = {
    "lots": "lot", "lifts": "lift", "configurations": "configuration", "sites": "site", "stations": "station",
    "phasings": "phasing", "holds": "hold", "afters": "after", "befores": "before", "counters": "counter",
    "floors": "floor", "tasks": "task",
}  # fmt: skip


class Log:
    """A trajectory with everything needed to walk back through it.

    Attributes
    ----------
    world
        The world it was run with.
    reasons
        What may own a part of it.
    laid
        Its tables, and the states that walks have been in: walks from different ends of a history soon share one past.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.trajectory, self.reasons = plan, trajectory, reasons(plan)
        self.world = circumstances(plan, trajectory)
        self.laid = laid = Laid(_of_plan(plan))
        for name, of in HISTORY.items():
            laid.put(name, getattr(trajectory, of))
        for name, of in PLAN.items() if plan.moves else ():
            laid.put(name, self.world.table(of))
        laid.put("releases", freed(self.world))
        if any((plan.lift[side] >= 0).any() for side in SIDES):  # an unknown may set what a hold takes
            laid.put("carries", self.world.carries.ravel())
        if len(plan.crisis):
            laid.put("holds", lifted(self.world))
        laid.put("lifted", first_lifted(self.world))
        laid.put("people_first", people_first_from(self.world))
        laid.put("stops", np.array(stopped(self.world), np.int64))
        laid["end"] = trajectory.end
        laid.put("attacked", losses(self.world, trajectory.sortie))
        laid.put("wholes", self.world.wholes(_slots(plan)))
        _lay_capacities(laid, self.world)
        laid.table["wholes"][laid["counter_at"] :][: len(plan.counter)] = at_most(self.world)
        most = _lay_windows(laid, self.world)
        self._make(most + 2 * len(trajectory.shut))
        laid.call(back.lay_out)
        _lay_floors(laid, self.world)
        laid.call(back.lay_out_rest)
        self.walks = 0

    def _make(self, most: int) -> None:
        """Make the tables to be filled; a span has at most so many edges."""
        laid, trajectory, plan = self.laid, self.trajectory, self.plan
        movers, sorties, stays = len(trajectory.mover), len(trajectory.sortie), len(trajectory.stay)
        holds, lifts, shut = len(plan.hold), len(plan.lift), len(trajectory.shut)
        laid.put("lot_first", np.searchsorted(trajectory.mover["lot"], np.arange(len(plan.lot) + 1)))
        for name, rows in (("goings", movers), ("stay_order", stays), ("stay_places", stays), ("clearings", holds)):
            laid.new(name, rows)
        laid.new("companies_of", holds * sorties, 0)
        laid.new("as_if", holds * sorties, NO_ROW)
        slots = laid.new("slots", sorties)
        order = np.lexsort((trajectory.sortie["planned"], trajectory.sortie["lift"]))
        slots["mission"] = order
        laid.put("slot_first", np.searchsorted(trajectory.sortie["lift"][order], np.arange(lifts + 1)))
        laid.new("riders", movers + stays)
        laid.new("job_next", len(trajectory.ground))
        laid.new("missed_before", len(trajectory.missed))
        laid.new("spans", (lifts + 4) * shut)
        laid.new("span_first", 2 * lifts + 3 * len(plan.site) + 1)
        for name in ("instants", "chosen", "company"):
            laid.new(name, movers + 1)
        laid.new("marked", movers, 0)
        laid.new("furthest", 16 * len(plan.lot))
        laid.new("cuts", most + 2)
        laid.new("path", holds + 4)
        laid.new("seconds", len(self.reasons))
        laid["most_links"] = sorties + most + 2 * shut + 16
        laid.new("links", laid["most_links"] + SPARE_ROWS)
        laid.new("companies", movers + SPARE_ROWS)
        for name in ("states", "seen"):
            laid.new(name, SPARE_ROWS)
        for name in ("state_heads", "seen_heads"):
            laid.new(name, DIGESTS, NO_ROW)
        laid.new("link_last", 32)

    def walk(self, instant: int, movers: Sequence[int] | Ints, still: bool) -> tuple[int, int]:
        """Walk back from an instant, and return the first and last row of the links found, latest span first.

        Parameters
        ----------
        instant
            When the date in question was reached [s], at least 0.
        movers
            Movers that left the country then and so set the date.
        still
            Whether these movers had not left by the instant.
        """
        laid, first = self.laid, self.laid["link_count"]
        self.walks += 1
        if self.walks >= len(laid.table["link_last"]):
            laid.grow("link_last")
        laid["walk"] = self.walks
        chosen = laid.table["chosen"]
        chosen[: len(movers)] = movers
        laid["chosen_count"] = len(movers)
        while laid["link_count"] + laid["most_links"] > len(laid.table["links"]):
            self._grow()
        ended = laid.call(back.walk_back, instant, back.BEGIN_STILL if still else back.BEGIN_GONE)
        while ended != OVER:
            if ended == WAY:
                row = laid["missing"]
                laid.table["slots"]["way"][row] = self.way_in(row)
            else:
                self._grow()
            ended = laid.call(back.walk_back, instant, back.GO_ON)
        laid.table["link_last"][self.walks] = laid["link_count"]
        return first, laid["link_count"]

    def _grow(self) -> None:
        for name in GROWS:
            self.laid.grow(name)

    def seconds(self, first: int) -> Ints:
        """Return the seconds that each reason owns from one link on, shape (n_reasons,); the next call reuses them."""
        self.laid.call(back.add_up, first)
        return self.laid.table["seconds"]

    def links(self, first: int, last: int) -> list[tuple[int, int, int, str, int]]:
        """Return links as since and until [s], reason, what they were seen at, and its row."""
        rows = self.laid.table["links"][first:last].tolist()
        return [(since, until, reason, LINKED[what], row) for since, until, reason, what, row in rows]

    def way_in(self, row: int) -> int:
        """Return how long the leg in of a tail takes if it leaves when tasked [s], hours of rest included."""
        world, sortie = self.world, self.trajectory.sortie[row]
        row, site, number, attempt, leaves = (
            int(sortie[name]) for name in ("lift", "site", "number", "attempt", "tasked")
        )
        leaves += self._changed(sortie)
        lift = world.rows("lift")[row]
        leg = next(leg for leg in world.rows("leg") if (leg.lift, leg.site) == (row, site))
        moving = leg_seconds(world, leg, lift.key, number, attempt, 0, leaves)
        moving += recovery_seconds(world, lift, number, attempt, 0)
        moving += sum(attacks(world, lift, leg, number, attempt, 0))
        return finish(*open_hours(world, lift.moves), leaves, moving) - leaves if lift.moves >= 0 else moving

    def _changed(self, sortie: Any) -> int:
        """Time in which the tail of a trip was fitted with another configuration before it left [s]."""
        made, fit = self.trajectory.sortie, int(sortie["configuration"])
        before = made[(made["lift"] == sortie["lift"]) & (made["number"] == sortie["number"] - 1)]
        was = int(before["configuration"][0]) if len(before) else 1
        return self.world.whole(self.world.rows("lift")[sortie["lift"]].change_s) if fit not in (0, was) else 0


@memoised
def _slots(plan: Plan) -> npt.NDArray[Any]:
    """Return the slots of all numbers that walks read, table by table (`counter_at`, ...)."""
    return np.concatenate(
        [
            plan.counter["at_most_s"], plan.floor["at_least_s"], plan.hold["then_s"],
            plan.lift["holding_s"], plan.lift["headway_s"], plan.lift["lead_s"], plan.lift["change_s"],
            plan.site["teams_s"],
        ]
    )  # fmt: skip


@memoised
def _of_plan(plan: Plan) -> Laid:
    """Return what all histories of a plan share."""
    laid = Laid()
    for name, of in PLAN.items():
        laid.put(name, plan.tables[of])
    at = 0
    for name, of in (
        ("counter_at", "counter"), ("floor_at", "floor"), ("hold_at", "hold"),
        ("holding_at", "lift"), ("headway_at", "lift"), ("lead_at", "lift"), ("change_at", "lift"),
        ("teams_at", "site"),
    ):  # fmt: skip
        laid[name] = at
        at += len(plan.tables[of])
    lots, sites, stop = len(plan.lot), len(plan.site), plan.stop
    laid["outage_count"], laid["permission_count"] = len(plan.outage), len(plan.permission)
    laid["crisis_count"] = len(plan.crisis)
    laid["horizon"], laid["places_wide"] = plan.horizon, lots + len(stop)
    laid.put("counts", plan.counts.ravel())
    laid.put("carries", plan.carries.ravel())
    stop_of = np.full((lots, sites, 2), NO_ROW)
    stop_of[stop["lot"], stop["site"], stop["road"]] = lots + np.arange(len(stop))
    laid.put("stop_of", stop_of.ravel())
    inside = plan.mission[(plan.mission["at"] >= 0) & (plan.mission["at"] < plan.horizon)]
    dates = [inside["at"][inside["lift"] == lift] for lift in range(len(plan.lift))]
    laid.put("dates", np.concatenate([*dates, np.zeros(0, np.int64)]))
    laid.put("date_first", np.cumsum([0, *map(len, dates)]))
    known = reasons(plan)
    laid.put("reasons", np.array([known.first.get(kind, NO_ROW) for kind in ReasonKind]))
    parted = np.full(plan.segregate.shape, NO_ROW)
    pairs = plan.segregate.nonzero()
    parted[pairs] = known.first[ReasonKind.PARTED] + np.arange(len(pairs[0]))
    laid["sorts"] = plan.segregate.shape[-1]
    laid.put("parted", parted.ravel())
    return laid


def _lay_windows(laid: Laid, world: World) -> int:
    """Lay out when places are open, and return the most edges that the windows of one of them have."""
    calendars: list[Windows] = [*world.runway, *world.ramp, *world.airfield, *world.station_hours]
    own = [len(windows) for windows in world.server_hours]
    first = len(calendars) + np.cumsum([0, *own])[:-1]
    laid.put("server_first", np.where(np.array(own, np.int64) > 0, first, NO_ROW))
    calendars += [windows for each in world.server_hours for windows in each]
    each = {id(windows): windows for windows in calendars}
    ends = np.cumsum([0, *(len(windows[0]) for windows in each.values())]).tolist()
    at = dict(zip(each, pairwise(ends), strict=True))
    rows = laid.new("windows", len(calendars))
    rows["first"], rows["last"] = np.array([at[id(windows)] for windows in calendars]).T
    opens, closes = zip(*as_arrays(world.plan, each.values()), strict=True)
    laid.put("opens", np.concatenate(opens))
    laid.put("closes", np.concatenate(closes))
    return 2 * max(len(windows[0]) for windows in calendars)


def _lay_capacities(laid: Laid, world: World) -> None:
    """Lay out the pallet positions and the volume of each lift, the volume of items, and the room where it goes."""
    lifts, sites = world.rows("lift"), world.rows("site")
    capacities = [sites[lift.to].room_s for lift in lifts]
    for name, specs in (("", lifts), ("_in", lifts_as_configured(world))):
        mpos = [positions(world, spec) if spec.pallets_s >= 0 else NO_LIMIT for spec in specs]
        laid.put(f"positions{name}", np.array(mpos, np.int64))
        laid.put(f"volume{name}", np.array([volume(world, spec) or NO_LIMIT for spec in specs], np.int64))
    laid.put("configured", world.configured.ravel())
    laid.put("litres", world.items.litres)
    laid.put("room", np.array([world.whole(room) if room >= 0 else NO_LIMIT for room in capacities], np.int64))


def _lay_floors(laid: Laid, world: World) -> None:
    """Note which movers each floor may have kept: those whose loading left fewer of the group than it asks for."""
    plan, movers, goings = world.plan, laid.table["movers"], laid.table["goings"]
    kept = laid.new("kept_last", len(plan.floor) * len(movers), 0).reshape(len(plan.floor), len(movers))
    least = laid.table["wholes"][laid["floor_at"] :][: len(plan.floor)].tolist()
    for row, lot in enumerate(plan.floor["lot"].tolist()):
        first, last = laid.table["lot_first"][lot : lot + 2].tolist()
        sortie = goings["sortie"][first:last]
        flew = np.flatnonzero(sortie >= 0)
        if least[row] <= 0 or not len(flew):
            continue
        group, worked = movers[first:last], laid.table["sorties"]["worked"][sortie[flew]]
        order = np.argsort(worked, kind="stable")
        when = worked[order]
        here = np.searchsorted(np.sort(group["arrived"]), when, side="right")
        left = np.searchsorted(np.sort(group["left"]), when, side="right")
        before = np.count_nonzero((group["up"] == 0) & (sortie < 0))  # gone at the start
        last_ones = here - left - before - np.arange(1, len(order) + 1) < least[row]
        kept[row, first + flew[order[last_ones]]] = 1
