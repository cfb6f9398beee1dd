"""The memory of a walk: numbers and tables of a `Past`, in the form that compiled or plain functions take."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.analysis.causes.kernels.past import Past
from sim.compiler.kernel import is_python
from sim.model.schema.head import place_of
from sim.model.schema.row import Table

__all__ = ["Laid"]

PLACES = {name: place_of(name) for name in Past.tables}


class Laid:
    """Numbers and tables of a `Past`.

    Attributes
    ----------
    table
        Tables by name.
    """

    def __init__(self, like: "Laid | None" = None) -> None:
        self.is_plain = is_python()
        self._head: Table = np.zeros(1, Past.dtype) if like is None else like._head.copy()
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
        dtype = Past.tables[name].dtype
        if table.dtype != dtype or not table.flags.c_contiguous:
            table = np.ascontiguousarray(table, dtype)
        address, rows = PLACES[name]
        self._numbers[address], self._numbers[rows] = table.ctypes.data, len(table)
        self.table[name] = table
        if self.is_plain:
            setattr(self._face, name, table.view(np.recarray) if table.dtype.names else table)
        return table

    def new(self, name: str, rows: int, fill: int | None = None) -> Table:
        """Make a table of so many rows, uninitialised or filled with a number."""
        dtype = Past.tables[name].dtype
        return self.put(name, np.empty(rows, dtype) if fill is None else np.full(rows, fill, dtype))

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
