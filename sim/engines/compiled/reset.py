"""Fills the tables with the state of a replication at its start."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.domain.memo import memoised
from sim.engines.compiled.events import ENTITY
from sim.engines.compiled.fits import put_fits, stated_of
from sim.engines.compiled.hours import put_tools, put_windows
from sim.engines.compiled.layout import Layout
from sim.engines.compiled.memory import NEVER, NO_LIMIT
from sim.engines.compiled.starting import begin, put_movers, put_pools
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
from sim.model.terms import Counted, Fate, Left, Supply, Way
from sim.model.world import World
from sim.model.world.conditions import at_most
from sim.model.world.flying import limits
from sim.model.world.missions import planned
from sim.model.world.riding import expected_loads, full_load

__all__ = ["reset"]

ZEROED: Final = ("now", "status", "need_rose", "reviews_acted", "choice_due")
"""Numbers of the head that are 0 at the start, other than COUNTS."""
COUNTS: Final = tuple(name for name in State.scalars if name.endswith("_count"))
"""Numbers of the head that count the rows in use of a table or list; they are 0 at the start."""


def _places(names: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the indices of some numbers of the head in a view of the head as 64-bit integers."""
    fields = State.dtype.fields
    assert fields is not None
    assert all(fields[name][0] == np.int64 for name in names)
    return np.array([fields[name][1] // 8 for name in names])


AT_ZERO: Final = _places(ZEROED + COUNTS)
"""Indices of all numbers of the head that are 0 at the start."""


def _unmoved() -> Any:
    """Return a mover in its state at the start, shape (1,), as `tables.as_wholes` returns it."""
    mover = np.zeros(1, Mover.dtype)
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
        mover[column] = NEVER
    mover["sortie"] = mover["turn"] = mover["awaited"] = -1
    return as_wholes(mover)


UNMOVED: Final = _unmoved()


def reset(tables: Tables, layout: Layout, world: World, reviews: bool) -> None:
    """Fill the tables with the state of a replication at its start: the rows of the layout, then its own numbers.

    Raises
    ------
    EngineError
        There are too many movers, or numbers in a review could exceed 64 bits.
    """
    plan, head = layout.plan, tables.head
    head["seed"], head["replication"] = world.seed & WORD, world.replication & WORD
    head.view(np.int64)[AT_ZERO] = 0
    for table, rows in layout.start:
        table[:] = rows
    tables.put("numbers", world.array[:-1])
    tables.table["dists"][:] = world.shapes
    if plan.moves:
        _moved(tables, layout, world)
    _movers(tables, layout, world)
    tools = put_tools(tables, world)
    _units(tables, layout, world)
    put_windows(tables, layout, world, tools)
    _supply(tables, world)
    put_ways(tables, world)
    begin(head, at_most(world), np.array(world.crises, np.int64))
    head["with_reviews"] = bool(reviews and len(plan.review))
    if len(plan.review):
        _review(tables, world)


def _moved(tables: Tables, layout: Layout, world: World) -> None:
    """Fill in the dates of lots, holds and lifts and the shares of legs, which unknowns may change."""
    plan, table = world.plan, tables.table
    table["lots"]["leave_after"] = world.table("lot")["leave_after"][layout.home]
    table["legs"]["share"] = world.table("leg")["share"][np.argsort(plan.leg["lift"], kind="stable")]
    for name, of, columns in (
        ("holds", "hold", ("not_before", "at_latest")),
        ("lifts", "lift", ("begins", "until", "by")),
    ):
        for column in columns:
            table[name][column] = world.table(of)[column]


def _movers(tables: Tables, layout: Layout, world: World) -> None:
    """Fill in all movers, and the counts of their lots."""
    plan, lot = layout.plan, tables.table["lots"]
    boards = _board_by_plan(plan)
    if boards.any():
        lot["begins"][: len(boards)], lot["boards"][: len(boards)] = world.table("lot")["release"], boards
    items, n = world.items, len(world.items.kg)
    lot["litres"] = items.litres[layout.home]
    many = items.many
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
    steps = lot["last"] - lot["first"]
    tables.most_visits = most_visits(n, len(plan.station))
    tables.with_room("turns", min(int(1.5 * (lot["many"] * steps).sum()) + 256, tables.most_visits))
    tables.with_room("heap", n + n * int(boards.any()) + 1024)


@memoised
def _board_by_plan(plan: Plan) -> npt.NDArray[np.bool_]:
    """Return for each lot whether a phased plan governs its boarding, shape (n_lots,)."""
    phasing = plan.lot["phasing"]
    boards: npt.NDArray[np.bool_] = np.append(plan.phasing["boards"] != 0, False)[phasing]
    return boards


@memoised
def _some_have_begun(plan: Plan) -> bool:
    """Return whether any movers have left, are staged or have passed a station at the start, in some world."""
    moved = bool((plan.moved_number["place"] != Counted.SHARE).any())
    return bool(plan.lot["left"].any() or plan.lot["staged"].any() or plan.step["passed"].any() or moved)


def _part_way(tables: Tables, world: World, mover: Any, lot: Any) -> None:
    """Fill in which movers have left, are staged or have passed a station at the start."""
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
        for step, number in begun:
            at_step = mover[start + at : start + at + min(number, many - at)]
            at_step["step"], at_step["begun"] = step, 1
            at += len(at_step)


def _gone_before(tables: Tables, gone: Any, lot: Any) -> None:
    """Fill in movers of one lot that had left before the clock started; `lot` is the row of the lot."""
    lot["disposing"] -= np.count_nonzero(gone["way"] != Way.SHIP)
    lot["to_leave"] -= len(gone)
    lot["unstaged"] -= len(gone)
    lot["coming"] -= len(gone)
    tables.head["remaining"] -= len(gone)
    gone["way"], gone["fate"] = Way.SHIP, Fate.OUT
    for column in ("arrived", "released", "staged", "up"):
        gone[column] = 0


def _units(tables: Tables, layout: Layout, world: World) -> None:
    """Fill in the numbered servers, spots, teams and crews, the limits on people at sites, and the empty queues."""
    plan, many = layout.plan, tables.table["lots"]["many"].astype(np.int64)
    slots, without = layout.pools
    pools = np.where(slots >= 0, np.maximum(1, world.wholes(slots)), without)
    for site in (plan.site["team_pool"] >= 0).nonzero()[0].tolist():
        at = len(plan.station) + 3 * site + 2  # the pool of the load teams of the site
        if pools[at] < 0:
            pools[at] = teams_of(int(many[plan.site["team_pool"][site]]), int(plan.site["people_per_team"][site]))
    tables.new("pools", len(pools))
    tables.new("units", int(pools[pools > 0].sum()))
    put_pools(tables.head, pools)
    for site in (plan.site["room_s"] >= 0).nonzero()[0].tolist():
        tables.table["ramps"]["room"][site] = max(1, world.whole(int(plan.site["room_s"][site])))
    crews = tables.table["crew_pools"]
    if len(crews):
        crews["many"] = np.maximum(1, world.wholes(plan.lift["crews_s"][layout.crewed]))
        crews["first"] = np.cumsum(crews["many"]) - crews["many"]
    tables.lay("crews", int(crews["many"].sum()))
    tables.with_room("duties", 256)
    longest = layout.passes @ many  # number of movers that may come to each station
    tables.table["stations"]["queue"] = np.cumsum(longest) - longest
    tables.new("queues", int(longest.sum()))


def _supply(tables: Tables, world: World) -> None:
    """Fill in lifts and their missions on dates or schedules, and make the tables of sorties large enough."""
    lift, stream = tables.table["lifts"], tables.table["streams"]
    missions: list[tuple[int, int, int]] = []
    loads = expected_loads(world, world.items, world.way, world.carries)
    tables.put("carries", world.carries.ravel())
    tables.put("hop_lifts", world.hop_lifts.ravel())
    for row, spec in enumerate(world.rows("lift")):
        into = lift[row]
        into["vehicles"] = max(1, world.whole(spec.vehicles_s, 1))
        into["structural"], into["mpos_limit"] = limits(world, spec)
        into["mpos"] = into["mpos_limit"] if spec.pallets_s >= 0 else NO_LIMIT
        into["expected_kg"] = loads[row]
        into["at_once"], into["most_per_week"] = max(1, world.whole(spec.at_once_s, 1)), NO_LIMIT
        if spec.most_per_week_s >= 0:
            into["most_per_week"] = max(1, world.whole(spec.most_per_week_s))
        full = full_load(world, spec)
        into["full_kg"], into["full_mpos"], into["full_seats"], into["full_litres"] = full
        into["litres"] = into["full_litres"] or NO_LIMIT
        stream["lift"][row], stream["next"][row] = row, len(missions)
        if spec.supply in (Supply.DATED, Supply.SCHEDULED):  # missions at a rate are added by `missions.py`
            dated = planned(world, row)
            missions += [(*each, fit) for each, fit in zip(dated, stated_of(world, row, len(dated)), strict=True)]
        stream["last"][row] = len(missions)
    put_fits(tables, world)
    tables.head["stream_count"], tables.head["mission_count"] = len(lift), len(missions)
    mission = tables.with_room("missions", len(missions) + 512, needed=len(missions))
    if missions:
        for name, values in zip(("at", "site", "configuration"), np.array(missions).T, strict=True):
            mission[name][: len(missions)] = values
    sorties = spare(2 * len(missions) + 1024)
    if len(tables.table["flights"]) < sorties:
        tables.room_for_sorties(sorties)


def _review(tables: Tables, world: World) -> None:
    """Fill in the numbers of reviews, and the milestone and sites that they judge.

    Raises
    ------
    EngineError
        Products of weight, time and lift could exceed 64 bits.
    """
    plan, spec = world.plan, world.rows("review")[0]
    milestone = world.table("milestone")[plan.judged["milestone"]]
    judged = tables.table["judged"]
    judged["by"], judged["people"], judged["settled"] = milestone["by"], milestone["of"] == 1, milestone["settled"]
    judged["share9"] = [billionths(share) for share in milestone["share"].tolist()]
    judged["of_site"] = milestone["left"] != Left.COUNTRY
    review = tables.table["reviews"]
    review["margin"], review["window"] = world.whole(spec.margin_s), world.whole(spec.window_s)
    review["portion9"] = billionths(world.value(spec.portion_s))
    most = max([1.0, *(world.value(slot) for slot in plan.ask["ceiling_s"].tolist())])
    if int(world.items.kg.sum()) * int(1000 * most) * plan.horizon >= 2**63:
        what = (
            "weight x length of the clock x growth of lift exceeds 64-bit numbers in a review; run with --engine simpy"
        )
        raise EngineError(what, seed=world.seed, replication=world.replication)
    ask = tables.table["asks"]
    for row in (ask["call"] == 0).nonzero()[0].tolist():
        ask["tails"][row] = max(1, world.whole(int(plan.lift["tails_s"][ask["lift"][row]]), 1))
