"""People and equipment at each place, and gone from it, at each local midnight."""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.domain.dates import local_midnights
from sim.domain.once import once
from sim.model.plan import Plan

__all__ = ["MEASURES", "Daily", "days", "midnights"]

Ints = npt.NDArray[np.int64]
Daily = npt.NDArray[np.int32]
"""Shape (n_days, n_places, 4), places as `sums.places` names them. At a place is what stands there, wherever it came
from, and was neither handed over, sold, destroyed nor retained. Inflow counts when it arrives; what was left behind
stays."""
MEASURES: Final = ("people", "kg", "people_out", "kg_out")
"""What the last axis holds: people and equipment [kg] that are there; people and equipment that have left it since
ever, by lift or to be retained in country, and not turned back; of all places together: that are out of the country."""


@once
def days(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Each local day of a history, the second at which it begins; the first told at the start, 0 [s]."""
    return tuple((day, max(0, second)) for day, second in local_midnights(plan.clock, plan.horizon))


@once
def midnights(plan: Plan) -> Ints:
    """Second at which each of the `days` begins, shape (n_days,)."""
    return np.array([second for _, second in days(plan)], np.int64)
