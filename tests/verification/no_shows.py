"""Histories in which those named do not turn up at the calls named, and all others do; on both engines."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sim.analysis.causes import Log, chain, reasons
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.draws import Stream, name_key, uniform
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, scenario, staged
from tests.verification.trajectories import assert_same_trajectory

P = 0.3
CALLS = 4
Missed = Collection[tuple[int, int]]
"""(index, call) at which one does not turn up."""


def where(missed: Missed, many: int, name: str = "clerks") -> int:
    """Number of the first history in which exactly these are missed, of the first calls of so many."""
    key = name_key(name)
    for number in range(2000):
        drawn = {
            (index, call)
            for index in range(many)
            for call in range(CALLS)
            if uniform(1, number, Stream.NO_SHOW, key, index, 0, call) < P
        }
        if drawn == set(missed):
            return number
    raise AssertionError("none of 2,000 histories is like that")


def run(missed: Missed, many: int, **sections: Any) -> tuple[list[float], dict[str, float], Trajectory]:
    """When each is out [h], and who owns the time to the closure [h]; both engines, two orders, all checks."""
    made, number = plan(scenario(**sections)), where(missed, many)
    history = compiled(made, 1, number)
    for shuffle in (2, 11):
        audited = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
        assert_same_trajectory(history, by_simpy(made, 1, number, check=audited))
    instant, movers = marks(made, Sums(made, history))[0]
    known, owns = reasons(made), dict[str, float]()
    links = chain(Log(made, history), min(instant, made.horizon), movers, still=instant >= NEVER)
    assert sum(link.until - link.since for link in links) == min(instant, made.horizon)
    for link in links:
        key = known[link.reason].key
        owns[key] = owns.get(key, 0.0) + (link.until - link.since) / HOUR
    return [up / HOUR if up < NEVER else NEVER for up in history.mover["up"].tolist()], owns, history


def clerks(count: int, **more: Any) -> dict[str, Any]:
    """People who wait for lift from the start, and of whom three in ten do not turn up when they are called."""
    return staged(count, no_show=P, **more)


def missed_in(history: Trajectory) -> list[tuple[float, int, int]]:
    """Instant [h], mover and call of all who were called and did not ride."""
    return [(row["at"] / HOUR, int(row["mover"]), int(row["call"])) for row in history.missed]
