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
"""A plan of at most this many days is reported day by day, a longer one week by week."""
Ints = npt.NDArray[np.int64]


@memoised
def periods(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Return when each period begins: each week since the start or, if the plan is short (`SHORT`), each day.

    Returns
    -------
    tuple
        Local date on which each period begins, and instant [s since the start]; the first period begins at the start.
        A period ends when the next one begins, and the last one at the horizon.
    """
    every = days(plan)
    return every[:: WEEK if len(every) > SHORT else 1]


@memoised
def begins(plan: Plan) -> Ints:
    """Return the instant at which each of the `periods` begins [s], shape (n_periods,)."""
    return np.array([second for _, second in periods(plan)], np.int64)


@memoised
def stops(plan: Plan) -> tuple[tuple[str, int], ...]:
    """Return the dates on which the withdrawal might stop, in time order, as (name, instant [s]).

    They are the beginning of each period but the first, named by its ISO date, and the deadline, named `deadline`.
    """
    dates = {second: day.isoformat() for day, second in periods(plan)[1:]}
    return tuple((name, second) for second, name in sorted((dates | {plan.deadline: "deadline"}).items()))


@memoised
def stop_instants(plan: Plan) -> Ints:
    """Return the instant of each of the `stops` [s], shape (n_stops,)."""
    return np.array([second for _, second in stops(plan)], np.int64)
