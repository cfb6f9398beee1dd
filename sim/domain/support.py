"""The range of a distribution and its quantiles, for the checks before a run.

The engines draw with `sim.model.durations`, whose results are the same to the last bit on every machine. Here a few
digits are enough: the checks use `quantile` to estimate which share of draws lies outside some bounds.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from statistics import NormalDist
from typing import Any, NamedTuple

from sim.domain.uncertainty import (
    Bernoulli,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Pert,
    Triangular,
    Uncertainty,
    Uniform,
    Weibull,
)

__all__ = ["Support", "broken_off", "mapped_to", "quantile", "support"]

STEPS = 2048
"""Number of pieces into which a density is divided if its quantile function has no closed form."""
Draw = Callable[[float], float]


class Support(NamedTuple):
    """Least and greatest value of a distribution (infinite if unbounded); `reached`: whether a draw may equal them."""

    least: float
    most: float
    reached: bool


def support(chance: float | Distribution) -> Support:
    """Return the range of a number or distribution."""
    if isinstance(chance, int | float):
        return Support(float(chance), float(chance), True)
    if isinstance(chance, Uniform | Triangular | Pert):
        return Support(chance.low, chance.high, chance.low == chance.high)
    if isinstance(chance, Empirical):
        return Support(min(chance.values, default=0.0), max(chance.values, default=math.inf), bool(chance.values))
    if isinstance(chance, Bernoulli):
        return Support(float(chance.p >= 1.0), float(chance.p > 0.0), True)
    if isinstance(chance, Exponential):
        return Support(0.0, math.inf, False)
    constant = chance.mean if chance.cv == 0 else None
    if not isinstance(chance, Gamma) and chance.quantiles() and len({x for _, x in chance.quantiles()}) == 1:
        constant = chance.quantiles()[0][1]
    return Support(0.0, math.inf, False) if constant is None else Support(constant, constant, True)


def mapped_to(entry: Uncertainty, raw: float) -> float:
    """Return the value to which an entry of `[uncertainty]` maps a draw: offset + slope x raw, within its limits.

    With slope 0 the result is finite even for an infinite draw.
    """
    least, most = (-math.inf if entry.least is None else entry.least), (math.inf if entry.most is None else entry.most)
    return min(max(entry.offset + (entry.slope * raw if entry.slope else 0.0), least), most)


def quantile(chance: Any) -> Draw:
    """Return the quantile function of a number or distribution."""
    least, most, _ = support(chance)
    if least == most:
        return lambda u: least
    match chance:
        case Uniform():
            return lambda u: least + (most - least) * u
        case Triangular():
            peak, width = chance.mode, most - least

            def triangular(u: float) -> float:
                if u * width < peak - least:
                    return least + math.sqrt(u * width * (peak - least))
                return most - math.sqrt((1.0 - u) * width * (most - peak))

            return triangular
        case Pert():
            up, down = (4.0 * part / (most - least) for part in (chance.mode - least, most - chance.mode))
            grid = [(i + 0.5) / STEPS for i in range(STEPS)]
            inside = _of_density(grid, [x**up * (1.0 - x) ** down for x in grid])
            return lambda u: least + (most - least) * inside(u)
        case Exponential():
            return lambda u: -chance.mean * math.log1p(-u)
        case Gamma():
            shape = 1.0 / chance.cv**2
            middle, width = math.log(chance.mean), 40.0 * max(chance.cv, chance.cv**2) / STEPS
            logs = [(i - 0.8 * STEPS) * width for i in range(STEPS)]
            heights = [shape * (log + 1.0 - math.exp(min(log, 700.0))) for log in logs]
            return _of_density([math.exp(middle + log) for log in logs], [math.exp(height) for height in heights])
        case Bernoulli():
            return lambda u: float(u >= 1.0 - chance.p)
        case Empirical():
            ordered = sorted(chance.values)
            return lambda u: ordered[min(int(u * len(ordered)), len(ordered) - 1)]
    return _two_parameters(chance)


def broken_off(parts: tuple[float, ...]) -> Callable[[float], tuple[float, ...]]:
    """Return a function from a number in (0, 1) to one draw of a Dirichlet distribution, shape (n_parts,).

    `parts` are the concentrations. The parts are drawn in order, as if a stick were broken: each part but the last is a
    beta-distributed share of what is left of the stick, and the last part is what remains. Evenly spread numbers give
    about evenly spread draws.
    """
    grid = [(i + 0.5) / STEPS for i in range(STEPS)]
    quantiles = []
    for position, part in enumerate(parts[:-1]):
        logs = [(part - 1.0) * math.log(x) + (sum(parts[position + 1 :]) - 1.0) * math.log1p(-x) for x in grid]
        quantiles.append(_of_density(grid, [math.exp(each - max(logs)) for each in logs]))

    def draw(u: float) -> tuple[float, ...]:
        left, drawn = 1.0, []
        for i, quantile_of in enumerate(quantiles):
            drawn.append(left * quantile_of(u if i == 0 else u * STEPS * math.sqrt(i + 1.0 / math.pi) % 1.0))
            left -= drawn[-1]
        return (*drawn, left)

    return draw


def _two_parameters(chance: Lognormal | Weibull) -> Draw:
    """Return the quantile function of a lognormal or Weibull distribution, by mean and cv or by two quantiles."""
    if isinstance(chance, Lognormal):
        z = NormalDist().inv_cdf
        if chance.mean is not None:
            sigma = math.sqrt(math.log1p((chance.cv or 0.0) ** 2))
            mu = math.log(chance.mean) - 0.5 * sigma**2
        else:
            (p1, x1), (p2, x2) = chance.quantiles()
            sigma = math.log(x2 / x1) / (z(p2) - z(p1))
            mu = math.log(x1) - sigma * z(p1)
        return lambda u: math.exp(mu + sigma * z(u))
    if chance.mean is not None:
        x = _weibull_power(chance.cv or 0.0)
        scale = chance.mean / math.gamma(1.0 + x)
    else:
        (p1, x1), (p2, x2) = chance.quantiles()
        e1, e2 = -math.log1p(-p1), -math.log1p(-p2)
        x = math.log(x2 / x1) / math.log(e2 / e1)
        scale = x1 / e1**x
    return lambda u: scale * (-math.log1p(-u)) ** x


def _weibull_power(cv: float) -> float:
    """Return 1 / shape of the Weibull distribution that has this coefficient of variation, by bisection."""
    low, high = 0.0, 64.0
    for _ in range(64):
        x = 0.5 * (low + high)
        low, high = (x, high) if math.lgamma(1 + 2 * x) - 2 * math.lgamma(1 + x) < math.log1p(cv * cv) else (low, x)
    return 0.5 * (low + high)


def _of_density(values: list[float], heights: list[float]) -> Draw:
    """Return the quantile function of ascending values whose probabilities are proportional to `heights`."""
    below = list(accumulate(heights))
    return lambda u: values[min(bisect_left(below, u * below[-1]), len(values) - 1)]
