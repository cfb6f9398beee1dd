"""What would stay behind if we stopped on a date: at the deadline, and at the end of each week."""

import numpy as np
import numpy.typing as npt

from sim.analysis.among import among
from sim.analysis.column import Column, number
from sim.analysis.ledger import item_cents, valued
from sim.analysis.roll import Roll
from sim.analysis.weekly import periods
from sim.domain.once import once
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["columns", "stops", "values"]

Ints = npt.NDArray[np.int64]
GONE = (Fate.TRANSFERRED, Fate.SOLD, Fate.DESTROYED)


@once
def stops(plan: Plan) -> tuple[tuple[str, int], ...]:
    """Name and second of each date on which we might stop, in time order: the beginning of a day, or `deadline`."""
    dates = {second: day.isoformat() for day, second in periods(plan)[1:]}
    return tuple((name, second) for second, name in sorted((dates | {plan.deadline: "deadline"}).items()))


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    money = valued(plan)
    found = []
    for name, _ in stops(plan):
        when = "at the deadline" if name == "deadline" else f"when {name} begins"
        found.append(number(f"staying_{name}_t", f"equipment in country, not disposed of, {when} [t]"))
        if money:
            found.append(number(f"staying_{name}_usd", "of this, value where it is known [USD]"))
    return found


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`."""
    disposed = among(trajectory.mover["fate"], GONE)
    goes = np.where(disposed, trajectory.mover["left"], roll.up)
    cents = np.maximum(item_cents(plan, trajectory), 0)[roll.lot]
    money = valued(plan)
    dates = _dates(plan)
    comes = np.searchsorted(dates, roll.arrived)
    there = comes, np.maximum(np.searchsorted(dates, goes), comes)
    cargo = ~roll.person
    tonnes = _between(there, np.where(cargo, roll.kg, 0), len(dates)) / 1000
    found = [tonnes, _between(there, np.where(cargo, cents, 0), len(dates)) / 100] if money else [tonnes]
    figures: list[float] = np.column_stack(found).ravel().tolist()
    return figures


@once
def _dates(plan: Plan) -> Ints:
    return np.array([second for _, second in stops(plan)], np.int64)


def _between(there: "tuple[Ints, Ints]", weight: Ints, many: int) -> Ints:
    """Weight that is there on each of so many dates, of what comes by one of them and goes by another."""
    comes, goes = (np.bincount(at, weight, many + 1)[:many] for at in there)
    total: Ints = np.cumsum(comes - goes).astype(np.int64)  # whole numbers below 2**53: exact
    return total
