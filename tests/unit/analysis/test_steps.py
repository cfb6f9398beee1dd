"""Steps of a surface, and the points at which further histories help most to find where the surface
crosses a target.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decisions.contour import near, portions
from sim.analysis.decisions.curve import Smoothed, smooth
from sim.analysis.decisions.steps import Gap, gaps, ramps

SIDE = 8
GRID = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij"), -1).reshape(-1, 2).astype(float)


def surface(jump: float, n: int = 1000) -> Smoothed:
    """Fit a surface to the expected counts of a plane in the logit that jumps by `jump` after the fifth value of the
    second lever.
    """
    eta = 0.3 * (GRID[:, 0] - 3.5) + 0.1 * (GRID[:, 1] - 3.5) + jump * (GRID[:, 1] > 4)
    return smooth(GRID, np.round(n / (1.0 + np.exp(-eta))), np.full(len(GRID), n))


def test_a_step_is_found_where_it_is() -> None:
    """A step is reported with the index of its lever, the values on both sides, its size in probability, and its chance
    of being real.
    """
    found = surface(-1.0)
    (step,) = found.steps
    assert (step.lever, step.low, step.high) == (1, 4.0, 5.0)
    assert step.chance > 0.99
    before = found.value[GRID[:, 1] == 4.0]
    after = found.value[GRID[:, 1] == 5.0]
    assert step.change == pytest.approx((after - before).mean(), abs=0.03)


def test_no_step_is_found_where_there_is_none() -> None:
    """A plane in the logit has no step. A jump upward gives a step with a positive change."""
    assert surface(0.0).steps == ()
    assert surface(1.0).steps[0].change > 0.1


def test_the_band_is_wide_within_the_gap_of_a_step() -> None:
    """Half-way between the two values around a step, the band is more than twice as wide as at these values."""
    found = surface(-1.0)
    value, low, high = found.at([[3.0, 4.0], [3.0, 4.5], [3.0, 5.0]])
    assert value[0] > value[1] > value[2]
    assert high[1] - low[1] > 2.0 * max(high[0] - low[0], high[2] - low[2])
    assert low[1] < value[2]
    assert high[1] > value[0]


def test_gaps_and_sides() -> None:
    """A gap lies between neighbouring values of a lever if there are at least three values on each side of it. A point
    lies on one side of a gap (-0.5 or 0.5) or within it.
    """
    where = gaps(np.column_stack([np.arange(7.0) ** 2, np.arange(7.0) % 5]))
    assert where == (Gap(0, 4.0, 9.0), Gap(0, 9.0, 16.0))
    sides = ramps(where, np.array([[0.0, 2.0], [8.0, 5.0], [10.75, 0.0]]))
    assert sides == pytest.approx(np.array([[-0.5, -0.5], [0.3, -0.5], [0.5, -0.25]]))


def test_points_at_which_a_curve_leaves_a_target_open() -> None:
    """A point is open if its band contains the target, or if the curve crosses the target next to it."""
    steep = smooth([0.0, 1.0, 2.0, 3.0], [0, 20, 980, 1000], [1000] * 4)
    assert list(near(steep, 0.5)) == [1, 2]
    flat = smooth([0.0, 1.0, 2.0, 3.0], [50, 52, 54, 55], [100] * 4)
    assert list(near(flat, 0.5)) == [0, 1, 2, 3]
    assert near(flat, 0.99) == {}
    rows = near(surface(0.0), 0.5)
    assert len(rows) > SIDE
    assert all(abs(0.3 * (GRID[at, 0] - 3.5) + 0.1 * (GRID[at, 1] - 3.5)) < 0.4 for at in rows)


def test_further_histories_are_divided_evenly() -> None:
    """Histories are divided evenly among the open points. What remains goes to the points nearest to the target, and
    worlds stay whole.
    """
    assert portions(11, [0.3, 0.1, 0.2]) == [3, 4, 4]
    assert portions(2, [0.3, 0.1, 0.2]) == [0, 1, 1]
    assert portions(23, [0.3, 0.1], 5) == [10, 10]
