"""Records of figures that would take much memory: they are kept in a temporary file and read column by column."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final
from weakref import finalize

import numpy as np
import numpy.typing as npt

__all__ = ["Spill"]

WORD: Final = 8
"""Bytes of one field of a record."""
PIECE: Final = 10_000
"""Number of records that an iteration over a `Spill` reads at once."""


class Spill:
    """Records in a temporary file, stored column after column, with the interface of a record array.

    Parameters
    ----------
    dtype
        Type of a record; every field has 8 bytes.
    many
        Number of records.
    pieces
        All records, in order, as record arrays.
    folder
        Folder on whose disk the file is. The file disappears however this process ends.
    """

    def __init__(self, dtype: "np.dtype[Any]", many: int, pieces: Iterable[npt.NDArray[Any]], folder: Path) -> None:
        self.dtype = dtype
        self._many = many
        self._place = {name: place for place, name in enumerate(dtype.names or ())}
        self._file = TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115 - open as long as this object exists
        finalize(self, self._file.close)
        at = 0
        for piece in pieces:
            for name, place in self._place.items():
                self._file.seek(WORD * (place * many + at))
                self._write(np.ascontiguousarray(piece[name]).tobytes())
            at += len(piece)

    def _write(self, left: bytes) -> None:
        """Write all bytes, in several writes if necessary: a disk that is almost full accepts only a part at first."""
        while left:
            left = left[self._file.write(left) :]

    def __len__(self) -> int:
        """Return the number of records."""
        return self._many

    def __getitem__(self, key: Any) -> Any:
        """Return a column (read-only) by name, a record by index, or a `Selection` by a slice, a mask or indices."""
        if isinstance(key, str):
            return self._column(key, 0, self._many)
        rows = np.arange(self._many)[key]
        return Selection(self, rows) if np.ndim(rows) else np.asarray(Selection(self, rows[None]))[0]

    def __iter__(self) -> Iterator[Any]:
        """Yield the records in order."""
        for first in range(0, self._many, PIECE):
            last = min(first + PIECE, self._many)
            piece = np.empty(last - first, self.dtype)
            for name in self._place:
                piece[name] = self._column(name, first, last)
            yield from piece

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return all records as a record array in memory; `dtype` and `copy` are ignored."""
        return np.asarray(Selection(self, np.arange(self._many)))

    def _column(self, name: str, first: int, last: int) -> npt.NDArray[Any]:
        self._file.seek(WORD * (self._place[name] * self._many + first))
        return np.frombuffer(self._file.read(WORD * (last - first)), self.dtype[name])


class Selection:
    """Some records of a `Spill`, selected by their indices `rows`, shape (n,); they are read when they are used."""

    def __init__(self, spill: Spill, rows: npt.NDArray[np.int64]) -> None:
        self.dtype = spill.dtype
        self._spill, self._rows = spill, rows

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._rows)

    def __getitem__(self, key: Any) -> Any:
        """Return a column, a record or a `Selection`, as `Spill` does."""
        if isinstance(key, str):
            return self._spill[key][self._rows]
        rows = self._rows[key]
        return Selection(self._spill, rows) if np.ndim(rows) else self._spill[int(rows)]

    def __iter__(self) -> Iterator[Any]:
        """Yield the records in order."""
        return iter(np.asarray(self))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return the selected records as a record array in memory; `dtype` and `copy` are ignored."""
        records = np.empty(len(self), self.dtype)
        for name in self.dtype.names or ():
            records[name] = self[name]
        return records
