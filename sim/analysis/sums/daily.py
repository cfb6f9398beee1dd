"""The local days of a history, and the layout of its daily counts of people and equipment at each place."""

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
"""Counts at each local midnight, shape (n_days, n_places, 4), with places as in `sums.places` and the last axis as in
`MEASURES`. A mover counts at the place where it is, from its arrival until it is handed over, sold, destroyed or
retained. A mover that is left behind goes on counting."""
MEASURES: Final = ("people", "kg", "people_out", "kg_out")
"""What the last axis of `Daily` holds: people and equipment [kg] that are at the place; then people and equipment [kg]
that have left the place so far, by lift or to be retained in country, and have not turned back. For the whole country,
the last two count people and equipment that are out of the country."""


@memoised
def days(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Return each local day of a history, and when it begins [s]; the first day begins at the start, 0 s."""
    return tuple((day, max(0, second)) for day, second in local_midnights(plan.clock, plan.horizon))


@memoised
def midnights(plan: Plan) -> Ints:
    """Return the instant at which each of the `days` begins [s], shape (n_days,)."""
    return np.array([second for _, second in days(plan)], np.int64)
