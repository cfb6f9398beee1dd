"""Tables of quantiles for the families whose distribution function has no closed inverse, made once per plan."""

import numpy as np

from sim.model.durations import TABLE_LOW, TABLE_POINTS, TABLE_STEP

__all__ = ["beta_table", "gamma_table", "pert_table"]


def gamma_table(shape: float) -> list[float]:
    """Return a table of quantiles of the gamma distribution with mean 1 and the given shape (cv = 1 / sqrt(shape)).

    Notes
    -----
    The error of linear interpolation is at most h^2/8 times the curvature, with h = 0.016. Measured for shapes from
    0.5 up: the error is below 7e-5 of the mean, and the mean is at most 3e-5 too high. At shape 0.1 these are 4e-4 and
    7e-5.
    """
    from scipy.special import gammainccinv, gammaincinv, ndtr

    z = TABLE_LOW + TABLE_STEP * np.arange(TABLE_POINTS)
    # In the upper half, the probability of the upper tail is accurate, while its complement would be rounded.
    unit_scale = np.where(z < 0.0, gammaincinv(shape, ndtr(z)), gammainccinv(shape, ndtr(-z)))
    return [float(value) for value in unit_scale / shape]


def pert_table(low: float, mode: float, high: float) -> list[float]:
    """Return a table of quantiles of a PERT distribution scaled to the unit interval: a beta distribution.

    Notes
    -----
    The classic PERT gives the mode a weight of four: alpha = 1 + 4 (mode - low) / (high - low), and beta = 1 + 4 (high
    - mode) / (high - low) (D. G. Malcolm et al., "Application of a technique for research and development program
    evaluation", Operations Research 7 (1959), 646-669).
    """
    alpha = 1.0 + 4.0 * (mode - low) / (high - low)
    beta = 1.0 + 4.0 * (high - mode) / (high - low)
    return beta_table(alpha, beta)


def beta_table(alpha: float, beta: float) -> list[float]:
    """Return a table of quantiles of a beta distribution on the unit interval."""
    from scipy.special import betaincinv, ndtr

    z = TABLE_LOW + TABLE_STEP * np.arange(TABLE_POINTS)
    # In the upper half, the lower tail of the mirrored beta distribution is used: so both tails are equally accurate.
    unit = np.where(z < 0.0, betaincinv(alpha, beta, ndtr(z)), 1.0 - betaincinv(beta, alpha, ndtr(-z)))
    return [float(value) for value in unit]
