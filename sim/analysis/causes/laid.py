"""The memory of a walk: numbers and tables of a `Past`, in the form that compiled or plain functions take."""

from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.kernels.past import Past
from sim.compiler.kernel import is_python
from sim.model.schema.head import place_of
from sim.model.schema.row import Table

__all__ = ["Laid"]

WORD: Final = 8
"""Bytes of each number of a record."""
ALIGNED: Final = 64
"""Bytes: each table of an arena begins at a multiple of it."""


def _word(name: str) -> int:
    """Return which word of the record of a `Past` holds the address of a table; the number of its rows comes next."""
    fields = Past.dtype.fields
    assert fields is not None
    address, rows = (int(fields[column][1]) for column in place_of(name))
    assert rows == address + WORD
    return address // WORD


PLACES: Final = {name: (_word(name), table.dtype) for name, table in Past.tables.items()}
"""Where the address of each table is in the record, and the type of its rows."""


class Laid:
    """Numbers and tables of a `Past`.

    Attributes
    ----------
    table
        Tables by name.
    """

    def __init__(self, like: "Laid | None" = None) -> None:
        self.is_plain = is_python()
        # Words are copied at once, fields of a record one by one.
        self._words: npt.NDArray[np.int64]
        self._words = np.zeros(Past.dtype.itemsize // WORD, np.int64) if like is None else like._words.copy()
        self._head: Table = self._words.view(Past.dtype)
        self._numbers: Any = self._head[0]
        self._face: Any = SimpleNamespace()
        self.table: dict[str, Table] = {} if like is None else dict(like.table)
        if self.is_plain:
            for name in Past.scalars:
                self[name] = 0 if like is None else like[name]
            for name, table in self.table.items():
                self.put(name, table)

    def put(self, name: str, table: Table) -> Table:
        """Store a table and return it, converted to the type of that name."""
        word, dtype = PLACES[name]
        if table.dtype is not dtype or not table.flags.c_contiguous:
            table = np.ascontiguousarray(table, dtype)
        return self._place(name, word, table, table.ctypes.data)

    def new(self, name: str, rows: int) -> Table:
        """Make a table of so many rows, uninitialised."""
        return self.put(name, np.empty(rows, PLACES[name][1]))

    def new_ones(self, rows: dict[str, int]) -> None:
        """Make tables of so many rows each, uninitialised, in one piece of memory."""
        starts, size = [], 0
        for name, many in rows.items():
            starts.append(size)
            size += -(-many * PLACES[name][1].itemsize // ALIGNED) * ALIGNED
        arena = np.empty(size + ALIGNED, np.uint8)
        address = arena.ctypes.data
        skipped = -address % ALIGNED
        for (name, many), start in zip(rows.items(), starts, strict=True):
            word, dtype = PLACES[name]
            table = np.ndarray((many,), dtype, arena, skipped + start)
            self._place(name, word, table, address + skipped + start)

    def _place(self, name: str, word: int, table: Table, address: int) -> Table:
        """Record a table, which lies at an address, and return it."""
        self._words[word], self._words[word + 1] = address, len(table)
        self.table[name] = table
        if self.is_plain:
            setattr(self._face, name, table.view(np.recarray) if table.dtype.names else table)
        return table

    def grow(self, name: str) -> None:
        """Double the size of a table; its rows stay."""
        old = self.table[name]
        made = np.empty(2 * len(old), old.dtype)
        made[: len(old)] = old
        self.put(name, made)

    def __getitem__(self, name: str) -> int:
        """Return a number."""
        return int(getattr(self._face, name) if self.is_plain else self._numbers[name])

    def __setitem__(self, name: str, value: int) -> None:
        """Set a number."""
        self._numbers[name] = value
        if self.is_plain:
            setattr(self._face, name, value)

    def call(self, function: Any, *args: Any) -> int:
        """Call a function, compiled or as plain Python."""
        found = function(self._face if self.is_plain else self._head, *args)
        return 0 if found is None else int(found)
