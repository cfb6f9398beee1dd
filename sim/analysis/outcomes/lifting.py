"""How many missions of each lift were tasked and flew, what they carried, and how much of their capacity stayed empty.

Missions that did not fly as planned are counted by what happened to them.
"""

import math

import numpy as np

from sim.analysis.outcomes.column import Column, count, number
from sim.analysis.sums import Sums
from sim.analysis.sums.one_of import is_one_of
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Fate

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    limited = plan.lift["pallets_s"] >= 0
    driven = plan.lift["driven"] != 0
    return [
        column
        for row, lift in enumerate(plan.names["lift"])
        for column in _columns(lift, bool(limited[row]), bool(driven[row]))
    ]


def _columns(lift: str, positions: bool, driven: bool) -> list[Column]:
    """Return the columns of one lift.

    `positions` says whether the pallet positions of the lift are limited. `driven` says whether the lift is a convoy of
    the force's own vehicles; it then has columns of vehicles instead of positions.
    """
    found = [
        count(f"tasked_{lift}", f"tasked missions of {lift}, each counted once even if it slipped"),
        count(f"flown_{lift}", f"sorties of {lift} that took off"),
        count(f"empty_{lift}", f"sorties of {lift} that took off with nothing aboard"),
        count(f"cancelled_{lift}", f"times that a mission of {lift} was cancelled or refused clearance"),
        count(f"diverted_{lift}", f"times that {lift} diverted or turned back"),
        count(f"struck_{lift}", f"missions of {lift} not tasked because they would have had nothing to carry"),
        count(f"shut_{lift}", f"missions of {lift} not tasked for lack of permission"),
        count(f"waved_off_{lift}", f"tasked missions of {lift} that did not set out because nothing was left to carry"),
        count(f"people_{lift}", f"people carried by {lift}"),
        number(f"carried_{lift}_t", f"weight carried by {lift}, people included [t]"),
        number(
            f"load_{lift}_t",
            f"mean load of a flown sortie of {lift}, people included [t]; blank if none flew",
        ),
        number(f"room_{lift}_t", f"unused payload of flown sorties of {lift} [t]"),
        count(f"seats_empty_{lift}", f"empty seats of flown sorties of {lift}"),
    ]
    if driven:
        found += [
            number(f"vehicles_{lift}", f"vehicles in convoys of {lift} that left"),
            number(f"vehicles_empty_{lift}", "places for vehicles that stayed empty in these convoys"),
        ]
    elif positions:
        found += [
            number(f"positions_{lift}", f"pallet positions in use on flown sorties of {lift}"),
            number(f"positions_empty_{lift}", f"empty pallet positions on flown sorties of {lift}"),
        ]
    return found


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`.

    Notes
    -----
    Unused payload counts only for sorties with a limit on payload, and empty seats only for sorties with a limit on
    seats. A sortie with an item that was heavier than the payload drawn for the sortie has an unused payload of 0, not
    a negative one.
    """
    found: list[float] = []
    for lift, sum_of in enumerate(sums.sorties.of_lift):
        flown, carried = sum_of["flown"], sum_of["kg"] / 1000
        found += [
            _missions(sums.trajectory.sortie, lift) if sum_of["slipped"] else sum_of["tasked"],
            flown,
            *(sum_of[name] for name in ("empty", "cancelled", "diverted", "struck", "shut", "waved_off", "people")),
            carried,
            carried / flown if flown else math.nan,
            sum_of["room_kg"] / 1000,
            sum_of["seats"],
        ]
        if plan.lift["pallets_s"][lift] >= 0:
            found += [sum_of["mpos"] / 1000, sum_of["mpos_empty"] / 1000]
    return found


def _missions(sortie: Table, lift: int) -> int:
    """Return how many missions of a lift were tasked, each counted once even if it slipped."""
    tasked = (sortie["lift"] == lift) & ~is_one_of(sortie["fate"], (Fate.STRUCK, Fate.SHUT))
    return len(np.unique(sortie["number"][tasked]))
