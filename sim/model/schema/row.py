"""A table as a class and a column as an annotated attribute: record types, meanings and roles are made from these."""

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
"""An index into the one vector of numbers (`Plan.number`), or -1: there is no such number (no limit)."""
ORDER: Final = ("u8", "i8", "f8", "i4", "u1")
"""Columns lie in this order of their machine types; of one type, in the order in which they are declared."""


class Role(StrEnum):
    """What a column is for."""

    STATIC = "static"
    """It is the same from the start of a history to its end."""
    STATE = "state"
    """A history changes it."""
    SCRATCH = "scratch"
    """It has a meaning within one decision only."""
    OUTPUT = "output"
    """It is part of what a history leaves."""


STATIC: Final = Role.STATIC
STATE: Final = Role.STATE
SCRATCH: Final = Role.SCRATCH
OUTPUT: Final = Role.OUTPUT


@dataclass(frozen=True)
class Column:
    """A column as it is declared.

    Attributes
    ----------
    kind
        Its machine type, in NumPy's words.
    unit
        Of an instant, a duration, a weight, a share; empty for a flag, a row, or a number that stands for a word.
    of
        Table of which it is a row, or between two rows of which (`first`, `last`) others lie; -1 for none.
    is_slot
        Whether it is an index into the vector of numbers.
    rest
        Value that a scratch column has between two decisions; None where it may have any.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    of: str = ""
    role: Role = STATIC
    is_slot: bool = False
    rest: int | None = None


@dataclass(frozen=True)
class _Said:
    """What a declaration says beside name and type."""

    meaning: str
    unit: str
    of: str
    role: Role | None
    rest: int | None


def column(meaning: str, *, unit: str = "", of: str = "", role: Role | None = None, rest: int | None = None) -> Any:
    """Declare a column: its meaning, its unit, the table of which it is a row, its role if not the table's."""
    return _Said(meaning, unit, of, role, rest)


def type_of(annotation: Any) -> tuple[str, bool]:
    """Return the machine type of an annotation, and whether it is a slot.

    Raises
    ------
    TypeError
        It is none of `Word`, `Long`, `Real`, `Int`, `Byte`, `Slot`.
    """
    kind = get_args(annotation)[1:]
    if not kind or kind[0] not in ORDER:
        raise TypeError(f"{annotation}: expected one of Word, Long, Real, Int, Byte, Slot")
    return kind[0], "slot" in kind


class Row:
    """A row of a table. A subclass declares columns, and has those of the table that it inherits from.

    Attributes
    ----------
    columns
        Columns by name, those that are inherited first; one that is declared again keeps its place.
    inherited
        Names of those whose values come from the table that it inherits from: they are not declared again.
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
            said = vars(cls).get(name)
            if not isinstance(said, _Said):
                raise TypeError(f"{cls.__name__}.{name}: expected a column with a meaning, got {said!r}")
            kind, is_slot = type_of(annotation)
            columns[name] = Column(name, kind, said.meaning, said.unit, said.of, said.role or role, is_slot, said.rest)
        cls.inherited = tuple(name for name in cls.columns if name not in own)
        cls.columns = columns
        ordered = sorted(columns.values(), key=lambda each: ORDER.index(each.kind))
        cls.dtype = np.dtype([(each.name, each.kind) for each in ordered], align=True)


R = TypeVar("R")


class Rows(Generic[R]):
    """A table as kernels see it, for type checkers and editors: `h.movers[7].up`, `len(h.movers)`."""

    if TYPE_CHECKING:

        def __len__(self) -> int: ...
        @overload
        def __getitem__(self, row: int) -> R: ...
        @overload
        def __getitem__(self, row: slice) -> "Rows[R]": ...
        def __getitem__(self, row: Any) -> Any: ...
        def __setitem__(self, row: int, value: R) -> None: ...


def rows(table: Table) -> list[Any]:
    """Return a table as records with attributes, plain Python numbers inside (for SimPy's side)."""
    from collections import namedtuple

    names: Sequence[str] | None = table.dtype.names
    assert names is not None
    record = namedtuple("record", names)  # type: ignore[misc]
    return [record(*row) for row in table.tolist()]
