"""How a head is declared: the record of numbers and tables on which compiled functions (kernels) work.

For each table, the head holds its address and its number of rows.
"""

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
        The class of its rows, which declares its columns; None if a row is one number.
    dtype
        The NumPy type of a row.
    count
        For a table that is filled from its first row on: the name of the number of the head that counts the rows
        written. Empty for other tables.
    full
        Status with which the event loop ends when the table is full; -1 if the table cannot become full.
    role
        The first of `state`, `scratch` and `output` that is the role of any of its columns; `static` if none is. For a
        table whose rows are one number each: the role that is declared for it.
    unit, of
        As in `Column`, for a table whose rows are one number each.
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
    """Declare a number of the head; the arguments are as in `Column`."""
    return _Number(meaning, unit, of)


def table(meaning: str, *, count: str = "", full: int = -1, role: Role = STATIC, unit: str = "", of: str = "") -> Any:
    """Declare a table of the head; the arguments are as in `TableOf`.

    State `role`, `unit` and `of` only for a table whose rows are one number each; other tables have them by column.
    """
    return _Table(meaning, count, full, role, unit, of)


def place_of(name: str) -> tuple[str, str]:
    """Return the names of the two columns that the head has for a table: its address and its number of rows."""
    return f"{name}.address", f"{name}.rows"


class Head:
    """The base class of heads; a subclass declares numbers and tables as annotated attributes.

    Attributes
    ----------
    scalars, tables
        Declared numbers and tables, by name.
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
            declared, origin = vars(cls).get(name), cast(Any, get_origin(annotation))
            if isinstance(declared, _Number):
                numbers[name] = Column(
                    name, type_of(annotation)[0], declared.meaning, declared.unit, declared.of, STATE
                )
            elif isinstance(declared, _Table) and origin is Rows:
                tables[name] = _table_of(name, get_args(annotation)[0], declared)
            else:
                raise TypeError(f"{cls.__name__}.{name}: expected a number, or Rows of a table, got {declared!r}")
        unknown = [each.count for each in tables.values() if each.count and each.count not in numbers]
        if unknown:
            raise TypeError(f"{cls.__name__}: counters {unknown}: expected numbers of the head")
        cls.scalars, cls.tables = numbers, tables
        columns = [(each.name, each.kind) for each in numbers.values()]
        cls.dtype = np.dtype(columns + [(at, "i8") for name in tables for at in place_of(name)], align=True)


def _table_of(name: str, of_row: Any, declared: _Table) -> TableOf:
    """Return the declaration of a table with rows of type `of_row`."""
    is_row = isinstance(of_row, type) and issubclass(of_row, Row)
    row: type[Row] | None = of_row if is_row else None
    dtype = row.dtype if row else np.dtype(type_of(of_row)[0])
    roles = {column.role for column in row.columns.values()} if row else {declared.role}
    role = next((each for each in (STATE, SCRATCH, OUTPUT) if each in roles), STATIC)
    return TableOf(name, declared.meaning, row, dtype, declared.count, declared.full, role, declared.unit, declared.of)
