"""Durations: quantiles and means of distributions, and parameters from mean and variation or from two quantiles.

Continuous distributions are compared with scipy.stats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from sim.model import durations, quantile_tables
from sim.model.durations import Kind, mean_of, normal_quantile, quantile, whole_seconds

SMALLEST, LARGEST = 2.0**-53, 1.0 - 2.0**-53
POINTS = [
    SMALLEST,
    1e-12,
    1e-6,
    0.001,
    0.05,
    0.074,
    0.076,
    0.3,
    0.5,
    0.77,
    0.95,
    0.999,
    1 - 1e-6,
    1 - 1e-12,
    LARGEST,
]
EPSILON = 2.0**-52

draws = st.floats(SMALLEST, LARGEST)


@dataclass(frozen=True)
class Family:
    """A distribution with its parameters in the model, its scipy counterpart, and the permitted errors."""

    name: str
    kind: Kind
    oracle: Any
    a: float
    b: float = 0.0
    c: float = 0.0
    table: list[float] = field(default_factory=list)
    relative: float = 1e-11
    absolute: float = 0.0

    def at(self, u: float) -> float:
        return quantile(self.kind, self.a, self.b, self.c, self.table, u)


def triangular(low: float, mode: float, high: float) -> Any:
    return stats.triang((mode - low) / (high - low), loc=low, scale=high - low)


def gamma(shape: float, relative: float) -> Family:
    oracle = stats.gamma(shape, scale=3600.0 / shape)
    table = quantile_tables.gamma_table(shape)
    return Family(f"gamma {shape}", Kind.TABLE_SCALED, oracle, 0.0, 3600.0, 0.0, table, relative, 0.25)


def pert(low: float, mode: float, high: float) -> Family:
    spread = high - low
    oracle = stats.beta(1 + 4 * (mode - low) / spread, 1 + 4 * (high - mode) / spread, loc=low, scale=spread)
    table = quantile_tables.pert_table(low, mode, high)
    name = f"pert {low:g} {mode:g} {high:g}"
    return Family(name, Kind.TABLE_SCALED, oracle, low, spread, 0.0, table, 0.0, 4e-6 * spread)


FAMILIES = [
    Family("uniform", Kind.UNIFORM, stats.uniform(2.0, 5.0), 2.0, 7.0),
    Family("triangular", Kind.TRIANGULAR, triangular(1.0, 2.0, 9.0), 1.0, 2.0, 9.0),
    Family("triangular, mode lowest", Kind.TRIANGULAR, triangular(1.0, 1.0, 9.0), 1.0, 1.0, 9.0),
    Family("triangular, mode highest", Kind.TRIANGULAR, triangular(1.0, 9.0, 9.0), 1.0, 9.0, 9.0),
    Family("exponential", Kind.EXPONENTIAL, stats.expon(scale=3600.0), 3600.0),
    Family("lognormal", Kind.LOGNORMAL, stats.lognorm(0.7, scale=math.exp(8.0)), 8.0, 0.7),
    Family("weibull", Kind.WEIBULL, stats.weibull_min(1.7, scale=3600.0), 3600.0, 1.7),
    Family("weibull, falling hazard", Kind.WEIBULL, stats.weibull_min(0.6, scale=3600.0), 3600.0, 0.6),
    gamma(0.5, 2e-5),
    gamma(2.5, 2e-5),
    gamma(40.0, 2e-5),
    pert(1.0, 2.0, 9.0),
    pert(0.0, 0.0, 1.0),
    pert(-4.0, 6.0, 6.0),
]

families = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def oracle_quantile(oracle: Any, u: float) -> float:
    """Return scipy's quantile, computed from the nearer tail so that it loses no digits; 1 - u is exact above 0.5."""
    return float(oracle.ppf(u) if u < 0.5 else oracle.isf(1.0 - u))


@families
@pytest.mark.parametrize("u", POINTS)
def test_quantiles_equal_those_of_scipy(family: Family, u: float) -> None:
    """A quantile equals scipy's within the permitted error of its family, also in the tails."""
    expected = oracle_quantile(family.oracle, u)
    assert family.at(u) == pytest.approx(expected, rel=family.relative, abs=family.absolute)


@families
@given(draws, draws)
def test_quantiles_rise_with_the_draw(family: Family, u: float, v: float) -> None:
    """A larger u gives no smaller value, apart from rounding in the last bits."""
    low, high = family.at(min(u, v)), family.at(max(u, v))
    assert low <= high + 32 * EPSILON * max(abs(low), abs(high), abs(family.b))


