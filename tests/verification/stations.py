"""Helpers for tests of stations: build a scenario of items that pass a desk, run it, and return the turns there."""

from __future__ import annotations

from typing import Any

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import ReasonKind, reasons
from sim.analysis.sums import Sums
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.terms import Cause
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, base, items, lift, rate, scenario, shift

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
"""All checks of the SimPy engine."""
OFTEN = rate(7 * 24)
"""A supply of one mission each hour, at half past."""
ARRIVAL, SERVER, STAFF, SHIFT = (int(cause) for cause in (Cause.ARRIVAL, Cause.SERVER, Cause.STAFF, Cause.SHIFT))
BY_DAY, BY_NIGHT = shift(6, 18), shift(18, 30, servers=1)


def asked(station: dict[str, Any], count: int = 6, **sections: Any) -> Scenario:
    """Return a scenario of `count` items that pass one desk and leave by hourly lift.

    `station` has the keys of the desk. `sections` replace sections of the scenario.
    """
    tents = items(count, 1.0, "general", required=True, stations=["desk"])
    return scenario(**({"site": {"A": base(station={"desk": station})}, "lot": {"tents": tents},
                        "lift": {"jet": lift(OFTEN)}} | sections))  # fmt: skip


def run(case: Scenario, replication: int = 0) -> tuple[Trajectory, dict[ReasonKind, float]]:
    """Run one history with all checks; return it, and the hours until its closure that are due to each kind of reason.

    If the history does not close, the hours until the horizon are returned.
    """
    compiled = plan(case)
    history = simulate(compiled, 1, replication, check=ALL)
    sums = Sums(compiled, history)
    links = by_reason(sums)
    links = links[links["target"] == 0]
    assert links["seconds"].sum() == min(sums.movers.total["closure"], compiled.horizon)
    found: dict[ReasonKind, float] = {}
    for link in links:
        kind = reasons(compiled)[link["reason"]].kind
        found[kind] = found.get(kind, 0.0) + link["seconds"] / HOUR
    return history, found


def turns(history: Trajectory) -> list[tuple[int, int, float, float, int]]:
    """Return the turns at the desk as (mover, server, begin [h], end [h], cause of the start).

    They are sorted by begin and server. The end of a turn that does not end is given as 1,000 h.
    """
    desk = history.visit[history.visit["place"] == 0]
    rows = [
        (int(t["mover"]), int(t["server"]), t["started"] / HOUR, min(t["ended"], 1000 * HOUR) / HOUR, int(t["cause"]))
        for t in desk
    ]
    return sorted(rows, key=lambda row: (row[2], row[1]))
