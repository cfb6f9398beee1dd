"""The tables of a trajectory, made from the memory of the loop."""

from typing import Any

import numpy as np

from sim.engines.compiled.memory import NEVER
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.visits import put_in_order
from sim.model.plan import Plan
from sim.model.schema import history
from sim.model.schema.state import State
from sim.model.trajectory import Trajectory, Wait, in_order
from sim.model.world import World
from sim.model.world.circumstances import lengthened

__all__ = ["trajectory"]


def trajectory(tables: Tables, world: World, stuck: tuple[Wait, ...], visits: bool = True) -> Trajectory:
    """Return the finished history with its tables in canonical order; without its visits if so requested."""
    flight = tables.table["flights"][tables.table["decided"][: count(tables, "decided")]]
    reviewed = tables.table["reviewed"][: count(tables, "reviewed")].copy()
    return Trajectory(
        seed=world.seed,
        replication=world.replication,
        world=world.world,
        mover=_movers(tables.table["movers"]),
        visit=_visits(tables) if visits else np.zeros(0, history.Visit.dtype),
        sortie=_sorties(flight, world.plan),
        shut=_shut(world),
        reviewed=reviewed,
        duty=tables.table["duties"][: count(tables, "duties")].copy(),
        stay=_stays(tables),
        offloaded=tables.table["offloaded"][: count(tables, "offloaded")].copy(),
        ground=tables.table["grounds"][: count(tables, "grounds")].copy(),
        given=tables.table["given"][: count(tables, "given")].copy(),
        missed=in_order(tables.table["missed"][: count(tables, "missed")]),
        drawn=np.array(world.drawn, dtype=np.float64),
        end=int(tables.head["end"][0]),
        stuck=stuck,
        circumstances=lengthened(world, reviewed),
    )


def count(tables: Tables, table: str) -> int:
    """Return the number of rows of a table that have been written."""
    return int(tables.head[State.tables[table].count][0])


def _movers(table: Any) -> Any:
    made = np.zeros(len(table), history.Mover.dtype)
    for name in history.Mover.dtype.names or ():
        made[name] = table["home" if name == "lot" else name]
    return made


def _stays(tables: Tables) -> Any:
    """Return the stays that have ended, and those of movers at a stop or back from a leg at the end, by mover."""
    if not tables.head["with_stops"][0]:
        return np.zeros(0, history.Stay.dtype)
    mover, over = tables.table["movers"], tables.table["stays"][: count(tables, "stays")]
    still = (mover["since"] < NEVER).nonzero()[0]
    lot = tables.table["lots"][mover["lot"][still]]
    last = np.zeros(len(still), history.Stay.dtype)
    last["mover"], last["site"], last["sortie"], last["up"] = still, lot["site"], -1, NEVER
    last["arrived"] = mover["since"][still]
    last["staged"] = np.where(lot["outside"], mover["staged_abroad"][still], mover["staged"][still])
    made = np.concatenate([over, last])
    return made[np.lexsort((made["arrived"], made["mover"]))]


def _sorties(flight: Any, plan: Plan) -> Any:
    made = np.zeros(len(flight), history.Sortie.dtype)
    for name in history.Sortie.dtype.names or ():
        made[name] = flight["seat_limit" if name == "seats" else name]
    made["payload"][plan.lift["driven"][made["lift"]] != 0] = -1  # a driven convoy has no payload
    return made


def _shut(world: World) -> Any:
    made = np.zeros(len(world.shut), history.Shut.dtype)
    if world.shut:
        for name, values in zip(
            ("outage", "site", "lift", "begins", "until"), zip(*world.shut, strict=True), strict=True
        ):
            made[name] = values
    return made


def _visits(tables: Tables) -> Any:
    """Return visits and rides by mover, arrival, place and attempt; those never served have started = NEVER."""
    turns = count(tables, "turns")
    rides = int(tables.table["flights"]["aboard_n"][: count(tables, "flights")].sum())
    made = np.zeros(turns + rides, history.Visit.dtype)
    first = np.zeros(len(tables.table["movers"]) + 1, np.int64)
    put_in_order(tables.head, made, first, np.empty(len(made), np.int64), np.empty(turns, np.int64))
    return made
