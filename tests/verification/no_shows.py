"""Helpers for tests of no-shows: they find a history in which exactly the named calls are missed, and run it."""

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
"""Pairs (index of a person, number of a call) of the calls at which a person does not turn up."""


def where(missed: Missed, many: int, name: str = "clerks") -> int:
    """Return the number of the first history in which `many` people miss exactly these of their first `CALLS` calls."""
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
    """Run the history in which these calls are missed, on both engines, with two orders of events and all checks.

    Return when each mover is out [h] (NEVER if it is not), the hours of the closure due to each reason, and the
    history.
    """
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
    """Return a group of people who wait for lift from the start; each misses a call with a chance of 0.3."""
    return staged(count, no_show=P, **more)


def missed_in(history: Trajectory) -> list[tuple[float, int, int]]:
    """Return the instant [h], the mover and the call of each mover that was called and did not ride."""
    return [(row["at"] / HOUR, int(row["mover"]), int(row["call"])) for row in history.missed]
