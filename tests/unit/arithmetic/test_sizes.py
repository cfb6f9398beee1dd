"""`sim check` of lists of thousands of lots: of how many sizes of items it asks, and that this costs it no date."""

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
    """Return a plan of 150 lots of which each has a weight of its own: from 9 t, of which four fit, up to 30 t."""
    force = {f"lot {at}": items(1, weight) for at, weight in enumerate(WEIGHTS)}
    return compiled(lot=force, lift={"aircraft": lift(rate(20), payload_t=36)})


def test_of_many_sizes_those_that_stand_apart_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: few of 150 are asked, the smallest and largest with them, and the date is that of asking all."""
    few = arithmetic(case())
    sizes = [size for by, size in filling.thresholds(LOADS) if by is filling.WEIGHT]
    assert (sizes[0], sizes[-1]) == (9.0, 30.0)
    assert len(sizes) < 30
    assert all(above <= 1.07 * below for below, above in pairwise(sizes))
    monkeypatch.setattr(filling, "MOST_SIZES", MANY + 1)
    assert len([size for by, size in filling.thresholds(LOADS) if by is filling.WEIGHT]) == MANY
    every = arithmetic(case())
    assert few.closure == pytest.approx(every.closure, rel=0.03)
