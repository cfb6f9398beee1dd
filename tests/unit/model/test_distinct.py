"""Two names with equal keys would share their random numbers, so a plan that has them is refused with both names."""

from __future__ import annotations

import dataclasses

import pytest

from sim.errors import SimError
from sim.model.limits import distinct
from sim.model.plan import Plan
from tests.scenarios import compiled, items, lift, rate


def with_equal_keys(plan: Plan, table: str, rows: tuple[int, int]) -> Plan:
    """Return the plan in which the second of two rows of a table has the key of the first."""
    changed = plan.tables[table].copy()
    changed["key"][rows[1]] = changed["key"][rows[0]]
    return dataclasses.replace(plan, tables={**plan.tables, table: changed})


def test_two_names_with_one_key_are_named() -> None:
    """The error gives the section of the scenario file and the two names with equal keys, and no other name."""
    plan = compiled(
        lot={name: items(1) for name in ("a", "tents", "c", "crates")},
        lift={"jet": lift(rate(7))},
        uncertainty={
            name: {"draw": {"low": 1.0, "high": 2.0}, "to": [f"lot.{name}.weight_t"], "apply": "times"}
            for name in ("tents", "crates")
        },
    )
    distinct(plan)
    with pytest.raises(SimError, match=r'^group or lot "tents" and "crates": by chance'):
        distinct(with_equal_keys(plan, "lot", (1, 3)))
    with pytest.raises(SimError, match=r'^uncertainty "tents" and "crates": by chance'):
        distinct(with_equal_keys(plan, "uncertain", (0, 1)))
