"""Paired differences on common random numbers, compared with published intervals and with the score test itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import norm, t

from sim.analysis.statistics.paired import paired, paired_mean, paired_proportion, tango
from sim.model.calendars import NEVER


@pytest.mark.parametrize(
    ("one", "other", "n", "confidence", "low", "high"),
    [
        (1, 7, 21, 0.95, -0.517, -0.026),  # Fagerland, Lydersen and Laake 2014, airway reactivity
        (28, 25, 618, 0.90, -0.0148, 0.0247),  # PropCIs 0.3-0, scoreci.mp(25, 28, 618, 0.9)
    ],
)
def test_intervals_agree_with_published_ones(
    one: int, other: int, n: int, confidence: float, low: float, high: float
) -> None:
    """Tango's interval agrees with published values and with another program."""
    found = tango(one, other, n, confidence)
    digits = 3 if n == 21 else 4
    assert (round(found[0], digits), round(found[1], digits)) == (low, high)


@given(st.integers(1, 200), st.integers(0, 200), st.integers(0, 200))
def test_the_limits_are_where_the_score_test_turns(n: int, one: int, other: int) -> None:
    """The score statistic is z at the lower limit of the interval and -z at the upper, to within 0.02. Exchanging the
    two plans mirrors the interval.

    The statistic needs the probability q that only the other plan succeeds, which is found by a numerical search.
    """
    one, other = min(one, n), min(other, n - min(one, n))
    low, high = tango(one, other, n)
    assert -1.0 <= low <= (one - other) / n <= high <= 1.0

    def statistic(d: float) -> float:
        def unlikely(q: float) -> float:
            cells = ((one, q + d), (other, q), (n - one - other, 1 - 2 * q - d))
            return -sum(many * math.log(max(p, 1e-300)) for many, p in cells if many)

        q = minimize_scalar(unlikely, bounds=(max(0.0, -d), (1 - d) / 2), method="bounded", options={"xatol": 1e-12}).x
        return (one - other - n * d) / math.sqrt(n * (2 * q + d - d * d))

    for limit, sign in ((low, 1), (high, -1)):
        if abs(limit) < 1 - 1e-6:
            assert sign * statistic(limit) == pytest.approx(norm.ppf(0.975), abs=2e-2)
    assert tango(other, one, n) == pytest.approx((-high, -low), abs=1e-9)


def test_equal_pairs_have_difference_0_and_an_interval_with_width() -> None:
    """If all 100 pairs agree, the difference is exactly 0, and its interval is from -z^2 / (100 + z^2) to z^2 / (100 +
    z^2).
    """
    met = np.array([1, 0, 1, 1] * 25)
    seen = paired_proportion(met != 0, met != 0, None)
    assert seen.value == 0.0
    z2 = norm.ppf(0.975) ** 2
    assert (seen.low, seen.high) == pytest.approx((-z2 / (100 + z2), z2 / (100 + z2)))


def test_shared_worlds_widen_the_interval() -> None:
    """If all pairs of a world agree, the interval is about as wide as an interval from one pair of each world, and more
    than twice as wide as an interval without worlds. With a single world it is from -1 to 1.
    """
    rng = np.random.default_rng(3)
    mine = np.repeat(rng.random(40) < 0.6, 10)
    theirs = np.repeat(rng.random(40) < 0.4, 10)
    world = np.repeat(np.arange(40), 10)
    free, shared = paired_proportion(mine, theirs, None), paired_proportion(mine, theirs, world)
    assert shared.value == free.value
    assert shared.worlds == 40
    of_worlds = paired_proportion(mine[::10], theirs[::10], None)
    assert shared.high - shared.low == pytest.approx(of_worlds.high - of_worlds.low, rel=0.08)
    assert shared.high - shared.low > 2 * (free.high - free.low)
    alike = paired_proportion(mine, mine, world)
    assert (alike.low, alike.high) == tango(0, 0, 40)
    one = paired_proportion(mine[:10], ~mine[:10], world[:10])
    assert (one.low, one.high) == (-1.0, 1.0)


def test_the_interval_of_a_mean_difference_is_students() -> None:
    """Without worlds the limits are mean +- t s / sqrt(n). With worlds they follow from the means of the worlds in the
    same way.
    """
    days = np.array([1.0, 2.0, 0.0, -1.0, 3.0, 1.0])
    half = t.ppf(0.975, 5) * days.std(ddof=1) / math.sqrt(6)
    seen = paired_mean(days, None)
    assert (seen.value, seen.low, seen.high) == pytest.approx((1.0, 1.0 - half, 1.0 + half))
    by_world = paired_mean(days, np.array([0, 0, 1, 1, 2, 2]))
    means = days.reshape(3, 2).mean(axis=1)
    half = t.ppf(0.975, 2) * means.std(ddof=1) / math.sqrt(3)
    assert (by_world.low, by_world.high) == pytest.approx((1.0 - half, 1.0 + half))
    assert math.isnan(paired_mean(days[:0], None).value)
    assert paired_mean(days[:1], None).high == math.inf


def test_pairs_that_never_closed_are_counted_and_not_averaged() -> None:
    """Milestones gained and lost are counted over all four pairs. Days are compared only in the one pair in which both
    plans closed, and the number of other pairs is reported.
    """
    day = 86_400
    mine = np.array([10 * day, NEVER, 12 * day, NEVER])
    theirs = np.array([11 * day, 9 * day, NEVER, NEVER])
    seen = paired((mine < 11 * day, theirs < 11 * day), (mine, theirs), None)
    assert (seen.gained, seen.lost, seen.n, seen.one_never) == (1, 1, 4, 3)
    assert (seen.closure_d.value, seen.closure_d.n) == (-1.0, 1)
