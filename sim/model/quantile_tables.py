"""Tables of quantiles of gamma, PERT and beta distributions, made when a scenario is compiled.

The points of a table are equally spaced in the standard normal score. SciPy takes long to import, so it is imported
only when a table is made.
"""

import numpy as np

from sim.model.durations import TABLE_LOW, TABLE_POINTS, TABLE_STEP

__all__ = ["beta_table", "gamma_table", "pert_table"]


def gamma_table(shape: float) -> list[float]:
    """Return a table of quantiles of the gamma distribution with mean 1 and the given shape (cv = 1 / sqrt(shape)).

    Notes
    -----
    The error of linear interpolation is at most h^2 / 8 times the largest second derivative, with steps of h = 0.016.
    Measured errors are below 7e-5 of the mean for shapes from 0.5 up, and 4e-4 of the mean at shape 0.1. The mean
    of the interpolated table is at most 3e-5 too high for shapes from 0.5 up, and 7e-5 too high at shape 0.1.
    """
    from scipy.special import gammainccinv, gammaincinv, ndtr

    z = TABLE_LOW + TABLE_STEP * np.arange(TABLE_POINTS)
    # The upper half is computed from the probability of the upper tail: that of the lower tail is near 1 and rounded.
    unit_scale = np.where(z < 0.0, gammaincinv(shape, ndtr(z)), gammainccinv(shape, ndtr(-z)))
    return [float(value) for value in unit_scale / shape]


def pert_table(low: float, mode: float, high: float) -> list[float]:
    """Return a table of quantiles of a PERT distribution scaled to the unit interval, which is a beta distribution.

    Notes
    -----
    The mean of the classic PERT, (low + 4 mode + high) / 6, gives the mode a weight of four (D. G. Malcolm et al.,
    "Application of a technique for research and development program evaluation", Operations Research 7 (1959),
    646-669).
    """
    alpha = 1.0 + 4.0 * (mode - low) / (high - low)
    beta = 1.0 + 4.0 * (high - mode) / (high - low)
    return beta_table(alpha, beta)


def beta_table(alpha: float, beta: float) -> list[float]:
    """Return a table of quantiles of a beta distribution on the unit interval."""
    from scipy.special import betaincinv, ndtr

    z = TABLE_LOW + TABLE_STEP * np.arange(TABLE_POINTS)
    # The upper half is computed from the lower tail of the mirrored distribution, so both tails are equally accurate.
    unit = np.where(z < 0.0, betaincinv(alpha, beta, ndtr(z)), 1.0 - betaincinv(beta, alpha, ndtr(-z)))
    return [float(value) for value in unit]
