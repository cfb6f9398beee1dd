"""Figures of more histories than should be in memory: read a column at a time, from an unnamed temporary file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final
from weakref import finalize

import numpy as np
import numpy.typing as npt

__all__ = ["Spill"]

WORD: Final = 8
"""Bytes of every figure."""
PIECE: Final = 10_000
"""Records assembled at once."""


class Spill:
    """Records stored on disk by column.

    Parameters
    ----------
    dtype
        Type of a record; every field has 8 bytes.
    many
        Number of records.
    pieces
        All of them, in order, as record arrays.
    folder
        Folder on whose disk the file is. The file has no name, so nothing stays behind, however this process ends.
    """

    def __init__(self, dtype: "np.dtype[Any]", many: int, pieces: Iterable[npt.NDArray[Any]], folder: Path) -> None:
        self.dtype = dtype
        self._many = many
        self._place = {name: place for place, name in enumerate(dtype.names or ())}
        self._file = TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115 - open as long as it may be read
        finalize(self, self._file.close)
        at = 0
        for piece in pieces:
            for name, place in self._place.items():
                self._file.seek(WORD * (place * many + at))
                self._write(np.ascontiguousarray(piece[name]).tobytes())
            at += len(piece)

    def _write(self, rest: bytes) -> None:
        """Write all bytes: a disk that fills up accepts a part and fails at the next write."""
        while rest:
            rest = rest[self._file.write(rest) :]

    def __len__(self) -> int:
        """Records."""
        return self._many

    def __getitem__(self, key: Any) -> Any:
        """Return a column by its name (read-only), a record by its number, or some by a slice, a mask or numbers."""
        if isinstance(key, str):
            return self._column(key, 0, self._many)
        rows = np.arange(self._many)[key]
        return Some(self, rows) if np.ndim(rows) else np.asarray(Some(self, rows[None]))[0]

    def __iter__(self) -> Iterator[Any]:
        """Record after record."""
        for first in range(0, self._many, PIECE):
            last = min(first + PIECE, self._many)
            piece = np.empty(last - first, self.dtype)
            for name in self._place:
                piece[name] = self._column(name, first, last)
            yield from piece

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return all records as an array in memory."""
        return np.asarray(Some(self, np.arange(self._many)))

    def _column(self, name: str, first: int, last: int) -> npt.NDArray[Any]:
        self._file.seek(WORD * (self._place[name] * self._many + first))
        return np.frombuffer(self._file.read(WORD * (last - first)), self.dtype[name])


class Some:
    """Some records of a shelf, by their places on it; they are not copied."""

    def __init__(self, shelf: Spill, rows: npt.NDArray[np.int64]) -> None:
        self.dtype = shelf.dtype
        self._shelf, self._rows = shelf, rows

    def __len__(self) -> int:
        """Records."""
        return len(self._rows)

    def __getitem__(self, key: Any) -> Any:
        """Return a column or records, as for a shelf."""
        if isinstance(key, str):
            return self._shelf[key][self._rows]
        rows = self._rows[key]
        return Some(self._shelf, rows) if np.ndim(rows) else self._shelf[int(rows)]

    def __iter__(self) -> Iterator[Any]:
        """Record after record."""
        return iter(np.asarray(self))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return all of them as an array in memory."""
        found = np.empty(len(self), self.dtype)
        for name in self.dtype.names or ():
            found[name] = self[name]
        return found
