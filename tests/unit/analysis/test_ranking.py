"""Which of several plans may be the best, which are worth choosing from, and intervals that are valid at any stop."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decisions.ranking import beaten, choice, looked_at, looked_at_pair
from sim.analysis.statistics.paired import paired_proportion

GOOD = np.ones(100, np.int64)
FAIR = np.array([1] * 80 + [0] * 20)
POOR = np.array([1] * 30 + [0] * 70)


def test_a_plan_is_beaten_by_the_plan_that_gains_most() -> None:
    """A plan is beaten by a plan that succeeds more often beyond sampling error. Of several such plans, the plan with
    the largest gain is named, and of equal ones the first.
    """
    assert beaten([GOOD, FAIR, POOR], None) == (None, 0, 0)
    assert beaten([FAIR, GOOD, GOOD], None) == (1, None, None)


def test_one_of_two_plans_is_beaten_if_the_interval_excludes_0() -> None:
    """A plan is beaten by another plan if, and only if, the 95 % interval of the other's gain lies above 0."""
    for late in range(1, 12):
        other = np.array([0] * late + [1] * (100 - late))
        clear = paired_proportion(GOOD != 0, other != 0, None, 0.95).low > 0.0
        assert (beaten([GOOD, other], None)[1] == 0) == clear


def test_equal_histories_beat_no_plan() -> None:
    assert beaten([FAIR, FAIR, FAIR], None) == (None, None, None)
    assert beaten([GOOD, GOOD], None) == (None, None)


def test_cheaper_and_less_likely_is_worth_choosing() -> None:
    """A cheaper and less likely plan is worth choosing. A dearer and less likely plan is not."""
    cost = [np.full(100, 9.0), np.full(100, 5.0), np.full(100, 12.0)]
    found = choice([GOOD, FAIR, FAIR], [cost], None, same=[0, 1, 2])
    assert found.kept == (0, 1)
    assert found.settled == (True, True, True)
    assert found.dominated[2] == (0, 1)


def test_the_same_plan_twice_does_not_unsettle() -> None:
    """Two plans with the same histories are both kept. The result is settled for them if `same` says that they are one
    plan, and open otherwise.
    """
    found = choice([GOOD, GOOD, POOR], [], None, same=[0, 0, 2])
    assert (found.kept, found.settled) == ((0, 1), (True, True, True))
    assert choice([GOOD, GOOD, POOR], [], None, same=[0, 1, 2]).settled == (False, False, True)


def test_intervals_for_any_stop_are_wider() -> None:
    """An interval that is valid whenever the run stops contains the interval for a fixed number of histories."""
    wide, plain = looked_at(FAIR), paired_proportion(GOOD != 0, FAIR != 0, None)
    assert wide.low < 0.71
    assert wide.high > 0.87
    pair = looked_at_pair((GOOD, FAIR), (GOOD, GOOD), "deadline")
    assert pair.difference.value == pytest.approx(0.2)
    assert pair.difference.low < plain.low
    assert pair.difference.high > plain.high
    assert (pair.gained, pair.lost) == (20, 0)
