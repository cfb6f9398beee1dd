"""How often intervals cover the true value in many random studies, and how close one estimate comes to it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.statistics.estimates import clustered, proportion
from sim.analysis.statistics.ignorance import ignorance
from sim.analysis.statistics.paired import tango


def test_intervals_cover_if_histories_share_worlds() -> None:
    """If P varies over worlds, the 95 % interval contains the mean of P in at least 93 % of 1,000 studies (seed 3).

    A study has 40 worlds with 10 histories each. P is beta-distributed with mean 0.8, and a third of the variance of
    the results is between worlds. If the true coverage is 0.952, the false-alarm rate is below 1e-3. An interval that
    treats histories as independent contains the mean in less than 75 %.
    """
    random = np.random.default_rng(3)
    world = np.repeat(np.arange(40), 10)
    hits = naive = 0
    for _ in range(1000):
        p = random.beta(0.8 * 2, 0.2 * 2, 40)
        met = random.random(400) < p[world]
        seen, blind = clustered(met, world), proportion(int(met.sum()), 400)
        hits += seen.low <= 0.8 <= seen.high
        naive += blind.low <= 0.8 <= blind.high
    assert hits >= 930
    assert naive < 750


def test_intervals_of_paired_differences_cover() -> None:
    """The 95 % interval of a paired difference covers in more than 93 % of 2,000 samples of 60 pairs (seed 11).

    The exact coverage is about 95 %.
    """
    rng = np.random.default_rng(11)
    p10, p01 = 0.15, 0.05
    counts = rng.multinomial(60, [p10, p01, 1 - p10 - p01], 2000)
    covered = 0
    for one, other, _ in counts.tolist():
        low, high = tango(one, other, 60)
        covered += low <= p10 - p01 <= high
    assert covered / 2000 > 0.93


def test_the_share_of_variance_between_worlds_is_estimated() -> None:
    """The estimated share of the variance that is between worlds lies within 0.08 of the true share, 0.36.

    P is 0.2 in half of the worlds and 0.8 in the others, so the variance between worlds is 0.3^2 = 0.09, and the total
    variance 0.5 x 0.5 = 0.25. There are 400 worlds with 25 histories each (seed 4). The standard error of the estimate
    is below 0.02, so the false-alarm rate of four standard errors is below 1e-4.
    """
    random = np.random.default_rng(4)
    world = np.repeat(np.arange(400), 25)
    met = random.random(10_000) < np.where(world % 2, 0.2, 0.8)
    assert ignorance(met, world).share == pytest.approx(0.36, abs=0.08)
