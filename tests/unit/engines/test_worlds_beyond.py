"""If an unknown makes a number extremely large in a world, both engines refuse the world in the same words or agree on
the history.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines import compiled as compiled_engine
from sim.engines.simpy import simulate
from sim.errors import EngineError
from sim.model.plan import Plan
from tests.scenarios import compiled, items, lift, rate


def world(to: str, by: float, apply: str = "times", **more: Any) -> Plan:
    """Return a plan in which an unknown multiplies the number at the path `to` by a factor between `by` and 1.5 `by`.
    `apply` may state another operation, and `more` has further keys of the lift.
    """
    jet = {"supply": rate(7), "load_h": {"p10": 1.0, "p90": 2.0}, "turn_h": {"mean": 2.0, "cv": 0.5}, **more}
    return compiled(
        lot={"crates": items(9, 1.5)},
        lift={"jet": lift(**jet)},
        uncertainty={"far": {"to": [to], "apply": apply, "draw": {"low": by, "high": 1.5 * by}}},
        checked=False,
    )


@pytest.mark.parametrize(
    ("to", "by", "words"),
    [
        ("lift.jet.supply.per_week", 1e9, "missions of jet at its rate"),
        ("lift.jet.supply.per_week", 1e300, "missions of jet at its rate"),
        ("lift.jet.load_h.p90", 1e12, r"uncertainty\.far: "),
        ("lift.jet.load_h.p90", 1e300, r"uncertainty\.far: "),
        ("lift.jet.load_h.p10", 1e9, r"uncertainty\.far: "),
        ("lift.jet.turn_h.mean", 1e300, None),
        ("lift.jet.turn_h.mean", 1e307, r"uncertainty\.far: .* finite"),
        ("lift.jet.turn_h.cv", 1e200, r"uncertainty\.far: "),
        ("lot.crates.weight_t", 1e300, "tonnes of people and items together"),
        ("lot.crates.count", 1e300, "people or items"),
    ],
)
def test_a_world_with_an_extreme_number_is_refused_or_agrees(to: str, by: float, words: str | None) -> None:
    """Both engines refuse the world in the same words; if `words` is None, their histories end at the same
    instant.
    """
    plan = world(to, by)
    said = []
    for engine in (simulate, compiled_engine.simulate):
        if words is None:
            said.append(str(engine(plan, 1, 0).end))
            continue
        with pytest.raises(EngineError, match=words) as refused:
            engine(plan, 1, 0)
        said.append(str(refused.value))
    assert said[0] == said[1]
