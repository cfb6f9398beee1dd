"""How tables are declared: a table is a class, and its columns are annotated attributes of this class.

The NumPy record types of the tables are derived from these declarations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from inspect import get_annotations
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Generic, TypeVar, get_args, overload

import numpy as np
import numpy.typing as npt

__all__ = [
    "OUTPUT",
    "SCRATCH",
    "STATE",
    "STATIC",
    "Byte",
    "Column",
    "Int",
    "Long",
    "Real",
    "Role",
    "Row",
    "Rows",
    "Slot",
    "Table",
    "Word",
    "column",
    "is_unused",
    "rows",
    "type_of",
]

Table = npt.NDArray[Any]
Word = Annotated[int, "u8"]
Long = Annotated[int, "i8"]
Real = Annotated[float, "f8"]
Int = Annotated[int, "i4"]
Byte = Annotated[int, "u1"]
Slot = Annotated[int, "i4", "slot"]
"""An index into the vector of numbers (`Plan.number`); -1 for no number."""
ORDER: Final = ("u8", "i8", "f8", "i4", "u1")
"""Columns are sorted in this order of their machine types; columns of one type keep the order of their declaration."""


class Role(StrEnum):
    """The role of a column."""

    STATIC = "static"
    """Its values do not change during a history."""
    STATE = "state"
    """Its values change during a history."""
    SCRATCH = "scratch"
    """Its values have a meaning only within one decision."""
    OUTPUT = "output"
    """Its values are part of the output of a history."""


STATIC: Final = Role.STATIC
STATE: Final = Role.STATE
SCRATCH: Final = Role.SCRATCH
OUTPUT: Final = Role.OUTPUT


@dataclass(frozen=True)
class Column:
    """The declaration of a column.

    Attributes
    ----------
    kind
        Machine type of its values, as a NumPy type string.
    unit
        Unit of its values; empty for a flag, a row number or a code.
    of
        The table of which its values are row numbers or bounds of ranges of rows (`first`, `last`); a row number of -1
        means no row. Empty if its values are neither.
    is_slot
        Whether its values are indices into the vector of numbers (`Slot`).
    key
        Dotted key of the scenario file from which its values are taken, below the entry of the row; empty if they are
        computed.
    unused
        The value of rows that do not use the feature of the column. If all rows have this value, digests of plans and
        fingerprints of histories leave the column out; so they do not change when such a column is added. None if the
        column always counts.
    rest
        The value that a scratch column has between two decisions; None if it may have any value.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    of: str = ""
    role: Role = STATIC
    is_slot: bool = False
    rest: int | None = None
    key: str = ""
    unused: int | None = None


@dataclass(frozen=True)
class _Declared:
    """The declaration of a column without its name and type."""

    meaning: str
    unit: str
    of: str
    role: Role | None
    rest: int | None
    key: str
    unused: int | None


def column(
    meaning: str,
    *,
    unit: str = "",
    of: str = "",
    key: str = "",
    role: Role | None = None,
    rest: int | None = None,
    unused: int | None = None,
) -> Any:
    """Declare a column.

    Parameters
    ----------
    meaning, unit, of, key, rest, unused
        As in `Column`.
    role
        Role of the column; None for the role of its table.
    """
    return _Declared(meaning, unit, of, role, rest, key, unused)


def is_unused(column: Column, values: npt.NDArray[Any]) -> bool:
    """Return whether all `values` of a column say that its feature is not used (`Column.unused`)."""
    return column.unused is not None and bool((values == column.unused).all())


def type_of(annotation: Any) -> tuple[str, bool]:
    """Return the machine type of an annotation, and whether it is a slot.

    Raises
    ------
    TypeError
        The annotation is none of `Word`, `Long`, `Real`, `Int`, `Byte`, `Slot`.
    """
    kind = get_args(annotation)[1:]
    if not kind or kind[0] not in ORDER:
        raise TypeError(f"{annotation}: expected one of Word, Long, Real, Int, Byte, Slot")
    return kind[0], "slot" in kind


class Row:
    """The base class of tables. A subclass declares columns and inherits those of its base table.

    Attributes
    ----------
    columns
        Columns by name, those of the base table first; a column that is declared again keeps its place.
    inherited
        Names of the columns of the base table that are not declared again.
    dtype
        The record type of a row.
    """

    columns: ClassVar[dict[str, Column]] = {}
    inherited: ClassVar[tuple[str, ...]] = ()
    dtype: ClassVar["np.dtype[Any]"]

    def __init_subclass__(cls, role: Role = STATIC, **others: Any) -> None:
        super().__init_subclass__(**others)
        columns, own = dict(cls.columns), get_annotations(cls)
        for name, annotation in own.items():
            declared = vars(cls).get(name)
            if not isinstance(declared, _Declared):
                raise TypeError(f"{cls.__name__}.{name}: expected a column with a meaning, got {declared!r}")
            kind, is_slot = type_of(annotation)
            own_role = declared.role or role
            columns[name] = Column(
                name,
                kind,
                declared.meaning,
                declared.unit,
                declared.of,
                own_role,
                is_slot,
                declared.rest,
                declared.key,
                declared.unused,
            )
        cls.inherited = tuple(name for name in cls.columns if name not in own)
        cls.columns = columns
        ordered = sorted(columns.values(), key=lambda each: ORDER.index(each.kind))
        cls.dtype = np.dtype([(each.name, each.kind) for each in ordered], align=True)


R = TypeVar("R")


class Rows(Generic[R]):
    """The type of a table in kernels (compiled functions), for type checkers: `h.movers[7].up`, `len(h.movers)`."""

    if TYPE_CHECKING:

        def __len__(self) -> int: ...
        @overload
        def __getitem__(self, row: int) -> R: ...
        @overload
        def __getitem__(self, row: slice) -> "Rows[R]": ...
        def __getitem__(self, row: Any) -> Any: ...
        def __setitem__(self, row: int, value: R) -> None: ...


def rows(table: Table) -> list[Any]:
    """Return the rows of a table as named tuples of plain Python numbers."""
    from collections import namedtuple

    names: Sequence[str] | None = table.dtype.names
    assert names is not None
    record = namedtuple("record", names)  # type: ignore[misc]
    return [record(*row) for row in table.tolist()]
