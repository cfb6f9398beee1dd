"""Helpers for tests of no-shows: they find a history in which exactly the named calls are missed, and run it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sim.model.compile import plan
from sim.model.draws import Stream, name_key, uniform
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, scenario, staged
from tests.verification.on_both_engines import on_both_engines

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
    """Run the history in which these calls are missed; return what `on_both_engines` returns."""
    return on_both_engines(plan(scenario(**sections)), where(missed, many))


def clerks(count: int, **more: Any) -> dict[str, Any]:
    """Return a group of people who wait for lift from the start; each misses a call with a chance of 0.3."""
    return staged(count, no_show=P, **more)


def missed_in(history: Trajectory) -> list[tuple[float, int, int]]:
    """Return the instant [h], the mover and the call of each mover that was called and did not ride."""
    return [(row["at"] / HOUR, int(row["mover"]), int(row["call"])) for row in history.missed]
