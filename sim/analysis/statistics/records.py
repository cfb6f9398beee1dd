"""Figures of many histories: a record array, or something with the same interface that need not be in memory."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np

__all__ = ["Records"]


class Records(Protocol):
    """One record per history. `records["closure"]` is a column, `records[rows]` some of the histories."""

    @property
    def dtype(self) -> "np.dtype[Any]":
        """Names and types of the columns."""

    def __len__(self) -> int:
        """Histories."""

    def __getitem__(self, key: Any, /) -> Any:
        """Return a column by its name, or records by a slice, a mask or numbers."""

    def __iter__(self) -> Iterator[Any]:
        """Yield record after record."""
