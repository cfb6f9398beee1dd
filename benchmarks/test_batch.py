"""The compiled engine: the same history as SimPy's, and how much faster the loop alone and a whole replication are."""

from __future__ import annotations

import gc
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest

import sim
from sim.engines.batch import simulate as compiled
from sim.engines.batch.fill import House
from sim.engines.batch.loop import run
from sim.engines.reference import simulate as told
from sim.model.realise import Realised
from sim.model.trajectory import fingerprint

BASE = Path(__file__).parents[1] / "configs" / "base.toml"


@pytest.fixture(scope="module")
def base() -> Any:
    return sim.plan(sim.load(BASE))


def test_loop(benchmark: Any, base: Any) -> None:
    """One history of the base case in the compiled loop, its numbers and tables made before: 2.0 ms is the budget."""
    house, world = House(base), Realised(base, base.seed, 0)
    while True:  # until every table has the room that this history needs
        house.reset(world, reviews=True)
        run(house.head)
        if not house.head["status"][0]:
            break
        house.grow(int(house.head["status"][0]))

    def again() -> tuple[Any, Any]:
        house.reset(world, reviews=True)
        return (house.head,), {}

    benchmark.pedantic(run, setup=again, rounds=20)
    history = told(base, base.seed, 0)
    assert int(house.head["end"][0]) == history.end
    assert int(house.head["book_count"][0]) == len(history.sortie)


def test_ratio(benchmark: Any, base: Any) -> None:
    """A whole replication on either engine, in turn, the garbage collector off: the ratio is printed."""
    compiled(base, base.seed, 0)
    ratios = []

    def both(replication: int) -> None:
        gc.disable()
        began = perf_counter()
        one = told(base, base.seed, replication)
        between = perf_counter()
        other = compiled(base, base.seed, replication)
        ratios.append((between - began) / (perf_counter() - between))
        gc.enable()
        assert fingerprint(one) == fingerprint(other)

    numbers = iter(range(1000))
    benchmark.pedantic(lambda: both(next(numbers)), rounds=5)
    benchmark.extra_info["ratio"] = float(np.median(ratios))
    print(f"\nSimPy over compiled, whole replications: {min(ratios):.1f} / {np.median(ratios):.1f} / {max(ratios):.1f}")
