"""Fills the tables of a replication with its state at the start: movers, places, lift, order and hours."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.domain.memo import memoised
from sim.engines.compiled.events import ENTITY
from sim.engines.compiled.fits import put_fits, stated_of
from sim.engines.compiled.hours import put_tools, put_windows
from sim.engines.compiled.layout import Layout, put_shape
from sim.engines.compiled.loop import Point
from sim.engines.compiled.memory import LONG_AGO, NEVER, NO_LIMIT
from sim.engines.compiled.starting import put_movers, put_pools
from sim.engines.compiled.tables import Tables, as_wholes, spare
from sim.engines.compiled.ways import put_ways
from sim.errors import EngineError
from sim.model.draws import WORD
from sim.model.limits import most_visits
from sim.model.pace import billionths
from sim.model.plan import Plan
from sim.model.rules import teams_of
from sim.model.schema.state import State
from sim.model.schema.state.force import Mover
from sim.model.terms import Counted, Fate, Left, Step, Supply, Way
from sim.model.world import World
from sim.model.world.conditions import at_most
from sim.model.world.flying import limits
from sim.model.world.missions import planned
from sim.model.world.riding import expected_loads, full_load

__all__ = ["reset"]

AT_THE_START: Final = ("now", "status", "need_rose", "reviews_acted", "choice_due")
COUNTS: Final = tuple(name for name in State.scalars if name.endswith("_count"))


def _places(names: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the places of some numbers in the head as an integer array, so that they can be set at once."""
    fields = State.dtype.fields
    assert fields is not None
    assert all(fields[name][0] == np.int64 for name in names)
    return np.array([fields[name][1] // 8 for name in names])


AT_ZERO: Final = _places(AT_THE_START + COUNTS)
"""Places of the numbers of the head that are 0 at the start."""


def _unmoved() -> Any:
    """Return a mover in its initial state, shape (1,)."""
    made = np.zeros(1, Mover.dtype)
    for column in (
        "arrived",
        "released",
        "staged",
        "up",
        "left",
        "waits",
        "since",
        "staged_abroad",
        "processed",
        "off",
        "last_leg",
    ):
        made[column] = NEVER
    made["sortie"] = made["turn"] = made["awaited"] = -1
    return as_wholes(made)


UNMOVED: Final = _unmoved()


def reset(tables: Tables, layout: Layout, world: World, reviews: bool) -> None:
    """Fill the tables with the state of a replication at the start."""
    plan, head = layout.plan, tables.head
    head["seed"], head["replication"] = world.seed & WORD, world.replication & WORD
    head.view(np.int64)[AT_ZERO] = 0
    tables.put("numbers", world.array[:-1])
    for row in layout.drawn:
        put_shape(tables.table["dists"], row, world.dist[row], layout.table_means[row])
    _movers(tables, layout, world)
    tools = put_tools(tables, world)
    _ramps(tables, layout, world)
    put_windows(tables, layout, world, tools)
    _order(tables, layout, world)
    _supply(tables, world)
    _crews(tables, layout, world)
    put_ways(tables, world)
    tables.table["dirty"][:] = 0
    head["with_reviews"] = bool(reviews and len(plan.review))
    if len(plan.review):
        _review(tables, layout, world)


def _movers(tables: Tables, layout: Layout, world: World) -> None:
    """Fill in all movers, and the counts of their lots."""
    plan, lot = layout.plan, tables.table["lots"]
    as_wholes(lot)[:] = as_wholes(layout.lots)
    if plan.moves:
        lot["leave_after"] = world.table("lot")["leave_after"][layout.home]
    boards = _board_by_plan(plan)
    if boards.any():
        lot["begins"][: len(boards)], lot["boards"][: len(boards)] = world.table("lot")["release"], boards
    items, n = world.items, len(world.items.kg)
    lot["litres"] = items.litres[layout.home]
    many = items.many
    tables.new("tallies", len(lot))
    if n > ENTITY:
        what = f"{n:,} people and items: the compiled engine takes at most {ENTITY:,}; run with --engine simpy"
        raise EngineError(what, seed=world.seed, replication=world.replication)
    mover = tables.lay("movers", n)
    as_wholes(mover)[:] = UNMOVED
    put_movers(
        tables.head, layout.home, many, items.first, items.kg, items.mpos, world.way, world.arrives, world.release
    )
    _part_way(tables, world, mover, lot[: len(many)])
    tables.new("buckets", int(lot["many"].sum()))
    tables.new("attempts", n * len(plan.station))
    tables.at_least("chosen", n)
    tables.with_room("given", n)
    tables.head["with_no_shows"] = calls = bool((plan.lot["no_show_s"] >= 0).any())
    tables.with_room("missed", n if calls else 0)
    tables.with_room("aboard", n + 64)
    tables.with_room("bounds", 256 if len(plan.stop) else 0)
    tables.with_room("stays", n * len(plan.stop) + 64 if len(plan.stop) else 0)
    tables.with_room("offloaded", 256)
    tables.copy("hops", plan.hop)["looked"] = -1
    steps = lot["last"] - lot["first"]
    tables.most_visits = most_visits(n, len(plan.station))
    tables.with_room("turns", min(int(1.5 * (lot["many"] * steps).sum()) + 256, tables.most_visits))
    tables.with_room("heap", n + n * int(boards.any()) + 1024)


@memoised
def _board_by_plan(plan: Plan) -> npt.NDArray[np.bool_]:
    """Return whether a phased plan governs the boarding of each lot, shape (n_lots,)."""
    phasing = plan.lot["phasing"]
    boards: npt.NDArray[np.bool_] = np.append(plan.phasing["boards"] != 0, False)[phasing]
    return boards


@memoised
def _some_have_begun(plan: Plan) -> bool:
    """Return whether any movers have left, are staged or have passed a station at the start, in some world."""
    moved = bool((plan.moved_number["place"] != Counted.SHARE).any())
    return bool(plan.lot["left"].any() or plan.lot["staged"].any() or plan.step["passed"].any() or moved)


def _part_way(tables: Tables, world: World, mover: Any, lot: Any) -> None:
    """Fill in movers that have left, are staged or have passed a station at the start."""
    plan, staged, passed = world.plan, world.table("lot")["staged"], world.table("step")["passed"]
    if not _some_have_begun(plan):
        return
    for row in range(len(lot)):
        first, last, many = int(lot["first"][row]), int(lot["last"][row]), int(lot["many"][row])
        begun = [(last, int(staged[row]))]
        begun += [(step + 1, int(passed[step])) for step in range(last - 1, first - 1, -1)]
        start = int(lot["members"][row])
        gone = min(int(plan.lot["left"][row]), many)
        if gone:
            _gone_before(tables, mover[start : start + gone], lot[row : row + 1])
        at = gone
        for step, some in begun:
            these = mover[start + at : start + at + min(some, many - at)]
            these["step"], these["begun"] = step, 1
            at += len(these)


def _gone_before(tables: Tables, gone: Any, lot: Any) -> None:
    """Fill in movers that had left before the clock started."""
    lot["disposing"] -= np.count_nonzero(gone["way"] != Way.SHIP)
    lot["to_leave"] -= len(gone)
    lot["unstaged"] -= len(gone)
    lot["coming"] -= len(gone)
    tables.head["remaining"] -= len(gone)
    gone["way"], gone["fate"] = Way.SHIP, Fate.OUT
    for column in ("arrived", "released", "staged", "up"):
        gone[column] = 0


def _ramps(tables: Tables, layout: Layout, world: World) -> None:
    """Fill in stations, ramps, and their numbered units."""
    plan, many = layout.plan, tables.table["lots"]["many"].tolist()
    station, ramp = tables.table["stations"], tables.table["ramps"]
    as_wholes(station)[:], as_wholes(ramp)[:] = as_wholes(layout.stations), as_wholes(layout.ramps)
    pools = [max(1, world.whole(spec.servers_s, 1)) for spec in world.rows("station")]
    for row, spec in enumerate(world.rows("site")):
        spots = (spec.parking_s, spec.working_s, spec.teams_s)
        pools += [max(1, world.whole(slot)) if slot >= 0 else -1 for slot in spots]
        if spec.room_s >= 0:
            ramp["room"][row] = max(1, world.whole(spec.room_s))
        if spec.team_pool >= 0 and pools[-1] < 0:
            pools[-1] = teams_of(many[spec.team_pool], spec.people_per_team)
    _pools(tables, pools)
    _queues(tables, layout, station)
    tables.new("expected", len(plan.site) * len(plan.lift))
    tables.new("at_home", len(plan.site) * len(plan.lift))


def _pools(tables: Tables, pools: Sequence[int]) -> None:
    """Fill in pools of numbered units, all of them free; a number below 0 means no limit."""
    tables.new("pools", len(pools))
    tables.new("units", sum(many for many in pools if many > 0))
    put_pools(tables.head, np.array(pools, np.int64))


def _queues(tables: Tables, layout: Layout, station: Any) -> None:
    """Make room in each queue for every mover that may come to the station."""
    room = layout.passes @ tables.table["lots"]["many"].astype(np.int64)
    station["queue"] = np.cumsum(room) - room
    tables.new("queues", int(room.sum()))


def _order(tables: Tables, layout: Layout, world: World) -> None:
    """Fill in holds, counters, floors and crises."""
    plan, lot = layout.plan, tables.table["lots"]
    hold = tables.copy("holds", world.table("hold"))
    for date in ("not_before", "at_latest"):
        hold[date] = world.table("hold")[date]
    hold["then"] = world.wholes(plan.hold["then_s"])
    hold["cleared_at"] = hold["opens_at"] = hold["known"] = NEVER
    counter = tables.table["counters"]
    counter["at_most"] = at_most(world)
    counter["left"] = layout.counted @ lot["to_leave"].astype(np.int64)
    staging = counter["staging"] != 0
    counter["left"][staging] = layout.counted[staging] @ lot["unstaged"].astype(np.int64)
    floor = tables.new("floors", len(layout.floors))
    for row, spec in enumerate(layout.floors):
        floor["at_least"][row], floor["hold"][row] = world.whole(spec["at_least_s"]), spec["hold"]
    crisis = tables.copy("crises", plan.crisis)
    crisis["at"] = world.crises
    crisis["point"] = [layout.point[Point.CRISIS, row] for row in range(len(crisis))]


def _supply(tables: Tables, world: World) -> None:
    """Fill in lifts and their planned missions, and make room for their sorties."""
    plan, lift = world.plan, tables.table["lifts"]
    lift["pending"] = lift["setting_out"] = lift["under_way"] = lift["asked_n"] = 0
    lift["freed_at"] = lift["booked"] = LONG_AGO
    tables.table["legs"]["sent"] = 0
    if plan.moves:
        tables.table["legs"]["share"] = world.table("leg")["share"][np.argsort(plan.leg["lift"], kind="stable")]
    missions: list[tuple[int, int, int]] = []
    means = tables.table["dists"]["mean"].tolist()
    loads = expected_loads(world, world.items, world.way, world.carries, means.__getitem__)
    tables.put("carries", world.carries.ravel())
    tables.put("hop_lifts", world.hop_lifts.ravel())
    stream = tables.new("streams", len(lift) + 8 * len(plan.ask) * max(1, len(plan.look)) + 1)
    for row, spec in enumerate(world.rows("lift")):
        one = lift[row]
        for column in ("wait", "holding", "lead", "headway"):
            one[column] = world.whole(getattr(spec, f"{column}_s"))
        one["vehicles"] = max(1, world.whole(spec.vehicles_s, 1))
        one["begins"], one["until"], one["by"] = spec.begins, spec.until, spec.by
        one["structural"], one["mpos_limit"] = limits(world, spec)
        one["mpos"] = one["mpos_limit"] if spec.pallets_s >= 0 else NO_LIMIT
        one["expected_kg"] = loads[row]
        one["at_once"], one["most_per_week"] = max(1, world.whole(spec.at_once_s, 1)), NO_LIMIT
        if spec.most_per_week_s >= 0:
            one["most_per_week"] = max(1, world.whole(spec.most_per_week_s))
        one["enough_people"], one["enough_kg"] = world.whole(spec.enough_people_s), world.whole(spec.enough_kg_s)
        full = full_load(world, spec, means.__getitem__)
        one["full_kg"], one["full_mpos"], one["full_seats"], one["full_litres"] = full
        one["litres"] = one["full_litres"] or NO_LIMIT
        stream["lift"][row], stream["next"][row] = row, len(missions)
        if spec.supply in (Supply.DATED, Supply.SCHEDULED):  # the loop itself plans missions at a rate
            comes = planned(world, row)
            missions += [(*each, fit) for each, fit in zip(comes, stated_of(world, row, len(comes)), strict=True)]
        stream["last"][row] = len(missions)
    put_fits(tables, world, means.__getitem__)
    tables.head["stream_count"], tables.head["mission_count"] = len(lift), len(missions)
    mission = tables.with_room("missions", len(missions) + 512, needed=len(missions))
    if missions:
        for name, values in zip(("at", "site", "configuration"), np.array(missions).T, strict=True):
            mission[name][: len(missions)] = values
    room = spare(2 * len(missions) + 1024)
    if len(tables.table["flights"]) < room:
        tables.room_for_sorties(room)


def _crews(tables: Tables, layout: Layout, world: World) -> None:
    """Fill in crews, all of them rested, with no departure yet."""
    lift = tables.table["lifts"]
    crewed = (lift["crews"] >= 0).nonzero()[0]
    pools = tables.new("crew_pools", len(crewed))
    for pool, row in zip(pools, crewed, strict=True):
        spec = layout.plan.lift[row]
        pool["lift"], pool["many"] = row, max(1, world.whole(spec["crews_s"]))
        for column in ("most", "rest", "report"):
            pool[column] = world.whole(spec["duty_s" if column == "most" else f"{column}_s"])
    pools["first"] = np.cumsum(pools["many"]) - pools["many"]
    pools["point"] = [layout.point[Point.CREWS, row] for row in range(len(pools))]
    crew = tables.new("crews", int(pools["many"].sum()))
    for column in ("rested", "off", "duty"):
        crew[column] = LONG_AGO
    tables.new("last_off", len(layout.plan.site) * len(lift))[:] = LONG_AGO
    tables.with_room("duties", 256)


def _review(tables: Tables, layout: Layout, world: World) -> None:
    plan = layout.plan
    spec = plan.review[0]
    judged = tables.copy("judged", plan.judged)
    for row, milestone in enumerate(world.table("milestone")[plan.judged["milestone"]]):
        one = judged[row]
        one["by"], one["people"] = milestone["by"], milestone["of"] == 1
        one["share9"], one["settled"] = billionths(float(milestone["share"])), milestone["settled"]
        one["of_site"] = milestone["left"] != Left.COUNTRY
    review = tables.new("reviews", 1)
    review["margin"], review["window"] = world.whole(spec["margin_s"]), world.whole(spec["window_s"])
    review["portion9"], review["takes_back"] = billionths(world.value(spec["portion_s"])), spec["takes_back"]
    tables.new("paces", len(Step))
    most = max([1.0, *(world.value(slot) for slot in plan.ask["ceiling_s"])])
    if int(tables.table["movers"]["kg"].sum()) * int(1000 * most) * plan.horizon >= 2**63:
        what = "weight x length of the clock x growth of lift is too large for a review; run with --engine simpy"
        raise EngineError(what, seed=world.seed, replication=world.replication)
    review["to_do"], review["point"] = len(plan.response), layout.point[Point.REVIEW, 0]
    ask = tables.copy("asks", plan.ask)
    ask["share"] = ask["before"] = 1 - ask["call"]
    for row in (ask["call"] == 0).nonzero()[0]:
        ask["tails"][row] = max(1, world.whole(plan.lift["tails_s"][ask["lift"][row]], 1))
