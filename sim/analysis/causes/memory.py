"""The numbers and tables of a `Past`, in the form that the functions of a walk take, compiled or as plain Python."""

from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.kernels.past import Past
from sim.compiler.kernel import is_python
from sim.model.schema.head import place_of
from sim.model.schema.row import Table

__all__ = ["Memory"]

WORD: Final = 8
"""Bytes of each number of a record."""
ALIGNED: Final = 64
"""Each table made by `new_ones` begins at an address that is a multiple of this number of bytes."""


def _word(name: str) -> int:
    """Return the index of the word in a `Past` that holds the address of a table; the next word holds its length."""
    fields = Past.dtype.fields
    assert fields is not None
    address, rows = (int(fields[column][1]) for column in place_of(name))
    assert rows == address + WORD
    return address // WORD


PLACES: Final = {name: (_word(name), table.dtype) for name, table in Past.tables.items()}
"""Name of a table -> (index of the word with its address, type of its rows)."""


class Memory:
    """The numbers and tables of a `Past`; if `like` is given, a copy of its numbers, with the same tables.

    Attributes
    ----------
    table
        Name -> table.
    """

    def __init__(self, like: "Memory | None" = None) -> None:
        self.is_plain = is_python()
        # The record is kept as words: NumPy copies words all at once, but the fields of a record one by one.
        self._words: npt.NDArray[np.int64]
        self._words = np.zeros(Past.dtype.itemsize // WORD, np.int64) if like is None else like._words.copy()
        self._head: Table = self._words.view(Past.dtype)
        self._numbers: Any = self._head[0]
        self._plain: Any = SimpleNamespace()
        self.table: dict[str, Table] = {} if like is None else dict(like.table)
        if self.is_plain:
            for name in Past.scalars:
                self[name] = 0 if like is None else like[name]
            for name, table in self.table.items():
                self.put(name, table)

    def put(self, name: str, table: Table) -> Table:
        """Store a table under a name and return it, converted to the type of rows that this name has."""
        word, dtype = PLACES[name]
        if table.dtype is not dtype or not table.flags.c_contiguous:
            table = np.ascontiguousarray(table, dtype)
        return self._place(name, word, table, table.ctypes.data)

    def new(self, name: str, rows: int) -> Table:
        """Make and return a table of `rows` rows, whose values are not set."""
        return self.put(name, np.empty(rows, PLACES[name][1]))

    def new_ones(self, rows: dict[str, int]) -> None:
        """Make tables in one piece of memory; `rows` has the number of rows of each. Their values are not set."""
        starts, size = [], 0
        for name, n in rows.items():
            starts.append(size)
            size += -(-n * PLACES[name][1].itemsize // ALIGNED) * ALIGNED
        arena = np.empty(size + ALIGNED, np.uint8)
        address = arena.ctypes.data
        skipped = -address % ALIGNED
        for (name, n), start in zip(rows.items(), starts, strict=True):
            word, dtype = PLACES[name]
            table = np.ndarray((n,), dtype, arena, skipped + start)
            self._place(name, word, table, address + skipped + start)

    def _place(self, name: str, word: int, table: Table, address: int) -> Table:
        """Record a table and its address, and return the table."""
        self._words[word], self._words[word + 1] = address, len(table)
        self.table[name] = table
        if self.is_plain:
            setattr(self._plain, name, table.view(np.recarray) if table.dtype.names else table)
        return table

    def grow(self, name: str) -> None:
        """Double the number of rows of a table; the present rows keep their values."""
        old = self.table[name]
        larger = np.empty(2 * len(old), old.dtype)
        larger[: len(old)] = old
        self.put(name, larger)

    def __getitem__(self, name: str) -> int:
        """Return a number by its name."""
        return int(getattr(self._plain, name) if self.is_plain else self._numbers[name])

    def __setitem__(self, name: str, value: int) -> None:
        """Set a number by its name."""
        self._numbers[name] = value
        if self.is_plain:
            setattr(self._plain, name, value)

    def call(self, function: Any, *args: Any) -> int:
        """Call a function of a walk, compiled or as plain Python; return its result, or 0 if it returns None."""
        result = function(self._plain if self.is_plain else self._head, *args)
        return 0 if result is None else int(result)
