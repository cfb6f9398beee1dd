"""Compile arrivals of groups and lots: columns of their table, rows of timetables, and permissions needed to arrive."""

from typing import TYPE_CHECKING, Any

from sim.domain.coming import named_by, surprises
from sim.model.terms import Date

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler

__all__ = ["arrives", "clearances"]

Records = list[dict[str, Any]]


def arrives(compiler: "Compiler", row: int, at: str, mover: Any, rows: Records) -> dict[str, Any]:
    """Return the columns of a group or lot that say how it arrives, and append the rows of its timetable to `rows`.

    Parameters
    ----------
    row, at, mover
        Row, dotted path and entry of the group or lot.
    rows
        Records of the table `arrival`; changed in place.
    """
    inflow, first_row, number = mover.arrives, len(rows), 0
    for entry in inflow.timetable if inflow else ():
        number += entry.number
        rows.append({"at": compiler.instant(entry.at, 0), "number": number})
    first, last = (rows[first_row]["at"], rows[-1]["at"]) if len(rows) > first_row else (0, 0)
    path = f"{at}.arrives"
    return {
        "arrives_first": compiler.date(Date.ARRIVES_FIRST, row, f"{path}.begins", inflow and inflow.begins, first),
        "arrives_last": compiler.date(Date.ARRIVES_LAST, row, f"{path}.until", inflow and inflow.until, last),
        "gap": compiler.slots.dist(f"{path}.gap_h", inflow and inflow.gap_h),
        "batch_s": compiler.slots.slot(f"{path}.batch"),
        "arrivals": first_row,
        "arrivals_last": len(rows),
        "shift_s": compiler.slots.slot(f"{path}.shift_d"),
        "at_random": inflow is not None and inflow.pattern == "random",
        "surprises": surprises(compiler.scenario, at.partition(".")[2], mover),
    }


def clearances(compiler: "Compiler") -> Records:
    """Return a record for each pair of a group or lot and a permission that it needs to arrive."""
    permissions = list(compiler.scenario.permission)
    return [
        {"lot": row, "permission": permissions.index(title)}
        for row, (_, name, mover) in enumerate(compiler.movers)
        if mover.arrives is not None
        for title in named_by(compiler.scenario, name)
    ]
