"""The memory of a history: its tables, which can be enlarged, and the head, a record with the address of each table."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.model.limits import ENTITY_BITS, too_many_visits
from sim.model.schema.head import place_of
from sim.model.schema.row import STATIC
from sim.model.schema.state import State, Status

__all__ = ["Tables", "as_wholes", "spare"]

GROWS: Final = {each.full: name for name, each in State.tables.items() if each.full >= 0}
"""The table to enlarge, by the status with which the loop stopped."""
NUMBERED: Final = {
    Status.FLIGHTS_FULL: "sorties",
    Status.MISSIONS_FULL: "missions",
    Status.GROUND_FULL: "tasks on ramps",
}
"""For tables whose row numbers are stored in events: the status when one is full, and what messages call its rows."""
MOST_NUMBERED: Final = 1 << ENTITY_BITS
"""Most rows of a table in NUMBERED."""
APPENDED: Final = frozenset(GROWS.values())
"""Tables that are filled from the first row on; a number of the head counts the rows in use."""
CHANGED: Final = frozenset(name for name, each in State.tables.items() if each.role != STATIC) - APPENDED
"""Tables that a history changes in place; apart from these and APPENDED, no table changes during a history."""
RESTS: Final = {
    name: [(column.name, column.rest) for column in each.row.columns.values() if column.rest]
    for name, each in State.tables.items()
    if each.row
}
"""For each table, the columns that have a value other than 0 between two decisions, and that value."""
LISTS: Final = 7
"""Number of lists of waiting sorties, each with room for all sorties (`lists.py`)."""


def spare(rows: int) -> int:
    """Return `rows`, the number of spare rows of a table that can fill up; tests replace this function by another."""
    return rows


def as_wholes(table: Any) -> Any:
    """Return a table with each row as one value of type `void`, which NumPy copies at once, not column by column."""
    return table.view(np.dtype((np.void, table.itemsize)))


class Tables:
    """Tables by name, and the head with their addresses; reused for each replication of a plan.

    Attributes
    ----------
    head
        The record with addresses, lengths and other numbers, shape (1,).
    most_visits
        Most visits to stations that a history may have (`sim.model.limits.most_visits`).
    table
        Arrays by name (`State.tables`).
    relations
        Lists of row numbers, one after the other; columns of other tables hold the range of each list. When complete,
        `relations` becomes a table itself.
    """

    def __init__(self) -> None:
        self.head = np.zeros(1, State.dtype)
        self.table: dict[str, Any] = {}
        self._memory: dict[str, Any] = {}
        self._kept_head = self.head.copy()
        self._kept: dict[str, npt.NDArray[np.uint8]] = {}
        self._kept_bytes: dict[str, int] = {}
        self.most_visits = MOST_NUMBERED
        self.relations: list[int] = []
        for name in State.tables:
            self.new(name, 0)

    def with_room(self, name: str, rows: int, needed: int = 0) -> Any:
        """Return a table with room for `needed` rows and `rows` spare ones: the present table if it is large enough."""
        return self.at_least(name, needed + spare(rows))

    def new(self, name: str, rows: int) -> Any:
        """Return a new table of `rows` rows: all zero, except the columns in RESTS."""
        table = self.lay(name, rows)
        table.view(np.uint8).fill(0)
        for column, rest in RESTS.get(name, ()):
            table[column] = rest
        return table

    def put(self, name: str, values: Any) -> Any:
        """Return a new table with a copy of some values."""
        table = self.lay(name, len(values))
        table[:] = values
        return table

    def lay(self, name: str, rows: int) -> Any:
        """Return a table of `rows` rows with undefined values, in the same memory as before if that is large enough.

        To reuse memory is faster than to request it from the system for each history.
        """
        if name in self.table and len(self.table[name]) == rows:
            return self.table[name]
        address, many = place_of(name)
        if name not in self._memory or len(self._memory[name]) < rows:
            self._memory[name] = np.empty(rows + rows // 8, State.tables[name].dtype)
            self.head[address] = self._memory[name].ctypes.data
        self.head[many] = rows
        self.table[name] = self._memory[name][:rows]
        return self.table[name]

    def at_least(self, name: str, rows: int) -> Any:
        """Return a table of at least `rows` rows: the present one if it is large enough."""
        return self.table[name] if len(self.table[name]) >= rows else self.new(name, rows)

    def grow(self, status: int) -> None:
        """Enlarge the table that was full when the loop stopped with `status`; its rows are lost."""
        rows = 2 * len(self.table[GROWS[status]]) + max(1, spare(1024))
        if status in NUMBERED:
            rows = min(rows, MOST_NUMBERED)
        if status == Status.TURNS_FULL:
            rows = min(rows, self.most_visits)
        if status == Status.FLIGHTS_FULL:
            self.room_for_sorties(rows)
        else:
            self.new(GROWS[status], rows)

    def full(self, status: int) -> str:
        """Return an error message if the full table may not have more rows; an empty string if it can be enlarged."""
        rows = len(self.table[GROWS[status]])
        if status == Status.TURNS_FULL and rows >= self.most_visits:
            return too_many_visits(self.most_visits)
        at_its_limit = status in NUMBERED and rows >= MOST_NUMBERED
        return f"more than {MOST_NUMBERED:,} {NUMBERED[status]}: expected fewer" if at_its_limit else ""

    def keep(self) -> None:
        """Keep a copy of the state of a history under way."""
        self._kept_head[:] = self.head
        for name in APPENDED | CHANGED:
            used = self._used(name)
            if name not in self._kept or len(self._kept[name]) < len(used):
                self._kept[name] = np.empty(len(used) + len(used) // 8, np.uint8)
            self._kept[name][: len(used)] = used
            self._kept_bytes[name] = len(used)

    def put_back(self) -> None:
        """Restore the state that was kept; no table may have been created or enlarged since."""
        self.head[:] = self._kept_head
        for name, many in self._kept_bytes.items():
            self.table[name].view(np.uint8)[:many] = self._kept[name][:many]

    def _used(self, name: str) -> npt.NDArray[np.uint8]:
        """Return the rows of a table as bytes; of a table that is filled from the first row on, only those in use."""
        table = self.table[name]
        written = table[: int(self.head[State.tables[name].count][0])] if name in APPENDED else table
        used: npt.NDArray[np.uint8] = written.view(np.uint8)
        return used

    def relate(self, rows: Iterable[int]) -> tuple[int, int]:
        """Append a list of row numbers to `relations`, and return the range in which it is stored."""
        first = len(self.relations)
        self.relations += [int(row) for row in rows]
        return first, len(self.relations)

    def copy(self, name: str, table: Any) -> Any:
        """Return a new table with as many rows as `table`, a table of the plan; copy the columns that it inherits."""
        copied, row = self.new(name, len(table)), State.tables[name].row
        for column in row.inherited if row else ():
            copied[column] = table[column]
        return copied

    def room_for_sorties(self, rows: int) -> None:
        """Make room for `rows` sorties in their table, in each list of waiting sorties, and in `decided`."""
        self.new("waiting", LISTS * rows)
        self.new("decided", rows)
        self.new("flights", rows)
