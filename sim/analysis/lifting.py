"""What each lift did: missions, loads, and the room that flew empty."""

import math

import numpy as np

from sim.analysis.among import among
from sim.analysis.column import Column, count, number
from sim.analysis.roll import Roll
from sim.model.circumstances import circumstances
from sim.model.durations import whole_seconds
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    limited = plan.lift["pallets_s"] >= 0
    return [column for row, lift in enumerate(plan.names["lift"]) for column in _columns(lift, bool(limited[row]))]


def _columns(lift: str, positions: bool) -> list[Column]:
    found = [
        count(f"tasked_{lift}", f"missions of {lift} tasked, each once however often it slipped"),
        count(f"flown_{lift}", f"sorties of {lift} that took off from a base"),
        count(f"empty_{lift}", "of these, with nothing aboard"),
        count(f"cancelled_{lift}", f"times that a mission of {lift} was cancelled or refused clearance"),
        count(f"diverted_{lift}", f"times that {lift} diverted or turned back"),
        count(f"struck_{lift}", f"missions of {lift} not tasked, as there would have been nothing to carry"),
        count(f"shut_{lift}", f"missions of {lift} not tasked for want of permission"),
        count(f"waved_off_{lift}", f"missions of {lift} tasked that did not set out, as nothing was left to carry"),
        count(f"people_{lift}", f"people carried by {lift}"),
        number(f"carried_{lift}_t", f"weight carried by {lift}, people included [t]"),
        number(
            f"load_{lift}_t",
            f"mean load of a flown sortie of {lift}, people included [t]; blank if none flew",
        ),
        number(f"room_{lift}_t", f"payload of flown sorties of {lift} that was not used [t]"),
        count(f"seats_empty_{lift}", f"seats of flown sorties of {lift} that nobody took"),
    ]
    if positions:
        found += [
            number(f"positions_{lift}", f"pallet positions of flown sorties of {lift} that were taken"),
            number(f"positions_empty_{lift}", f"pallet positions of flown sorties of {lift} that nothing took"),
        ]
    return found


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`."""
    sortie = trajectory.sortie
    found: list[float] = []
    for lift in range(len(plan.lift)):
        mine = sortie[sortie["lift"] == lift]
        found += _values(mine)
        if plan.lift["pallets_s"][lift] >= 0:
            found += _positions(mine, _limit(plan, trajectory, lift))
    return found


def _limit(plan: Plan, trajectory: Trajectory, lift: int) -> int:
    """Pallet positions of a lift in the world of a history, in thousandths."""
    slot = int(plan.lift["pallets_s"][lift])
    drawn = bool((plan.target["slot"] == slot).any())
    return whole_seconds(1000.0 * (circumstances(plan, trajectory).value(slot) if drawn else float(plan.number[slot])))


def _positions(sortie: Table, limit: int) -> list[float]:
    """Positions that were taken and that were not, of sorties that left."""
    taken = sortie["mpos"][among(sortie["fate"], (Fate.OUT, Fate.EMPTY))].astype(np.int64)
    return [int(taken.sum()) / 1000, int(np.maximum(limit - taken, 0).sum()) / 1000]


def _values(sortie: Table) -> list[float]:
    """Return the figures of one lift.

    Notes
    -----
    Room is counted where there is a limit (a limit of -1 means none); an item that flew alone above the draw
    of its sortie leaves no room, not less than none.
    """
    fate = sortie["fate"]
    ended = np.bincount(fate, minlength=len(Fate)).tolist()

    def times(*fates: Fate) -> int:
        return sum(ended[each] for each in fates)

    flown = sortie[among(fate, (Fate.OUT, Fate.EMPTY))]
    kg, payload, people, offered = (flown[name].astype(np.int64) for name in ("kg", "payload", "people", "seats"))
    carried = int(kg.sum())
    room = np.where(payload >= 0, np.maximum(payload - kg, 0), 0)
    seats = np.where(offered >= 0, np.maximum(offered - people, 0), 0)
    return [
        len(np.unique(sortie["number"][~among(fate, (Fate.STRUCK, Fate.SHUT))])),
        len(flown),
        times(Fate.EMPTY),
        times(Fate.CANCELLED, Fate.REFUSED),
        times(Fate.DIVERTED, Fate.TURNED_BACK),
        times(Fate.STRUCK),
        times(Fate.SHUT),
        times(Fate.WAVED_OFF),
        int(people.sum()),
        carried / 1000,
        carried / 1000 / len(flown) if len(flown) else math.nan,
        int(room.sum()) / 1000,
        int(seats.sum()),
    ]
