"""How far single points deviate from a smooth surface, in addition to the sampling error of their counts."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.penalised import averaged

__all__ = ["scattered"]

Reals = npt.NDArray[Any]

TRIED: Final = (0.03, 0.07, 0.15, 0.35)
"""Standard deviations of the logit about the surface that are tried; a priori, all are equally likely."""
NONE: Final = 0.5
"""Prior probability that there is no scatter: that single points do not deviate from the surface."""
NEGLIGIBLE: Final = 6.0
"""Larger scatters are not tried once the logarithm of a weight is more than this below the largest."""
SURE: Final = 0.01
"""If the probability that there is scatter is below this, the result is 0."""


def scattered(rows: Reals, penalties: Reals, met: Reals, n: Reals, fixed: Reals) -> float:
    """Return the expected variance with which the logits of single points deviate from a surface.

    Parameters
    ----------
    rows, penalties, met, n, fixed
        As for `penalised.averaged`.

    Returns
    -------
    float
        The variance, averaged over the scatters that were tried, zero included; 0 if scatter is improbable.

    Notes
    -----
    A surface over many points follows trends that neighbouring points share. It cannot follow the deviation of a single
    point, such as one beside a step that is oblique to both levers. But the counts of all points together show how
    large such deviations are.
    """
    scores = [averaged(rows, penalties, met, n, fixed).evidence + np.log(NONE)]
    for each in TRIED:
        scores.append(averaged(rows, penalties, met, n, fixed, each**2).evidence + np.log((1.0 - NONE) / len(TRIED)))
        if scores[-1] < max(scores) - NEGLIGIBLE:
            break
    weights = np.exp(np.array(scores) - max(scores))
    weights /= weights.sum()
    if weights[0] > 1.0 - SURE:
        return 0.0
    return float(weights[1:] @ np.square(TRIED[: len(weights) - 1]))
