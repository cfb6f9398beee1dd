"""A fast test for rows that have one of a few small codes, such as fates or kinds of response."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["is_one_of"]

MOST: Final = 64
"""Greater than every such code; -1 means none and is never one of `terms`."""


def is_one_of(numbers: npt.NDArray[np.integer], terms: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Return whether each number is one of `terms`, shape of `numbers`; ten times as fast as `np.isin`."""
    named = np.zeros(MOST, np.bool_)
    named[list(terms)] = True
    found: npt.NDArray[np.bool_] = named[numbers]
    return found
