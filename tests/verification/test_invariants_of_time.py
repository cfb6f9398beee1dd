"""If an error of time is planted in the engine, a claim of `invariants_of_time.py` fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.engines.simpy import lift as lifts
from sim.engines.simpy.crews import Crews
from sim.engines.simpy.departures import Departures
from sim.engines.simpy.lift import Lift
from sim.engines.simpy.ramp import Ramp
from sim.engines.simpy.sortie import Sortie
from sim.engines.simpy.tasks import Tasks
from sim.model.calendars import ALWAYS
from tests.verification.breaking import breaks
from tests.verification.invariants import named
from tests.verification.strategies import routed_scenarios


def later(of: Any, name: str) -> Callable[..., int]:
    """Return a method of the engine changed so that the duration that it returns is a second longer."""
    got = getattr(of, name)
    return lambda *asked: got(*asked) + 1


def open_to(of: Any, name: str, attribute: str) -> Callable[..., Any]:
    """Return a method of the engine changed so that, while it runs, the windows in `attribute` are always open."""
    decide = getattr(of, name)

    def careless(ramp: Any, *asked: Any) -> Any:
        kept = getattr(ramp, attribute)
        setattr(ramp, attribute, ALWAYS)
        try:
            return decide(ramp, *asked)
        finally:
            setattr(ramp, attribute, kept)

    return careless


def restless() -> Callable[..., int]:
    """Return `Tasks.run` changed so that tasks never rest, whatever the hours and the state of their machine."""
    run = Tasks.run

    def at_once(tasks: Tasks, job: Any, cause: Any) -> int:
        run(tasks, job, cause)
        job.ended = job.began + tasks.work(job)
        return job.ended

    return at_once


PLANTED: dict[str, tuple[Any, str, Any, str, bool, str]] = {
    "a task is longer": (Tasks, "work", later(Tasks, "work"), "tool", True, "tasks_take_what_they_take"),
    "a task never rests": (Tasks, "run", restless(), "tool", False, "tasks_take_what_they_take"),
    "loading is longer": (
        Lift, "loading_time", later(Lift, "loading_time"), "team", True, "loading_takes_what_it_takes",
    ),
    "no heat": (Sortie, "derate", lambda *_: None, "headway", True, "payload_is_the_draw_times_month_and_hour"),
    "never a rest on the road": (
        Lift, "on_the_way", lambda lift, of, which, _: lift.leg_time(of, which), "headway", True,
        "legs_take_what_they_take",
    ),
    "breakdowns cost nothing": (lifts, "recovery_seconds", lambda *_: 0, "headway", True, "legs_take_what_they_take"),
    "attacks cost nothing": (lifts, "attacks", lambda *_: [], "headway", True, "legs_take_what_they_take"),
    "a tail that is down takes off": (
        Departures, "_ready_since", lambda _, of: of.ready, "crew", False, "no_tail_takes_off_while_it_is_down",
    ),
    "a tail that is down leaves home": (
        Crews, "_can_fly", lambda *_: True, "crew", True, "tails_come_when_they_are_due",
    ),
    "closed gates are passed": (
        Ramp, "_set_down", open_to(Ramp, "_set_down", "runway"), "runway", True, "nothing_sets_down_where_it_is_closed",
    ),
}  # fmt: skip
"""By error: the class or module and the name to replace, the replacement, the scarce resource of the random scenarios,
whether most of their times are whole hours, and the claim that must fail."""


@pytest.mark.parametrize("error", PLANTED)
def test_planted_errors_of_time_break_their_claims(monkeypatch: pytest.MonkeyPatch, error: str) -> None:
    """Each planted error breaks its claim in one of at most 120 random scenarios, tried forty at a time."""
    where, name, plant, scarce, ties, claim = PLANTED[error]
    monkeypatch.setattr(where, name, plant)
    cases = routed_scenarios(ties=ties, scarce=scarce)
    assert any(breaks(named(claim), cases, first) for first in (4, 5, 6))
