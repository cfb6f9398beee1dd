"""Unknowns, and the numbers that they change, as tables."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.domain.composed import is_composed, titles
from sim.domain.known import set_by
from sim.domain.paths import matching, numbers
from sim.model.compile.composed import alternatives, draws, parts
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def unknowns(work: "Compiler") -> dict[str, Table]:
    """Return the tables of unknowns and of the numbers that they change; no unknown sets a known number.

    An unknown keeps its row, and so its draw, even if every number that it would set is known.
    """
    rows, there, many = dict[str, int](), numbers(work.scenario), 0
    for name, unknown in work.scenario.uncertainty.items():
        rows[name], many = many, many + len(titles(name, unknown))
    records: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    shared: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    choices: list[dict[str, Any]] = []
    for name, unknown in work.scenario.uncertainty.items():
        if is_composed(unknown):
            records += [_record(key, dist) for key, dist in draws(work, name, unknown)]
            if unknown.parts:
                shared += parts(work, name, rows[name], len(shared))
            else:
                these, sets = alternatives(work, name, rows[name], len(others))
                others, choices = [*others, *these], [*choices, *sets]
            continue
        records.append(
            _record(name_key(name), work.slots.dist(f"uncertainty.{name}.draw", unknown.draw, 1.0))
            | {
                "source": rows.get(unknown.same_as or "", -1),
                "slope": unknown.slope,
                "offset": unknown.offset,
                "least": -np.inf if unknown.least is None else unknown.least,
                "most": np.inf if unknown.most is None else unknown.most,
            }
        )
        operation = ("set", "times", "plus").index(unknown.apply)
        for pattern in unknown.to or (name,):
            paths = set_by(work.scenario, name, matching(pattern, there))
            slots = [work.slots.of_unknown(path) for path in paths]
            targets += [{"uncertain": rows[name], "slot": slot, "operation": operation} for slot in slots]
    return {
        "uncertain": work.table(tables.Uncertain, records),
        "target": work.table(tables.Target, targets),
        "part": work.table(tables.Part, shared),
        "alternative": work.table(tables.Alternative, others),
        "choice": work.table(tables.Choice, choices),
    }


def _record(key: int, dist: int) -> dict[str, Any]:
    """Return the row of an unknown that has its own draw."""
    return {"key": key, "dist": dist, "source": -1, "slope": 1.0, "offset": 0.0, "least": -np.inf, "most": np.inf}
