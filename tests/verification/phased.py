"""Helpers for tests of phased plans: build a small scenario, run it, and return the instants of release."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, START, lift, rate, scenario, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
"""All checks of the SimPy engine."""
FIRST = date(2024, 1, 1)
OFTEN = rate(7 * 24)
"""A supply of one mission each hour, at half past."""


def day(number: float) -> Any:
    """Return the date `number` days after the start; for a fraction of a day, the date and time."""
    return FIRST + timedelta(number) if number == int(number) else START + timedelta(number)


def asked(phasing: dict[str, Any], **sections: Any) -> Scenario:
    """Return a scenario of twenty people who follow the phased plan `phasing`, with hourly lift.

    `sections` replace sections of the scenario.
    """
    stated = {"group": {"main": staged(20)}, "lift": {"jet": lift(OFTEN)}, "plan": {"out": phasing}}
    return scenario(**(stated | sections))


def run(case: Scenario, replication: int = 0) -> Trajectory:
    """Run one history with all checks, and return it.

    Check that the seconds due to each reason sum to the closure, or to the horizon if the history does not close.
    """
    compiled = plan(case)
    history = simulate(compiled, 1, replication, check=ALL)
    sums = Sums(compiled, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], compiled.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return history


def released(history: Trajectory) -> list[float]:
    """Return the instants [h] at which movers were released, in order of movers."""
    return [instant / HOUR for instant in history.mover["released"].tolist()]
