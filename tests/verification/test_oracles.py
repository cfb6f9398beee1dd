"""The engine against known results, W1', W3', W5 to W8, W11 and W12; docs/verification.md also lists some of them.

Exact results are compared in whole seconds. A statistical test states its sample size, seed and false-alarm rate. A
prime, as in W1', marks the simulation of a case that test_check_oracles.py computes with mean values.
"""

from __future__ import annotations

import math
from datetime import timedelta
from heapq import heapreplace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.model.world import make_world
from tests.engine import simulate
from tests.scenarios import DAY, HOUR, ST, START, base, compiled, dated, fleet, items, lift, rate

C17 = {"payload_t": 45 * ST, "load_h": 3.25, "offload_h": 3.25, "leg": {"A": {"block_h": 4.875}}}
"""The aircraft of W3: 4.875 h for a leg of 1,950 nm at 400 kt, and 3.25 h on the ground at each end."""
NOTHING_TO_LOAD = {
    "site": {"A": base(station={"for ever": {"servers": 1, "service_h": 1e6}})},
    "lot": {"never ready": items(1, weight_t=30.0, stations=["for ever"])},
}
"""The only item is never ready, so a mission that comes for it spends its ground time and leaves empty."""


# ------------------------------------------------------------------------------- the planner's arithmetic


@pytest.mark.parametrize("limit", ["parking", "working"])
def test_W1_saturated(limit: str) -> None:
    """W1': four aircraft share one spot, which is never idle, so one takes off every 3.25 h: 332.3 st a day.
    `sim check` gives 282.46 st a day, 0.85 times as much.
    """
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
    """W3': six tails carry 1,800 st in 40 sorties of 45 st, and the last take-off falls on the known second."""
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

W5_RUNS = 2000


def completed_cycles(limit_h: float = 168.0) -> np.ndarray:
    """Return for each replication how many cycles, from landing to landing at A, one tail completes in `limit_h`."""
    plan = compiled(
        lot={"cargo": items(20, 45 * ST)},
        lift={"c17": lift(fleet(1, "site"), **C17, breaks=0.07, repair_h={"dist": "exponential", "mean": 12.0})},
        deadline_h=168,
        horizon_d=0.001,
    )
    counts = np.zeros(W5_RUNS, np.int64)
    for replication in range(W5_RUNS):
        landed = simulate(plan, 5, replication).sortie["landed"]
        counts[replication] = int((landed <= limit_h * HOUR).sum()) - 1
    return counts


