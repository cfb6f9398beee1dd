"""The sorties that each lift has flown by each midnight, in histories of a few rows."""

from __future__ import annotations

import numpy as np

from sim.analysis.outcomes.record import outcomes
from sim.analysis.sums.by_lift import by_lift
from sim.model.terms import Fate
from tests.unit.analysis.histories import gone, history, sortie
from tests.unit.analysis.test_weekly import DAY, HOUR, question


def test_sorties_are_counted_at_their_midnights() -> None:
    """The columns are sorties that took off, their kilograms, arrivals, and seconds from take-off to arrival. A
    take-off at midnight counts at this midnight. Cancelled and diverted sorties do not count.
    """
    plan = question(2)
    rows = [
        sortie(0, 0, Fate.OUT, up=5 * HOUR, arrived=8 * HOUR, kg=700),
        sortie(0, 1, Fate.OUT, up=DAY, arrived=DAY + 2 * HOUR, kg=300),
        sortie(0, 2, Fate.EMPTY, up=DAY + 1),
        sortie(1, 3, Fate.OUT, up=2 * DAY + 1, arrived=2 * DAY + 2, kg=50),
        sortie(1, 4, Fate.CANCELLED),
        sortie(1, 5, Fate.DIVERTED, up=HOUR),
    ]
    made = history([gone(0, up=5)], rows)
    found = by_lift(plan, made)
    assert found[:4, 0].tolist() == [
        [0, 0, 0, 0],
        [2, 1000, 1, 3 * HOUR],
        [3, 1000, 2, 5 * HOUR],
        [3, 1000, 2, 5 * HOUR],
    ]
    assert found[:4, 1].tolist() == [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [1, 50, 1, 1]]
    assert np.array_equal(outcomes(plan, made).by_lift, found)


def test_a_history_without_sorties_counts_none() -> None:
    """Without sorties all counts are 0, in an array of shape (midnights, lifts, 4)."""
    plan = question(2)
    found = by_lift(plan, history([gone(0, up=5)]))
    assert found.shape == (5, 2, 4)
    assert not found.any()
