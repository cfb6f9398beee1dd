"""A supply that began before the start: its weeks, ramp-up and random numbers count from its own beginning."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import simulate
from sim.model import durations
from sim.model.compile import plan
from sim.model.draws import Stream, name_key, uniform
from sim.model.plan import Plan
from tests.scenarios import DAY, START, items, lift, rate, scenario
from tests.verification.trajectories import assert_same_trajectory

PATTERNS = ["even", "poisson", "jittered"]


def case(begins_d: float, **more: Any) -> Plan:
    """Return a plan of 120 items and a supply of ten missions a week.

    The supply begins `begins_d` days after the start; a negative number means before the start.
    """
    supply = rate(10, begins=START + timedelta(days=begins_d), **more)
    made = scenario(lot={"crates": items(120)}, lift={"plane": lift(supply, payload_t=2.0)})
    return plan(made)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("begins_d", [-400, -50.3, -7, -1, 0])
def test_both_engines_give_the_same_history(begins_d: float, pattern: str) -> None:
    """If the rate of missions varies from week to week and grows over 30 days, both engines give the same histories."""
    made = case(begins_d, pattern=pattern, week_cv=0.6, ramp_up_d=30.0)
    for replication in range(3):
        assert_same_trajectory(simulate(made, 1, replication), compiled(made, 1, replication))


def test_weeks_before_the_start_have_factors_of_their_own() -> None:
    """Missions are due when their expected number since the beginning of the supply passes 0.5, 1.5, 2.5, and so on.

    Each week has 10 missions times the drawn factor of the week. Weeks -2 and -1 are before the start. The first
    mission after the start is due in week 0.
    """
    mu, sigma = durations.lognormal_from_mean_cv(1.0, 0.6)
    factor = {
        week: durations.quantile(
            durations.Kind.LOGNORMAL, mu, sigma, 0.0, (), uniform(1, 0, Stream.WEEK, name_key("plane"), week, 0, 0)
        )
        for week in (-2, -1, 0)
    }
    expected = 10 * (factor[-2] + factor[-1])
    due = int(expected + 0.5) + 0.5
    first = round((due - expected) / (10 * factor[0] / 7) * DAY)
    planned = simulate(case(-14, week_cv=0.6), 1, 0).sortie["planned"]
    assert abs(int(planned[0]) - first) <= 1


def test_a_ramp_up_that_began_before_the_start_is_over() -> None:
    """A ramp-up of ten days that began twenty days before the start is over: missions come every 0.7 days.

    As many missions come as without a ramp-up.
    """
    grown, full = (simulate(case(-20, **more), 1, 0).sortie["planned"] for more in ({"ramp_up_d": 10.0}, {}))
    assert len(grown) == len(full)
    assert abs(int(grown[30]) - int(grown[29]) - 7 * DAY // 10) <= 1
