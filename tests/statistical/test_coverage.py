"""How often intervals cover what is true, and how near an estimate comes, over many studies that are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.statistics.estimates import clustered, proportion
from sim.analysis.statistics.ignorance import ignorance
from sim.analysis.statistics.paired import tango


def test_clustered_coverage() -> None:
    """Claim: with P beta-distributed over worlds the interval covers the mean about as often as it says.

    1,000 studies of 40 worlds x 10, mean 0.8, a third of the variance between worlds, seed 3. Nominal 0.95; the
    observed coverage must exceed 0.93 (it would fall below with probability < 1e-3 if the true one were 0.952), whereas
    taking histories as independent covers less than 0.75.
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


def test_coverage_of_the_interval() -> None:
    """Claim: of 2,000 samples of 60 pairs the nominal 95 % interval covers at least 93 %; seed 11 (exact: about 95)."""
    rng = np.random.default_rng(11)
    p10, p01 = 0.15, 0.05
    counts = rng.multinomial(60, [p10, p01, 1 - p10 - p01], 2000)
    covered = 0
    for one, other, _ in counts.tolist():
        low, high = tango(one, other, 60)
        covered += low <= p10 - p01 <= high
    assert covered / 2000 > 0.93


def test_ignorance_between() -> None:
    """Claim: P of 0.2 or 0.8 by world puts 0.09 of 0.25 between worlds.

    400 worlds x 25, seed 4: the estimate's standard error is below 0.02; within 4 of them (false alarm 6e-5).
    """
    random = np.random.default_rng(4)
    world = np.repeat(np.arange(400), 25)
    met = random.random(10_000) < np.where(world % 2, 0.2, 0.8)
    assert ignorance(met, world).share == pytest.approx(0.36, abs=0.08)