def at_least(n: int) -> float:
    """Return the chance of at least n cycles in 168 h. A cycle takes 16.25 h without repairs, so all repairs must fit
    into 168 - 16.25 n hours. Each of the 2 n departures needs one with chance 0.07.
    """
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
    """W5: the completed cycles in a week have the exact distribution, with mean 8.9817 and standard deviation 1.0812.

    The mean of 2,000 replications with seed 5 lies within 4 standard errors of the exact mean (false-alarm rate 6e-5),
    and the variance within 4 of its standard errors of the exact variance. A chi-square test compares how many
    replications have 0 to 5, 6, 7, 8, 9 and 10 cycles, where at least 5 are expected (rate 1e-4).
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


def ramp_queue(spots: int, check_h: Any, missions: int) -> Trajectory:
    """Return a history of Poisson arrivals at `spots` working spots with utilisation 0.85. Nothing is loaded, so a
    service is the check alone.
    """
    per_week = 0.85 * spots / 3.25 * 168
    plan = compiled(
        **NOTHING_TO_LOAD | {"site": {"A": base(working=spots, **NOTHING_TO_LOAD["site"]["A"])}},
        lift={
            "c17": lift(
                rate(per_week, pattern="poisson"),
                load_h=0.0,
                task=[{"name": "load", "loads": True}, {"name": "check", "takes_h": check_h}],
                payload_t=0.001,
                max_payload_t=40,
                seats=0,
            )
        },
        deadline_h=168 * missions / per_week,
        horizon_d=0.001,
    )
    return simulate(plan, 7, 0)


def by_landing(history: Trajectory) -> np.ndarray:
    """Return the sorties that were worked, in order of landing."""
    flown = history.sortie[history.sortie["worked"] < NEVER]
    return np.asarray(flown[np.argsort(flown["landed"], kind="stable")])


def waits(history: Trajectory) -> np.ndarray:
    """Return the hours from landing to the beginning of work, in order of landing."""
    flown = by_landing(history)
    return np.asarray((flown["worked"] - flown["landed"]) / HOUR)


def recursion(history: Trajectory, spots: int) -> list[int]:
    """Return when each service of a history would begin [s], first come, first served on `spots` spots."""
    flown = by_landing(history)
    free = [-NEVER] * spots
    starts = []
    services = (flown["ready"] - flown["worked"]).tolist()
    for landed, service in zip(flown["landed"].tolist(), services, strict=True):
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
    """W6, W7: the mean wait from landing to the beginning of work is that of the queue M/D/1 or M/M/c.

    A run has about 16,000 missions, with seed 7; the first 1,000 are warm-up. The interval is Student's for the means
    of 20 batches, with a false-alarm rate of 1e-3 for each case. Every start also equals that of `recursion`.
    """
    history = ramp_queue(spots, load_h, 16_000)
    assert recursion(history, spots) == by_landing(history)["worked"].tolist()
    batches = np.array([batch.mean() for batch in np.array_split(waits(history)[1_000:], 20)])
    reach = stats.t(19).isf(0.5e-3) * batches.std(ddof=1) / math.sqrt(20)
    assert abs(batches.mean() - mean_wait) <= reach
    assert reach < 0.4 * mean_wait, "too few missions to tell"


# --------------------------------------------------------------------------------------------------- stations (W8, W11)


def clerks(servers: int, count: int, service_h: Any, **more: Any) -> Plan:
    """Return a plan of people who pass one station. No lift comes before hour 24 x 59."""
    site = {"A": base(station={"desk": {"servers": servers, "service_h": service_h}})}
    return compiled(
        site=site,
        group={"staff": {"site": "A", "count": count, "stations": ["desk"]}},
        lift={"late": lift(dated(24 * 59))},
        **more,
    )


@pytest.mark.parametrize("service_h", [0.75, {"mean": 1.0, "cv": 1.2}], ids=["fixed", "lognormal"])
def test_W8_one_server(service_h: Any) -> None:
    """W8: 200 jobs that all wait for one server at time 0 are done after exactly the sum of their service times."""
    history = simulate(clerks(1, 200, service_h), 8, 0)
    turns = history.visit[history.visit["place"] >= 0]
    services = (turns["ended"] - turns["started"]).tolist()
    assert len(services) == 200
    assert int(history.mover["staged"].max()) == sum(services)


tandems = st.lists(st.tuples(st.integers(1, 4), st.sampled_from([0.0, 0.5, 1.0, "drawn"])), min_size=1, max_size=4)


@given(desks=tandems, people=st.integers(1, 25), over_h=st.sampled_from([0, 5, 24]), seed=st.integers(0, 9))
@settings(max_examples=40)
def test_W11_tandem_recursion(desks: list[tuple[int, float | str]], people: int, over_h: int, seed: int) -> None:
    """W11: at stations one after another, jobs end at exactly the second that a recursion gives. The recursion takes
    the jobs of a station in order of arrival, and gives each to the server that is free first.
    """
    stations = {
        f"desk {i}": {
            "servers": servers,
            "service_h": {"mean": 1.0, "cv": 0.8} if service == "drawn" else service,
        }
        for i, (servers, service) in enumerate(desks)
    }
    arrives = {"begins": START, "until": START + timedelta(hours=over_h)} if over_h else None
    plan = compiled(
        site={"A": base(station=stations)},
        group={"g": {"site": "A", "count": people, "stations": list(stations), "arrives": arrives}},
        lift={"late": lift(dated(24 * 20))},
        order={"keys": ["ready"]},
    )
    history = simulate(plan, seed, 0)
    arrival = [(t, m) for m, t in enumerate(history.mover["arrived"].tolist())]
    for place, (servers, _) in enumerate(desks):
        turns = history.visit[history.visit["place"] == place]
        service = dict(zip(turns["mover"].tolist(), (turns["ended"] - turns["started"]).tolist(), strict=True))
        free, left = [0] * servers, []
        for t, mover in sorted(arrival):
            start = max(t, free[0])
            heapreplace(free, start + service[mover])
            left.append((start + service[mover], mover))
        assert sorted(zip(turns["ended"].tolist(), turns["mover"].tolist(), strict=True)) == sorted(left)
        arrival = left


# --------------------------------------------------------------------------------------- conservation (W12)


@pytest.mark.parametrize("replication", range(5))
def test_W12_little_and_conservation(replication: int) -> None:
    """W12: when all are out, the integral over time of the number at a station, or in the country, is the sum of the
    times there. The busy time of a station is the sum of its service times, and no server does two jobs at once.
    """
    plan = compiled(
        site={
            "A": base(
                station={
                    "desk": {"servers": 2, "service_h": {"mean": 1.0, "cv": 0.5}, "fail": 0.2},
                    "wash": {"servers": 1, "service_h": {"dist": "exponential", "mean": 0.5}},
                },
                parking=2,
                working=1,
            )
        },
        group={"g": {"site": "A", "count": 40, "stations": ["desk"]}},
        lot={"trucks": items(15, 5.0, "sensitive", stations=["wash", "desk"], required=True)},
        lift={"c17": lift(rate(40, pattern="jittered"), payload_t=25, holding_h=50)},
    )
    history = simulate(plan, 12, replication)
    assert (history.mover["fate"] == Fate.OUT).all()
    end = history.end
    for place, servers in ((0, 2), (1, 1)):
        turns = history.visit[history.visit["place"] == place]
        inside = step_integral(turns["arrived"].tolist(), turns["ended"].tolist(), end)
        assert inside == int((turns["ended"] - turns["arrived"]).sum()), "Little's law"
        services = [plan_service(plan, 12, replication, turn) for turn in turns]
        busy = step_integral(turns["started"].tolist(), turns["ended"].tolist(), end)
        assert busy == sum(services)
        by_server: dict[int, list[tuple[int, int]]] = {}
        for turn in turns:
            by_server.setdefault(int(turn["server"]), []).append((int(turn["started"]), int(turn["ended"])))
        assert set(by_server) <= set(range(servers))
        for spans in by_server.values():
            spans.sort()
            assert all(ended <= begun for (_, ended), (begun, _) in pairwise(spans))
    in_country = step_integral(history.mover["arrived"].tolist(), history.mover["up"].tolist(), end)
    assert in_country == int((history.mover["up"] - history.mover["arrived"]).sum())


def plan_service(plan: Plan, seed: int, replication: int, turn: Any) -> int:
    """Return the service time [s] that the world draws for a turn at a station."""
    world = make_world(plan, seed, replication)
    lots = plan.lot
    sizes = world.items.many.tolist()
    row = int(np.searchsorted(np.cumsum(sizes), turn["mover"], side="right"))
    index = int(turn["mover"]) - sum(sizes[:row])
    steps = range(lots[row]["first"], lots[row]["last"])
    step = next(step for step in steps if plan.step[step]["station"] == turn["place"])
    return world.service(row, index, step, int(turn["attempt"]))


def step_integral(up: list[int], down: list[int], end: int) -> int:
    """Return the integral over time [s] of how many are inside, from instants of entry `up` and of exit `down`."""
    changes = sorted([(t, 1) for t in up] + [(t, -1) for t in down])
    total = inside = last = 0
    for t, change in changes:
        assert inside >= 0 or t == last  # an exit may be listed before an entry of the same instant
        total += inside * (t - last)
        inside, last = inside + change, t
    assert inside == 0
    assert last <= end
    return total
