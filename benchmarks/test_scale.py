"""The SimPy engine simulates a base of 50,000 people. It should take at most 10 s, which is not asserted."""

import gc
from datetime import date
from typing import Any

from sim.domain.scenario import Scenario
from sim.engines.simpy import simulate
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Fate

PEOPLE, GUARD, PALLETS = 48_000, 2_000, 1_500


def large() -> Plan:
    """Return the plan of one base of 50,000 people, with rework at a station, cargo, and a guard that leaves last."""
    desk = {"servers": 150, "service_h": {"mean": 0.5, "cv": 0.6}, "hours": [{"open_h": 6, "close_h": 20}]}
    bags = {"servers": 80, "service_h": {"mean": 0.25, "cv": 0.5}, "fail": 0.05, "back_to": "desk"}
    pack = {"servers": 20, "service_h": {"mean": 1.5, "cv": 0.5}}
    aircraft = {
        "sites": ["base"],
        "to": "home",
        "supply": {"per_week": 200, "pattern": "jittered", "week_cv": 0.2},
        "payload_t": {"mean": 40, "cv": 0.15},
        "pallets": 18,
        "seats": {"low": 150, "high": 250},
        "load_h": {"mean": 2, "cv": 0.3},
        "leg": {"base": {"block_h": 5}},
    }
    stations = {"desk": desk, "bags": bags, "pack": pack}
    return plan(
        Scenario.model_validate({
            "name": "a base of 50,000",
            "seed": 50,
            "clock": {"start": date(2024, 1, 1)},
            "site": {
                "base": {"kind": "base", "parking": 8, "working": 5, "teams": 4, "station": stations},
                "home": {"kind": "apod"},
            },
            "group": {
                "people": {"site": "base", "count": PEOPLE, "stations": ["desk", "bags"]},
                "guard": {"site": "base", "count": GUARD, "stations": ["desk", "bags"]},
            },
            "lot": {
                "stores": {
                    "site": "base", "category": "general", "required": True, "count": PALLETS, "weight_t": 1.5,
                    "pallets": 1, "stations": ["pack"],
                },
            },
            "hold": {"others gone": {"until": [{"group": ["people"]}, {"lot": ["stores"]}]}},
            "floor": {"guard": {"group": "guard", "at_least": 200, "until": "others gone"}},
            "lift": {"aircraft": aircraft},
            "milestone": {"deadline": {"by": date(2024, 4, 30)}},
        })
    )  # fmt: skip


def test_base_of_fifty_thousand(benchmark: Any) -> None:
    """In one replication, all people and pallets leave."""
    case = large()
    gc.disable()
    try:
        history = benchmark.pedantic(simulate, (case, case.seed, 0), rounds=1)
    finally:
        gc.enable()
    assert len(history.mover) == PEOPLE + GUARD + PALLETS
    assert (history.mover["fate"] == Fate.OUT).all()
    assert (history.visit["started"] < NEVER).sum() > 2 * (PEOPLE + GUARD)
    benchmark.extra_info["visits"] = len(history.visit)
    benchmark.extra_info["sorties"] = len(history.sortie)
    if benchmark.stats is not None:
        benchmark.extra_info["microseconds a visit"] = 1e6 * benchmark.stats["min"] / len(history.visit)
