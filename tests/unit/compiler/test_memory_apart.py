"""Tables do not share memory, since compiled code assumes that a write to one table changes no other table."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import sim
from sim.analysis.causes import Log
from sim.analysis.causes.kernels.past import Past
from sim.engines.compiled import replication
from sim.model.schema.head import Head, place_of
from sim.model.schema.state import State


def overlapping(head: Any, declared: type[Head]) -> list[tuple[str, str]]:
    """Return the pairs of tables, by name, that are neighbours in memory and overlap.

    The head is the record of the addresses and lengths of the tables that `declared` names.
    """
    spans = []
    for name, table in declared.tables.items():
        address, rows = place_of(name)
        size = int(head[rows][0]) * table.dtype.itemsize
        if size:
            spans.append((int(head[address][0]), size, name))
    spans.sort()
    assert len(spans) > 20
    return [(one[2], two[2]) for one, two in pairwise(spans) if two[0] < one[0] + one[1]]


@pytest.mark.parametrize("name", ["tiny", "base", "camps"])
def test_no_two_tables_share_memory(name: str) -> None:
    """No two tables of the compiled engine overlap, nor two tables of the analysis of causes."""
    plan = sim.plan(sim.load(f"configs/{name}.toml"))
    history = replication.simulate(plan, 1, 0)
    tables, _ = replication._memory(plan)
    assert overlapping(tables.head, State) == []
    assert overlapping(Log(plan, history).memory._head, Past) == []
