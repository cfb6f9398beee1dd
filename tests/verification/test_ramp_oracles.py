"""Known results of W1', W3', W6 and W7 of test_oracles.py, for ground times that consist of tasks.

In test_oracles.py a ground time is one number. Here an aircraft is marshalled, loaded, fuelled and checked, with
machines for loading and fuelling. The tasks also take 3.25 h.
"""

from __future__ import annotations

import math
from heapq import heapreplace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import DAY, HOUR, ST, base, compiled, fleet, items, lift, rate

GROUND = [
    {"name": "marshal", "takes_h": 0.25},
    {"name": "load", "takes_h": 2.5, "loads": True, "needs": "loader"},
    {"name": "fuel", "takes_h": 2.0, "beside": True, "needs": "truck"},
    {"name": "check", "takes_h": 0.5},
]
"""These tasks take 3.25 h: fuelling is done beside loading and is the shorter of the two."""
C17: dict[str, Any] = {
    "payload_t": 45 * ST,
    "load_h": 0.0,
    "task": GROUND,
    "offload_h": 3.25,
    "leg": {"A": {"block_h": 4.875}},
}


def ramp(spots: int, **site: Any) -> dict[str, Any]:
    """Return a base with a loader and a fuel truck for each spot."""
    return base(resource={"loader": {"count": spots}, "truck": {"count": spots}}, **site)


@pytest.mark.parametrize("limit", ["parking", "working"])
def test_W1_saturated(limit: str) -> None:
    """W1': four aircraft share one spot, which is never idle, so one takes off every 3.25 h: 332.3 st a day."""
    plan = compiled(
        site={"A": ramp(1, **{limit: 1})},
        lot={"pallets": items(400, 45 * ST)},
        lift={
            "c17": lift(fleet(4, "site"), **C17 | {"leg": {"A": {"block_h": 1.0}}, "offload_h": 1.0}, holding_h=1000)
        },
        deadline_h=2400,
    )
    up = np.sort(simulate(plan, 1, 0).sortie["up"])
    assert up.tolist() == [(n + 1) * 11700 for n in range(400)]
    assert 45 * len(up) / (up[-1] / DAY) == pytest.approx(332.3, abs=0.05)


def test_W1_one_loader_for_two_spots() -> None:
    """W1' with two spots and one loader, which works 2.5 h on each aircraft. The first aircraft takes off after 3.25 h,
    and then another one every 2.5 h.
    """
    plan = compiled(
        site={"A": base(resource={"loader": {"count": 1}, "truck": {"count": 2}}, working=2)},
        lot={"pallets": items(200, 45 * ST)},
        lift={
            "c17": lift(fleet(6, "site"), **C17 | {"leg": {"A": {"block_h": 1.0}}, "offload_h": 1.0}, holding_h=1000)
        },
        deadline_h=2400,
    )
    up = np.sort(simulate(plan, 1, 0).sortie["up"])
    assert up.tolist() == [11700 + n * 9000 for n in range(200)]


@pytest.mark.parametrize(
    ("begin_at", "site", "last_h"),
    [
        pytest.param("site", {"parking": 6}, 100.75, id="tails at the on-load site"),
        pytest.param("home", {"parking": 6}, 105.625, id="tails at home"),
        pytest.param("site", {"parking": 1}, 130.0, id="one parking spot"),
        pytest.param("site", {"parking": 6, "working": 1}, 130.0, id="one working spot"),
        pytest.param("home", {"parking": 6, "working": 1}, 134.875, id="one working spot, tails at home"),
    ],
)
def test_W3_fleet_closes_exactly(begin_at: str, site: dict[str, int], last_h: float) -> None:
    """W3': six tails fly 40 sorties of 45 st, and the last take-off falls on the known second. If the tails begin at
    home, this take-off is later by one leg of 4.875 h.
    """
    plan = compiled(
        site={"A": ramp(6, **site)},
        lot={"cargo": items(40, 45 * ST, pallets=1)},
        lift={"c17": lift(fleet(6, begin_at), **C17, holding_h=200)},
    )
    history = simulate(plan, 1, 0)
    flown = history.sortie[history.sortie["fate"] == Fate.OUT]
    assert len(flown) == 40
    assert int(history.mover["up"].max()) == history.end == round(last_h * HOUR)
    assert len(history.ground) == (len(GROUND) + 1) * 40  # four tasks, and a row when the spot is taken


