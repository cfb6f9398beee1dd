"""The scatter of single points around a smooth surface of the share of histories that succeed."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import norm

from sim.analysis.decisions.curve import smooth
from sim.analysis.decisions.penalised import averaged

SIDE = 10
GRID = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij"), -1).reshape(-1, 2).astype(float)
PLANE = 0.3 * (GRID[:, 0] - 4.5) - 0.2 * (GRID[:, 1] - 4.5)


def test_scatter_is_integrated_out() -> None:
    """The likelihood of counts with scatter equals, to within 0.03 in its logarithm, the binomial likelihood integrated
    over a normally distributed logit.
    """
    met, n = np.array([60.0, 130.0, 95.0]), np.full(3, 200.0)

    def gained(variance: float) -> float:
        fixed = np.array([1e12])  # so large a penalty makes the curve 0 everywhere
        none, some = (averaged(np.ones((3, 1)), np.zeros((0, 1)), met, n, fixed, each) for each in (0.0, variance))
        return some.evidence - none.evidence

    for sd in (0.1, 0.4, 1.0):
        exact = 0.0
        for yes, many in zip(met, n, strict=True):

            def density(away: float, yes: float = yes, many: float = many, sd: float = sd) -> float:
                p = float(expit(away))
                log = yes * math.log(2 * p) + (many - yes) * math.log(2 * (1 - p))
                return math.exp(log) * float(norm.pdf(away, scale=sd))

            exact += math.log(quad(density, -8 * sd, 8 * sd, points=[float(logit(yes / many))], limit=200)[0])
        assert gained(sd**2) == pytest.approx(exact, abs=0.03)


def test_counts_without_chance_have_no_scatter() -> None:
    """Counts that are exactly those expected from a plane in the logit have a scatter below 0.01."""
    n = np.full(len(GRID), 1000.0)
    assert smooth(GRID, np.round(n * expit(PLANE)), n).scatter < 0.01


def test_planted_scatter_is_measured_and_widens_the_band() -> None:
    """A scatter of 0.3 in the logit is estimated to within a quarter, and the band contains at least 93 % of the true
    values.
    """
    rng = np.random.default_rng(3)
    p = expit(PLANE + 0.3 * rng.standard_normal(len(GRID)))
    found = smooth(GRID, rng.binomial(1000, p), np.full(len(GRID), 1000))
    assert found.scatter == pytest.approx(0.3, rel=0.25)
    assert ((found.low <= p) & (p <= found.high)).mean() >= 0.93


def test_more_scatter_more_width() -> None:
    """The further the points lie off the plane, the wider is the band. A curve along one lever has no scatter."""
    n = np.full(len(GRID), 1000.0)
    check = np.where((GRID.sum(axis=1) % 2) == 0, 1.0, -1.0)
    found = [smooth(GRID, np.round(n * expit(PLANE + each * check)), n) for each in (0.0, 0.15, 0.3)]
    assert all(one.scatter < two.scatter for one, two in pairwise(found))
    assert all((one.high - one.low).mean() < (two.high - two.low).mean() for one, two in pairwise(found))
    assert smooth(np.arange(10.0), [500, 300] * 5, [1000] * 10).scatter == 0.0
