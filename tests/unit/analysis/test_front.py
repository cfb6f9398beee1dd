"""Plans compared by several criteria: which plans another plan dominates, and whether this is beyond sampling error."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decisions.front import front

# Columns: probability (larger is better), cost (smaller is better). Rows: plan a; b is likelier than a and costs more;
# c is less likely than b and costs more; d equals a.
MEANS = [[0.80, 10.0], [0.95, 20.0], [0.90, 25.0], [0.80, 10.0]]
LARGER = [True, False]


def test_the_front_of_four_plans() -> None:
    found = front(MEANS, LARGER)
    assert found.kept == (0, 1, 3)
    assert found.dominated == ((), (), (1,), ())
    assert found.settled == (True, True, True, True)


def test_one_criterion_keeps_the_best() -> None:
    assert front([[1.0], [3.0], [2.0]], [True]).kept == (1,)
    assert front([[1.0], [3.0], [2.0]], [False]).kept == (0,)


def test_large_errors_leave_a_small_difference_open() -> None:
    """A difference of 0.05 in probability is settled if the errors of both plans are 0.03, and open
    if they are 0.04.
    """
    errors = np.array([[0.04, 0.0]] * 4)
    assert front(MEANS[:3], LARGER, errors=errors[:3]).settled == (True, True, False)
    assert front(MEANS[:3], LARGER, errors=0.75 * errors[:3]).settled == (True, True, True)


def test_a_front_with_a_plan_that_may_be_dominated_is_not_settled() -> None:
    found = front([[0.90, 10.0], [0.91, 10.0]], LARGER, errors=[[0.02, 0.0], [0.02, 0.0]])
    assert found.kept == (1,)
    assert found.settled == (False, False)


def test_paired_differences_settle_more_than_single_errors() -> None:
    means = np.array([[0.90, 10.0], [0.93, 10.0]])
    gain = means[:, None, :] - means[None, :, :]
    half = np.where(np.eye(2, dtype=bool), 0.0, 0.01)[:, :, None] * np.array([1.0, 0.0])
    found = front(means, LARGER, errors=[[0.03, 0.0]] * 2, differences=(gain - half, gain + half))
    assert found.dominated == ((1,), ())
    assert found.settled == (True, True)


def test_a_plan_alone_is_the_front() -> None:
    assert front([[1.0, 2.0]], LARGER).settled == (True,)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="criteria as columns"):
        front(MEANS, [True])
    with pytest.raises(ValueError, match="a number for each"):
        front([[np.nan, 1.0]], LARGER)
    with pytest.raises(ValueError, match="errors of shape"):
        front(MEANS, LARGER, errors=[0.1])
    with pytest.raises(ValueError, match="limits of differences"):
        front(MEANS, LARGER, differences=([0.1], [0.2]))
