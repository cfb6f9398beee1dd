"""One history prepared for walks back through it, and the walks themselves."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.attacked import losses
from sim.analysis.causes.kernels import back
from sim.analysis.causes.kernels.past import LINKED, NO_ROW, OVER, WAY
from sim.analysis.causes.kernels.tables import Window
from sim.analysis.causes.memory import Memory
from sim.analysis.causes.pieces import PARTS
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
from sim.model.world.hours import open_hours
from sim.model.world.numbers import rounded
from sim.model.world.riding import SIDES
from sim.model.world.weather import stopped
from sim.model.world.windows import Windows, as_arrays

__all__ = ["Log"]

Ints = npt.NDArray[np.int64]
SPARE_ROWS: Final = 8192
"""Number of rows that a table that may grow has beyond the rows that are certainly needed."""
GROWS: Final = ("links", "seen", "states", "companies")
"""Tables that may grow during a walk."""
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
    """A history with all that is needed to walk back through it.

    Attributes
    ----------
    world
        The world in which the history was run, with the longer hours that its reviews set.
    reasons
        All reasons to which a part of its time may be due.
    memory
        The tables that walks read and write. They include the states of earlier walks: walks from different dates of
        one history soon come to the same state, and a walk then takes over the rest of the earlier walk.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.trajectory, self.reasons = plan, trajectory, reasons(plan)
        self.world = circumstances(plan, trajectory)
        self.memory = memory = Memory(_of_plan(plan))
        for name, source in HISTORY.items():
            memory.put(name, getattr(trajectory, source))
        for name, source in PLAN.items() if plan.moves else ():
            memory.put(name, self.world.table(source))
        memory.put("releases", freed(self.world))
        if _has_holds_of_unknown_size(plan):
            memory.put("carries", self.world.carries.ravel())
        if len(plan.crisis):
            memory.put("holds", lifted(self.world))
        memory.put("lifted", first_lifted(self.world))
        memory.put("people_first", people_first_from(self.world))
        memory.put("stops", np.array(stopped(self.world), np.int64))
        memory["end"] = trajectory.end
        memory.put("attacked", losses(self.world, trajectory.sortie))
        memory.put("wholes", rounded(self.world.array[:-1]))
        _put_capacities(memory, self.world)
        memory.put("at_most", at_most(self.world))
        most_edges = _put_windows(memory, self.world)
        self._make(most_edges + 2 * len(trajectory.shut))
        memory.call(back.fill_tables)
        self._walks = 0

    def _make(self, most_edges: int) -> None:
        """Make the tables that the kernels fill; a span is cut at no more than `most_edges` instants."""
        memory, trajectory, plan = self.memory, self.trajectory, self.plan
        movers, sorties, stays = len(trajectory.mover), len(trajectory.sortie), len(trajectory.stay)
        holds, lots, lifts, shut = len(plan.hold), len(plan.lot), len(plan.lift), len(trajectory.shut)
        memory["most_links"] = sorties + most_edges + 2 * shut + 16
        memory.new_ones(
            {
                "lot_first": lots + 1, "goings": movers, "stay_order": stays, "stay_places": stays, "clearings": holds,
                "companies_of": holds * sorties, "as_if": holds * sorties, "kept_last": len(plan.floor) * movers,
                "slots": sorties, "slot_first": lifts + 1, "riders": movers + stays,
                "job_next": len(trajectory.ground), "missed_before": len(trajectory.missed),
                "spans": (lifts + 1 + PARTS) * shut, "span_first": 2 * lifts + PARTS * len(plan.site) + 1,
                "instants": movers + 1, "chosen": movers + 1, "company": movers + 1, "marked": movers,
                "furthest": 16 * lots, "cuts": most_edges + 2, "path": holds + 4, "seconds": len(self.reasons),
                "links": memory["most_links"] + SPARE_ROWS, "companies": movers + SPARE_ROWS,
                "states": SPARE_ROWS, "seen": SPARE_ROWS, "state_heads": DIGESTS, "seen_heads": DIGESTS,
                "link_last": 32,
            }
        )  # fmt: skip

    def walk(self, instant: int, movers: Sequence[int] | Ints, still: bool) -> tuple[int, int]:
        """Walk back from an instant; return the first row of the links found, and one past the last row.

        The link of the latest span comes first.

        Parameters
        ----------
        instant
            When the date in question was reached [s], at least 0.
        movers
            Rows of the movers that set the date: they left the country or a site, or were disposed of, at that
            instant; with `still`, of movers that had not done so by then.
        still
            Whether the movers had not left by the instant.
        """
        memory, first = self.memory, self.memory["link_count"]
        self._walks += 1
        if self._walks >= len(memory.table["link_last"]):
            memory.grow("link_last")
        memory["walk"] = self._walks
        chosen = memory.table["chosen"]
        chosen[: len(movers)] = movers
        memory["chosen_count"] = len(movers)
        while memory["link_count"] + memory["most_links"] > len(memory.table["links"]):
            self._grow()
        ended = memory.call(back.walk_back, instant, back.BEGIN_STILL if still else back.BEGIN_GONE)
        while ended != OVER:
            if ended == WAY:
                row = memory["missing"]
                memory.table["slots"]["way"][row] = self.way_in(row)
            else:
                self._grow()
            ended = memory.call(back.walk_back, instant, back.GO_ON)
        memory.table["link_last"][self._walks] = memory["link_count"]
        return first, memory["link_count"]

    def _grow(self) -> None:
        """Double the number of rows of the tables that may grow."""
        for name in GROWS:
            self.memory.grow(name)

    def seconds(self, first: int) -> Ints:
        """Return the seconds due to each reason over the links from the row `first` on, shape (n_reasons,).

        The next call overwrites this array.
        """
        self.memory.call(back.add_up, first)
        return self.memory.table["seconds"]

    def links(self, first: int, last: int) -> list[tuple[int, int, int, str, int]]:
        """Return links as (since [s], until [s], reason, kind of the row that shows the reason, number of this row)."""
        rows = self.memory.table["links"][first:last].tolist()
        return [(since, until, reason, LINKED[what], row) for since, until, reason, what, row in rows]

    def way_in(self, row: int) -> int:
        """Return how long the inbound leg of a tail takes, rests included, if the tail leaves as soon as it can [s].

        It can leave when it has been tasked and fitted with the configuration of the sortie.
        """
        world, sortie = self.world, self.trajectory.sortie[row]
        lift_row, site, number, attempt, leaves = (
            int(sortie[name]) for name in ("lift", "site", "number", "attempt", "tasked")
        )
        leaves += self._changed(sortie)
        lift = world.rows("lift")[lift_row]
        leg = next(leg for leg in world.rows("leg") if (leg.lift, leg.site) == (lift_row, site))
        moving = leg_seconds(world, leg, lift.key, number, attempt, 0, leaves)
        moving += recovery_seconds(world, lift, number, attempt, 0)
        moving += sum(attacks(world, lift, leg, number, attempt, 0))
        return finish(*open_hours(world, lift.moves), leaves, moving) - leaves if lift.moves >= 0 else moving

    def _changed(self, sortie: Any) -> int:
        """Return the time in which the tail of a sortie was fitted with another configuration before it left [s].

        The time is 0 if the tail kept its configuration.
        """
        sorties, fit = self.trajectory.sortie, int(sortie["configuration"])
        before = sorties[(sorties["lift"] == sortie["lift"]) & (sorties["number"] == sortie["number"] - 1)]
        was = int(before["configuration"][0]) if len(before) else 1
        return self.world.whole(self.world.rows("lift")[sortie["lift"]].change_s) if fit not in (0, was) else 0


