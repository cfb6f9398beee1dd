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
`MEASURES`. Movers count at the place where they are, wherever they began, until they are handed over, sold, destroyed
or retained; movers that arrive later count from then on, and movers left behind still count."""
MEASURES: Final = ("people", "kg", "people_out", "kg_out")
"""What the last axis of `Daily` holds: people, and equipment [kg], at the place; then people, and equipment [kg], that
have left the place so far, by lift or to be retained in country, and have not turned back. For the whole country, the
last two count what is out."""


@memoised
def days(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Return each local day of a history, and when it begins [s]; the first begins at the start of the history, 0."""
    return tuple((day, max(0, second)) for day, second in local_midnights(plan.clock, plan.horizon))


@memoised
def midnights(plan: Plan) -> Ints:
    """Return the instant at which each of the `days` begins [s], shape (n_days,)."""
    return np.array([second for _, second in days(plan)], np.int64)
