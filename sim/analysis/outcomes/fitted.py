"""How many sorties of each lift flew in each of its configurations."""

import numpy as np

from sim.analysis.outcomes.column import Column, count
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER
from sim.model.plan import Plan

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order; none if no lift has configurations."""
    lifts = [plan.name_of("lift", row) for row in plan.configuration["lift"].tolist()]
    pairs = [(lift, plan.name_of("configuration", row).removeprefix(f"{lift}/")) for row, lift in enumerate(lifts)]
    return [count(f"flown_as_{lift}_{name}", f"sorties of {lift} that took off in configuration {name}")
            for lift, name in pairs]  # fmt: skip


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`."""
    if not len(plan.configuration):
        return []
    sortie = sums.trajectory.sortie
    flown = sortie[(sortie["up"] < NEVER) & (sortie["configuration"] > 0)]
    rows = plan.lift["configurations"][flown["lift"]] + flown["configuration"] - 1
    return np.bincount(rows, minlength=len(plan.configuration)).astype(float).tolist()  # type: ignore[no-any-return]