@memoised
def _has_holds_of_unknown_size(plan: Plan) -> bool:
    """Return whether a lift limits the length, width or height of items: the limits may differ between worlds."""
    return any((plan.lift[side] >= 0).any() for side in SIDES)


@memoised
def _of_plan(plan: Plan) -> Memory:
    """Return the numbers and tables that all histories of a plan share."""
    memory = Memory()
    for name, source in PLAN.items():
        memory.put(name, plan.tables[source])
    lots, sites, stop = len(plan.lot), len(plan.site), plan.stop
    memory["outage_count"], memory["permission_count"] = len(plan.outage), len(plan.permission)
    memory["crisis_count"] = len(plan.crisis)
    memory["horizon"], memory["places_wide"] = plan.horizon, lots + len(stop)
    memory.put("counts", plan.counts.ravel())
    memory.put("carries", plan.carries.ravel())
    stop_of = np.full((lots, sites, 2), NO_ROW)
    stop_of[stop["lot"], stop["site"], stop["road"]] = lots + np.arange(len(stop))
    memory.put("stop_of", stop_of.ravel())
    first_to = np.full(lots + len(stop), NO_ROW)
    hops, firsts = np.unique(plan.hop["at"], return_index=True)
    first_to[hops] = plan.hop["to"][firsts]
    memory.put("first_to", first_to)
    inside = plan.mission[(plan.mission["at"] >= 0) & (plan.mission["at"] < plan.horizon)]
    dates = [inside["at"][inside["lift"] == lift] for lift in range(len(plan.lift))]
    memory.put("dates", np.concatenate([*dates, np.zeros(0, np.int64)]))
    memory.put("date_first", np.cumsum([0, *map(len, dates)]))
    all_reasons = reasons(plan)
    memory.put("reasons", np.array([all_reasons.first.get(kind, NO_ROW) for kind in ReasonKind]))
    parted = np.full(plan.segregate.shape, NO_ROW)
    pairs = plan.segregate.nonzero()
    parted[pairs] = all_reasons.first[ReasonKind.PARTED] + np.arange(len(pairs[0]))
    memory["sorts"] = plan.segregate.shape[-1]
    memory.put("parted", parted.ravel())
    return memory


