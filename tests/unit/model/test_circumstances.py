"""The circumstances of a history (its hours, closures and drawn numbers), as the engine has them, can be computed again
from the tables of the history.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.domain.memo import KEPT, memoised
from sim.engines import compiled as compiled_engine
from sim.engines import simpy as simpy_engine
from sim.model.plan import Plan
from sim.model.terms import Response
from sim.model.world.circumstances import circumstances
from sim.model.world.hours import open_hours
from tests.scenarios import compiled, dated, lift, staged

CONFIGS = Path(__file__).parents[3] / "configs"


def looks(case: Plan, history: sim.Trajectory) -> list[object]:
    """Return the content of the circumstances of a history."""
    made = circumstances(case, history)
    every = [made.number, made.dist, made.drawn, made.shut, made.runway, made.ramp, made.station_hours, made.permit]
    return [*every, [open_hours(made, row) for row in range(len(case.calendar))]]


@pytest.mark.parametrize("simulate", [compiled_engine.simulate, simpy_engine.simulate])
def test_circumstances_can_be_computed_again(simulate: Any) -> None:
    """On either engine, the circumstances of a simulated history equal those computed from its tables, also if a review
    has lengthened hours.
    """
    case = sim.plan(sim.load(CONFIGS / "base.toml", ["review.respond=['hours', 'dispose']", "review.hours.extra_h=2"]))
    lengthened = 0
    for replication in range(6):
        history = simulate(case, 3, replication)
        assert history.circumstances is not None
        assert looks(case, dataclasses.replace(history, circumstances=None)) == looks(case, history)
        lengthened += bool((history.reviewed["kind"] == Response.HOURS).any())
    assert lengthened, "no history had longer hours"


def test_each_history_has_its_own_circumstances() -> None:
    """Two worlds have different circumstances. A history that is given the closed intervals of the other world has the
    runway hours of the other world.
    """
    case = sim.plan(sim.load(CONFIGS / "base.toml"))
    one, other = (compiled_engine.simulate(case, 3, replication) for replication in (0, 1))
    assert not np.array_equal(one.drawn, other.drawn)
    assert looks(case, one) != looks(case, other)
    moved = dataclasses.replace(one, shut=other.shut, circumstances=None)
    assert circumstances(case, moved).runway == circumstances(case, other).runway != circumstances(case, one).runway


def test_an_answer_about_a_plan_is_remembered() -> None:
    """A memoised function keeps its results for KEPT plans; a further result replaces the oldest.

    `many` returns how often it was computed. When it is called for one plan more than KEPT, only the result for the
    first plan is dropped.
    """
    asked: list[Plan] = []

    @memoised
    def many(plan: Plan) -> int:
        asked.append(plan)
        return len(asked)

    plans = [
        compiled(name=f"case {row}", group={"all": staged(2)}, lift={"jet": lift(dated(24))}) for row in range(KEPT + 1)
    ]
    assert [many(each) for each in plans[:KEPT]] == [many(each) for each in plans[:KEPT]]
    assert len(asked) == KEPT
    many(plans[KEPT])
    assert many(plans[1]) == 2
    assert many(plans[0]) == KEPT + 2
