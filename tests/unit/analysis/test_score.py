"""The continuous ranked probability score (CRPS), compared with its definition and with a closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.statistics.score import crps


@pytest.mark.parametrize("seen", [-3.0, 2.0, 2.5, 40.0])
def test_the_score_is_the_integral_of_the_squared_distance_of_distribution_functions(seen: float) -> None:
    """The score equals its definition, the integral of (F(t) - [t >= seen])**2, also with tied values."""
    values = np.array([5.0, 2.0, 2.0, -1.0, 9.0])
    steps = np.unique([*values, seen])
    middles, lengths = (steps[1:] + steps[:-1]) / 2, np.diff(steps)
    share = (values[None] <= middles[:, None]).mean(axis=1)
    assert crps(values, seen) == pytest.approx(float(((share - (middles >= seen)) ** 2 * lengths).sum()))


def test_one_history_and_equal_histories_have_the_absolute_error() -> None:
    """Without spread the score is the absolute error. Large values that lie close together lose no digits."""
    assert crps(np.array([7.0]), 4.0) == 3.0
    assert crps(np.full(9, 4.0), 4.0) == 0.0
    assert crps(1e9 + np.array([0.0, 1.0]), 1e9) == pytest.approx(0.25)


def test_the_score_of_quantiles_of_a_normal_distribution_is_its_closed_form() -> None:
    """The score of a standard normal distribution at its mean is (sqrt 2 - 1) / sqrt pi (Gneiting & Raftery 2007, eq.
    22).
    """
    from scipy.special import ndtri

    values = ndtri((np.arange(20_000) + 0.5) / 20_000)
    assert crps(values, 0.0) == pytest.approx((math.sqrt(2) - 1) / math.sqrt(math.pi), abs=1e-4)
