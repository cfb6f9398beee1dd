"""A small force in a crisis, its history on both engines, and what owns its closure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sim.analysis.causes.owned import owned
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
"""A mission each hour, at half past."""
FIFTH = date(2024, 1, 5)
"""Its beginning is 96 h after the start."""


def day(number: int) -> date:
    """The date so many days after the start."""
    return FIRST + timedelta(number)


def asked(fall: dict[str, Any], **sections: Any) -> Scenario:
    """Twenty people of whom a plan releases one a day, lift every hour, and a crisis."""
    stated: dict[str, Any] = {
        "group": {"main": staged(20)},
        "lift": {"jet": lift(OFTEN)},
        "plan": {"out": {"group": ["main"], "begins": FIRST, "until": day(19)}},
        "crisis": {"fall": fall} if fall else {},
    }
    return scenario(**(stated | sections))


def run(case: Scenario, replication: int = 0) -> Trajectory:
    """Run a scenario under all checks, on both engines; every date is explained to the second."""
    return explained(case, replication)[1]


def why(case: Scenario, history: Trajectory) -> dict[str, int]:
    """Seconds of the closure by reason."""
    made = plan(case)
    named = reasons(made)
    return {named[row].key: seconds for target, row, seconds in owned(Sums(made, history)).tolist() if target == 0}


def left(history: Trajectory) -> list[float]:
    """Hours after the start at which movers left, in their order; those that did not are passed over."""
    return [instant / HOUR for instant in history.mover["up"].tolist() if instant < NEVER]
