"""Queueing efficiency as a result of the simulation: the share of its MOG that a fully scheduled ramp can use."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from sim.experiment.arrivals import Ground, measure

FIXED = Ground(cv=0.0, holding_h=0.0)
HISTORIES, SEED = 20, 13


def blocked(spots: int) -> float:
    """Return Erlang's B, the probability that all spots are taken, at an offered load of one erlang per spot.

    It holds for any distribution of ground times.
    """
    chance = 1.0
    for n in range(1, spots + 1):
        chance = spots * chance / (n + spots * chance)
    return chance


@pytest.mark.parametrize("mog", [1, 2, 3])
def test_random_arrivals_use_the_share_that_erlang_gives(mog: int) -> None:
    """Claim: Poisson arrivals that cannot wait overhead use 1 - B of the MOG: 0.500, 0.600, 0.654 for 1, 2, 3 spots.

    20 histories of 28 days, seed 13. The share must lie within four standard errors (Student's t: one false alarm in
    1,300). The window begins with the first aircraft, which always finds a spot; this adds 0.003 at most.
    """
    (cell,) = measure([mog], FIXED, HISTORIES, SEED, ["poisson"])
    error = (cell.high - cell.mean) / float(stats.t(HISTORIES - 1).ppf(0.975))
    assert abs(cell.mean - (1 - blocked(mog))) <= 4 * error + 0.003
    assert 4 * error < 0.06


def test_the_mog_is_used_fully_if_aircraft_wait_or_come_in_step() -> None:
    """Claim: with fixed ground times, one spot is used all the time if aircraft always wait, or come every 3.25 h."""
    reached = {cell.arrive: cell.mean for cell in measure([1], FIXED, 2, SEED)}
    assert reached["waiting"] == reached["even"] == 1.0
    assert reached["poisson"] < reached["jittered"] < 1.0


def test_waiting_aircraft_keep_a_ramp_busy_whatever_the_ground_time() -> None:
    """Claim: with random ground times, a spot is used all the time only if aircraft wait for it. The planners' factor
    of 0.85 lies above what random arrivals reach on one spot, and below what waiting aircraft reach.
    """
    reached = {cell.arrive: cell for cell in measure([1], Ground(), 10, SEED)}
    assert reached["waiting"].mean == 1.0
    assert reached["poisson"].high < 0.85 < reached["waiting"].low
    assert math.isclose(reached["waiting"].low, 1.0)
