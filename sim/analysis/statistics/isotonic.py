"""A curve that never falls, fitted to outcomes of 0 and 1 by the pool-adjacent-violators algorithm."""

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["rising"]

Reals = npt.NDArray[Any]


def rising(x: Reals, met: Reals) -> tuple[Reals, Reals]:
    """Fit P(met | x) assuming only that it never falls with x.

    Returns
    -------
    tuple
        The distinct values of x, ascending, and the fitted probability at each.

    Notes
    -----
    Least squares, which for 0 and 1 is also maximum likelihood (Barlow et al. 1972): first, histories of equal x form a
    block; then, neighbouring blocks whose means do not rise are pooled, until each mean is above the previous one.
    """
    points, place = np.unique(x, return_inverse=True)
    sizes = np.bincount(place).tolist()
    sums = np.bincount(place, weights=np.asarray(met, np.float64)).tolist()
    blocks: list[tuple[float, int, int]] = []  # sum of the outcomes, number of histories, number of points
    for total, size in zip(sums, sizes, strict=True):
        width = 1
        while blocks and blocks[-1][0] * size >= total * blocks[-1][1]:
            before, histories, points_before = blocks.pop()
            total, size, width = total + before, size + histories, width + points_before
        blocks.append((total, size, width))
    fitted = np.repeat([total / size for total, size, _ in blocks], [width for _, _, width in blocks])
    return points, fitted