# ------------------------------------------------------------------------------------------- queues (W6, W7)

MISSIONS = 12_000
WARM_UP = 1_000
EXPONENTIAL = {"dist": "exponential", "mean": 3.25}


def queue(spots: int, tasks: list[dict[str, Any]]) -> tuple[Plan, Trajectory]:
    """Return the plan and history of Poisson arrivals at `spots` working spots with utilisation 0.85. Nothing is
    loaded, so a service is the tasks alone.
    """
    per_week = 0.85 * spots / 3.25 * 168
    plan = compiled(
        site={"A": base(working=spots, station={"for ever": {"servers": 1, "service_h": 1e6}})},
        lot={"never ready": items(1, weight_t=30.0, stations=["for ever"])},
        lift={
            "c17": lift(
                rate(per_week, pattern="poisson"),
                task=tasks,
                load_h=0.0,
                payload_t=0.001,
                max_payload_t=40,
                seats=0,
            )
        },
        deadline_h=168 * MISSIONS / per_week,
        horizon_d=0.001,
    )
    return plan, simulate(plan, 7, 0)


def served(history: Trajectory) -> np.ndarray:
    """Return an array (n, 3) with a row for each sortie, in order of landing: the landing, the beginning of the first
    task and the end of the last task [s].
    """
    ground = history.ground[history.ground["ended"] < NEVER]
    first = np.full(len(history.sortie), NEVER)
    last = np.zeros(len(history.sortie), np.int64)
    np.minimum.at(first, ground["sortie"], ground["began"])
    np.maximum.at(last, ground["sortie"], ground["ended"])
    here = first < NEVER
    table = np.column_stack([history.sortie["landed"][here], first[here], last[here]])
    return np.asarray(table[np.argsort(table[:, 0], kind="stable")])


@pytest.mark.parametrize(
    ("spots", "service", "mean_wait"),
    [
        pytest.param(1, "fixed", 9.208, id="W6 M/D/1"),
        pytest.param(1, "drawn", 18.42, id="W7 M/M/1"),
        pytest.param(2, "drawn", 8.46, id="W7 M/M/2"),
        pytest.param(3, "drawn", 5.27, id="W7 M/M/3"),
        pytest.param(6, "drawn", 2.25, id="W7 M/M/6"),
    ],
)
def test_W6_W7_mean_wait(spots: int, service: str, mean_wait: float) -> None:
    """W6, W7: the mean wait from landing to the first task is that of the queue M/D/1 or M/M/c.

    W6 has fixed tasks that add up to 3.25 h. W7 has two tasks of no length and then an exponential one. A run has about
    12,000 missions, with seed 7; the first 1,000 are warm-up. The interval is Student's for the means of 20 batches,
    with a false-alarm rate of 1e-3 for each case. Every first task also begins at exactly the second at which it begins
    under first come, first served.
    """
    fixed = [
        {"name": "marshal", "takes_h": 0.25},
        {"name": "load", "loads": True},
        {"name": "fuel", "takes_h": 2.5, "beside": True},
        {"name": "check", "takes_h": 0.5},
    ]
    drawn = [{"name": "marshal"}, {"name": "load", "loads": True}, {"name": "check", "takes_h": EXPONENTIAL}]
    _, history = queue(spots, fixed if service == "fixed" else drawn)
    table = served(history)
    assert len(table) > 0.9 * MISSIONS
    free = [-NEVER] * spots
    for landed, began, ended in table.tolist():
        assert began == max(landed, free[0])
        heapreplace(free, ended)
    waits = (table[WARM_UP:, 1] - table[WARM_UP:, 0]) / HOUR
    batches = np.array([batch.mean() for batch in np.array_split(waits, 20)])
    reach = stats.t(19).isf(0.5e-3) * batches.std(ddof=1) / math.sqrt(20)
    assert abs(batches.mean() - mean_wait) <= reach
    assert reach < 0.5 * mean_wait, "too few missions to tell"