def _put_windows(memory: Memory, world: World) -> int:
    """Store the open windows of runways, ramps and stations; return the largest number of edges of one of these."""
    calendars: list[Windows] = [*world.runway, *world.ramp, *world.airfield, *world.station_hours]
    server_first = []
    for servers in world.server_hours:
        server_first.append(len(calendars) if servers else NO_ROW)
        calendars += servers
    memory.put("server_first", np.array(server_first, np.int64))
    distinct = {id(windows): windows for windows in calendars}
    arrays = as_arrays(distinct.values())
    ends = accumulate((len(opens) for opens, _ in arrays), initial=0)
    rows = dict(zip(distinct, pairwise(ends), strict=True))
    memory.put("windows", np.array([rows[id(windows)] for windows in calendars], Window.dtype))
    memory.put("opens", np.concatenate([opens for opens, _ in arrays]))
    memory.put("closes", np.concatenate([closes for _, closes in arrays]))
    return 2 * max(len(opens) for opens, _ in arrays)


def _put_capacities(memory: Memory, world: World) -> None:
    """Store what lifts and configurations can take, the volume of items, and the room at each lift's destination."""
    lifts, sites = world.rows("lift"), world.rows("site")
    capacities = [sites[lift.to].room_s for lift in lifts]
    for name, specs in (("", lifts), ("_in", lifts_as_configured(world))):
        mpos = [positions(world, spec) if spec.pallets_s >= 0 else NO_LIMIT for spec in specs]
        memory.put(f"positions{name}", np.array(mpos, np.int64))
        memory.put(f"volume{name}", np.array([volume(world, spec) or NO_LIMIT for spec in specs], np.int64))
    memory.put("configured", world.configured.ravel())
    memory.put("litres", world.items.litres)
    memory.put("room", np.array([world.whole(room) if room >= 0 else NO_LIMIT for room in capacities], np.int64))
