"""Equipment that would stay behind if the withdrawal stopped at the deadline, or at the beginning of a week.

A short plan has days in place of weeks (`sums.periods`).
"""

import numpy as np

from sim.analysis.outcomes.column import Column, number
from sim.analysis.sums import Sums
from sim.analysis.sums.periods import stops
from sim.analysis.sums.value import valued
from sim.model.plan import Plan

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    money = valued(plan)
    found = []
    for name, _ in stops(plan):
        when = "at the deadline" if name == "deadline" else f"at the beginning of {name}"
        found.append(number(f"staying_{name}_t", f"equipment in country, not disposed of, {when} [t]"))
        if money:
            about = f"value of equipment in country, not disposed of, {when}, where it is known [USD]"
            found.append(number(f"staying_{name}_usd", about))
    return found


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`."""
    staying = sums.movers.staying
    kinds = [staying["kg"].astype(np.int64) / 1000]  # exact: the sums are whole numbers below 2**53
    if valued(plan):
        kinds.append(staying["cents"].astype(np.int64) / 100)
    figures: list[float] = np.column_stack(kinds).ravel().tolist()
    return figures
