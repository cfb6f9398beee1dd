"""The memory of a history: its tables, made and grown, and the record that says where each lies."""

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
"""Table to be made larger after each way in which the loop broke off."""
NUMBERED: Final = {
    Status.FLIGHTS_FULL: "sorties",
    Status.MISSIONS_FULL: "missions",
    Status.GROUND_FULL: "tasks on ramps",
}
"""Tables whose rows events name, or become what events name, and what the rows are."""
MOST_NUMBERED: Final = 1 << ENTITY_BITS
APPENDED: Final = frozenset(GROWS.values())
"""Tables that are written from the first row on, as far as the head counts."""
CHANGED: Final = frozenset(name for name, each in State.tables.items() if each.role != STATIC) - APPENDED
"""Tables that a history changes in place; the rest is the same from its start to its end."""
RESTS: Final = {
    name: [(column.name, column.rest) for column in each.row.columns.values() if column.rest]
    for name, each in State.tables.items()
    if each.row
}
"""Columns by table that have a value other than 0 between two decisions, and that value."""
LISTS: Final = 7
"""Lists of waiting sorties, each with room for all of them (`lists.py`)."""


def spare(rows: int) -> int:
    """Rows of a table that can fill, beside what is needed: tests make them none, so that every table is grown."""
    return rows


def as_wholes(table: Any) -> Any:
    """Return the same rows as rows without columns: NumPy copies those at once, and others column by column."""
    return table.view(np.dtype((np.void, table.itemsize)))


class Tables:
    """Tables by name, and the record that says where each lies; it is used again for each replication of a plan.

    Attributes
    ----------
    head
        The record, shape (1,).
    most_visits
        Most visits to stations that a history may have (`sim.model.limits.most_visits`).
    table
        Arrays by name (`State.tables`).
    relations
        Rows in one list, of which columns of other tables say from where to where; put into a table when it is whole.
    """

    def __init__(self) -> None:
        self.head = np.zeros(1, State.dtype)
        self.table: dict[str, Any] = {}
        self._room: dict[str, Any] = {}
        self.most_visits = MOST_NUMBERED
        self.relations: list[int] = []
        for name in State.tables:
            self.new(name, 0)

    def with_room(self, name: str, rows: int, needed: int = 0) -> Any:
        """Return a table that can fill: with room for what is `needed` from the start, and `rows` beside that."""
        return self.at_least(name, needed + spare(rows))

    def new(self, name: str, rows: int) -> Any:
        """Make a table of so many rows: all zero, but for columns that rest at another value between decisions."""
        made = self.lay(name, rows)
        made.view(np.uint8).fill(0)
        for column, rest in RESTS.get(name, ()):
            made[column] = rest
        return made

    def put(self, name: str, values: Any) -> Any:
        """Make a table of some values, which are copied."""
        made = self.lay(name, len(values))
        made[:] = values
        return made

    def lay(self, name: str, rows: int) -> Any:
        """Lay out a table of so many rows, with anything in it: where it was before, if there is room.

        Memory that is used again is not asked of the system, nor faulted in page by page, for each history. Most tables
        have as many rows as in the history before.
        """
        if name in self.table and len(self.table[name]) == rows:
            return self.table[name]
        address, many = place_of(name)
        if name not in self._room or len(self._room[name]) < rows:
            self._room[name] = np.empty(rows + rows // 8, State.tables[name].dtype)
            self.head[address] = self._room[name].ctypes.data
        self.head[many] = rows
        self.table[name] = self._room[name][:rows]
        return self.table[name]

    def at_least(self, name: str, rows: int) -> Any:
        """Return a table with room for so many rows; larger ones are kept."""
        return self.table[name] if len(self.table[name]) >= rows else self.new(name, rows)

    def grow(self, status: int) -> None:
        """Make larger what was full."""
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
        """Say in words of what there are more than there may be; nothing where a table can be made larger."""
        rows = len(self.table[GROWS[status]])
        if status == Status.TURNS_FULL and rows >= self.most_visits:
            return too_many_visits(self.most_visits)
        at_its_limit = status in NUMBERED and rows >= MOST_NUMBERED
        return f"more than {MOST_NUMBERED:,} {NUMBERED[status]}: expected fewer" if at_its_limit else ""

    def keep(self) -> None:
        """Keep a copy of all that a history under way has come to."""
        self._kept = self.head.copy(), {name: self._used(name).copy() for name in APPENDED | CHANGED}

    def put_back(self) -> None:
        """Go back to what was kept; nothing may have been laid out anew since."""
        self.head[:], tables = self._kept
        for name, kept in tables.items():
            self.table[name].view(np.uint8)[: len(kept)] = kept

    def _used(self, name: str) -> npt.NDArray[np.uint8]:
        """Rows of a table that have been written, as bytes: of one that is appended to, as many as it counts."""
        table = self.table[name]
        written = table[: int(self.head[State.tables[name].count][0])] if name in APPENDED else table
        found: npt.NDArray[np.uint8] = written.view(np.uint8)
        return found

    def relate(self, rows: Iterable[int]) -> tuple[int, int]:
        """Keep a list of rows, and return where it lies."""
        first = len(self.relations)
        self.relations += [int(row) for row in rows]
        return first, len(self.relations)

    def copy(self, name: str, table: Any) -> Any:
        """Make a table with the columns that it inherits from the plan's."""
        made, row = self.new(name, len(table)), State.tables[name].row
        for column in row.inherited if row else ():
            made[column] = table[column]
        return made

    def room_for_sorties(self, rows: int) -> None:
        """Make room for so many sorties, in the book and in each list too; they come last, as they say how many."""
        self.new("waiting", LISTS * rows)
        self.new("book", rows)
        self.new("flights", rows)
