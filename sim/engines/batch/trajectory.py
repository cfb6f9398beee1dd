"""The tables of a trajectory, from what the loop has left in the house."""

from typing import Any, Final

import numpy as np

from sim.engines.batch.fill import House
from sim.engines.batch.memory import NEVER
from sim.model import tables
from sim.model.realise import Realised
from sim.model.trajectory import Trajectory, Wait

__all__ = ["trajectory"]

ARRIVED_BITS: Final = 36


def trajectory(house: House, world: Realised, stuck: tuple[Wait, ...]) -> Trajectory:
    """Return the history that has been run, its tables in their canonical order."""
    flight = house.table["flight"][house.table["book"][: count(house, "book")]]
    return Trajectory(
        seed=world.seed,
        replication=world.replication,
        world=world.world,
        mover=_movers(house.table["mover"]),
        visit=_visits(house),
        sortie=_sorties(flight),
        shut=_shut(world),
        reviewed=house.table["reviewed"][: count(house, "reviewed")].copy(),
        duty=house.table["duty"][: count(house, "duty")].copy(),
        stay=_stays(house),
        offloaded=house.table["offloaded"][: count(house, "offloaded")].copy(),
        ground=house.table["ground"][: count(house, "ground")].copy(),
        given=house.table["given"][: count(house, "given")].copy(),
        drawn=np.array(world.drawn, dtype=np.float64),
        end=int(house.head["end"][0]),
        stuck=stuck,
    )


def count(house: House, table: str) -> int:
    """Return how many rows of a table have been written."""
    return int(house.head[f"{table}_count"][0])


def _movers(table: Any) -> Any:
    made = np.zeros(len(table), tables.MOVER)
    for name in tables.MOVER.names or ():
        made[name] = table["home" if name == "lot" else name]
    return made


def _stays(house: House) -> Any:
    """Stays that are over, and of those who are at a stop or back from a leg at the end, by mover, in their order."""
    mover, over = house.table["mover"], house.table["stay"][: count(house, "stay")]
    still = (mover["since"] < NEVER).nonzero()[0]
    lot = house.table["lot"][mover["lot"][still]]
    last = np.zeros(len(still), tables.STAY)
    last["mover"], last["site"], last["sortie"], last["up"] = still, lot["site"], -1, NEVER
    last["arrived"] = mover["since"][still]
    last["staged"] = np.where(lot["outside"], mover["staged_abroad"][still], mover["staged"][still])
    made = np.concatenate([over, last])
    return made[np.lexsort((made["arrived"], made["mover"]))]


def _sorties(flight: Any) -> Any:
    made = np.zeros(len(flight), tables.SORTIE)
    for name in tables.SORTIE.names or ():
        made[name] = flight["seat_limit" if name == "seats" else name]
    return made


def _shut(world: Realised) -> Any:
    made = np.zeros(len(world.shut), tables.SHUT)
    if world.shut:
        for name, values in zip(
            ("outage", "site", "lift", "begins", "until"), zip(*world.shut, strict=True), strict=True
        ):
            made[name] = values
    return made


def _visits(house: House) -> Any:
    """Turns and rides by mover, arrival, place and attempt; those never served have started = NEVER."""
    turn = house.table["turn"][: count(house, "turn")]
    ride = house.table["aboard"][: count(house, "aboard")]
    flight = house.table["flight"][: count(house, "flight")]
    of = np.full(len(ride), -1, np.int64)
    for number in (flight["aboard_n"] > 0).nonzero()[0]:
        first = flight["aboard"][number]
        of[first : first + flight["aboard_n"][number]] = number
    ride, of = ride[of >= 0], of[of >= 0]  # those of a sortie that was unloaded again have not ridden on it
    made = np.zeros(len(turn) + len(ride), tables.VISIT)
    served, rode = made[: len(turn)], made[len(turn) :]
    for name in tables.VISIT.names or ():
        served[name] = turn[name]
    carried_by = flight[of]
    rode["mover"], rode["arrived"], rode["place"] = ride["mover"], ride["since"], -1 - carried_by["lift"]
    rode["server"], rode["cause"], rode["ref"] = (carried_by[name] for name in ("row", "load_cause", "load_ref"))
    rode["started"], rode["ended"] = carried_by["worked"], carried_by["up"]
    is_ride, mover, arrived = made["place"] < 0, made["mover"].astype(np.int64), made["arrived"]
    first = mover << ARRIVED_BITS | arrived
    order = np.argsort(first, kind="stable")
    if (np.diff(first[order]) == 0).any() or (len(arrived) and int(arrived.max()) >> ARRIVED_BITS):
        order = np.lexsort((made["attempt"], made["place"], is_ride, made["started"], arrived, mover))
    # What freed a server is told as a row of the order of arrival; turn it into a row of the sorted table.
    position = np.empty(len(order), np.int64)
    position[order] = np.arange(len(order))
    by_visit = ~is_ride & (made["ref"] >= 0)
    made["ref"][by_visit] = position[made["ref"][by_visit]]
    return made[order]