@families
def test_the_mean_is_that_of_the_distribution(family: Family) -> None:
    """The mean equals scipy's within a relative error of 1e-13, or of 3e-5 for a table."""
    mean = mean_of(family.kind, family.a, family.b, family.c, family.table)
    relative = 3e-5 if family.kind == Kind.TABLE_SCALED else 1e-13
    assert mean == pytest.approx(family.oracle.mean(), rel=relative)


@families
def test_the_mean_is_the_integral_of_the_quantiles(family: Family) -> None:
    """The mean equals the integral of the quantile function (Gauss-Legendre over the normal score).

    The integral leaves out normal scores below about -8.2 and above about 8.2, which have a probability of less than
    1e-15.
    """
    nodes, weights = np.polynomial.legendre.leggauss(6)
    left = -8.2 + np.arange(1024)[:, None] * (16.4 / 1024)
    if family.kind == Kind.TABLE_SCALED:
        left = durations.TABLE_LOW + durations.TABLE_STEP * np.arange(4, 1020)[:, None]
    width = float(left[1, 0] - left[0, 0])
    scores = left + width * (nodes + 1.0) / 2.0
    values = np.array([[family.at(float(u)) for u in row] for row in special.ndtr(scores)])
    integral = (values * np.exp(-(scores**2) / 2.0) / math.sqrt(2.0 * math.pi) * weights * width / 2.0).sum()
    mean = mean_of(family.kind, family.a, family.b, family.c, family.table)
    assert integral == pytest.approx(mean, rel=1e-6 if "mode" in family.name else 1e-10)


def test_tables_hold_the_upper_tail() -> None:
    """The last 20 values of a table equal scipy's quantiles for the probability of a larger value, although u is so
    close to 1 there that it loses digits.
    """
    z = durations.TABLE_LOW + durations.TABLE_STEP * np.arange(durations.TABLE_POINTS)
    above = special.ndtr(-z[-20:])
    gamma_tail, pert_tail = quantile_tables.gamma_table(0.5)[-20:], quantile_tables.pert_table(0.0, 2.0, 10.0)[-20:]
    assert gamma_tail == pytest.approx(stats.gamma(0.5, scale=2.0).isf(above), rel=1e-12)
    assert pert_tail == pytest.approx(stats.beta(1.8, 4.2).isf(above), rel=1e-12)


def test_a_fixed_value_ignores_the_draw() -> None:
    """A fixed value is returned unchanged, here at the largest u, and is its own mean."""
    assert quantile(Kind.FIXED, 42.5, 0.0, 0.0, [], LARGEST) == 42.5
    assert mean_of(Kind.FIXED, 42.5, 0.0, 0.0, []) == 42.5


def test_a_triangular_distribution_without_width_is_fixed() -> None:
    """A triangular distribution without width is a fixed value, without a division by zero."""
    assert {quantile(Kind.TRIANGULAR, 3.0, 3.0, 3.0, [], u) for u in POINTS} == {3.0}


@given(st.floats(-1e6, 1e6), st.floats(0.0, 1e6), st.floats(0.0, 1.0), draws)
def test_triangular_stays_inside(low: float, spread: float, share: float, u: float) -> None:
    """A triangular value lies from low to high, apart from rounding in the last bits."""
    high = low + spread
    mode = min(high, low + share * spread)
    value = quantile(Kind.TRIANGULAR, low, mode, high, [], u)
    slack = 2 * EPSILON * max(abs(low), abs(high))
    assert low - slack <= value <= high + slack


@pytest.mark.parametrize(("probability", "expected"), [(0.0, 0.0), (1.0, 1.0), (0.3, 1.0), (0.25, 0.0)])
def test_a_bernoulli_draw_is_below_its_probability(probability: float, expected: float) -> None:
    """The result is 1 if u, here 0.25, is below the probability, and else 0. For a probability of 0 or 1 the result is
    the same at the smallest and the largest u.
    """
    assert quantile(Kind.BERNOULLI, probability, 0.0, 0.0, [], 0.25) == expected
    assert mean_of(Kind.BERNOULLI, probability, 0.0, 0.0, []) == probability
    ends = {quantile(Kind.BERNOULLI, probability, 0.0, 0.0, [], u) for u in (SMALLEST, LARGEST)}
    assert probability not in (0.0, 1.0) or ends == {probability}


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50).map(sorted), draws)
def test_an_empirical_draw_inverts_the_distribution_function(values: list[float], u: float) -> None:
    """An empirical result is a value at which the empirical distribution function reaches u."""
    drawn = quantile(Kind.EMPIRICAL, 0.0, 0.0, 0.0, values, u)
    assert sum(value < drawn for value in values) <= u * len(values)
    assert u * len(values) <= sum(value <= drawn for value in values)


