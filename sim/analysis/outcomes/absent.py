"""Seats that were lost as those called for them did not turn up."""

import numpy as np

from sim.analysis.outcomes.column import Column, count
from sim.analysis.sums import Sums
from sim.model.plan import Plan

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this group, in order; none where everybody turns up."""
    if not _calls(plan):
        return []
    return [count("seats_lost", "seats lost to those who did not turn up, or had to stay as others had not")]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this group, in the order of `columns`."""
    if not _calls(plan):
        return []
    history = sums.trajectory
    lots = history.mover["lot"][history.missed["mover"]]
    return [float(np.count_nonzero(plan.lot["person"][lots]))]


def _calls(plan: Plan) -> bool:
    """Whether anybody may not turn up."""
    return bool((plan.lot["no_show_s"] >= 0).any())
