"""Which of a few plans may be the best, which are worth choosing from, and what holds whenever one stops."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decisions.ranking import beaten, choice, looked_at, looked_at_pair
from sim.analysis.statistics.paired import paired_proportion

GOOD = np.ones(100, np.int64)
FAIR = np.array([1] * 80 + [0] * 20)
POOR = np.array([1] * 30 + [0] * 70)


def test_who_is_beaten_and_by_whom() -> None:
    """Claim: by the one that gains the most; of several, the first."""
    assert beaten([GOOD, FAIR, POOR], None) == (None, 0, 0)
    assert beaten([FAIR, GOOD, GOOD], None) == (1, None, None)


def test_of_two_plans_the_interval_that_is_shown_decides() -> None:
    """Claim: a plan of two is beaten exactly where the 95 % interval of the difference is clear of nought."""
    for late in range(1, 12):
        other = np.array([0] * late + [1] * (100 - late))
        clear = paired_proportion(GOOD != 0, other != 0, None, 0.95).low > 0.0
        assert (beaten([GOOD, other], None)[1] == 0) == clear


def test_equal_histories_beat_no_plan() -> None:
    assert beaten([FAIR, FAIR, FAIR], None) == (None, None, None)
    assert beaten([GOOD, GOOD], None) == (None, None)


def test_cheaper_and_less_likely_is_worth_choosing() -> None:
    """Claim: less cost with less probability stays, more cost with less probability does not."""
    cost = [np.full(100, 9.0), np.full(100, 5.0), np.full(100, 12.0)]
    found = choice([GOOD, FAIR, FAIR], [cost], None, same=[0, 1, 2])
    assert found.kept == (0, 1)
    assert found.settled == (True, True, True)
    assert found.dominated[2] == (0, 1)


def test_the_same_plan_twice_does_not_unsettle() -> None:
    """Claim: a plan and its equal are both kept, and settled, as nothing differs between them."""
    found = choice([GOOD, GOOD, POOR], [], None, same=[0, 0, 2])
    assert (found.kept, found.settled) == ((0, 1), (True, True, True))
    assert choice([GOOD, GOOD, POOR], [], None, same=[0, 1, 2]).settled == (False, False, True)


def test_intervals_for_who_looks_are_wider() -> None:
    """Claim: they contain those of a number of histories fixed beforehand."""
    wide, plain = looked_at(FAIR), paired_proportion(GOOD != 0, FAIR != 0, None)
    assert wide.low < 0.71
    assert wide.high > 0.87
    pair = looked_at_pair((GOOD, FAIR), (GOOD, GOOD), "deadline")
    assert pair.difference.value == pytest.approx(0.2)
    assert pair.difference.low < plain.low
    assert pair.difference.high > plain.high
    assert (pair.gained, pair.lost) == (20, 0)
