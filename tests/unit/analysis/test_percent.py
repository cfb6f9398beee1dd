"""No positive number is printed as 0."""

from __future__ import annotations

import math

import pytest

from sim.analysis.statistics.paired import Difference
from sim.analysis.summary.detail import _share
from sim.analysis.summary.totals import percent
from sim.analysis.summary.words import hours as hours_of_few
from sim.experiment.decide.compare.words import signed
from sim.plots.style import amount, tick
from sim.report.words import hours


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (1e-6, "< 1 %"), (1 / 200, "< 1 %"), (0.0051, "1 %"), (0.62, "62 %"), (0.996, "> 99 %"), (1, "100 %")],
)
def test_a_positive_share_is_not_printed_as_0(share: float, words: str) -> None:
    """Only a share of 0 is printed as 0 %, and only a share of 1 as 100 %."""
    assert percent(share) == words


@pytest.mark.parametrize("value", [1e-9, 0.001, 0.04, 0.05])
def test_a_positive_amount_is_not_printed_as_0(value: float) -> None:
    """Numbers beside bars and at the ticks of a fine axis are printed as 0 only if they are 0."""
    assert amount(value) == "< 0.1" or float(amount(value)) > 0
    assert float(tick(value)) == pytest.approx(value)
    assert (amount(0.0), tick(0.0), tick(2.5), tick(12_000)) == ("0", "0", "2.5", "12,000")


def test_spans_and_shares_in_words() -> None:
    """A span of 18 s is "< 1 min". Half a percent is "nearly none", and all but half a percent "nearly all"."""
    assert (hours(0.005), hours(0.0), hours(0.5)) == ("< 1 min", "0 min", "30 min")
    assert (_share(0.005), _share(0.995), _share(0.5)) == ("nearly none", "nearly all", "50 %")
    assert (hours_of_few(0.24), hours_of_few(3.5), hours_of_few(14.2)) == ("0.24 h", "3.5 h", "14 h")


def test_a_difference_that_rounds_to_0_keeps_its_sign() -> None:
    """A difference of one history in ten thousand is printed with its sign, not as 0."""
    assert signed(Difference(0.0001, -0.0002, 0.0, 10_000), 3) == "+0.0001 [-0.0002, 0]"
    assert signed(Difference(0.25, 1e-17, math.inf, 4), 3) == "+0.250 [0, ?]"
