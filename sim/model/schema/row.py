"""The declaration of tables as classes and of columns as annotated attributes.

Record types, meanings and roles are derived from these declarations.
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
"""An index into the vector of numbers (`Plan.number`); -1: there is no such number, which means no limit."""
ORDER: Final = ("u8", "i8", "f8", "i4", "u1")
"""The order of machine types in which columns are sorted; columns of one type keep the order of their declaration."""


class Role(StrEnum):
    """The role of a column."""

    STATIC = "static"
    """It does not change during a history."""
    STATE = "state"
    """A history changes it."""
    SCRATCH = "scratch"
    """It has a meaning only within one decision."""
    OUTPUT = "output"
    """It is part of the output of a history."""


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
        Its machine type, as a NumPy type string.
    unit
        Unit of an instant, a duration, a weight or a share; empty for a flag, a row number or a code.
    of
        The table of which it holds a row number, or one bound of a range of rows (`first`, `last`); such a value is -1
        for no row. Empty if it holds neither.
    is_slot
        Whether it is an index into the vector of numbers.
    key
        Key of the scenario file that states it, dotted, below the noun of its row; empty if it is computed.
    unused
        Value that means that the feature of the column is not used. If all rows have this value, digests of plans and
        fingerprints of histories leave the column out, so that older ones stay valid when a column is added. None: the
        column always counts.
    rest
        Value that a scratch column has between two decisions; None if it may have any value.
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
    """What a declaration states besides name and type."""

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

    The value of a column with a key is taken from the scenario file; the code that makes the table need not state it.

    Parameters
    ----------
    meaning, unit, of, key, rest, unused
        As in `Column`.
    role
        Role of the column; None: that of the table.
    """
    return _Declared(meaning, unit, of, role, rest, key, unused)


def is_unused(column: Column, values: npt.NDArray[Any]) -> bool:
    """Return whether no row of a table uses the feature of a column (`Column.unused`)."""
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
    """A row of a table. A subclass declares columns and inherits those of its base table.

    Attributes
    ----------
    columns
        Columns by name, inherited ones first; one that is declared again keeps its place.
    inherited
        Names of the columns whose values come from the base table: they are not declared again.
    dtype
        The record type.
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
    """A table as seen by kernels, for type checkers and editors: `h.movers[7].up`, `len(h.movers)`."""

    if TYPE_CHECKING:

        def __len__(self) -> int: ...
        @overload
        def __getitem__(self, row: int) -> R: ...
        @overload
        def __getitem__(self, row: slice) -> "Rows[R]": ...
        def __getitem__(self, row: Any) -> Any: ...
        def __setitem__(self, row: int, value: R) -> None: ...


def rows(table: Table) -> list[Any]:
    """Return a table as records with attributes and plain Python numbers (for the SimPy engine)."""
    from collections import namedtuple

    names: Sequence[str] | None = table.dtype.names
    assert names is not None
    record = namedtuple("record", names)  # type: ignore[misc]
    return [record(*row) for row in table.tolist()]
