"""Intervals and verdicts that are valid at any stop: edge cases, closed forms, and their agreement with each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import beta, betainc

from sim.analysis.decisions.sequence import Means, against, bounded_means, evidence, interval, settled
from sim.analysis.statistics.estimates import proportion


def test_without_histories_the_interval_is_from_0_to_1() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    assert Means().interval() == (0.0, 1.0)
    assert settled(0, 0, 0.9) is None


def test_evidence_without_a_success_has_a_closed_form() -> None:
    """At 0 of n the evidence against p is the logarithm of the mean of two averages of (1 - b)^n / (1 - p)^n: one
    average over all b above p, and one over all b below p.
    """
    n, p = 40, 0.06
    above = 1.0 / (n + 1)
    below = (1.0 - (1.0 - p) ** (n + 1)) / ((n + 1) * p * (1.0 - p) ** n)
    assert against(0, n, p) == pytest.approx(math.log(0.5 * above + 0.5 * below))
    low, high = interval(0, n)
    assert low == 0.0
    assert against(0, n, high) == pytest.approx(math.log(20.0))
    assert interval(n, n) == pytest.approx((1.0 - high, 1.0), abs=1e-12)


def test_evidence_at_the_ends() -> None:
    assert against([0, 1, 2], 2, 0.0).tolist() == [-math.inf, math.inf, math.inf]
    assert against([0, 1, 2], 2, 1.0).tolist() == [math.inf, math.inf, -math.inf]


def test_the_interval_agrees_with_verdicts() -> None:
    """At the lower limit of the interval, the evidence that the probability is above this limit is log(2 / alpha) = log
    40.
    """
    low, _ = interval(990, 1000)
    above, _ = evidence(990, 1000, low)
    assert above == pytest.approx(math.log(40.0), abs=1e-3)


@pytest.mark.parametrize(("met", "n"), [(0, 1), (1, 1), (3, 10), (95, 100), (1999, 2000), (500_000, 1_000_000)])
def test_the_sequence_is_wider_than_an_interval_for_one_look(met: int, n: int) -> None:
    low, high = interval(met, n)
    one_look = proportion(met, n)
    assert low <= one_look.low <= one_look.high <= high
    assert low <= met / n <= high


def test_means_of_zeros_and_ones_agree_with_counts() -> None:
    """For values of 0 and 1, the interval of their mean equals the interval of counts to within 0.0002."""
    for met, n in ((0, 30), (12, 30), (380, 400), (400, 400)):
        assert bounded_means([1] * met + [0] * (n - met)) == pytest.approx(interval(met, n), abs=2e-4)


def test_order_and_batches_of_means_do_not_matter() -> None:
    values = np.tile([0.2, 0.4, 0.4, 0.9, 1.0], 20)
    parts = Means(0.9)
    for part in np.split(values[::-1], 10):
        parts.add(part)
    assert parts.n == 100
    assert parts.interval() == pytest.approx(bounded_means(values, 0.9), abs=1e-9)


def test_means_with_little_spread_have_a_narrow_interval() -> None:
    low, high = bounded_means(np.tile([0.5, 0.6], 100))
    assert 0.5 < low < 0.55 < high < 0.6
    low, high = bounded_means(np.full(100, 0.5))
    assert 0.47 < low < 0.5 < high < 0.53


def test_evidence_is_at_its_bound_at_the_limits() -> None:
    sequence = Means()
    assert sequence.against(0.3) == 0.0
    sequence.add([0.1, 0.4, 0.4, 0.2] * 10)
    low, high = sequence.interval()
    assert sequence.against(low) == pytest.approx(math.log(20.0))
    assert sequence.against(high) == pytest.approx(math.log(20.0))
    assert sequence.against(0.0) == math.inf
    with pytest.raises(ValueError, match="mean"):
        sequence.against(1.5)


@pytest.mark.parametrize("bad", [[-0.1], [1.1], [float("nan")]])
def test_means_are_refused_outside_their_bounds(bad: list[float]) -> None:
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        Means().add(bad)


def test_evidence_by_hand() -> None:
    """For 2 of 3 against 1/2, the evidence above is the logarithm of twice the integral of p^2 (1 - p) over (1/2, 1),
    divided by 1/8. The evidence below has the integral over (0, 1/2).
    """
    above, below = evidence(2, 3, 0.5)
    whole = beta(3, 2)
    assert above == pytest.approx(math.log(16 * whole * (1 - betainc(3, 2, 0.5))))
    assert below == pytest.approx(math.log(16 * whole * betainc(3, 2, 0.5)))


def test_a_verdict_needs_enough_evidence_on_one_side() -> None:
    assert settled(300, 300, 0.95) == "above"
    assert settled(30, 60, 0.95) == "below"
    assert settled(95, 100, 0.95) is None
    assert settled(300, 300, 0.95, error=1e-6) is None


def test_verdicts_mirror_each_other() -> None:
    for met in range(0, 201, 5):
        mirrored = {"above": "below", "below": "above", None: None}[settled(200 - met, 200, 0.2)]
        assert settled(met, 200, 0.8) == mirrored


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="met = 3, n = 2"):
        interval(3, 2)
    with pytest.raises(ValueError, match="target = 1"):
        settled(1, 2, 1.0)
    with pytest.raises(ValueError, match="confidence"):
        interval(1, 2, 1.0)
    with pytest.raises(ValueError, match="confidence"):
        settled(1, 2, 0.5, 0.0)
