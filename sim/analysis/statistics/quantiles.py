"""Quantiles, with intervals that are valid for any distribution."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.estimates import clustered

__all__ = ["Quantile", "order_limits", "quantile", "spread"]

Reals = npt.NDArray[Any]
FAR: Final = 12.0
"""Number of standard deviations beyond which the tail of a binomial distribution is negligible (below 1e-30)."""


@dataclass(frozen=True, slots=True)
class Quantile:
    """The p-quantile of a sample of instants, and its interval [s]; all three may be `never` (see `quantile`)."""

    p: float
    value: int
    low: int
    high: int
    confidence: float


def order_limits(n: int, p: float, confidence: float = 0.95) -> tuple[int, int]:
    """Return the ranks l and u of the two values of a sorted sample that limit the interval of the p-quantile.

    Ranks count from 1; l = 0 means that there is no lower limit, and u = n + 1 that there is no upper limit.

    Notes
    -----
    The number B of values at or below the quantile is binomial(n, p), so the interval from the l-th to the u-th value
    covers the quantile with probability P(l <= B <= u - 1), or more if values are equal (David and Nagaraja 2003,
    section 7.1). l is the greatest rank with P(B <= l - 1) <= alpha/2, and u is the least rank with
    P(B >= u) <= alpha/2, with alpha = 1 - confidence.
    """
    from scipy.special import bdtr

    tail = (1.0 - confidence) / 2.0
    reach = FAR * math.sqrt(n * p * (1.0 - p)) + FAR  # ranks further than this from n p need not be looked at
    first, last = max(0, math.floor(n * p - reach)), min(n, math.ceil(n * p + reach))
    at_most = np.asarray(bdtr(np.arange(first, last + 1, dtype=np.float64), n, p))
    at_most[-1] = 1.0
    low = first + int(np.searchsorted(at_most, tail, side="right"))
    high = first + int(np.argmax(1.0 - at_most <= tail)) + 1
    return low, high


def quantile(
    instants: Reals, p: float, *, never: int, world: Reals | None = None, confidence: float = 0.95
) -> Quantile:
    """Return a quantile of instants with its interval [s].

    Parameters
    ----------
    instants
        One instant per history [s], at least 0, or `never` if the instant was not reached; shape (n,).
    p
        Between 0 and 1; the quantile is the least value such that at least n p values are at or below it.
    never
        The value that means "not by the horizon", greater than all instants; it is also the upper limit if the sample
        gives none.
    world
        World of each history, shape (n,); None if histories are independent.

    Notes
    -----
    For independent histories, the limits are values of the sample (`order_limits`). For histories that share worlds,
    they follow Woodruff 1952: `estimates.clustered` gives the interval of the share of values at or below the quantile,
    and the limits are the quantiles of the sample at the two ends of this interval. If the sample gives no lower limit,
    it is 0, the start.
    """
    ordered = np.sort(instants)
    n = len(ordered)
    value = int(_at(ordered, p))
    if world is None:
        low, high = order_limits(n, p, confidence)
    else:
        share = clustered(instants <= value, world, confidence)
        gap = share.value - p  # above 0 if the share at or below the quantile exceeds p, as when values are equal
        low, high = math.floor(n * (share.low - gap)), math.floor(n * (share.high - gap)) + 1
    return Quantile(
        p,
        value,
        int(ordered[low - 1]) if low >= 1 else 0,
        int(ordered[high - 1]) if high <= n else never,
        confidence,
    )


def spread(values: Reals, ps: tuple[float, ...] = (0.05, 0.5, 0.95)) -> dict[str, float] | None:
    """Return quantiles of numbers by name (`p05`), leaving NaN out; None if all numbers are NaN or there are none."""
    known = np.sort(values[~np.isnan(values)]) if values.dtype.kind == "f" else np.sort(values)
    if len(known) == 0:
        return None
    return {f"p{round(100 * p):02d}": float(_at(known, p)) for p in ps}


def _at(ordered: Reals, p: float) -> Any:
    """Return the least value such that at least n p values are at or below it; 1e-9 allows for the rounding of n p."""
    return ordered[min(max(math.ceil(len(ordered) * p - 1e-9), 1), len(ordered)) - 1]
