"""Quantiles, with intervals that hold for any distribution."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.estimates import clustered

__all__ = ["Quantile", "order_limits", "quantile", "spread"]

Reals = npt.NDArray[Any]
FAR: Final = 12.0
"""Standard deviations beyond which a binomial tail (below 1e-30) does not matter at any confidence."""


@dataclass(frozen=True, slots=True)
class Quantile:
    """The p-quantile of a sample of instants, with its interval [s]; any of these may be NEVER, the latest instant."""

    p: float
    value: int
    low: int
    high: int
    confidence: float


def order_limits(n: int, p: float, confidence: float = 0.95) -> tuple[int, int]:
    """Return the ranks, counted from 1, of the two sorted values between which the p-quantile lies.

    Rank 0 means that there is no lower bound, rank n + 1 that there is no upper bound.

    Notes
    -----
    The number of values at or below the quantile is binomial(n, p), so [x_(l), x_(u)] covers it with
    probability P(l <= B <= u - 1), where B is that number, and with more where values tie (David and Nagaraja 2003,
    section 7.1). l is the greatest rank with P(B <= l - 1) <= alpha/2, u the least with P(B >= u) <= alpha/2, with
    alpha = 1 - confidence.
    """
    from scipy.special import bdtr

    tail = (1.0 - confidence) / 2.0
    reach = FAR * math.sqrt(n * p * (1.0 - p)) + FAR  # ranks further away are practically certain
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
        One instant per history, at least 0, or `never` if it was not reached; shape (n,).
    p
        Between 0 and 1; the quantile is the least value such that at least n p values are at or below it.
    never
        The value that means "not by the horizon"; it is also the upper limit if the sample gives none.
    world
        World of each history, shape (n,); None if histories are independent.

    Notes
    -----
    For independent histories the limits are order statistics (`order_limits`); if there is no lower limit, it is 0, the
    start. For histories that share worlds they follow Woodruff 1952: the interval of the proportion at or below the
    quantile (`estimates.clustered`) is converted to values by the distribution of the sample.
    """
    ordered = np.sort(instants)
    n = len(ordered)
    value = int(_at(ordered, p))
    if world is None:
        low, high = order_limits(n, p, confidence)
    else:
        share = clustered(instants <= value, world, confidence)
        gap = share.value - p  # where values tie, the share at or below the quantile may exceed p
        low, high = math.floor(n * (share.low - gap)), math.floor(n * (share.high - gap)) + 1
    return Quantile(
        p,
        value,
        int(ordered[low - 1]) if low >= 1 else 0,
        int(ordered[high - 1]) if high <= n else never,
        confidence,
    )


def spread(values: Reals, ps: tuple[float, ...] = (0.05, 0.5, 0.95)) -> dict[str, float] | None:
    """Return quantiles of real numbers by name (`p05`), leaving NaN out; None if all are NaN or there are none."""
    known = np.sort(values[~np.isnan(values)]) if values.dtype.kind == "f" else np.sort(values)
    if len(known) == 0:
        return None
    return {f"p{round(100 * p):02d}": float(_at(known, p)) for p in ps}


def _at(ordered: Reals, p: float) -> Any:
    """Return the least value such that at least n p values are at or below it; 1e-9 allows for the rounding of n p."""
    return ordered[min(max(math.ceil(len(ordered) * p - 1e-9), 1), len(ordered)) - 1]
