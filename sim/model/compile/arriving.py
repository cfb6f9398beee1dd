"""Arrivals of groups and lots as columns of their table, with their timetables and the permissions they need."""

from typing import TYPE_CHECKING, Any

from sim.domain.coming import named_by, surprises
from sim.model.terms import Date

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler

__all__ = ["arrives", "clearances"]

Records = list[dict[str, Any]]


def arrives(work: "Compiler", row: int, at: str, mover: Any, rows: Records) -> dict[str, Any]:
    """Return the columns of a group or lot that say how it arrives; append the rows of its timetable to `rows`.

    Parameters
    ----------
    row, at
        Its row and its dotted path.
    """
    inflow, begun, number = mover.arrives, len(rows), 0
    for one in inflow.timetable if inflow else ():
        number += one.number
        rows.append({"at": work.instant(one.at, 0), "number": number})
    first, last = (rows[begun]["at"], rows[-1]["at"]) if len(rows) > begun else (0, 0)
    path = f"{at}.arrives"
    return {
        "arrives_first": work.date(Date.ARRIVES_FIRST, row, f"{path}.begins", inflow and inflow.begins, first),
        "arrives_last": work.date(Date.ARRIVES_LAST, row, f"{path}.until", inflow and inflow.until, last),
        "gap": work.slots.dist(f"{path}.gap_h", inflow and inflow.gap_h),
        "batch_s": work.slots.slot(f"{path}.batch"),
        "arrivals": begun,
        "arrivals_last": len(rows),
        "shift_s": work.slots.slot(f"{path}.shift_d"),
        "at_random": inflow is not None and inflow.pattern == "random",
        "surprises": surprises(work.scenario, at.partition(".")[2], mover),
    }


def clearances(work: "Compiler") -> Records:
    """Return the permissions that lots need to arrive, one record for each pair."""
    permissions = list(work.scenario.permission)
    return [
        {"lot": row, "permission": permissions.index(title)}
        for row, (_, name, mover) in enumerate(work.movers)
        if mover.arrives is not None
        for title in named_by(work.scenario, name)
    ]
