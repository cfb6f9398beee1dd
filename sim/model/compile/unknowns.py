"""Compile unknowns, and the numbers that each of them changes, into tables."""

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


def unknowns(compiler: "Compiler") -> dict[str, Table]:
    """Return the tables of unknowns and of the numbers that they change.

    A number that was fixed for this run is known, and no unknown changes it. An unknown keeps its row, and so its draw,
    even if every number that it would change is known.
    """
    rows, all_numbers, many = dict[str, int](), numbers(compiler.scenario), 0
    for name, unknown in compiler.scenario.uncertainty.items():
        rows[name], many = many, many + len(titles(name, unknown))
    records: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    part_records: list[dict[str, Any]] = []
    alternative_records: list[dict[str, Any]] = []
    choice_records: list[dict[str, Any]] = []
    for name, unknown in compiler.scenario.uncertainty.items():
        if is_composed(unknown):
            records += [_record(key, dist) for key, dist in draws(compiler, name, unknown)]
            if unknown.parts:
                part_records += parts(compiler, name, rows[name], len(part_records))
            else:
                own_alternatives, own_choices = alternatives(compiler, name, rows[name], len(alternative_records))
                alternative_records += own_alternatives
                choice_records += own_choices
            continue
        records.append(
            _record(name_key(name), compiler.slots.dist(f"uncertainty.{name}.draw", unknown.draw, 1.0))
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
            paths = set_by(compiler.scenario, name, matching(pattern, all_numbers))
            slots = [compiler.slots.of_unknown(path) for path in paths]
            targets += [{"uncertain": rows[name], "slot": slot, "operation": operation} for slot in slots]
    return {
        "uncertain": compiler.table(tables.Uncertain, records),
        "target": compiler.table(tables.Target, targets),
        "part": compiler.table(tables.Part, part_records),
        "alternative": compiler.table(tables.Alternative, alternative_records),
        "choice": compiler.table(tables.Choice, choice_records),
    }


def _record(key: int, dist: int) -> dict[str, Any]:
    """Return the record of an unknown that has a draw of its own, and no slope, offset or limits."""
    return {"key": key, "dist": dist, "source": -1, "slope": 1.0, "offset": 0.0, "least": -np.inf, "most": np.inf}
