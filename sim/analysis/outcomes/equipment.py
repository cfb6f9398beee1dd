"""The ledger: what became of the equipment, by category, as items, tonnes and, where it is known, value.

The ledger balances in every history: all equipment (what had gone before the start and later arrivals included) =
shipped + transferred + sold + destroyed + retained + abandoned + remaining.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.column import Column, count, number
from sim.analysis.outcomes.remaining import cargo_categories
from sim.analysis.sums import Sums
from sim.analysis.sums.value import EXACT, FATES, fates, valued
from sim.errors import EngineError
from sim.model.plan import Plan

__all__ = ["accounts", "columns", "values"]

Accounts = npt.NDArray[np.int64]
MEANINGS: Final = {
    "shipped": "out of the country, including those gone before the start",
    "transferred": "handed over to the host",
    "sold": "sold",
    "destroyed": "destroyed under supervision",
    "retained": "retained in the country by plan",
    "abandoned": "wanted, and left behind",
    "remaining": "still in country when the history ended",
}


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    found, possible = [], fates(plan)
    for category, name in cargo_categories(plan):
        money = valued(plan, category)
        meanings = {"in": "all, those gone before the start and later arrivals included"}
        meanings |= {fate: MEANINGS[fate] for fate in possible}
        for fate, words in meanings.items():
            found.append(count(f"ledger_{name}_{fate}_items", f"{name} items: {words}"))
            found.append(number(f"ledger_{name}_{fate}_t", f"weight of {name} items: {words} [t]"))
            if money:
                about = f"value of {name} items, where it is known: {words} [USD]"
                found.append(number(f"ledger_{name}_{fate}_usd", about))
    if valued(plan):
        found.append(number("value_left_usd", "value of what is abandoned or remains, where it is known [USD]"))
        found.append(count("value_left_unknown_items", "items abandoned or remaining whose value is not known"))
    return found


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`."""
    table = accounts(sums)
    totals, by_fate = table.sum(axis=1).tolist(), table[:, :-1].tolist()
    possible = [list(FATES).index(fate) for fate in fates(plan)]
    found: list[float] = []
    for category, _ in cargo_categories(plan):
        money = valued(plan, category)
        for items, kg, cents, _ in [totals[category], *(by_fate[category][at] for at in possible)]:
            found += [items, kg / 1000, cents / 100][: 3 if money else 2]
    if valued(plan):
        stays = [list(FATES).index(fate) for fate in ("abandoned", "remaining")]
        left = [by_fate[category][fate] for category, _ in cargo_categories(plan) for fate in stays]
        found += [sum(cents for _, _, cents, _ in left) / 100, sum(unknown for _, _, _, unknown in left)]
    return found


def accounts(sums: Sums) -> Accounts:
    """Return the sums over movers, people included, by category and fate; every mover counts once.

    Returns
    -------
    Accounts
        Items, kilograms, known value in cents, and items whose value is not known; shape (n_categories, n_fates + 1,
        4), fates in the order of `FATES`. The last entry of the second axis is for movers with any other fate; it is 0
        in a correct history.

    Raises
    ------
    EngineError
        The items of one category and fate are worth more than can be summed exactly.
    """
    table = sums.movers.accounts
    if (most := table["cents"].max()) > EXACT:
        what = f"items worth {most / 100:,.0f} US dollars: expected at most {EXACT // 100:,}"
        raise EngineError(what, seed=sums.trajectory.seed, replication=sums.trajectory.replication)
    return table.view(np.float64).reshape(*table.shape, -1).astype(np.int64)  # below 2**53: exact
