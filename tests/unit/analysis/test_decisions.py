"""Smoothing on ranks, shares of variance that are due to inputs, and rules about when histories miss a milestone."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decisions.discovery import Condition, discovery
from sim.analysis.decisions.inputs import Input
from sim.analysis.decisions.sensitivity import sensitivity
from sim.analysis.decisions.smooth import Smooth, ranks, shuffled
from sim.model.calendars import NEVER

DAY = 86_400


def test_ranks_of_ties_are_in_the_middle() -> None:
    """Ranks lie between 0 and 1. Equal values have the same rank, the mean of the ranks that they take up."""
    place, distinct = ranks(np.array([3.0, 1.0, 3.0, 7.0]))
    assert place.tolist() == [0.5, 0.125, 0.5, 0.875]
    assert distinct == 3


def test_a_fit_depends_on_ranks_only() -> None:
    """An increasing function of an input has the same share as the input. Another order of the histories gives the same
    curve.
    """
    random = np.random.default_rng(1)
    x, y = random.normal(size=200), random.normal(size=200)
    one, two = Smooth(x).fit(y + x), Smooth(np.exp(3 * x)).fit(y + x)
    assert one.share.tolist() == two.share.tolist()
    order = random.permutation(200)
    assert Smooth(x[order]).fit((y + x)[order]).curve()[:, 0] == pytest.approx(one.curve()[order, 0])


def test_figures_fitted_together_get_the_fits_of_each_alone() -> None:
    """Several figures that are fitted in one call get the same shares as each figure alone."""
    random = np.random.default_rng(2)
    x, y = random.normal(size=100), random.normal(size=(100, 3))
    smooth = Smooth(x)
    assert smooth.fit(y).share == pytest.approx([float(smooth.fit(column).share[0]) for column in y.T])


def test_an_input_with_two_values_is_fitted_by_two_means() -> None:
    """An input with two values and a clear effect is fitted by the mean of the figure at each value."""
    x = np.repeat([0.0, 1.0], [60, 140])
    y = 5.0 * x + np.tile([-0.1, 0.1], 100)
    fit = Smooth(x).fit(y)
    assert fit.curve()[[0, -1], 0] == pytest.approx([0.0, 5.0], abs=0.01)
    assert fit.share[0] > 0.99


def test_constant_input_and_constant_figure() -> None:
    """An input that does not vary has the share 0. If the figure does not vary, the shares are NaN."""
    y = np.arange(50.0)
    assert Smooth(np.ones(50)).fit(y).share[0] == pytest.approx(0.0)
    assert np.isnan(Smooth(y).fit(np.ones(50)).share[0])


def test_permutations_are_complete_and_reproducible() -> None:
    """Each permutation holds every index once, no two are alike, and the next call gives the same permutations."""
    found = shuffled(30, 5)
    assert np.sort(found, axis=1).tolist() == [list(range(30))] * 5
    assert found.tolist() == shuffled(30, 5).tolist()
    assert len({tuple(order) for order in found.tolist()}) == 5


def test_dates_that_never_come_count_with_the_end_of_the_clock() -> None:
    """In 150 histories the date is day 10. In 50 it is never reached: these are counted, and count as day 30, the end
    of the clock. So the mean is day 15.
    """
    x = np.arange(200.0)
    date = np.where(x < 150, 10 * DAY, NEVER)
    found = sensitivity([Input("x", x)], date, x < 150, np.arange(200), until=30 * DAY)
    assert found.unreached == 50
    assert found.date_d.value == pytest.approx(15.0)
    owner = found.owners[0]
    assert owner.low is not None
    assert owner.high is not None
    assert (owner.low.n, owner.low.limit, owner.low.met.met) == (40, 39.0, 40)
    assert (owner.high.n, owner.high.limit, owner.high.met.met) == (40, 160.0, 0)
    assert owner.high.date_d.value == pytest.approx(30.0)
    assert owner.date > 0.9


def test_fifths_of_few_values() -> None:
    """Equal values stay in one fifth, so a fifth may hold one history or 199. An input with a single value has no
    fifths.
    """
    met, date, world = np.arange(200) % 3 > 0, np.arange(200) * DAY, np.arange(200)
    inputs = [Input("rare", np.arange(200) == 7), Input("common", np.arange(200) != 7), Input("same", np.ones(200))]
    found = {each.input.name: each for each in sensitivity(inputs, date, met, world, until=999 * DAY).owners}
    for name, sizes in (("rare", (199, 1)), ("common", (1, 199))):
        low, high = found[name].low, found[name].high
        assert low is not None
        assert high is not None
        assert (low.n, high.n) == sizes
    assert found["same"].low is None


def test_few_worlds_are_refused() -> None:
    """With fewer than 100 worlds there is no answer, even with 900 histories."""
    world = np.arange(900) // 10
    with pytest.raises(ValueError, match="at least 100 worlds; there are 90"):
        sensitivity([Input("x", world * 1.0)], np.arange(900), world > 3, world, until=DAY)


def test_a_condition_and_its_opposite_divide_all_histories() -> None:
    one = Input("x", np.arange(10.0))
    below, above = Condition(one, 4.0, True).holds(), Condition(one, 4.0, False).holds()
    assert below.sum() == 4
    assert (below ^ above).all()


def test_a_rule_without_exceptions_is_found() -> None:
    """A history misses if, and only if, x is at least 50. This rule is found, is confirmed on other histories, and
    covers more than 0.9 of the misses.
    """
    x = np.arange(200) % 100 * 1.0
    found = discovery(
        [Input("x", x), Input("y", np.arange(200) * 7 % 31 * 1.0)], x < 50, np.arange(200) // 100 * 100 + x
    )
    assert [(each.input.name, each.below) for each in found.conditions] == [("x", False)]
    assert found.found
    assert found.within is not None
    assert found.outside is not None
    assert found.p == 0.01
    assert found.coverage > 0.9


def test_too_few_misses_are_refused() -> None:
    """A search for a rule with 19 misses is refused, as it needs 20."""
    with pytest.raises(ValueError, match="at least 20"):
        discovery([Input("x", np.arange(100.0))], np.arange(100) > 18, np.arange(100))


def test_without_varying_inputs_there_is_no_rule() -> None:
    for inputs in ([Input("x", np.ones(100))], []):
        found = discovery(inputs, np.arange(100) % 2, np.arange(100))
        assert not found.found
        assert found.conditions == ()
