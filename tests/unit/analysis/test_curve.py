"""Smooth curves through the shares of histories that succeed: at the edges, in limiting cases, and where they cross a
target.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from sim.analysis.decisions.crossing import crossing
from sim.analysis.decisions.curve import Smoothed, smooth
from sim.analysis.decisions.spline import Axis, axis
from sim.analysis.statistics.estimates import proportion


def curve(met: list[int], n: int = 200) -> Smoothed:
    return smooth(np.arange(len(met)), met, [n] * len(met))


def test_rows_are_the_natural_cubic_spline() -> None:
    knots, values = np.array([1.0, 2.0, 4.0, 9.0, 30.0]), np.array([0.3, -1.0, 2.0, 0.5, 0.0])
    form, oracle = Axis(knots), CubicSpline(knots, values, bc_type="natural")
    weights = np.linalg.solve(form.rows(knots), values)
    x = np.linspace(1.0, 30.0, 100)
    assert form.rows(x) @ weights == pytest.approx(oracle(x), abs=1e-9)
    fine = np.linspace(1.0, 30.0, 100_001)
    energy = np.trapezoid(oracle(fine, 2) ** 2, fine) * 29.0**3
    assert form.bend @ weights**2 == pytest.approx(energy, rel=1e-6)


def test_knots_keep_the_ends() -> None:
    assert axis(np.arange(100.0), 5).knots.tolist() == [0, 25, 50, 74, 99]
    assert axis(np.array([3.0, 3.0]), 5).rows(np.array([3.0])).tolist() == [[1.0]]


@pytest.mark.parametrize("met", [[150], [150, 20], [200, 200, 200, 200], [0, 0, 0]])
def test_too_few_points_for_a_curve_keep_the_exact_intervals(met: list[int]) -> None:
    smoothed = curve(met)
    for i, each in enumerate(met):
        exact = proportion(each, 200)
        assert (smoothed.value[i], smoothed.low[i], smoothed.high[i]) == (exact.value, exact.low, exact.high)
        assert [part[0] for part in smoothed.at(i)] == pytest.approx([exact.value, exact.low, exact.high])
    assert smoothed.lack_of_fit is None


def test_the_curve_between_two_points_is_a_line() -> None:
    value, low, high = curve([40, 80]).at(0.5)
    assert value[0] == pytest.approx(0.3)
    assert low[0] == pytest.approx((proportion(40, 200).low + proportion(80, 200).low) / 2)
    assert high[0] > value[0]


def test_values_beyond_the_two_points_are_refused() -> None:
    smoothed = smooth([[0, 0], [2, 2]], [10, 20], [50, 50])
    assert smoothed.at([[1, 1]])[0][0] == pytest.approx(0.3)
    with pytest.raises(ValueError, match="between the two"):
        smoothed.at([[1, 2]])


def test_equal_points_are_merged_if_there_is_no_curve() -> None:
    assert smooth([5, 5], [10, 20], [50, 50]).value.tolist() == [0.3, 0.3]


def test_counts_of_none_and_all_give_finite_limits() -> None:
    """A jump from none to all gives finite values. The lower limit is 0 at the first point, and the upper limit 1 at
    the last.
    """
    smoothed = curve([0, 0, 200, 200])
    assert smoothed.low[0] == 0.0
    assert smoothed.high[0] < 0.02
    assert smoothed.high[3] == 1.0
    assert 0.0 < smoothed.value[1] < 0.01
    assert smoothed.lack_of_fit is None


def test_a_line_in_the_logit_is_found() -> None:
    """Counts on a line in the logit are fitted by this line. At the middle point the band is less than 0.7 times as
    wide as the interval from the counts of this point alone.
    """
    x = np.linspace(-2.0, 2.0, 9)
    p = 1.0 / (1.0 + np.exp(-x))
    met = np.round(1_000_000 * p)
    smoothed = smooth(x, met, [1_000_000] * 9)
    assert smoothed.value == pytest.approx(p, abs=1e-5)
    assert (smoothed.low < p).all()
    assert (p < smoothed.high).all()
    exact = proportion(int(met[4]), 1_000_000)
    assert smoothed.high[4] - smoothed.low[4] < 0.7 * (exact.high - exact.low)
    assert smoothed.lack_of_fit is not None
    assert smoothed.lack_of_fit > 0.9


def test_order_and_unit_of_a_lever_do_not_matter() -> None:
    x, met = np.array([1.0, 2.0, 3.0, 5.0, 8.0, 13.0]), np.array([3, 10, 30, 60, 80, 95])
    one = smooth(x, met, [100] * 6)
    mixed = np.array([4, 0, 5, 2, 1, 3])
    other = smooth(7.0 + 1e-3 * x[mixed], met[mixed], [100] * 6)
    assert other.value == pytest.approx(one.value[mixed], abs=1e-6)
    assert other.high == pytest.approx(one.high[mixed], abs=1e-6)


def test_a_surface_of_one_row_is_a_curve() -> None:
    x, met = np.arange(8.0), [5, 9, 20, 41, 60, 82, 90, 97]
    one = smooth(x, met, [100] * 8)
    row = smooth(np.stack([x, np.full(8, 3.0)], 1), met, [100] * 8)
    assert row.value == pytest.approx(one.value, abs=0.01)
    assert row.points.shape == (8, 2)


def test_a_surface_between_its_points() -> None:
    x = np.stack(np.meshgrid([0.0, 1.0, 2.0, 4.0], [10.0, 20.0, 30.0]), -1).reshape(-1, 2)
    p = 1.0 / (1.0 + np.exp(-(x[:, 0] - 0.1 * x[:, 1])))
    smoothed = smooth(x, np.round(10_000 * p), [10_000] * 12)
    value, low, high = smoothed.at([[3.0, 25.0]])
    assert value[0] == pytest.approx(1.0 / (1.0 + math.exp(-0.5)), abs=0.01)
    assert low[0] < value[0] < high[0]


@pytest.mark.parametrize(
    ("x", "met", "n", "word"),
    [
        ([], [], [], "counts at each point"),
        ([1, 2], [1], [2], "counts at each point"),
        (np.zeros((4, 3)), [1] * 4, [2] * 4, "1 or 2 levers"),
        ([1, math.inf], [1, 1], [2, 2], "finite"),
        ([1, 2], [3, 1], [2, 2], "met <= n"),
        ([1, 2], [0, 0], [0, 2], "n > 0"),
    ],
)
def test_wrong_arguments_are_refused(x: object, met: object, n: object, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        smooth(x, met, n)


def test_a_curve_is_not_extrapolated() -> None:
    with pytest.raises(ValueError, match="from 0 to 3"):
        curve([10, 50, 90, 120]).at(3.5)


def test_a_crossing_with_its_interval() -> None:
    smoothed = curve([2, 10, 40, 100, 160, 190, 198])
    found = crossing(smoothed, 0.5)
    assert found.says == "crosses"
    assert found.rising is True
    assert found.value == pytest.approx(3.0, abs=0.1)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 3.0 < found.high
    assert smoothed.at(found.low)[2][0] == pytest.approx(0.5, abs=1e-3)
    assert smoothed.at(found.high)[1][0] == pytest.approx(0.5, abs=1e-3)
    falling = crossing(curve([198, 190, 160, 100, 40, 10, 2]), 0.5)
    assert falling.rising is False


def test_without_a_crossing_the_side_is_named() -> None:
    high = crossing(curve([190, 192, 195, 197]), 0.5)
    assert (high.value, high.low, high.high, high.rising, high.says) == (None, None, None, None, "always above")
    low = crossing(curve([10, 20, 30, 40]), 0.5)
    assert (low.value, low.low, low.says, low.all) == (None, None, "never reached", ())


def test_an_interval_is_open_where_the_range_ends() -> None:
    found = crossing(curve([10, 20, 30, 40]), 0.21)
    assert found.value is None
    assert found.low is not None
    assert 2.0 < found.low < 3.0
    assert found.high == math.inf


def test_several_crossings_are_all_given() -> None:
    found = crossing(curve([20, 100, 180, 190, 180, 100, 20]), 0.6)
    assert found.says == "crosses several times"
    assert [each.rising for each in found.all] == [True, False]
    assert found.value == found.all[0].value


def test_a_crossing_needs_one_lever() -> None:
    with pytest.raises(ValueError, match="one lever"):
        crossing(smooth([[0, 0], [1, 1]], [1, 2], [5, 5]), 0.5)
    with pytest.raises(ValueError, match="target = 0"):
        crossing(curve([10, 20]), 0.0)


def test_a_step_from_all_to_none() -> None:
    """If counts fall from all to none between two neighbouring points, the curve crosses the target between these
    points.
    """
    x = np.round(np.arange(1.0, 3.01, 0.1), 6)
    found = smooth(x, np.where(x < 1.55, 400, 0), np.full(len(x), 400))
    meets = crossing(found, 0.95)
    assert meets.value is not None
    assert 1.5 < meets.value < 1.6
    assert np.isfinite(found.value).all()
