"""Makes the tables of a trajectory from the tables of the loop."""

from typing import Any

import numpy as np

from sim.engines.compiled.memory import NEVER
from sim.engines.compiled.rows import put_rows
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.visits import put_in_order
from sim.model.schema import history
from sim.model.schema.state import State
from sim.model.trajectory import Trajectory, Wait, in_order
from sim.model.world import World
from sim.model.world.circumstances import lengthened

__all__ = ["trajectory"]


def trajectory(tables: Tables, world: World, stuck: tuple[Wait, ...], visits: bool = True) -> Trajectory:
    """Return the finished history; without `visits`, its table of visits is empty."""
    movers = np.zeros(len(tables.table["movers"]), history.Mover.dtype)
    sorties = np.zeros(count(tables, "decided"), history.Sortie.dtype)
    put_rows(tables.head, movers, sorties)
    reviewed = tables.table["reviewed"][: count(tables, "reviewed")].copy()
    return Trajectory(
        seed=world.seed,
        replication=world.replication,
        world=world.world,
        mover=movers,
        visit=_visits(tables) if visits else np.zeros(0, history.Visit.dtype),
        sortie=sorties,
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
    """Return the number of rows in use of a table."""
    return int(tables.head[State.tables[table].count][0])


def _stays(tables: Tables) -> Any:
    """Return the table of stays at places, sorted by mover and arrival; it is empty if no lot has stops.

    It has the stays that ended, and those of movers that are at a stop, or back from a leg, when the history ends.
    """
    if not tables.head["with_stops"][0]:
        return np.zeros(0, history.Stay.dtype)
    mover, ended = tables.table["movers"], tables.table["stays"][: count(tables, "stays")]
    staying = (mover["since"] < NEVER).nonzero()[0]
    lot = tables.table["lots"][mover["lot"][staying]]
    last = np.zeros(len(staying), history.Stay.dtype)
    last["mover"], last["site"], last["sortie"], last["up"] = staying, lot["site"], -1, NEVER
    last["arrived"] = mover["since"][staying]
    last["staged"] = np.where(lot["outside"], mover["staged_abroad"][staying], mover["staged"][staying])
    stays = np.concatenate([ended, last])
    return stays[np.lexsort((stays["arrived"], stays["mover"]))]


def _shut(world: World) -> Any:
    """Return the table of the intervals in which outages close something."""
    table = np.zeros(len(world.shut), history.Shut.dtype)
    if world.shut:
        columns = np.array(world.shut, np.int64).T
        for name, values in zip(("outage", "site", "lift", "begins", "until"), columns, strict=True):
            table[name] = values
    return table


def _visits(tables: Tables) -> Any:
    """Return the table of rides and of visits to stations, in the order of `put_in_order`."""
    turns = count(tables, "turns")
    rides = int(tables.table["flights"]["aboard_n"][: count(tables, "flights")].sum())
    visits = np.zeros(turns + rides, history.Visit.dtype)
    first = np.zeros(len(tables.table["movers"]) + 1, np.int64)
    put_in_order(tables.head, visits, first, np.empty(len(visits), np.int64), np.empty(turns, np.int64))
    return visits
