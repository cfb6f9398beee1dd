"""The time that a history takes on the SimPy engine, and how it grows with the force; no time is asserted."""

import gc
import time
from datetime import date
from typing import Any

from sim.domain.scenario import Scenario
from sim.engines.simpy import simulate
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.world import make_world


def test_base(benchmark: Any, base: Plan) -> None:
    """One replication of the base case should take at most 0.25 s; the garbage collector is off, as in a study."""
    gc.disable()
    try:
        history = benchmark.pedantic(simulate, (base, base.seed, 0), rounds=5, warmup_rounds=1)
    finally:
        gc.enable()
    assert len(history.mover) > 1500
    assert (history.visit["started"] < NEVER).sum() > 7000
    benchmark.extra_info["visits"] = len(history.visit)
    benchmark.extra_info["sorties"] = len(history.sortie)


def test_base_numbers(benchmark: Any, base: Plan) -> None:
    """Time how long it takes to draw the world of a replication, which is done before the first event."""
    world = benchmark.pedantic(make_world, (base, base.seed, 0), rounds=5, warmup_rounds=1)
    assert len(world.items.kg) > 1500


def test_tiny(benchmark: Any, tiny: Plan) -> None:
    """Time a history of eight movers, so that most of the time is overhead."""
    history = benchmark(simulate, tiny, tiny.seed, 0)
    assert len(history.mover) == 8


def tandem(movers: int) -> Plan:
    """Return the plan of a lot of boxes that pass three stations in a row and leave by truck."""
    stations = {name: {"servers": 20, "service_h": {"mean": 1.0, "cv": 0.5}} for name in "abc"}
    truck = {
        "sites": ["camp"],
        "to": "home",
        "supply": {"per_week": 168},
        "payload_t": 5,
        "leg": {"camp": {"block_h": 1}},
    }
    boxes = {"site": "camp", "category": "lethal", "count": movers, "weight_t": 0.1, "stations": ["a", "b", "c"]}
    case = {
        "name": "tandem",
        "seed": 1,
        "clock": {"start": date(2024, 1, 1)},
        "site": {"camp": {"kind": "base", "station": stations}, "home": {"kind": "apod"}},
        "lot": {"boxes": boxes},
        "lift": {"truck": truck},
        "milestone": {"deadline": {"by": date(2025, 12, 31)}},
    }
    return plan(Scenario.model_validate(case))


def test_growth(benchmark: Any) -> None:
    """The time for each mover should at most double if the force grows from 1,000 to 8,000."""
    small, large = tandem(1_000), tandem(8_000)
    began = time.perf_counter()
    few = simulate(small, 1, 0)
    each_of_few = (time.perf_counter() - began) / 1_000
    many = benchmark.pedantic(simulate, (large, 1, 0), rounds=2)
    assert (few.mover["up"] < NEVER).all()
    assert (many.mover["up"] < NEVER).all()
    assert (len(few.visit), len(many.visit)) == (4_000, 32_000)
    if benchmark.stats is not None:
        benchmark.extra_info["time a mover, 8,000 over 1,000"] = benchmark.stats["min"] / 8_000 / each_of_few
