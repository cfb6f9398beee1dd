"""How well a sample of histories forecast a figure: the continuous ranked probability score."""

import numpy as np
import numpy.typing as npt

__all__ = ["crps"]


def crps(values: npt.NDArray[np.float64], seen: float) -> float:
    """Return the continuous ranked probability score of a sample against the observed figure.

    Parameters
    ----------
    values
        One figure per history, shape (n,), n at least 1; finite.
    seen
        What was observed, in the same unit.

    Returns
    -------
    float
        In the unit of the figures; 0 is best; for one history it is the absolute error.

    Notes
    -----
    The energy form mean|x - y| - mean|x - x'| / 2 of T. Gneiting & A. E. Raftery, "Strictly proper scoring rules,
    prediction, and estimation", Journal of the American Statistical Association 102 (2007), 359-378, eq. 21. The second
    mean is over all n**2 pairs (the plain form): this is the score of the sample itself. The fair form, over n (n - 1)
    pairs, would estimate that of infinitely many histories, and is smaller by their mean distance / (2 n).
    The pairs are summed by rank, in O(n log n).
    """
    ordered = np.sort(np.asarray(values, np.float64))
    many = len(ordered)
    ranks = 2.0 * np.arange(many) - (many - 1)
    apart = float(ranks @ (ordered - ordered[0])) / many**2  # less the least: exact for large figures close together
    return max(float(np.abs(ordered - seen).mean()) - apart, 0.0)
