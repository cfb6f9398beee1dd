"""How many sorties each lift flew in each week; in a short plan, on each day."""

from sim.analysis.outcomes.column import Column, count
from sim.analysis.sums import Sums
from sim.analysis.sums.daily import days
from sim.analysis.sums.periods import SHORT, periods
from sim.model.plan import Plan

__all__ = ["columns", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    step = "week" if len(days(plan)) > SHORT else "day"
    return [
        count(f"flown_{lift}_{day.isoformat()}", f"sorties of {lift} flown in the {step} from {day:%d.%m.%Y}")
        for lift in plan.names["lift"]
        for day, _ in periods(plan)
    ]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`; a sortie counts in the period of its wheels-up."""
    return [*map(int, sums.sorties.in_period.ravel())]
