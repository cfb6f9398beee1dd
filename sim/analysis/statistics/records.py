"""Figures of many histories: the interface of a NumPy record array, which need not be in memory."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np

__all__ = ["Records"]


class Records(Protocol):
    """One record per history. `records["closure"]` is a column, `records[rows]` holds some of the histories."""

    @property
    def dtype(self) -> "np.dtype[Any]":
        """Names and types of the columns."""

    def __len__(self) -> int:
        """Return the number of histories."""

    def __getitem__(self, key: Any, /) -> Any:
        """Return the column of a name, or the records that a slice, a mask or row numbers select."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the record of each history."""
