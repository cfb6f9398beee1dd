"""What unknowns appear to be worth when none of them matters: the largest of several, by shuffling histories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.smooth import Smooth, shuffled

__all__ = ["largest_by_chance"]

Array = npt.NDArray[Any]
SHUFFLES: Final = 199


def largest_by_chance(inputs: Sequence[Array], gain: Array, world: Array | None = None, share: float = 0.95) -> float:
    """Return the value that the best of several inputs does not exceed in a share of studies without any effect.

    Parameters
    ----------
    inputs
        Each of shape (n,): one value per history.
    gain
        Gain of one plan over another in each history, shape (n,), in any unit.
    world
        World of each history, shape (n,); None if each has its own.
    share
        Share of the shuffles whose largest value does not exceed the result.

    Returns
    -------
    float
        In the unit of the gain; 0 without an input.

    Notes
    -----
    Each shuffle assigns the gains to other worlds, the same for all inputs, and computes what each input would be worth
    (E max(0, g(x)) - max(0, E g(x)), as in `decisions.information`). The best of many inputs must exceed the maximum
    over inputs: with twelve inputs that do not matter, some input exceeds the limit of a single one in half of all
    studies.
    """
    if not inputs:
        return 0.0
    first = np.arange(len(gain))
    if world is not None:
        _, first, place = np.unique(world, return_index=True, return_inverse=True)
        gain = np.bincount(place, weights=gain) / np.bincount(place)
    tried = gain[shuffled(len(gain), SHUFFLES)].T
    largest = np.zeros(SHUFFLES)
    for x in inputs:
        curve = Smooth(x[first]).fit(tried).curve()
        largest = np.maximum(largest, np.maximum(curve, 0.0).mean(axis=0) - np.maximum(curve.mean(axis=0), 0.0))
    return float(np.quantile(largest, share))
