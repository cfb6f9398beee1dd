"""The weeks of a plan, or its days if it is short, and the dates on which the withdrawal might stop."""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.daily import days
from sim.domain.memo import memoised
from sim.model.plan import Plan

__all__ = ["SHORT", "WEEK", "begins", "periods", "stop_instants", "stops"]

WEEK: Final = 7
SHORT: Final = 21
"""Longest history in days that is reported by day."""
Ints = npt.NDArray[np.int64]


@memoised
def periods(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Return the day and second at which each week since the start begins; each day if the whole is short.

    Returns
    -------
    tuple
        Local date and instant [s since the start]; the first is the start itself. A period ends where the
        next begins, the last at the horizon.
    """
    every = days(plan)
    return every[:: WEEK if len(every) > SHORT else 1]


@memoised
def begins(plan: Plan) -> Ints:
    """Return the second at which each of the `periods` begins, shape (n_periods,)."""
    return np.array([second for _, second in periods(plan)], np.int64)


@memoised
def stops(plan: Plan) -> tuple[tuple[str, int], ...]:
    """Return name and second of each date on which to stop, in time order: the beginning of a day, or `deadline`."""
    dates = {second: day.isoformat() for day, second in periods(plan)[1:]}
    return tuple((name, second) for second, name in sorted((dates | {plan.deadline: "deadline"}).items()))


@memoised
def stop_instants(plan: Plan) -> Ints:
    """Return the second of each of the `stops`, shape (n_stops,)."""
    return np.array([second for _, second in stops(plan)], np.int64)
