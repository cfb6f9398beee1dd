"""The engine against closed forms: the rows of ORACLES.md that a simulation must reproduce.

Each goes through the engine as a scenario. Exact rows are compared in whole seconds; statistical rows state sample
size, seed, warm-up and false-alarm rate, and never retry. Histories are shortened to whole seconds once, when a
duration is born; where that could show, the row says how much.
"""

from __future__ import annotations

import math
from heapq import heapify, heapreplace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.engines.reference import simulate
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import DAY, HOUR, ST, base, compiled, dated, fleet, items, lift, rate

C17 = {"payload_t": 45 * ST, "load_h": 3.25, "offload_h": 3.25, "leg": {"A": {"block_h": 4.875}}}
"""W3's aircraft: 1,950 nm at 400 kt is 4.875 h, 3.25 h on the ground at each end."""
NOTHING_TO_LOAD = {
    "site": {"A": base(station={"for ever": {"servers": 1, "service_h": 1e6}})},
    "lot": {"never ready": items(1, weight_t=30.0, stations=["for ever"])},
}
"""Something that missions come for and never find: they are worked for their time and leave empty."""


# ------------------------------------------------------------------------------- the planner's arithmetic


@pytest.mark.parametrize("limit", ["parking", "working"])
def test_W1_saturated(limit: str) -> None:
    """W1': one spot, aircraft always waiting: 332.3 st/day, so that 0.85 emerges from how aircraft arrive."""
    tails = fleet(4, "site")
    plan = compiled(
        site={"A": base(**{limit: 1})},
        lot={"pallets": items(400, 45 * ST)},
        lift={"c17": lift(tails, **C17 | {"leg": {"A": {"block_h": 1.0}}, "offload_h": 1.0}, holding_h=1000)},
        deadline_h=2400,
    )
    history = simulate(plan, 1, 0)
    up = np.sort(history.sortie["up"])
    assert up.tolist() == [(n + 1) * 11700 for n in range(400)]
    short_tons = 45 * len(up) / (up[-1] / DAY)
    assert short_tons == pytest.approx(332.3, abs=0.05)
    assert 282.46 / short_tons == pytest.approx(0.85, abs=1e-4)


@pytest.mark.parametrize(
    ("begin_at", "site", "last_h"),
    [
        pytest.param("site", {"parking": 6}, 100.75, id="tails at the on-load site"),
        pytest.param("home", {"parking": 6}, 105.625, id="tails at home"),
        pytest.param("site", {"parking": 1}, 130.0, id="one parking spot"),
        pytest.param("site", {"parking": 6, "working": 1}, 130.0, id="one working spot"),
    ],
)
def test_W3_fleet_closes_exactly(begin_at: str, site: dict[str, int], last_h: float) -> None:
    """W3': 1,756 st as 40 sorties of 45 st by six tails: the last wheels-up, to the second."""
    plan = compiled(
        site={"A": base(**site)},
        lot={"cargo": items(40, 45 * ST, pallets=1)},
        lift={"c17": lift(fleet(6, begin_at), **C17, holding_h=200)},
    )
    history = simulate(plan, 1, 0)
    flown = history.sortie[history.sortie["fate"] == Fate.OUT]
    assert len(flown) == 40
    assert set(flown["kg"].tolist()) == {40823}
    assert int(flown["up"].max()) == history.end == round(last_h * HOUR)
    assert int(history.mover["up"].max()) == round(last_h * HOUR)


# ------------------------------------------------------------------------------------------ breaks (W5)

W5_RUNS = 4000


def completed_cycles(limit_h: float = 168.0) -> np.ndarray:
    """Completed cycles of one tail within a week in each of `W5_RUNS` replications, seed 5."""
    plan = compiled(
        lot={"cargo": items(20, 45 * ST)},
        lift={
            "c17": lift(
                fleet(1, "site"), **C17, breaks=0.07, repair_h={"dist": "exponential", "mean": 12.0}
            )
        },
        deadline_h=500,
        horizon_d=0.01,
    )
    counts = np.zeros(W5_RUNS, np.int64)
    for replication in range(W5_RUNS):
        landed = simulate(plan, 5, replication).sortie["landed"]
        counts[replication] = int((landed <= limit_h * HOUR).sum()) - 1
    return counts


def at_least(n: int) -> float:
    """Chance of n completed cycles: 2n departures, k of them with a repair, in 168 - 16.25 n hours."""
    slack = 168.0 - 16.25 * n
    if slack < 0:
        return 0.0
    return sum(
        math.comb(2 * n, k)
        * 0.07**k
        * 0.93 ** (2 * n - k)
        * (float(stats.gamma(k, scale=12.0).cdf(slack)) if k else 1.0)
        for k in range(2 * n + 1)
    )


