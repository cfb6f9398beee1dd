"""Figures of many histories, used like a NumPy record array; an implementation may read them from disk when needed."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np

__all__ = ["Records"]


class Records(Protocol):
    """One record per history: `records["closure"]` is a column, `records[rows]` the records of some histories."""

    @property
    def dtype(self) -> "np.dtype[Any]":
        """Names and types of the columns."""

    def __len__(self) -> int:
        """Return the number of histories."""

    def __getitem__(self, key: Any, /) -> Any:
        """Return the column with the name `key`, or the records that a slice, a mask or row numbers select."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the record of each history."""
