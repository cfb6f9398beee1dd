"""For a list of many lots, `sim check` computes loads only for a few sizes of items; this changes its date little."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sim.arithmetic import arithmetic, filling
from sim.model.plan import Plan
from sim.model.world.means import Load
from tests.scenarios import compiled, items, lift, rate

MANY = 150
WEIGHTS = [9 + 21 * at / (MANY - 1) for at in range(MANY)]

LOADS = [Load(at, 1, weight, 0.0) for at, weight in enumerate(WEIGHTS)]


def case() -> Plan:
    """Return a plan of 150 lots with weights from 9 t (four such items fit an aircraft) to 30 t (one fits)."""
    force = {f"lot {at}": items(1, weight) for at, weight in enumerate(WEIGHTS)}
    return compiled(lot=force, lift={"aircraft": lift(rate(20), payload_t=36)})


def test_few_of_many_sizes_give_nearly_the_same_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 150 sizes fewer than 30 are computed, among them the smallest and the largest. The closure is within 3 % of
    the closure computed from all sizes.
    """
    few = arithmetic(case())
    sizes = [size for by, size in filling.thresholds(LOADS) if by is filling.WEIGHT]
    assert (sizes[0], sizes[-1]) == (9.0, 30.0)
    assert len(sizes) < 30
    assert all(above <= 1.07 * below for below, above in pairwise(sizes))
    monkeypatch.setattr(filling, "MOST_SIZES", MANY + 1)
    assert len([size for by, size in filling.thresholds(LOADS) if by is filling.WEIGHT]) == MANY
    every = arithmetic(case())
    assert few.closure == pytest.approx(every.closure, rel=0.03)
