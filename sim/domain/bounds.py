"""The least and the greatest permitted value of keys with numbers, read from the types of the fields in `sim.domain`.

A *mark* is an object in the `Annotated` type of a field, such as `Slot()` or the `ge` of `Field(ge=0)`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from sim.domain.nouns import Drawn, Noun, Slot

__all__ = ["FREE", "Bounds", "bounds_of", "drawn_bounds", "marks_at"]

WIDEST = 2**53
"""Upper bounds of this size or more are left out of messages."""


@dataclass(frozen=True)
class Bounds:
    """The bounds of the number at a key.

    Attributes
    ----------
    least, most
        The bounds; infinite where there is none.
    above, below
        Whether the bound itself, `least` or `most`, is not allowed.
    whole
        Whether only whole numbers are allowed.
    """

    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    below: bool = False
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Return whether a value is inside the bounds; if only whole numbers are allowed, it is rounded first."""
        if self.whole and math.isfinite(value):
            value = math.floor(value + 0.5)
        low = value > self.least if self.above else value >= self.least
        high = value < self.most if self.below else value <= self.most
        return low and high

    def __str__(self) -> str:
        """Return the bounds in words, such as "from 0 to 1", "of at least 1" or "above 0"; empty without bounds."""
        if math.isfinite(self.least) and self.most < WIDEST and not self.above and not self.below:
            return f"from {self.least:g} to {self.most:g}"
        parts = [f"{'above' if self.above else 'of at least'} {self.least:g}"] if math.isfinite(self.least) else []
        parts += [f"{'below' if self.below else 'of at most'} {self.most:g}"] if self.most < WIDEST else []
        return " and ".join(parts)


FREE = Bounds()
"""The bounds of a number that may have any value."""


def marks_of(metadata: Iterable[Any], annotation: Any) -> list[Any]:
    """Return all marks of a field if one of them is a `Slot`; otherwise an empty list.

    In a field of a union type, the `Slot` may be among the marks of one member of the union. Only a number or date with
    a `Slot` may be uncertain.

    Parameters
    ----------
    metadata, annotation
        As in pydantic's `FieldInfo`: the marks of the field itself, and its type without them.
    """
    flat = list(_flat(metadata))
    if any(isinstance(mark, Slot) for mark in flat):
        return flat
    for part in getattr(annotation, "__args__", ()):
        own = getattr(part, "__metadata__", ())
        found = marks_of([*own, *flat], getattr(part, "__origin__", None) or part)
        if not found and part is not annotation:
            found = marks_of(flat, part)
        if found:
            return found
    return []


def _flat(metadata: Iterable[Any]) -> Iterator[Any]:
    for mark in metadata:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def bounds_of(marks: Iterable[Any], whole: bool = False) -> Bounds:
    """Return the tightest bounds that the marks of a field state; `whole` as in `Bounds`."""
    least, most, above, below = -math.inf, math.inf, False, False
    for mark in marks:
        for name in ("ge", "gt"):
            limit = getattr(mark, name, None)
            if limit is not None and (limit > least or (limit == least and name == "gt")):
                least, above = float(limit), name == "gt"
        for name in ("le", "lt"):
            limit = getattr(mark, name, None)
            if limit is not None and (limit < most or (limit == most and name == "lt")):
                most, below = float(limit), name == "lt"
    return Bounds(least, most, above, below, whole)


@cache
def marks_at(kind: type[Noun], key: str) -> tuple[Any, ...]:
    """Return all marks of a key of `kind` if its number or date may be uncertain; otherwise an empty tuple."""
    field = kind.model_fields[key]
    return tuple(marks_of(field.metadata, field.annotation))


@cache
def drawn_bounds(kind: type[Noun], key: str) -> Bounds:
    """Return the bounds of the values drawn from a distribution at a key; a plain number has the same bounds."""
    field, marks = kind.model_fields[key], marks_at(kind, key)
    return bounds_of(marks or [mark for mark in field.metadata if isinstance(mark, Drawn)])
