"""What is not known, and which numbers it changes, as tables."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.domain.known import set_by
from sim.domain.paths import matching, numbers
from sim.model.compile.compiler import numbered
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def unknowns(work: "Compiler") -> dict[str, Table]:
    """Return the tables of unknowns and of the numbers that they change; what is known is set by none of them.

    An unknown keeps its row, and so its draw, when everything that it would set is known.
    """
    rows, there = numbered(work.scenario.uncertainty), numbers(work.scenario)
    records: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    for name, unknown in work.scenario.uncertainty.items():
        records.append({
            "key": name_key(name),
            "dist": work.slots.dist(f"uncertainty.{name}.draw", unknown.draw, 1.0),
            "source": rows.get(unknown.same_as or "", -1),
            "slope": unknown.slope,
            "offset": unknown.offset,
            "least": -np.inf if unknown.least is None else unknown.least,
            "most": np.inf if unknown.most is None else unknown.most,
        })  # fmt: skip
        operation = ("set", "times", "plus").index(unknown.apply)
        for pattern in unknown.to or (name,):
            paths = set_by(work.scenario, name, matching(pattern, there))
            slots = [work.slots.of_unknown(path) for path in paths]
            targets += [{"uncertain": rows[name], "slot": slot, "operation": operation} for slot in slots]
    return {
        "uncertain": work.table(tables.Uncertain, records),
        "target": work.table(tables.Target, targets),
    }
