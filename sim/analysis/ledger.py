"""The ledger: what became of the equipment, by category, in items, tonnes and, where it is known, value.

It balances in every history: what there was = shipped + transferred + sold + destroyed + abandoned + remaining.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.column import Column, count, number
from sim.analysis.remaining import cargo_categories
from sim.analysis.roll import Roll
from sim.domain.once import once
from sim.errors import EngineError
from sim.model.plan import Plan
from sim.model.terms import CATEGORIES, Fate
from sim.model.trajectory import Trajectory
from sim.model.world.circumstances import circumstances

__all__ = ["FATES", "accounts", "columns", "item_cents", "valued", "values"]

FATES: Final = {
    "shipped": Fate.OUT,
    "transferred": Fate.TRANSFERRED,
    "sold": Fate.SOLD,
    "destroyed": Fate.DESTROYED,
    "abandoned": Fate.LEFT,
    "remaining": Fate.OPEN,
}
"""Where an item of the ledger may end, in the order of the columns."""
PLACE: Final = np.array([[*FATES.values(), fate].index(fate) for fate in Fate], np.int64)
"""Row of each fate in an account; what is none of these comes last."""
WORDS: Final = {
    "shipped": "out of the country, those gone before the start included",
    "transferred": "handed over to the host",
    "sold": "sold",
    "destroyed": "destroyed under supervision",
    "abandoned": "wanted, and left behind",
    "remaining": "still in country when the history ended",
}
UNKNOWN: Final = -1
"""Cents of an item whose value is not known."""

Accounts = npt.NDArray[np.int64]
EXACT: Final = 2**53
"""Most cents of which a sum is exact."""


def valued(plan: Plan, category: int | None = None) -> bool:
    """Whether the value of any item (of a category) is known."""
    known = plan.lot["value_s"] >= 0
    return bool((known if category is None else known & (plan.lot["category"] == category)).any())


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    found = []
    for category, name in cargo_categories(plan):
        money = valued(plan, category)
        for fate, words in ({"in": "initial and declared inflow"} | WORDS).items():
            found.append(count(f"ledger_{name}_{fate}_items", f"{name} items: {words}"))
            found.append(number(f"ledger_{name}_{fate}_t", "of these, weight [t]"))
            if money:
                found.append(number(f"ledger_{name}_{fate}_usd", "of these, value where it is known [USD]"))
    if valued(plan):
        found.append(number("value_left_usd", "value of what is abandoned or remains, where it is known [USD]"))
        found.append(count("value_left_unknown_items", "items abandoned or remaining whose value is not known"))
    return found


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`."""
    cents = item_cents(plan, trajectory)[roll.lot]
    table = accounts(roll, trajectory, cents)
    found: list[float] = []
    for category, _ in cargo_categories(plan):
        money = valued(plan, category)
        for items, kg, worth, _ in [table[category].sum(axis=0).tolist(), *table[category, :-1].tolist()]:
            found += [items, kg / 1000, worth / 100][: 3 if money else 2]
    if valued(plan):
        cargo = [category for category, _ in cargo_categories(plan)]
        stays = [list(FATES).index(fate) for fate in ("abandoned", "remaining")]
        left = table[cargo][:, stays].sum(axis=(0, 1))
        found += [int(left[2]) / 100, int(left[3])]
    return found


def accounts(roll: Roll, trajectory: Trajectory, cents: Accounts) -> Accounts:
    """Post every mover once, by category and fate.

    Parameters
    ----------
    roll, trajectory
        One history.
    cents
        Value of each mover [cents], `UNKNOWN` where it is not known; shape (n_movers,).

    Returns
    -------
    Accounts
        Items, kilograms, cents where known, and items whose value is not known; shape (n_categories, n_fates + 1, 4),
        fates in the order of `FATES`. The last row is for movers of any other fate, and empty in a history that is
        right.
    """
    known = cents != UNKNOWN
    cell = roll.category * (len(FATES) + 1) + PLACE[trajectory.mover["fate"]]
    measures = (None, roll.kg, np.where(known, cents, 0), ~known)
    n = len(CATEGORIES) * (len(FATES) + 1)
    table = np.column_stack([np.bincount(cell, weights=measure, minlength=n) for measure in measures])
    if table[:, 2].max() > EXACT:
        what = f"items worth {table[:, 2].max() / 100:,.0f} US dollars: expected at most {EXACT // 100:,}"
        raise EngineError(what, seed=trajectory.seed, replication=trajectory.replication)
    return table.astype(np.int64).reshape(len(CATEGORIES), len(FATES) + 1, len(measures))  # below 2**53: exact


def item_cents(plan: Plan, trajectory: Trajectory) -> Accounts:
    """Value of one item of each lot in this world, in whole cents; `UNKNOWN` where it is not known."""
    if not valued(plan):
        return np.full(len(plan.lot), UNKNOWN, np.int64)
    number, cents = circumstances(plan, trajectory).number, np.full(len(plan.lot), UNKNOWN, np.int64)
    for lot, slot in _slots(plan):
        cents[lot] = math.floor(min(100.0 * max(0.0, number[slot]) + 0.5, 2.0 * EXACT))  # so much is refused
    return cents


@once
def _slots(plan: Plan) -> tuple[tuple[int, int], ...]:
    """Lots of which the value of an item is known, and where it is among the numbers."""
    return tuple((lot, slot) for lot, slot in enumerate(plan.lot["value_s"].tolist()) if slot >= 0)
