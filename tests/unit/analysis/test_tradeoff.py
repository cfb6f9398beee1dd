"""Means with intervals, and the price of one percentage point of probability."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.outcomes.record import columns, outcomes, record_type
from sim.analysis.statistics.averages import average
from sim.analysis.summary.tradeoff import Choice, exchange, stopping, unit
from tests.scenarios import DAY, compiled, dated, items, lift
from tests.unit.analysis.histories import gone, history, still


def test_mean_of_independent_histories() -> None:
    """The interval is Student's: 1, 2, 3, 4, 5 have the mean 3 and s = 1.5811, t(4, 0.975) is 2.7764, and half the
    width is 2.7764 x 1.5811 / sqrt 5 = 1.9632.
    """
    seen = average(np.array([1, 2, 3, 4, 5]))
    assert (seen.value, seen.n) == (3.0, 5)
    assert (seen.low, seen.high) == pytest.approx((3 - 1.963243, 3 + 1.963243), abs=1e-6)


def test_mean_by_world() -> None:
    """Worlds count by their means: three worlds of two equal histories are three observations, 1, 2 and 6."""
    seen = average(np.array([1, 1, 2, 2, 6, 6]), np.array([0, 0, 1, 1, 2, 2]))
    alone = average(np.array([1, 2, 6]))
    assert (seen.value, seen.low, seen.high) == pytest.approx((alone.value, alone.low, alone.high))


def test_the_mean_of_one_history_has_no_limits() -> None:
    """One history, or one world, gives infinite limits. No history is an error."""
    assert average(np.array([4.0])).low == -math.inf
    assert average(np.array([4.0, 5.0]), np.array([7, 7])).high == math.inf
    with pytest.raises(ValueError, match="at least one"):
        average(np.array([]))


def test_the_table_of_dates_to_stop_on() -> None:
    """One history closes on day 2, and its tents of 4 t leave on day 3. In the other, the tents stay and the ammunition
    of 2 t leaves on day 9. The expected rows are the day, the share of histories that have closed, the mean tonnes that
    stay, and the tonnes for one percentage point of probability.
    """
    plan = compiled(
        lot={"ammo": items(2, 2.0), "tents": items(1, 4.0, "general")},
        lift={"jet": lift(dated(24))},
        deadline_h=8 * 24,
        horizon_d=2,
    )
    got = [
        history([gone(0, 2 * DAY, kg=2000), gone(1, 3 * DAY, kg=4000)], end=3 * DAY),
        history([gone(0, 9 * DAY, kg=2000), still(1, kg=4000)], end=10 * DAY),
    ]
    rows = [(number, *outcomes(plan, each).values) for number, each in enumerate(got)]
    table = np.array(rows, record_type(columns(plan)))
    assert unit(plan) == "t"
    found = [(stop.at // DAY, stop.out.value, stop.stays.value, stop.per_point) for stop in stopping(plan, table)]
    assert found == [
        (1, 0.0, 6.0, None),
        (2, 0.5, 5.0, 1 / 50),
        (3, 0.5, 3.0, None),
        (4, 0.5, 3.0, None),
        (5, 0.5, 3.0, None),
        (6, 0.5, 3.0, None),
        (7, 0.5, 3.0, None),
        (8, 0.5, 3.0, None),
        (9, 1.0, 2.0, 1 / 50),
    ]


def test_prices_are_given_for_choices_that_gain_probability() -> None:
    """Leaving 30 t more gains about 40 points, which is about 0.75 t a point. A choice that leaves more and gains
    nothing is skipped.
    """
    rng = np.random.default_rng(5)
    uniforms = rng.uniform(size=1000)
    few = Choice("few", uniforms < 0.3, np.full(1000, 10.0))
    waste = Choice("waste", uniforms < 0.3, np.full(1000, 25.0))
    many = Choice("many", uniforms < 0.7, np.full(1000, 40.0))
    (step,) = exchange([many, waste, few])
    gained = 100 * (np.mean(uniforms < 0.7) - np.mean(uniforms < 0.3))
    assert (step.less, step.more) == ("few", "many")
    assert step.points.value == pytest.approx(gained)
    assert (step.left.value, step.left.low, step.left.high) == (30.0, 30.0, 30.0)
    assert step.per_point == pytest.approx(30.0 / gained)


def test_a_gain_that_may_be_chance_has_no_price() -> None:
    """A gain whose interval contains 0 has no price."""
    met = np.zeros(100, bool)
    other = met.copy()
    other[0] = True
    (step,) = exchange([Choice("a", met, np.zeros(100)), Choice("b", other, np.ones(100))])
    assert step.points.value == pytest.approx(1.0)
    assert step.per_point is None


def test_prices_need_the_same_histories() -> None:
    """Plans of different numbers of histories cannot be compared."""
    with pytest.raises(ValueError, match="same histories"):
        exchange([Choice("a", np.zeros(3), np.zeros(3)), Choice("b", np.zeros(4), np.zeros(4))])
