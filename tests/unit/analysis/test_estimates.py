"""Intervals of a proportion, compared with scipy.stats, and their coverage by exact enumeration
(oracles W13 and W15).
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis.statistics.estimates import clustered, estimate, in_words, proportion


@pytest.mark.parametrize("n", [1, 2, 7, 100, 1000])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_proportion_equals_scipy(n: int, confidence: float) -> None:
    """The limits equal those of scipy.stats, with alpha / 2 on each side, also for 0 and n successes."""
    for met in sorted({0, 1, n // 3, n - 1, n}):
        seen = proportion(met, n, confidence)
        known = stats.binomtest(met, n).proportion_ci(confidence, "exact")
        low, high = known.low, known.high
        assert (seen.low, seen.high) == pytest.approx((low, high), rel=1e-9, abs=1e-12)
        assert (seen.value, seen.met, seen.n) == (met / n, met, n)


def coverage(p: float, n: int, low: np.ndarray, high: np.ndarray) -> float:
    """Return the probability that an interval covers p.

    `low` and `high` are the limits for 0, 1, ... n successes, shape (n + 1,).
    """
    return float(stats.binom.pmf(np.arange(n + 1), n, p)[(low <= p) & (p <= high)].sum())


def clopper_pearson(n: int) -> tuple[np.ndarray, np.ndarray]:
    limits = [proportion(met, n) for met in range(n + 1)]
    return np.array([seen.low for seen in limits]), np.array([seen.high for seen in limits])


def test_W13_coverage() -> None:
    """W13: at P = 0.99 and n = 100 the exact interval covers P with probability 0.982, Wald's with 0.633, and Wilson's
    with 0.921.
    """
    n, p, z = 100, 0.99, stats.norm.isf(0.025)
    seen = np.arange(n + 1) / n
    reach = z * np.sqrt(seen * (1 - seen) / n)
    middle = (seen + z**2 / (2 * n)) / (1 + z**2 / n)
    wide = z / (1 + z**2 / n) * np.sqrt(seen * (1 - seen) / n + z**2 / (4 * n**2))
    assert coverage(p, n, seen - reach, seen + reach) == pytest.approx(0.633, abs=5e-4)
    assert coverage(p, n, middle - wide, middle + wide) == pytest.approx(0.921, abs=5e-4)
    assert coverage(p, n, *clopper_pearson(n)) == pytest.approx(0.982, abs=5e-4)


@pytest.mark.parametrize("n", [1, 5, 20, 50, 100, 400])
def test_W15_never_below_nominal(n: int) -> None:
    """W15: coverage is at least 0.95 at 2,001 values of P from 0 to 1, and at values just beside each limit."""
    low, high = clopper_pearson(n)
    edges = np.concatenate([low, high])
    grid = np.concatenate([np.linspace(0, 1, 2001), edges - 1e-9, edges + 1e-9])
    least = min(coverage(p, n, low, high) for p in grid[(grid >= 0) & (grid <= 1)])
    assert least >= 0.95 - 1e-9


def test_W15_one_sided_ends_would_fall_short() -> None:
    """W15: with all of alpha on one side for 0 and n successes, the coverage would fall below 0.943."""
    n = 100
    low, high = clopper_pearson(n)
    high[0], low[n] = 1 - 0.05 ** (1 / n), 0.05 ** (1 / n)
    grid = np.concatenate([np.linspace(0.9, 1, 2001), low - 1e-9])
    least = min(coverage(p, n, low, high) for p in grid[(grid >= 0) & (grid <= 1)])
    assert 0.93 < least < 0.943


@pytest.mark.parametrize(("met", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_refused(met: int, n: int) -> None:
    """No histories, a negative number of successes, and more successes than histories are errors."""
    with pytest.raises(ValueError, match=f"met = {met}, n = {n}"):
        proportion(met, n)


def test_worlds_of_one_history_give_nearly_the_exact_interval() -> None:
    """If each history has its own world, the interval by worlds contains the exact one, and its limits differ from
    the exact limits by at most 0.001.
    """
    met = np.arange(500) < 450
    alone, worlds = proportion(450, 500), clustered(met, np.arange(500))
    assert worlds.low <= alone.low
    assert worlds.high >= alone.high
    assert (worlds.low, worlds.high) == pytest.approx((alone.low, alone.high), abs=1e-3)


def test_worlds_that_agree_count_once() -> None:
    """If the ten histories of each world agree, the interval is that of 40 histories, not of 400."""
    met = np.repeat(np.arange(40) < 30, 10)
    seen = clustered(met, np.repeat(np.arange(40), 10))
    one_each = clustered(np.arange(40) < 30, np.arange(40))
    assert (seen.low, seen.high) == pytest.approx((one_each.low, one_each.high), rel=1e-6)
    assert (seen.met, seen.n, seen.worlds) == (300, 400, 40)


@pytest.mark.parametrize("all_met", [0, 1])
def test_without_spread_the_interval_counts_worlds(all_met: int) -> None:
    """If all or no histories succeed, the interval is the exact one for the number of worlds."""
    seen = clustered(np.full(200, all_met), np.repeat(np.arange(20), 10))
    alone = proportion(20 * all_met, 20)
    assert (seen.low, seen.high) == (alone.low, alone.high)


def test_one_world_gives_an_interval_from_0_to_1() -> None:
    seen = clustered(np.array([1, 0, 1]), np.zeros(3))
    assert (seen.low, seen.high) == (0.0, 1.0)


def test_the_estimate_uses_worlds_if_there_are_any() -> None:
    """The estimate is the exact one without worlds, and the clustered one with worlds."""
    met = np.array([1, 1, 0, 1])
    assert estimate(met, None) == proportion(3, 4)
    assert estimate(met, np.array([0, 0, 1, 1])) == clustered(met != 0, np.array([0, 0, 1, 1]))


@pytest.mark.parametrize(
    ("met", "n", "got"),
    [
        (380, 400, "0.950 [0.924, 0.969]"),
        (400, 400, "at least 0.990"),
        (0, 400, "at most 0.010"),
        (1_000_000, 1_000_000, "at least 0.999996"),
        (0, 1_000_000, "at most 0.000004"),
        (12, 1_000_000, "0.000012 [0.000006, 0.000021]"),
        (500_300, 1_000_000, "0.5003 [0.4993, 0.5013]"),
        (1, 2, "0.500 [0.013, 0.987]"),
    ],
)
def test_digits_of_a_printed_probability(met: int, n: int, got: str) -> None:
    """A probability is printed with the digits that its interval supports, at least three. If all or no histories
    succeed, only one limit is printed, so that no probability seems certain.
    """
    seen = proportion(met, n)
    assert in_words(seen.value, seen.low, seen.high, met, n) == got
