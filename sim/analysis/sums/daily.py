"""People and equipment present at each place, and gone from it, at each local midnight."""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.domain.dates import local_midnights
from sim.domain.memo import memoised
from sim.model.plan import Plan

__all__ = ["MEASURES", "Daily", "days", "midnights"]

Ints = npt.NDArray[np.int64]
Daily = npt.NDArray[np.int32]
"""Shape (n_days, n_places, 4), places as in `sums.places`. A place has what is there, wherever it began, and was not
handed over, sold, destroyed or retained. Inflow counts when it arrives; what was left behind stays."""
MEASURES: Final = ("people", "kg", "people_out", "kg_out")
"""The last axis: people and equipment [kg] that are there; people and equipment [kg] that have left it so far, by lift
or to be retained in country, and have not turned back; for the whole country: that are out."""


@memoised
def days(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Return each local day of a history, and the second at which it begins; the first begins at the start, 0 [s]."""
    return tuple((day, max(0, second)) for day, second in local_midnights(plan.clock, plan.horizon))


@memoised
def midnights(plan: Plan) -> Ints:
    """Return the second at which each of the `days` begins, shape (n_days,)."""
    return np.array([second for _, second in days(plan)], np.int64)
