"""The open windows of a calendar as lists, which Python reads fastest, and as arrays, which compiled code reads."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.model.calendars import NEVER

__all__ = ["ALWAYS", "Windows", "WithArrays", "as_arrays", "with_arrays"]

Windows = tuple[list[int], list[int]]
"""Opens and closes of a calendar [s]."""

Arrays = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


class WithArrays(tuple[list[int], list[int]]):
    """The opens and closes of a calendar [s], as lists and as arrays.

    Attributes
    ----------
    arrays
        Opens and closes, each of shape (n_windows,). They must not be changed.
    """

    arrays: Arrays

    @classmethod
    def of(cls, opens: npt.NDArray[np.int64], closes: npt.NDArray[np.int64]) -> "WithArrays":
        """Return the calendar with these opens and closes."""
        made = cls((opens.tolist(), closes.tolist()))
        made.arrays = opens, closes
        return made


def with_arrays(windows: Windows) -> WithArrays:
    """Return a calendar with its arrays: the same object if it has them already."""
    if isinstance(windows, WithArrays):
        return windows
    return WithArrays.of(np.array(windows[0], np.int64), np.array(windows[1], np.int64))


def as_arrays(calendars: Iterable[Windows]) -> list[Arrays]:
    """Return opens and closes [s] of each calendar as arrays of shape (n_windows,); the caller must not change them.

    The arrays of a `WithArrays` are not made again.
    """
    return [with_arrays(windows).arrays for windows in calendars]


ALWAYS: Final[Windows] = with_arrays(([-NEVER], [NEVER]))
