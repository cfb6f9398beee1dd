"""How well a sample of histories forecasts a figure: the continuous ranked probability score."""

import numpy as np
import numpy.typing as npt

__all__ = ["crps"]


def crps(values: npt.NDArray[np.float64], seen: float) -> float:
    """Return the continuous ranked probability score of a sample against the observed figure.

    Parameters
    ----------
    values
        The figure in each history, shape (n,) with n at least 1; all finite.
    seen
        The observed figure, in the same unit.

    Returns
    -------
    float
        The score, in the unit of the figures: 0 is best; for one history it is the absolute error.

    Notes
    -----
    The energy form mean|x - y| - mean|x - x'| / 2 of T. Gneiting & A. E. Raftery, "Strictly proper scoring rules,
    prediction, and estimation", Journal of the American Statistical Association 102 (2007), 359-378, eq. 21. The second
    mean is over all n**2 pairs, a history with itself included, which gives the score of the sample itself. A mean over
    the n (n - 1) pairs of different histories would instead estimate the score of infinitely many histories, which is
    smaller by the mean distance between two different histories, divided by 2 n.
    """
    ordered = np.sort(np.asarray(values, np.float64))
    n = len(ordered)
    ranks = 2.0 * np.arange(n) - (n - 1)
    # the pairs are summed by rank; the least value is subtracted so that large figures close together lose no digits
    apart = float(ranks @ (ordered - ordered[0])) / n**2
    return max(float(np.abs(ordered - seen).mean()) - apart, 0.0)