@pytest.mark.parametrize("n", [1, 2, 3, 1_000, 1_023, 1_024, 1_025, 10**6 + 1, 2**31 - 1])
def test_empirical_never_runs_off_the_table(n: int) -> None:
    """The largest possible u selects the last value, whatever the number of values."""
    assert int(LARGEST * n) == n - 1
    assert quantile(Kind.EMPIRICAL, 0.0, 0.0, 0.0, range(n), LARGEST) == n - 1


@given(draws)
def test_normal_quantiles_equal_those_of_scipy(u: float) -> None:
    """The normal quantile differs from scipy's by at most 2e-14 of its value."""
    assert normal_quantile(u) == pytest.approx(float(special.ndtri(u)), rel=2e-14, abs=1e-300)


def test_normal_quantiles_equal_published_ones() -> None:
    """The normal quantile has the values that Wichura prints for PPND16 (AS 241), within a relative 1e-15."""
    assert normal_quantile(0.25) == pytest.approx(-0.6744897501960817, rel=1e-15)
    assert normal_quantile(0.001) == pytest.approx(-3.090232306167814, rel=1e-15)
    assert normal_quantile(1e-20) == pytest.approx(-9.262340089798408, rel=1e-15)


@given(st.floats(1.0, 200.0))
def test_log_gamma_agrees_with_python(x: float) -> None:
    """The logarithm of the gamma function differs from Python's by at most 1e-14 of its value, or by 4e-14 where the
    value is small.
    """
    assert durations._log_gamma(x) == pytest.approx(math.lgamma(x), rel=1e-14, abs=4e-14)


@pytest.mark.parametrize("cv", [0.05, 0.3, 1.0, 2.5])
def test_lognormal_from_mean_cv(cv: float) -> None:
    """The lognormal distribution has the stated mean and coefficient of variation."""
    mu, sigma = durations.lognormal_from_mean_cv(7200.0, cv)
    oracle = stats.lognorm(sigma, scale=math.exp(mu))
    assert oracle.mean() == pytest.approx(7200.0, rel=1e-12)
    assert oracle.std() == pytest.approx(7200.0 * cv, rel=1e-12)


@pytest.mark.parametrize(("cv", "relative"), [(0.001, 1e-8), (0.05, 1e-10), (0.3, 1e-12), (1.0, 1e-12), (10.0, 1e-12)])
def test_weibull_from_mean_cv(cv: float, relative: float) -> None:
    """The Weibull distribution has the stated mean and coefficient of variation; cv = 1 is exponential."""
    scale, shape = durations.weibull_from_mean_cv(7200.0, cv)
    oracle = stats.weibull_min(shape, scale=scale)
    assert oracle.mean() == pytest.approx(7200.0, rel=1e-12)
    assert oracle.std() == pytest.approx(7200.0 * cv, rel=relative)
    assert cv != 1.0 or (scale, shape) == pytest.approx((7200.0, 1.0), rel=1e-12)


@given(
    st.floats(0.01, 0.49),
    st.floats(0.51, 0.99),
    st.floats(60.0, 6_000.0),
    st.floats(1.1, 20.0),
)
def test_from_quantiles(p1: float, p2: float, x1: float, ratio: float) -> None:
    """A lognormal or Weibull distribution derived from two quantiles has both; their order does not matter."""
    x2 = x1 * ratio
    for kind, find in (
        (Kind.LOGNORMAL, durations.lognormal_from_quantiles),
        (Kind.WEIBULL, durations.weibull_from_quantiles),
    ):
        a, b = find(p1, x1, p2, x2)
        assert find(p2, x2, p1, x1) == pytest.approx((a, b), rel=1e-9, abs=1e-9)
        assert quantile(kind, a, b, 0.0, [], p1) == pytest.approx(x1, rel=1e-9)
        assert quantile(kind, a, b, 0.0, [], p2) == pytest.approx(x2, rel=1e-9)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.0, 0), (0.4999, 0), (0.5, 1), (1.5, 2), (2.5, 3), (2.4999, 2), (1e9 + 0.5, 10**9 + 1)],
)
def test_halves_of_seconds_are_rounded_up(seconds: float, expected: int) -> None:
    """Half seconds are always rounded up; Python's `round` would give the even neighbour."""
    assert whole_seconds(seconds) == expected
    assert type(whole_seconds(seconds)) is int
