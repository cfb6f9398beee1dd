"""How many seats of sorties were lost because people who were called for them did not turn up (no-shows)."""

import numpy as np

from sim.analysis.outcomes.column import Column, count
from sim.analysis.sums import Sums
from sim.model.plan import Plan

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order; none if no group states a chance of no-shows."""
    if not _has_no_shows(plan):
        return []
    return [count("seats_lost", "seats lost to people who did not turn up, or who had to stay because others did not")]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`."""
    if not _has_no_shows(plan):
        return []
    history = sums.trajectory
    lots = history.mover["lot"][history.missed["mover"]]
    return [float(np.count_nonzero(plan.lot["person"][lots]))]


def _has_no_shows(plan: Plan) -> bool:
    """Return whether any group states a chance of no-shows."""
    return bool((plan.lot["no_show_s"] >= 0).any())
