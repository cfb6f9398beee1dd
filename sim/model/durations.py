"""Distributions: the quantile function, mean and parameters of each family.

`quantile` turns one uniform number into one value by the inverse of the distribution function. The compiled engine
compiles it unchanged, so it calls only `math` and has no `raise`. It does not call NumPy, because log, exp and pow of
NumPy differ from those of `math` in the last bit.

Gamma, PERT and beta distributions are sampled from tables of quantiles (`sim.model.quantile_tables`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from typing import Final

__all__ = [
    "Kind",
    "largest_of",
    "lognormal_from_mean_cv",
    "lognormal_from_quantiles",
    "mean_of",
    "mean_without_table",
    "normal_quantile",
    "quantile",
    "weibull_from_mean_cv",
    "weibull_from_quantiles",
    "whole_seconds",
]


LONGEST: Final = 2.0**53
"""Largest whole number to which a drawn duration, weight or count is rounded; see `whole_seconds`."""


class Kind(IntEnum):
    """A family of distributions; each docstring says what its parameters a, b, c mean.

    Add families only at the end: plans and their digests contain these numbers.
    """

    FIXED = 0
    """The value a."""
    UNIFORM = 1
    """Between a and b."""
    TRIANGULAR = 2
    """Lowest a, most likely b, highest c."""
    EXPONENTIAL = 3
    """Mean a."""
    LOGNORMAL = 4
    """exp(a + b Z) with Z standard normal."""
    WEIBULL = 5
    """Scale a, shape b."""
    BERNOULLI = 6
    """1 with probability a, else 0."""
    TABLE_SCALED = 7
    """a + b T, where T is read from a table of quantiles. For gamma, a is 0 and b is the mean. For PERT, a is the
    lowest value and b the range. For beta, a is 0 and b is 1."""
    EMPIRICAL = 8
    """One of the values of a table in ascending order; all of them are equally likely."""


# Plain integers: looking up an enum member at every draw would cost more than the arithmetic.
_FIXED: Final = int(Kind.FIXED)
_UNIFORM: Final = int(Kind.UNIFORM)
_TRIANGULAR: Final = int(Kind.TRIANGULAR)
_EXPONENTIAL: Final = int(Kind.EXPONENTIAL)
_LOGNORMAL: Final = int(Kind.LOGNORMAL)
_WEIBULL: Final = int(Kind.WEIBULL)
_BERNOULLI: Final = int(Kind.BERNOULLI)
_TABLE_SCALED: Final = int(Kind.TABLE_SCALED)
_EMPIRICAL: Final = int(Kind.EMPIRICAL)

# The points of a table are equally spaced in the standard normal score, so that both tails are resolved. The scores of
# all uniform numbers that can be drawn, from 2^-53 to 1 - 2^-53, lie in [-8.21, 8.21].
TABLE_POINTS: Final = 1025
TABLE_LOW: Final = -8.25
TABLE_STEP: Final = 16.5 / (TABLE_POINTS - 1)  # exact in binary: 33 / 2048


def quantile(kind: int, a: float, b: float, c: float, table: Sequence[float], u: float) -> float:
    """Return the value of a distribution at a uniform number.

    Parameters
    ----------
    kind, a, b, c
        Family and its parameters, see `Kind`; parameters that the family does not use are ignored.
    table
        Quantiles (TABLE_SCALED, length `TABLE_POINTS`) or sorted values (EMPIRICAL); other families ignore it.
    u
        A uniform number in the open interval (0, 1).

    Returns
    -------
    float
        The value, in the unit of the parameters. For BERNOULLI, it falls from 1 to 0 at u = a; for all other families,
        it never falls as u rises.
    """
    if kind == _FIXED:
        return a
    if kind == _UNIFORM:
        return a + (b - a) * u
    if kind == _TRIANGULAR:
        # The mode b limits both sides: without it, rounding could make the value fall as u rises past the mode.
        if u * (c - a) < b - a:
            return min(b, a + math.sqrt(u * (c - a) * (b - a)))
        return max(b, c - math.sqrt((1.0 - u) * (c - a) * (c - b)))
    if kind == _EXPONENTIAL:
        return -a * math.log1p(-u)
    if kind == _LOGNORMAL:
        return math.exp(a + b * normal_quantile(u))
    if kind == _WEIBULL:
        return a * math.pow(-math.log1p(-u), 1.0 / b)
    if kind == _BERNOULLI:
        return 1.0 if u < a else 0.0
    if kind == _TABLE_SCALED:
        return a + b * _interpolate(table, normal_quantile(u))
    # u is at most 1 - 2^-53, so u * n is rounded to less than n for every table length n.
    return table[int(u * len(table))]


def normal_quantile(u: float) -> float:
    """Return the standard normal score of a probability u in (0, 1).

    Notes
    -----
    Algorithm AS 241 (PPND16): M. J. Wichura, "The percentage points of the normal distribution", Applied
    Statistics 37 (1988), 477-484: one ratio of polynomials for the middle and two for the tails. Its relative error is
    about 1e-16; rounding adds a few units in the last place.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        above = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
        above = (above * r + 6.7265770927008700853e4) * r + 4.5921953931549871457e4
        above = (above * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3
        above = (above * r + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
        below = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
        below = (below * r + 3.9307895800092710610e4) * r + 2.1213794301586595867e4
        below = (below * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2
        below = (below * r + 4.2313330701600911252e1) * r + 1.0
        return q * above / below
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        above = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        above = (above * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0
        above = (above * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0
        above = (above * r + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
        below = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        below = (below * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1
        below = (below * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0
        below = (below * r + 2.05319162663775882187e0) * r + 1.0
    else:
        r -= 5.0
        above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        above = (above * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2
        above = (above * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0
        above = (above * r + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
        below = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
        below = (below * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4
        below = (below * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1
        below = (below * r + 5.99832206555887937690e-1) * r + 1.0
    return -above / below if q < 0.0 else above / below


def _interpolate(table: Sequence[float], z: float) -> float:
    """Return the value of a table of quantiles at a normal score, interpolated linearly between its points."""
    position = (z - TABLE_LOW) / TABLE_STEP
    i = int(position)
    return table[i] + (table[i + 1] - table[i]) * (position - i)


def lognormal_from_mean_cv(mean: float, cv: float) -> tuple[float, float]:
    """Return (mu, sigma) of the lognormal distribution with a mean and a coefficient of variation, both positive."""
    variance = math.log1p(cv * cv)
    return math.log(mean) - 0.5 * variance, math.sqrt(variance)


def lognormal_from_quantiles(p1: float, x1: float, p2: float, x2: float) -> tuple[float, float]:
    """Return (mu, sigma) of the lognormal distribution that has its p1-quantile at x1 and its p2-quantile at x2."""
    z1 = normal_quantile(p1)
    sigma = math.log(x2 / x1) / (normal_quantile(p2) - z1)
    return math.log(x1) - sigma * z1, sigma


def weibull_from_mean_cv(mean: float, cv: float) -> tuple[float, float]:
    """Return (scale, shape) of the Weibull distribution with a mean and a coefficient of variation, both positive.

    Notes
    -----
    1 + cv^2 = Gamma(1 + 2x) / Gamma(1 + x)^2 rises with x = 1 / shape. Bisection on x in (0, 64) works for any cv from
    0.001 to 1e18.
    """
    target = math.log1p(cv * cv)
    low, high = 0.0, 64.0
    for _ in range(64):
        x = 0.5 * (low + high)
        if _log_gamma(1.0 + 2.0 * x) - 2.0 * _log_gamma(1.0 + x) < target:
            low = x
        else:
            high = x
    x = 0.5 * (low + high)
    return mean / math.exp(_log_gamma(1.0 + x)), 1.0 / x


def weibull_from_quantiles(p1: float, x1: float, p2: float, x2: float) -> tuple[float, float]:
    """Return (scale, shape) of the Weibull distribution that has its p1-quantile at x1 and its p2-quantile at x2."""
    e1, e2 = -math.log1p(-p1), -math.log1p(-p2)
    shape = math.log(e2 / e1) / math.log(x2 / x1)
    return x1 / math.pow(e1, 1.0 / shape), shape


def mean_of(kind: int, a: float, b: float, c: float, table: Sequence[float]) -> float:
    """Return the mean of the distribution that `quantile` samples; the parameters are the same.

    Notes
    -----
    For TABLE_SCALED, the result is the mean of the interpolated table that `quantile` uses, not of the exact
    distribution.
    """
    if kind == _TABLE_SCALED:
        return a + b * _table_mean(table)
    if kind == _EMPIRICAL:
        return math.fsum(table) / len(table)
    return mean_without_table(kind, a, b, c)


def mean_without_table(kind: int, a: float, b: float, c: float) -> float:
    """Return the mean of a distribution that uses no table; for the parameters see `Kind`."""
    if kind == _UNIFORM:
        return 0.5 * (a + b)
    if kind == _TRIANGULAR:
        return (a + b + c) / 3.0
    if kind == _LOGNORMAL:
        return math.exp(a + 0.5 * b * b)
    if kind == _WEIBULL:
        return a * math.exp(_log_gamma(1.0 + 1.0 / b))
    return a  # FIXED, EXPONENTIAL or BERNOULLI


def largest_of(kind: int, a: float, b: float, c: float, last: float) -> float:
    """Return the largest value that can be drawn, but at least 0; infinity for exponential, lognormal and Weibull.

    Parameters
    ----------
    kind, a, b, c
        Family and its parameters, see `Kind`.
    last
        The last value of the table of the distribution; 0 if it has no table.
    """
    if kind == _FIXED:
        return max(0.0, a)
    if kind == _UNIFORM:
        return max(0.0, b)
    if kind == _TRIANGULAR:
        return max(0.0, c)
    if kind == _BERNOULLI:
        return 1.0 if a > 0.0 else 0.0
    if kind == _EMPIRICAL:
        return max(0.0, last)
    if kind == _TABLE_SCALED:
        return max(0.0, a + b * last)
    return math.inf


def _table_mean(table: Sequence[float]) -> float:
    """Return the mean of an interpolated table of quantiles, by exact integration of each linear piece.

    Notes
    -----
    On [z, z + h] the table is the line t + s (Z - z). Its integral over the normal density phi is (t - s z) times the
    rise of the distribution function Phi, minus s times the rise of phi, because -Z phi(Z) is the derivative of phi.
    """
    total = 0.0
    for i, (z, mass, rise) in enumerate(_pieces(len(table) - 1)):
        slope = (table[i + 1] - table[i]) / TABLE_STEP
        total += (table[i] - slope * z) * mass
        total -= slope * rise
    return total


@cache
def _pieces(many: int) -> tuple[tuple[float, float, float], ...]:
    """Return, for each of `many` pieces of a table, its first normal score, its probability and its rise of phi."""
    starts = [TABLE_LOW + TABLE_STEP * i for i in range(many)]
    return tuple(
        (
            z,
            _normal_probability(z + TABLE_STEP) - _normal_probability(z),
            _normal_density(z + TABLE_STEP) - _normal_density(z),
        )
        for z in starts
    )


def _log_gamma(x: float) -> float:
    """Return the logarithm of the gamma function for x >= 1, to about 1e-14.

    Notes
    -----
    Stirling's series after a shift to x >= 12 (Abramowitz and Stegun, 6.1.41). `math.lgamma` is not used, because the
    results of Python and of the compiled engine differ in the last bit for most x.
    """
    product = 1.0
    while x < 12.0:
        product *= x
        x += 1.0
    s = 1.0 / (x * x)
    series = 1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0 - s * (691.0 / 360360.0)))
    series = (1.0 / 12.0 - s * (1.0 / 360.0 - s * series)) / x
    return (x - 0.5) * math.log(x) - x + 0.5 * math.log(2.0 * math.pi) + series - math.log(product)


def _normal_probability(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def _normal_density(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def whole_seconds(x: float) -> int:
    """Round a drawn duration, weight or count to the nearest whole number, half up; each is rounded only once, here.

    A value above 2^53 gives 2^53, so that the sum of up to 1,000 such values fits into a signed 64-bit number.
    """
    return math.floor(min(x, LONGEST) + 0.5)
