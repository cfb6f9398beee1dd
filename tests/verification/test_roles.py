"""Columns of the compiled engine keep to the roles that the schema states: a static column does not change in a
history, and no decision reads what an earlier one left in a scratch column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.engines.compiled.layout import lay_out
from sim.engines.compiled.loop import run
from sim.engines.compiled.memory import Status
from sim.engines.compiled.reset import reset
from sim.engines.compiled.routines import ROUTINES
from sim.engines.compiled.stuck import stuck
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.trajectory import trajectory
from sim.model.plan import Plan
from sim.model.schema.row import SCRATCH, STATIC, Column
from sim.model.schema.state import State
from sim.model.trajectory import fingerprint
from sim.model.world import make_world
from tests.verification.tight import shipped

STOPS_HALFWAY = (Status.PAUSED, Status.BEFORE_REVIEWS)
SHIPPED = ("base", "camps", "iraq-2011", "niger-2024-hindsight", pytest.param("kabul-2021", marks=pytest.mark.long))
GARBAGE = 1
"""The value that is written into scratch columns between decisions; it could be a row, a number or a flag."""


def columns(role: str) -> list[tuple[str, Column]]:
    """Return (name of its table, column) for each column of a role."""
    rows = [(name, each.row) for name, each in State.tables.items() if each.row]
    return [(name, column) for name, row in rows for column in row.columns.values() if column.role == role]


def nothing(tables: Tables) -> None:
    """Do nothing."""


def history(
    plan: Plan,
    begins: Callable[[Tables], None] = nothing,
    between: Callable[[Tables], None] = nothing,
    ends: Callable[[Tables], None] = nothing,
) -> str:
    """Run a history and return its fingerprint. Call `begins` whenever it begins (again when tables have grown),
    `between` where the loop stops between two decisions, and `ends` at its end.
    """
    tables, world, status = Tables(), make_world(plan, plan.seed, 0, routines=ROUTINES), -1
    layout = lay_out(tables, plan)
    while status != Status.DONE:
        if status not in STOPS_HALFWAY:
            if status > 0:
                tables.grow(status)
            reset(tables, layout, world, reviews=True)
            begins(tables)
        else:
            between(tables)
        run(tables.head)
        status = int(tables.head["status"][0])
    ends(tables)
    return fingerprint(trajectory(tables, world, stuck(tables, world)))


@pytest.mark.parametrize("name", SHIPPED)
def test_columns_keep_to_their_roles(name: str) -> None:
    """A static column or table does not change. A scratch column for which the schema states a value at rest has this
    value between decisions. All other scratch columns and tables are overwritten between decisions, and the history
    stays the same.
    """
    plan = shipped(name)
    alone = [each for each in State.tables.values() if each.row is None]
    at_first: dict[str, Any] = {}
    seen = 0

    def keep(tables: Tables) -> None:
        at_first.update({each.name: tables.table[each.name].copy() for each in alone if each.role == STATIC})
        at_first.update({f"{table} {c.name}": tables.table[table][c.name].copy() for table, c in columns(STATIC)})

    def same(tables: Tables) -> None:
        for each in alone:
            if each.role == STATIC:
                np.testing.assert_array_equal(tables.table[each.name], at_first[each.name], each.name)
        for table, column in columns(STATIC):
            some = tables.table[table][column.name]
            np.testing.assert_array_equal(some, at_first[f"{table} {column.name}"], f"{table}.{column.name}")

    def at_rest(tables: Tables) -> None:
        nonlocal seen
        seen += 1
        for table, column in columns(SCRATCH):
            if column.rest is not None:
                assert (tables.table[table][column.name] == column.rest).all(), f"{table}.{column.name}"

    def spoil(tables: Tables) -> None:
        for table, column in columns(SCRATCH):
            if column.rest is None:
                tables.table[table][column.name] = GARBAGE
        for each in alone:
            if each.role == SCRATCH:
                tables.table[each.name][:] = GARBAGE

    def between(tables: Tables) -> None:
        at_rest(tables)
        spoil(tables)

    assert history(plan, keep, between, same) == history(plan)
    assert seen > 1
    assert {column.rest for _, column in columns(SCRATCH)} == {None, 0, -1}
