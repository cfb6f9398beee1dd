"""Quantiles and their intervals: coverage by exact enumeration, histories that do not close, ties, worlds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis.statistics.quantiles import order_limits, quantile, spread
from sim.model.calendars import NEVER

LEVELS = [0.05, 0.1, 0.5, 0.9, 0.95]


@pytest.mark.parametrize("p", LEVELS)
@pytest.mark.parametrize("n", [1, 5, 30, 59, 100, 1000])
def test_order_limits_cover(n: int, p: float) -> None:
    """The interval by ranks contains the quantile with a probability of at least 0.95. Each of its limits is on the
    wrong side of the quantile with a probability of at most 0.025. A limit one rank closer would be on the wrong side
    with a probability above 0.025.
    """
    low, high = order_limits(n, p)
    below = stats.binom(n, p)
    assert 0 <= low < high <= n + 1
    assert below.cdf(low - 1) <= 0.025 < below.cdf(low) + 1e-12
    assert below.sf(high - 1) <= 0.025 + 1e-12
    assert high == 1 or below.sf(high - 2) > 0.025
    assert below.cdf(high - 1) - below.cdf(low - 1) >= 0.95 - 1e-9


def test_the_interval_of_a_median_has_the_textbook_ranks() -> None:
    """The interval of the median of 20 values is from the 6th to the 15th value, as in textbooks."""
    assert order_limits(20, 0.5) == (6, 15)


def test_value_is_the_inverse_of_the_distribution() -> None:
    """The quantile is the smallest value such that at least n p values are not larger, in any order of the values."""
    values = np.random.default_rng(1).permutation(np.arange(1, 1001))
    for p in LEVELS:
        assert quantile(values, p, never=NEVER).value == round(1000 * p)
        assert np.quantile(values, p, method="inverted_cdf") == round(1000 * p)


def test_unfinished_histories_count_as_the_latest() -> None:
    """Histories that do not close count as later than all others, so a quantile or its upper limit may be NEVER."""
    values = np.concatenate([np.arange(1, 91), np.full(10, NEVER)])
    assert quantile(values, 0.9, never=NEVER).value == 90
    assert quantile(values, 0.9, never=NEVER).high == NEVER
    assert quantile(values, 0.95, never=NEVER).value == NEVER
    assert quantile(values, 0.95, never=NEVER).low == 90


def test_a_tail_of_few_values_has_no_bound() -> None:
    """With ten values the lower limit of the 5 % quantile is 0, the start, and the upper limit of the 95 % quantile is
    NEVER.
    """
    seen = [quantile(np.arange(1, 11), p, never=NEVER) for p in (0.05, 0.95)]
    assert (seen[0].low, seen[1].high) == (0, NEVER)


def test_by_world_is_near_the_order_statistics() -> None:
    """If each history has its own world, the limits by world (Woodruff's) are at most three ranks from the exact
    limits.
    """
    values = np.arange(1, 1001)
    for p in (0.1, 0.5, 0.9):
        exact = quantile(values, p, never=NEVER)
        worlds = quantile(values, p, never=NEVER, world=np.arange(1000))
        assert worlds.value == exact.value
        assert abs(worlds.low - exact.low) <= 3
        assert abs(worlds.high - exact.high) <= 3


def test_worlds_that_agree_widen_the_interval() -> None:
    """With ten equal histories in each of 100 worlds, the limits are at most two ranks from those of one history per
    world.
    """
    values = np.repeat(np.arange(1, 101), 10)
    world = np.repeat(np.arange(100), 10)
    seen = quantile(values, 0.5, never=NEVER, world=world)
    alone = quantile(np.arange(1, 101), 0.5, never=NEVER)
    assert abs(seen.low - alone.low) <= 2
    assert abs(seen.high - alone.high) <= 2


def test_the_spread_ignores_nan() -> None:
    """The spread of values ignores NaN, and is None if there is no other value."""
    assert spread(np.array([3.0, np.nan, 1.0, 2.0])) == {"p05": 1.0, "p50": 2.0, "p95": 3.0}
    assert spread(np.array([np.nan])) is None
    assert spread(np.array([4, 4, 9])) == {"p05": 4.0, "p50": 4.0, "p95": 9.0}
