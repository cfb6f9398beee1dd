"""How much the best of several inputs appears to be worth if none of them matters, found by shuffling worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.smooth import Smooth, shuffled

__all__ = ["largest_by_chance"]

Array = npt.NDArray[Any]
SHUFFLES: Final = 199
"""Number of random assignments of the gains to worlds."""


def largest_by_chance(inputs: Sequence[Array], gain: Array, world: Array | None = None, share: float = 0.95) -> float:
    """Return the limit that the largest apparent value of several inputs rarely exceeds if no input matters.

    Parameters
    ----------
    inputs
        The value of each input in each history, shape (n,) each.
    gain
        Gain of one plan over another in each history, shape (n,).
    world
        World of each history, shape (n,); None if each history has its own world.
    share
        Share of the shuffles in which no input appears to be worth more than the limit.

    Returns
    -------
    float
        The limit, in the unit of the gain; 0 if there is no input.

    Notes
    -----
    Each shuffle assigns the gains to other worlds, in the same way for all inputs. From this follows what each input
    appears to be worth: E max(0, g(x)) - max(0, E g(x)), as in `decisions.information`. The limit is a quantile of the
    largest of these values. A limit for a single input would be too low: of twelve inputs that do not matter, at least
    one exceeds its own 95 % limit in nearly half of all studies.
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
