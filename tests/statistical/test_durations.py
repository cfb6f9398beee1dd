"""Samples follow the distribution that is stated. Seeds and false-alarm rates are fixed beforehand."""

from __future__ import annotations

import numpy as np
from scipy import stats

from sim.model.draws import Stream, name_key, uniforms
from sim.model.durations import Kind, mean_of, quantile
from tests.unit.model.test_durations import Family, families


@families
def test_samples_follow_their_distribution(family: Family) -> None:
    """20,000 values of each family follow its distribution (seed 5; false-alarm rate 1e-6)."""
    drawn = uniforms(5, 0, Stream.SERVICE, name_key(family.name), np.arange(20_000), 0, 0)
    values = [family.at(u) for u in drawn.tolist()]
    assert stats.kstest(values, family.oracle.cdf).pvalue > 1e-6


def test_the_share_of_bernoulli_draws_is_their_probability() -> None:
    """The share of ones among 20,000 values agrees with the probability, 0.07 (seed 5; false-alarm rate 1e-6)."""
    drawn = uniforms(5, 0, Stream.FAIL, 1, np.arange(20_000), 0, 0).tolist()
    hits = sum(quantile(Kind.BERNOULLI, 0.07, 0.0, 0.0, [], u) for u in drawn)
    assert stats.binomtest(int(hits), 20_000, 0.07).pvalue > 1e-6


def test_listed_values_are_drawn_equally_often() -> None:
    """20,000 draws from seven listed values agree with equal chances (seed 5; false-alarm rate 1e-6)."""
    values = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0]
    drawn = uniforms(5, 0, Stream.ITEM_WEIGHT, 1, np.arange(20_000), 0, 0).tolist()
    picked = [quantile(Kind.EMPIRICAL, 0.0, 0.0, 0.0, values, u) for u in drawn]
    assert stats.chisquare([picked.count(value) for value in values]).pvalue > 1e-6
    assert mean_of(Kind.EMPIRICAL, 0.0, 0.0, 0.0, values) == 53.0 / 7.0
