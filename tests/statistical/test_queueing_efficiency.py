"""Queueing efficiency that emerges: what a ramp reaches under a schedule that asks for all of its MOG."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from sim.experiment.arrivals import Ground, measure

FIXED = Ground(cv=0.0, holding_h=0.0)
HISTORIES, SEED = 20, 13


def blocked(spots: int) -> float:
    """Erlang's B at an offered load of as many erlangs as there are spots; any distribution of ground times."""
    chance = 1.0
    for n in range(1, spots + 1):
        chance = spots * chance / (n + spots * chance)
    return chance


@pytest.mark.parametrize("mog", [1, 2, 3])
def test_chance_arrivals_lose_what_erlang_says(mog: int) -> None:
    """Claim: Poisson arrivals that cannot hold use 1 - B of the MOG: 0.500, 0.600, 0.654.

    20 histories of 28 days, seed 13; within four standard errors, for which Student's t gives a false alarm in 1,300.
    The window opens with the first aircraft, which is always served: that is 0.003 at most.
    """
    (cell,) = measure([mog], FIXED, HISTORIES, SEED, ["poisson"])
    error = (cell.high - cell.mean) / float(stats.t(HISTORIES - 1).ppf(0.975))
    assert abs(cell.mean - (1 - blocked(mog))) <= 4 * error + 0.003
    assert 4 * error < 0.06


def test_nothing_is_lost_where_aircraft_wait_or_come_in_step() -> None:
    """Claim: fixed ground times and one spot: all of it is worked if aircraft always wait, or come every 3.25 h."""
    reached = {cell.arrive: cell.mean for cell in measure([1], FIXED, 2, SEED)}
    assert reached["waiting"] == reached["even"] == 1.0
    assert reached["poisson"] < reached["jittered"] < 1.0


def test_waiting_aircraft_keep_a_ramp_busy_whatever_the_ground_time() -> None:
    """Claim: with ground times that vary, only an aircraft that already waits takes a spot at once; planners' 0.85 is
    above what chance arrivals reach on one spot and below what waiting ones do.
    """
    reached = {cell.arrive: cell for cell in measure([1], Ground(), 10, SEED)}
    assert reached["waiting"].mean == 1.0
    assert reached["poisson"].high < 0.85 < reached["waiting"].low
    assert math.isclose(reached["waiting"].low, 1.0)
