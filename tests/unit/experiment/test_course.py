"""`Study.course`: people and equipment at each place, and gone from it, over time, by day or by hour."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.analysis.sums.daily import midnights

DAY_S = 86_400


@pytest.mark.parametrize("days", [13, 20])
def test_short_histories_are_shown_by_hour(days: int) -> None:
    """If the horizon is at most two weeks, the course has a value for each hour, and the values at midnights are
    those of the counts by day. If it is longer, the course has a value for each day.
    """
    scenario = sim.load("configs/tiny.toml", [f"clock.horizon_d={days}"])
    study = sim.run(scenario, replications=4, engine="simpy")
    found, histories = study.course
    assert histories == 4
    by_day = study.bands()
    if study.plan.horizon > 14 * DAY_S:
        assert found.instants.tolist() == by_day.instants.tolist()
        return
    assert np.diff(found.instants).tolist() == [3600] * (len(found.instants) - 1)
    at = [found.instants.tolist().index(second) for second in midnights(study.plan).tolist()]
    hours, tables = found.instants.tolist(), [by_day.instants.tolist().index(found.instants[row]) for row in at]
    assert len(hours) > len(at) > 1
    assert (found.people[at] == by_day.people[tables]).all()
    assert np.allclose(found.tonnes[at], by_day.tonnes[tables])
