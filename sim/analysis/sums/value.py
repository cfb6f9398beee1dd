"""The value of an item, if the scenario states one, and the fates that an item may have in the ledger."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.domain.memo import memoised
from sim.model.plan import Plan
from sim.model.terms import Fate, Way
from sim.model.trajectory import Trajectory
from sim.model.world.circumstances import circumstances

__all__ = ["EXACT", "FATES", "PLACE", "UNKNOWN", "fates", "item_cents", "retains", "valued"]

FATES: Final = {
    "shipped": Fate.OUT,
    "transferred": Fate.TRANSFERRED,
    "sold": Fate.SOLD,
    "destroyed": Fate.DESTROYED,
    "retained": Fate.RETAINED,
    "abandoned": Fate.LEFT,
    "remaining": Fate.OPEN,
}
"""Column of the ledger -> fate of an item, in the order of the columns."""
PLACE: Final = np.array([[*FATES.values(), fate].index(fate) for fate in Fate], np.int64)
"""Position of each fate on the last axis of `sums.MoverSums.accounts`; fates not in `FATES` share the last position."""
UNKNOWN: Final = -1
"""Stands for the value of an item whose value is not known [cents]."""
EXACT: Final = 2**53
"""Largest sum of values that is accepted [cents]: a float holds every whole number up to it exactly."""


@memoised
def retains(plan: Plan) -> bool:
    """Return whether any mover may be retained in the country under a plan."""
    return bool((plan.option["way"] == Way.RETAIN).any())


def fates(plan: Plan) -> tuple[str, ...]:
    """Return the fates that an item of the ledger may have under a plan, in the order of the columns."""
    return tuple(name for name in FATES if name != "retained" or retains(plan))


def valued(plan: Plan, category: int | None = None) -> bool:
    """Return whether the value of at least one item is known: of any item or, if a category is given, of one in it."""
    known = _valued(plan)
    return bool(known) if category is None else category in known


@memoised
def _valued(plan: Plan) -> frozenset[int]:
    """Return the categories that have an item whose value is known."""
    return frozenset(plan.lot["category"][plan.lot["value_s"] >= 0].tolist())


def item_cents(plan: Plan, trajectory: Trajectory) -> npt.NDArray[np.int64]:
    """Return the value of one item of each lot in the world of a history, in whole cents; `UNKNOWN` if it is not known.

    The shape is (n_lots,).
    """
    cents = np.full(len(plan.lot), UNKNOWN, np.int64)
    if valued(plan):
        number = circumstances(plan, trajectory).number
        for lot, slot in _slots(plan):
            # The limit keeps the value in the range of int64; sums that contain a value cut off here are refused.
            cents[lot] = math.floor(min(100.0 * max(0.0, number[slot]) + 0.5, 2.0 * EXACT))
    return cents


@memoised
def _slots(plan: Plan) -> tuple[tuple[int, int], ...]:
    """Return each lot whose items have a known value, and the index of this value in the numbers of a world."""
    return tuple((lot, slot) for lot, slot in enumerate(plan.lot["value_s"].tolist()) if slot >= 0)
