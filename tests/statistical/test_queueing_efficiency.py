"""Queueing efficiency: the share of its MOG that a ramp uses if aircraft arrive at the rate that the MOG allows."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from sim.experiment.arrivals import Ground, measure

FIXED = Ground(cv=0.0, holding_h=0.0)
HISTORIES, SEED = 20, 13


def blocked(spots: int) -> float:
    """Return Erlang's B, the probability that all spots are taken, if the offered load is one aircraft per spot."""
    chance = 1.0
    for n in range(1, spots + 1):
        chance = spots * chance / (n + spots * chance)
    return chance


@pytest.mark.parametrize("mog", [1, 2, 3])
def test_random_arrivals_use_the_share_that_erlang_gives(mog: int) -> None:
    """Poisson arrivals that cannot wait overhead use 1 - B of the MOG: 0.500, 0.600, 0.654 for 1, 2, 3 spots.

    The mean of 20 histories of 28 days (seed 13) must lie within four standard errors of this share (Student's t: one
    false alarm in 1,300), plus 0.003, since the observation begins with the first aircraft, which always finds a spot.
    """
    (cell,) = measure([mog], FIXED, HISTORIES, SEED, ["poisson"])
    error = (cell.high - cell.mean) / float(stats.t(HISTORIES - 1).ppf(0.975))
    assert abs(cell.mean - (1 - blocked(mog))) <= 4 * error + 0.003
    assert 4 * error < 0.06


def test_the_mog_is_used_fully_if_aircraft_wait_or_come_in_step() -> None:
    """With fixed ground times, one spot is used all the time if aircraft always wait, or come once per ground time.

    The spot is used less if each aircraft comes at a random instant of its own ground time, and least with Poisson
    arrivals.
    """
    reached = {cell.arrive: cell.mean for cell in measure([1], FIXED, 2, SEED)}
    assert reached["waiting"] == reached["even"] == 1.0
    assert reached["poisson"] < reached["jittered"] < 1.0


def test_waiting_aircraft_keep_a_ramp_busy_whatever_the_ground_time() -> None:
    """With random ground times, one spot is used all the time if aircraft always wait for it.

    With Poisson arrivals the share is below 0.85, the efficiency that planners assume.
    """
    reached = {cell.arrive: cell for cell in measure([1], Ground(), 10, SEED)}
    assert reached["waiting"].mean == 1.0
    assert reached["poisson"].high < 0.85 < reached["waiting"].low
    assert math.isclose(reached["waiting"].low, 1.0)
