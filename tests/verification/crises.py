"""Helpers for tests of crises: a small force, its history on both engines, and the reasons of its closure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import reasons
from sim.analysis.sums import Sums
from sim.domain.scenario import Scenario
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, lift, rate, scenario, staged
from tests.verification.explained import explained

FIRST = date(2024, 1, 1)
OFTEN = rate(7 * 24)
"""A supply of one mission each hour, at half past."""
FIFTH = date(2024, 1, 5)
"""96 h after the start."""


def day(number: int) -> date:
    """Return the date `number` days after the start."""
    return FIRST + timedelta(number)


def asked(fall: dict[str, Any], **sections: Any) -> Scenario:
    """Return a scenario in which a plan releases twenty people, one a day, with hourly lift and the crisis `fall`.

    If `fall` is empty, there is no crisis. `sections` replace sections of the scenario.
    """
    stated: dict[str, Any] = {
        "group": {"main": staged(20)},
        "lift": {"jet": lift(OFTEN)},
        "plan": {"out": {"group": ["main"], "begins": FIRST, "until": day(19)}},
        "crisis": {"fall": fall} if fall else {},
    }
    return scenario(**(stated | sections))


def run(case: Scenario, replication: int = 0) -> Trajectory:
    """Run a history on both engines with `explained`, which also checks its causes, and return it."""
    return explained(case, replication)[1]


def why(case: Scenario, history: Trajectory) -> dict[str, int]:
    """Return the seconds until the closure that are due to each reason, by its key."""
    made = plan(case)
    named = reasons(made)
    return {named[row].key: seconds for target, row, seconds in by_reason(Sums(made, history)).tolist() if target == 0}


def left(history: Trajectory) -> list[float]:
    """Return the instants [h] at which movers left the country, in order of movers, without those that stayed."""
    return [instant / HOUR for instant in history.mover["up"].tolist() if instant < NEVER]
