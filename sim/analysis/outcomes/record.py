"""The outcomes of one history: a flat record of figures, and daily counts of people, equipment and sorties.

Each module in `GROUPS` has figures on one subject: `columns(plan)` names them, and `values(plan, sums)` computes them,
in the same order, from the sums of the history (`sim.analysis.sums`). To add a figure, insert it at the same position
in both functions of a module. The module `reviewed` is not in `GROUPS`, since its `values` also needs the same history
without reviews; its figures come last.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.analysis.outcomes import (
    absent,
    attacked,
    busiest,
    closing,
    costs,
    crises,
    efficiency,
    equipment,
    fitted,
    if_stopped,
    lifting,
    remaining,
    reviewed,
    weekly,
    work,
)
from sim.analysis.outcomes.column import Column
from sim.analysis.sums import Sums
from sim.analysis.sums.by_lift import ByLift, by_lift
from sim.analysis.sums.daily import Daily
from sim.domain.memo import memoised
from sim.errors import SimError
from sim.escape import escaped
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["Outcomes", "columns", "outcomes", "outcomes_of", "record_type"]

GROUPS: Final = (
    *(closing, remaining, lifting, work, weekly, costs),
    *(equipment, if_stopped, busiest, efficiency, crises, absent, attacked, fitted),
)


@dataclass(frozen=True)
class Outcomes:
    """The figures of one history.

    Attributes
    ----------
    names, values
        One entry per column, in the order of `columns(plan)`.
    daily
        People and equipment at each place, and gone from it, at each local midnight; shape (n_days, n_places, 4), see
        `sim.analysis.sums.daily`.
    by_lift
        What each lift has flown up to each local midnight, shape (n_days, n_lifts, 4): see `sim.analysis.sums.by_lift`.
    """

    names: tuple[str, ...]
    values: tuple[float, ...]
    daily: Daily
    by_lift: ByLift

    def __getitem__(self, name: str) -> float:
        """Return a figure by the name of its column."""
        return self.values[self.names.index(name)]


def outcomes(plan: Plan, trajectory: Trajectory, without: Trajectory | None = None) -> Outcomes:
    """Return every figure of one history.

    `without` is the same history run without reviews; None if reviews changed nothing.
    """
    return outcomes_of(Sums(plan, trajectory), None if without is None else Sums(plan, without))


def outcomes_of(sums: Sums, without: Sums | None = None) -> Outcomes:
    """Return every figure of one history from its sums.

    Parameters
    ----------
    without
        The sums of the same history run without reviews; None if reviews changed nothing (`reviewed.acted`).
    """
    plan = sums.plan
    names = _names(plan)
    values = tuple(value for group in GROUPS for value in group.values(plan, sums))
    plain = (sums if without is None else without).movers
    values += tuple(reviewed.values(plan, sums.trajectory, plain, sums.due))
    if len(values) != len(names):
        raise AssertionError(f"{len(names)} columns, {len(values)} figures")
    return Outcomes(names, values, sums.daily, by_lift(plan, sums.trajectory))


@memoised
def columns(plan: Plan) -> tuple[Column, ...]:
    """Return every column of a plan's histories, in order.

    Raises
    ------
    SimError
        Two figures would have the same name, as may happen if one lift is named `x` and another is named `empty_x`.
    """
    found = tuple(column for group in (*GROUPS, reviewed) for column in group.columns(plan))
    seen: dict[str, Column] = {}
    for column in found:
        other = seen.setdefault(column.name, column)
        if other is not column:
            text = f"two figures of outcomes.csv would have the name {escaped(column.name)}: {escaped(other.about)};"
            raise SimError(
                f"{text} and {escaped(column.about)}\n    expected names that differ: "
                "rename a lift, site, station, milestone or crisis that is part of this name"
            )
    return found


@memoised
def _names(plan: Plan) -> tuple[str, ...]:
    return tuple(column.name for column in columns(plan))


def record_type(columns: tuple[Column, ...]) -> np.dtype[Any]:
    """Return the NumPy type of a record of a history: the number of the replication, then one field per column."""
    return np.dtype([("replication", "i8"), *((column.name, column.machine) for column in columns)])