@pytest.mark.slow
def test_W5_cycles_with_breaks() -> None:
    """W5: mean 8.9817, sd 1.0812 and the whole distribution of completed cycles.

    4,000 replications, seed 5. Mean within 4 standard errors (false alarm 6e-5), sd within 4 (by its own fourth
    moment), chi-square over the cells with at least 5 expected (false alarm 1e-4).
    """
    counts = completed_cycles()
    tail = np.array([at_least(n) for n in range(12)])
    chance = tail[:-1] - tail[1:]
    values = np.arange(11)
    mean, sd = float(chance @ values), math.sqrt(float(chance @ (values - chance @ values) ** 2))
    assert (mean, sd) == (pytest.approx(8.9817, abs=5e-5), pytest.approx(1.0812, abs=5e-5))
    assert abs(counts.mean() - mean) <= 4 * sd / math.sqrt(W5_RUNS)
    fourth = float(chance @ (values - mean) ** 4)
    assert abs(counts.var() - sd**2) <= 4 * math.sqrt((fourth - sd**4) / W5_RUNS)
    cells = [np.flatnonzero(values <= 5), *([v] for v in range(6, 11))]
    expected = [W5_RUNS * float(chance[cell].sum()) for cell in cells]
    observed = [int(np.isin(counts, cell).sum()) for cell in cells]
    keep = [i for i, e in enumerate(expected) if e >= 5]
    assert sum(expected[i] for i in keep) > 0.999 * W5_RUNS
    assert sum((observed[i] - expected[i]) ** 2 / expected[i] for i in keep) < stats.chi2(len(keep)).isf(1e-4)


# ------------------------------------------------------------------------------------- queues (W6, W7)


def ramp_queue(spots: int, load_h: Any, weeks: int) -> Trajectory:
    """Poisson arrivals on working spots at utilisation 0.85; nothing to load, so that service is as drawn."""
    per_week = 0.85 * spots / 3.25 * 168
    plan = compiled(
        **NOTHING_TO_LOAD | {"site": {"A": base(working=spots, **NOTHING_TO_LOAD["site"]["A"])}},
        lift={
            "c17": lift(
                rate(per_week, pattern="poisson"),
                load_h=load_h,
                payload_t=0.001,
                max_payload_t=40,
                seats=0,
            )
        },
        deadline_h=24,
        horizon_d=7.0 * weeks,
    )
    return simulate(plan, 7, 0)


def waits(history: Trajectory) -> np.ndarray:
    """Hours between landing and being worked, in order of landing."""
    flown = history.sortie[(history.sortie["worked"] < NEVER)]
    flown = flown[np.argsort(flown["landed"], kind="stable")]
    return np.asarray((flown["worked"] - flown["landed"]) / HOUR)


def recursion(history: Trajectory, spots: int) -> list[int]:
    """Starts of first come, first served on so many spots, from arrivals and services alone."""
    flown = history.sortie[history.sortie["loaded"] < NEVER]
    flown = flown[np.argsort(flown["landed"], kind="stable")]
    free = [-NEVER] * spots
    heapify(free)
    starts = []
    for landed, service in zip(
        flown["landed"].tolist(), (flown["loaded"] - flown["worked"]).tolist(), strict=True
    ):
        start = max(landed, free[0])
        heapreplace(free, start + service)
        starts.append(start)
    return starts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spots", "load_h", "mean_wait"),
    [
        pytest.param(1, 3.25, 9.208, id="W6 M/D/1"),
        pytest.param(1, {"dist": "exponential", "mean": 3.25}, 18.42, id="W7 M/M/1"),
        pytest.param(2, {"dist": "exponential", "mean": 3.25}, 8.46, id="W7 M/M/2"),
        pytest.param(3, {"dist": "exponential", "mean": 3.25}, 5.27, id="W7 M/M/3"),
        pytest.param(6, {"dist": "exponential", "mean": 3.25}, 2.25, id="W7 M/M/6"),
    ],
)
def test_W6_W7_mean_wait(spots: int, load_h: Any, mean_wait: float) -> None:
    """W6, W7: the mean wait from landing to being worked is that of the queue M/D/1 or M/M/c.

    One run of 20,000 missions or more, seed 7; the first 1,000 are warm-up (six relaxation times); batch means over
    20 batches, Student interval at a false-alarm rate of 1e-3. Beyond the mean, every start equals the recursion
    of first come, first served on the same arrivals and services, to the second.
    """
    weeks = min(int(20_000 / (0.85 * spots / 3.25 * 168)) + 1, 995 // 7)
    weeks = max(weeks, int(6_000 / (0.85 * spots / 3.25 * 168)))
    history = ramp_queue(spots, load_h, weeks)
    flown = history.sortie[history.sortie["loaded"] < NEVER]
    flown = flown[np.argsort(flown["landed"], kind="stable")]
    assert sorted(recursion(history, spots)) == sorted(flown["worked"].tolist())
    waited = waits(history)[500:]
    batches = np.array([batch.mean() for batch in np.array_split(waited, 20)])
    reach = stats.t(19).isf(0.5e-3) * batches.std(ddof=1) / math.sqrt(20)
    print(len(waited), batches.mean(), reach)
    assert abs(batches.mean() - mean_wait) <= reach
    assert reach < 0.5 * mean_wait
