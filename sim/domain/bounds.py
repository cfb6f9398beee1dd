"""The bounds of a number, by its key, read from the schema, which states them once."""

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
"""Upper bounds from here on are left out of messages, because no stated number reaches them."""


@dataclass(frozen=True)
class Bounds:
    """Least and greatest value of a key; whether a bound is itself excluded; whether only whole numbers are allowed."""

    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    below: bool = False
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value is inside the bounds; it is rounded first if only whole numbers are allowed."""
        if self.whole and math.isfinite(value):
            value = math.floor(value + 0.5)
        low = value > self.least if self.above else value >= self.least
        high = value < self.most if self.below else value <= self.most
        return low and high

    def __str__(self) -> str:
        """Return "from 0 to 1", "of at least 1", "above 0" and the like."""
        if math.isfinite(self.least) and self.most < WIDEST and not self.above and not self.below:
            return f"from {self.least:g} to {self.most:g}"
        parts = [f"{'above' if self.above else 'of at least'} {self.least:g}"] if math.isfinite(self.least) else []
        parts += [f"{'below' if self.below else 'of at most'} {self.most:g}"] if self.most < WIDEST else []
        return " and ".join(parts)


FREE = Bounds()


def marks_of(metadata: Iterable[Any], annotation: Any) -> list[Any]:
    """Return the marks beside the `Slot` of a field, or of an alternative of its type; none without a `Slot`."""
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
    """Return the tightest bounds that the marks state."""
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
    """Return the marks beside the `Slot` of a key; none if its number may not be uncertain."""
    field = kind.model_fields[key]
    return tuple(marks_of(field.metadata, field.annotation))


@cache
def drawn_bounds(kind: type[Noun], key: str) -> Bounds:
    """Return the bounds of what is drawn from a distribution at a key: those of a plain number at that key."""
    field, marks = kind.model_fields[key], marks_at(kind, key)
    return bounds_of(marks or [mark for mark in field.metadata if isinstance(mark, Drawn)])
