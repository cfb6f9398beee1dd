"""A fast test whether each number in an array is one of a few small codes, such as fates or kinds of response."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["is_one_of"]

CODES: Final = 64
"""Length of the table of codes. No code is as large as `CODES` - 1, so the last entry, which -1 reads, is false."""


def is_one_of(numbers: npt.NDArray[np.integer], terms: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Return whether each number is one of `terms`, in the shape of `numbers`; faster than `np.isin`.

    Numbers and terms must be below `CODES`; a number may also be -1, for no code.
    """
    is_term = np.zeros(CODES, np.bool_)
    is_term[list(terms)] = True
    found: npt.NDArray[np.bool_] = is_term[numbers]
    return found
