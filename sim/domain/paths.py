"""Which numbers of a scenario may be uncertain, by dotted path, and in what unit they are kept inside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.domain.nouns import Noun, Slot, unit_of
from sim.domain.scenario import Scenario


@dataclass(frozen=True)
class Number:
    """One number of a scenario file: its value as written, and the inner units (s, kg) in one edge unit."""

    value: float
    unit: float


def numbers(scenario: Scenario) -> dict[str, Number]:
    """Return every number that `[uncertainty]` may name, by dotted path, in the order of the schema."""
    return dict(_walk(scenario, "", 1.0))


def uncertain_numbers(scenario: Scenario) -> dict[str, float]:
    """Return the same as bare values, as written in the file."""
    return {path: number.value for path, number in numbers(scenario).items()}


def _walk(noun: Noun, prefix: str, unit: float) -> Iterator[tuple[str, Number]]:
    """Yield the marked numbers under `noun`; a distribution inherits the unit of the key that holds it."""
    for name, field in type(noun).model_fields.items():
        if name == "uncertainty":  # beliefs are not themselves uncertain
            continue
        value = getattr(noun, name)
        path = f"{prefix}{name}"
        own = unit_of(name) if unit_of(name) != 1.0 else unit
        slot = _slot(field.metadata, field.annotation)
        if isinstance(value, Noun | Mapping | tuple):
            yield from _inside(value, path, own)
        elif slot is not None and isinstance(value, int | float):
            yield path, Number(float(value), own if slot.scaled else 1.0)


def _inside(value: Any, path: str, unit: float) -> Iterator[tuple[str, Number]]:
    """Go into a noun, or into the nouns of a table or list."""
    if isinstance(value, Noun):
        yield from _walk(value, f"{path}.", unit)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _inside(item, f"{path}.{name}", unit)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _inside(item, f"{path}.{position}", unit)


def _slot(metadata: Any, annotation: Any) -> Slot | None:
    """Find the mark in a field's metadata, or in one of the alternatives of its type."""
    for mark in metadata:
        if isinstance(mark, Slot):
            return mark
    for part in getattr(annotation, "__args__", ()):
        found = _slot(getattr(part, "__metadata__", ()), getattr(part, "__origin__", None) or part)
        if found is None and part is not annotation:
            found = _slot((), part)
        if found is not None:
            return found
    return None
