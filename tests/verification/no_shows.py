"""Helpers for tests of no-shows: find a history in which exactly the given calls are missed, and run it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sim.model.compile import plan
from sim.model.draws import Stream, name_key, uniform
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, scenario, staged
from tests.verification.on_both_engines import on_both_engines

P = 0.3
"""Chance that a person misses a call."""
CALLS = 4
"""Number of calls of each person that `where` looks at."""
Missed = Collection[tuple[int, int]]
"""Missed calls as pairs (index of the person, number of the call); both count from 0."""


def where(missed: Missed, many: int, name: str = "clerks") -> int:
    """Return the number of the first history in which the `many` people of a group miss exactly these calls.

    Only the first `CALLS` calls of each person count. `name` is the name of the group.
    """
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
    raise AssertionError("in none of 2,000 histories are exactly these calls missed")


def run(missed: Missed, many: int, **sections: Any) -> tuple[list[float], dict[str, float], Trajectory]:
    """Run the history in which the group "clerks" of `many` people misses these calls; see `on_both_engines`."""
    return on_both_engines(plan(scenario(**sections)), where(missed, many))


def clerks(count: int, **more: Any) -> dict[str, Any]:
    """Return a group of people who wait for lift from the start and miss a call with a chance of 0.3."""
    return staged(count, no_show=P, **more)


def missed_in(history: Trajectory) -> list[tuple[float, int, int]]:
    """Return (instant [h], mover, call) of each mover that was called and did not ride.

    The call is -1 if the mover turned up, but stayed because others of the load did not turn up.
    """
    return [(row["at"] / HOUR, int(row["mover"]), int(row["call"])) for row in history.missed]
