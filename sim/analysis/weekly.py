"""When the lift flew: sorties week by week."""

from datetime import date
from typing import Final

import numpy as np

from sim.analysis.among import among
from sim.analysis.column import Column, count
from sim.analysis.daily import days
from sim.analysis.roll import Ints, Roll
from sim.domain.once import once
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["columns", "periods", "values"]

WEEK: Final = 7
SHORT: Final = 21
"""Days up to which a history is told day by day."""


@once
def periods(plan: Plan) -> tuple[tuple[date, int], ...]:
    """Day and second at which each week since the start begins; each day where the whole is short.

    Returns
    -------
    tuple
        Local date and instant [s since the start]; the first is the start itself. A period ends where the
        next begins, the last at the horizon.
    """
    every = days(plan)
    return every[:: WEEK if len(every) > SHORT else 1]


@once
def _begins(plan: Plan) -> Ints:
    return np.array([second for _, second in periods(plan)], np.int64)


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    step = "week" if len(days(plan)) > SHORT else "day"
    return [
        count(f"flown_{lift}_{day.isoformat()}", f"sorties of {lift} flown in the {step} from {day:%d.%m.%Y}")
        for lift in plan.names["lift"]
        for day, _ in periods(plan)
    ]


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`: wheels-up instants counted by period."""
    sortie = trajectory.sortie
    flown = sortie[among(sortie["fate"], (Fate.OUT, Fate.EMPTY)) & (sortie["up"] < NEVER)]
    begins = _begins(plan)
    period = np.searchsorted(begins, flown["up"], side="right") - 1
    cell = flown["lift"].astype(np.int64) * len(begins) + period
    counted: list[float] = np.bincount(cell, minlength=len(plan.lift) * len(begins)).tolist()
    return counted
