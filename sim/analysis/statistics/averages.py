"""Means with intervals; if histories share worlds, the interval is computed from the spread between worlds."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Average", "average"]


@dataclass(frozen=True, slots=True)
class Average:
    """A mean estimated from a sample.

    Attributes
    ----------
    value, low, high
        The mean, and the limits of its interval, which covers sampling error only. The limits are infinite if there is
        only one history, or only one world, since one value does not show the spread.
    n
        Number of histories.
    confidence
        Nominal coverage of the interval.
    """

    value: float
    low: float
    high: float
    n: int
    confidence: float


def average(values: npt.NDArray[Any], world: npt.NDArray[Any] | None = None, confidence: float = 0.95) -> Average:
    """Estimate a mean.

    Parameters
    ----------
    values
        One value per history, shape (n,).
    world
        World of each history; None if histories are independent.
    confidence
        Nominal coverage of the interval.

    Raises
    ------
    ValueError
        There are no histories.

    Notes
    -----
    The interval is that of Student's t. The variance of the mean is estimated between clusters, as for a ratio mean
    (Cochran 1977, chapter 9A); a cluster is a world, or a history if `world` is None. The interval is exact if the
    values are independent and normally distributed, and approximate otherwise.
    """
    n = len(values)
    if n == 0:
        raise ValueError("expected at least one history")
    sample = np.asarray(values, np.float64)
    mean = math.fsum(sample.tolist()) / n
    _, cluster = np.unique(np.arange(n) if world is None else world, return_inverse=True)
    clusters = int(cluster.max()) + 1
    if clusters == 1:
        return Average(mean, -math.inf, math.inf, n, confidence)
    from scipy.special import stdtrit

    gaps = np.bincount(cluster, weights=sample - mean)
    variance = clusters / (clusters - 1) * float(np.square(gaps).sum()) / n**2
    reach = float(stdtrit(clusters - 1, 0.5 + confidence / 2.0)) * math.sqrt(variance)
    return Average(mean, mean - reach, mean + reach, n, confidence)
