"""Sorties of each lift up to each local midnight, what they carried, and their time in transit."""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.daily import midnights
from sim.analysis.sums.one_of import is_one_of
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["LIFT_MEASURES", "ByLift", "by_lift"]

ByLift = npt.NDArray[np.int64]
"""Shape (n_days, n_lifts, 4): days as in `sums.daily.days`, lifts in the order of the plan."""
LIFT_MEASURES: Final = ("sorties", "kg", "arrived", "transit_s")
"""The last axis, up to that midnight: sorties that took off; the weight aboard, people included [kg]; those of these
sorties that have arrived; and the sum of their times from take-off to arrival [s]."""


def by_lift(plan: Plan, trajectory: Trajectory) -> ByLift:
    """Count what each lift has flown up to each local midnight, that instant included.

    Returns
    -------
    ndarray
        See `ByLift`. A sortie counts as in `flown_<lift>`: it took off, loaded or empty, and was not diverted.
    """
    instants, sorties = midnights(plan), trajectory.sortie
    flew = sorties[is_one_of(sorties["fate"], (Fate.OUT, Fate.EMPTY)) & (sorties["up"] < NEVER)]
    came = flew[flew["arrived"] < NEVER]
    found = np.zeros((len(instants) + 1, len(plan.lift), len(LIFT_MEASURES)), np.int64)
    for instant, rows, side, amount in (
        ("up", flew, "sorties", 1),
        ("up", flew, "kg", flew["kg"].astype(np.int64)),
        ("arrived", came, "arrived", 1),
        ("arrived", came, "transit_s", came["arrived"] - came["up"]),
    ):
        np.add.at(
            found[..., LIFT_MEASURES.index(side)], (np.searchsorted(instants, rows[instant]), rows["lift"]), amount
        )
    whole: ByLift = np.cumsum(found[:-1], axis=0)
    return whole
