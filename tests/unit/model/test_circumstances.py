"""Looking back at a history gives the same hours and numbers whether it was just made or comes from anywhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.domain.once import KEPT, once
from sim.engines import batch, reference
from sim.model import realise
from sim.model.circumstances import Circumstances
from sim.model.plan import Plan
from sim.model.terms import Response
from tests.scenarios import compiled, dated, lift, staged

CONFIGS = Path(__file__).parents[3] / "configs"


def looks(case: Plan, history: sim.Trajectory) -> list[object]:
    """All that the circumstances of a history hold."""
    made = Circumstances(case, history)
    every = [made.number, made.dist, made.drawn, made.shut, made.runway, made.ramp, made.station_hours]
    return [*every, [made.open_hours(row) for row in range(len(case.calendar))]]


@pytest.mark.parametrize("simulate", [batch.simulate, reference.simulate])
def test_what_was_just_made_is_looked_up(simulate: object) -> None:
    """Claim: with longer hours or without, on either engine, what is taken over is what would be made again."""
    case = sim.plan(sim.load(CONFIGS / "base.toml", ["review.respond=['hours', 'dispose']", "review.hours.extra_h=2"]))
    lengthened = 0
    for replication in range(6):
        history = simulate(case, 3, replication)  # type: ignore[operator]
        assert realise.last_drawn(case, history.drawn.tolist()) is not None
        at_once = looks(case, history)
        realise._thread.last = None
        assert looks(case, history) == at_once
        lengthened += bool((history.reviewed["kind"] == Response.HOURS).any())
    assert lengthened, "no history had longer hours"


def test_another_world_is_not_taken_over() -> None:
    """Claim: the last world of a thread is of no use to a history that another one made."""
    case = sim.plan(sim.load(CONFIGS / "base.toml"))
    one, other = (batch.simulate(case, 3, replication) for replication in (0, 1))
    assert not np.array_equal(one.drawn, other.drawn)
    assert realise.last_drawn(case, one.drawn.tolist()) is None
    assert looks(case, one) != looks(case, other)


def test_a_question_is_asked_once_of_a_plan() -> None:
    """Claim: answers belong to the very plan that was asked, and the oldest is forgotten."""
    asked: list[Plan] = []

    @once
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
