"""Histories added about a target, against the same number spread evenly: how wide the interval of the crossing is.

The answers are known exactly: Erlang times over by a date. Sample sizes, seeds, targets and budgets are fixed
beforehand; nothing is tried twice. The long version prints the rows of docs/studies/decisions.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import gammainc, gammaincinv
from scipy.stats import binom

from sim.analysis.decisions.contour import Span, near, sharpened
from sim.analysis.decisions.crossing import Cut, crossing
from sim.analysis.decisions.curve import Smoothed, smooth

SEED = 71
ALARM = 1e-4
Array = npt.NDArray[np.float64]


class Coins:
    """Histories at points, each met with the probability of its point."""

    def __init__(self, x: Array, p: Array, first: int, rng: np.random.Generator) -> None:
        self.x, self.p, self.rng = x, p, rng
        self.n, self.met = np.full(len(p), first), rng.binomial(first, p)

    def curve(self) -> Smoothed:
        """Draw the curve or surface through them."""
        return smooth(self.x, self.met, self.n)

    def refine(self, many: int, target: float) -> None:
        """Add histories about the target."""

        def open_at(counts: Mapping[int, int]) -> Mapping[int, float]:
            assert list(counts.values()) == self.n.tolist()
            return near(self.curve(), target)

        def add(spans: list[Span]) -> None:
            for at, first, last in spans:
                self.n[at] += last - first
                self.met[at] += self.rng.binomial(last - first, self.p[at])

        sharpened(dict(enumerate(self.n.tolist())), many, open_at, add)


def along(studies: int, first: int, more: int, target: float = 0.9) -> dict[str, float]:
    """Erlang times of 6 phases along 20 dates: the interval of the date at which P meets the target."""
    rng = np.random.default_rng(SEED)
    x = np.arange(3.0, 23.0)
    p, truth = gammainc(6, x), float(gammaincinv(6, target))
    covered, width, inside, near_rmse = [], [], [], []
    for _ in range(studies):
        coins = Coins(x, p, first, rng)
        if more:
            coins.refine(more, target)
        found = coins.curve()
        meets = crossing(found, target)
        assert meets.low is not None
        assert meets.high is not None
        covered.append(meets.low <= truth <= meets.high)
        width.append(min(meets.high, 22.0) - max(meets.low, 3.0))
        inside.append(((found.low <= p) & (p <= found.high)).mean())
        near_rmse.append(np.square(found.value - p).mean())
    return _summed(covered, width, inside, near_rmse)


def over(studies: int, side: int, first: int, more: int, target: float = 0.9) -> dict[str, float]:
    """Erlang times of 8 phases over rates and dates: at five dates, the rate at which P meets the target."""
    rng = np.random.default_rng(SEED + 1)
    rates, dates = np.linspace(4, 14, side), np.linspace(0.6, 1.5, side)
    grid = np.stack(np.meshgrid(rates, dates), -1).reshape(-1, 2)
    p = gammainc(8, grid[:, 0] * grid[:, 1])
    cuts = dates[np.linspace(side // 2, side - 1, 5).round().astype(int)]  # where it is met within the rates
    covered, width, inside, error = [], [], [], []
    for _ in range(studies):
        coins = Coins(grid, p, first, rng)
        if more:
            coins.refine(more, target)
        found = coins.curve()
        for date in cuts:
            meets = crossing(Cut(found, 0, float(date)), target)
            truth = float(gammaincinv(8, target)) / date
            low, high = (4.0 if meets.low is None else meets.low), (14.0 if meets.high is None else meets.high)
            covered.append(low <= truth <= high)
            width.append(min(high, 14.0) - max(low, 4.0))
        inside.append(((found.low <= p) & (p <= found.high)).mean())
        error.append(np.square(found.value - p).mean())
    return _summed(covered, width, inside, error)


def _summed(covered: list[bool], width: list[float], inside: list[float], error: list[float]) -> dict[str, float]:
    return {
        "covered": float(np.mean(covered)),
        "width": float(np.mean(width)),
        "band": float(np.mean(inside)),
        "rmse": float(np.sqrt(np.mean(error))),
    }


def test_added_histories_narrow_the_interval() -> None:
    """25 studies of 2,000 histories. Claim: 1,000 spread evenly and 1,000 added about the target give an interval of
    the crossing that is narrower by a tenth at least, and that still covers.
    """
    even, added = along(25, 100, 0), along(25, 50, 1000)
    assert added["width"] < 0.9 * even["width"]
    assert 25 * added["covered"] >= binom.ppf(ALARM, 25, 0.93)


@pytest.mark.long
def test_added_histories_over_many_studies() -> None:
    """500 studies per row along one lever, 40 over two, with the same number of histories in both rows."""
    even, added = along(500, 200, 0), along(500, 50, 3000)
    print("\nalong, even:", even, "added:", added)
    assert added["covered"] > 0.92
    even, added = over(40, 12, 50, 0), over(40, 12, 20, 4320)
    print("over, even:", even, "added:", added)
