"""The head of a history under way: its numbers and its tables. The record type is made from it."""

from dataclasses import dataclass
from inspect import get_annotations
from typing import Any, ClassVar, cast, get_args, get_origin

import numpy as np

from sim.model.schema.row import OUTPUT, SCRATCH, STATE, STATIC, Column, Role, Row, Rows, type_of

__all__ = ["Head", "TableOf", "number", "place_of", "table"]


@dataclass(frozen=True)
class TableOf:
    """The declaration of a table of the head.

    Attributes
    ----------
    row
        Its columns; None if a row is one number.
    dtype
        The type of a row.
    count
        For a table that is filled from the first row on: the number of the head that counts the rows written.
    full
        Status with which the loop ends when the table is full, -1 if that cannot happen.
    role
        `state` or `scratch` if any of its columns is; `output` for a table that is written row by row.
    """

    name: str
    meaning: str
    row: type[Row] | None
    dtype: "np.dtype[Any]"
    count: str
    full: int
    role: Role
    unit: str = ""
    of: str = ""


@dataclass(frozen=True)
class _Number:
    meaning: str
    unit: str
    of: str


@dataclass(frozen=True)
class _Table:
    meaning: str
    count: str
    full: int
    role: Role
    unit: str
    of: str


def number(meaning: str, *, unit: str = "", of: str = "") -> Any:
    """Declare a number of the head: its meaning, its unit, or the table in which it is a row."""
    return _Number(meaning, unit, of)


def table(meaning: str, *, count: str = "", full: int = -1, role: Role = STATIC, unit: str = "", of: str = "") -> Any:
    """Declare a table: its meaning and, if rows are appended, the counter of its rows and the status when it is full.

    `role`, `unit` and `of` are for a table whose rows are one number each; otherwise each column has its own.
    """
    return _Table(meaning, count, full, role, unit, of)


def place_of(name: str) -> tuple[str, str]:
    """Return the names of the two columns of the record for a table: its address and its number of rows."""
    return f"{name}.address", f"{name}.rows"


class Head:
    """Numbers and tables, declared as annotated attributes of a subclass.

    Attributes
    ----------
    scalars
        Numbers by name.
    tables
        Tables by name.
    dtype
        The record type: a column for each number, and the two columns of `place_of` for each table.
    """

    scalars: ClassVar[dict[str, Column]] = {}
    tables: ClassVar[dict[str, TableOf]] = {}
    dtype: ClassVar["np.dtype[Any]"]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        numbers: dict[str, Column] = {}
        tables: dict[str, TableOf] = {}
        for name, annotation in get_annotations(cls).items():
            said, origin = vars(cls).get(name), cast(Any, get_origin(annotation))
            if isinstance(said, _Number):
                numbers[name] = Column(name, type_of(annotation)[0], said.meaning, said.unit, said.of, STATE)
            elif isinstance(said, _Table) and origin is Rows:
                tables[name] = _table_of(name, get_args(annotation)[0], said)
            else:
                raise TypeError(f"{cls.__name__}.{name}: expected a number, or Rows of a table, got {said!r}")
        unknown = [each.count for each in tables.values() if each.count and each.count not in numbers]
        if unknown:
            raise TypeError(f"{cls.__name__}: counters {unknown}: expected numbers of the head")
        cls.scalars, cls.tables = numbers, tables
        columns = [(each.name, each.kind) for each in numbers.values()]
        cls.dtype = np.dtype(columns + [(at, "i8") for name in tables for at in place_of(name)], align=True)


def _table_of(name: str, of_row: Any, said: _Table) -> TableOf:
    """Return a table with the type of its rows and the role that follows from its columns."""
    is_row = isinstance(of_row, type) and issubclass(of_row, Row)
    row: type[Row] | None = of_row if is_row else None
    dtype = row.dtype if row else np.dtype(type_of(of_row)[0])
    roles = {column.role for column in row.columns.values()} if row else {said.role}
    role = next((each for each in (STATE, SCRATCH, OUTPUT) if each in roles), STATIC)
    return TableOf(name, said.meaning, row, dtype, said.count, said.full, role, said.unit, said.of)
