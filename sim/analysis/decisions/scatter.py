"""How far single points lie from a smooth surface, beyond what chance makes of their counts."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.penalised import averaged

__all__ = ["scattered"]

Reals = npt.NDArray[Any]

TRIED: Final = (0.03, 0.07, 0.15, 0.35)
"""Standard deviations of the logit about a surface, of which each is as likely as another before a history is seen."""
NONE: Final = 0.5
"""Probability that there is no scatter, before a history is seen."""
NEGLIGIBLE: Final = 6.0
"""Logarithm of the weight, against the likeliest scatter, from which larger ones are left out."""
SURE: Final = 0.01
"""Probability of any scatter below which there is none."""


def scattered(rows: Reals, penalties: Reals, met: Reals, n: Reals, fixed: Reals) -> float:
    """Return the expected variance of the logit of a point about a surface.

    Parameters
    ----------
    rows, penalties, met, n, fixed
        As for `penalised.averaged`.

    Returns
    -------
    float
        Variance, averaged over the scatters that the counts allow, none at all among them; 0.0 where there is next to
        none.

    Notes
    -----
    A surface over many points follows what is common to neighbours. What single points have of their own, as where
    two rhythms meet or a step goes askew, it can neither follow nor notice one by one; of all points together, the
    counts say how large that is.
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
