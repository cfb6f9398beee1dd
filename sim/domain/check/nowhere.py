"""The finding on a target of `[uncertainty]` that no unknown may change: why, and which number was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sim.domain.bounds import marks_at
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.check.meant import Meant, meant
from sim.domain.nouns import DateSlot, Noun
from sim.domain.paths import Number, matching
from sim.domain.scenario import Scenario
from sim.domain.uncertainty import FAMILIES
from sim.domain.units import other_unit

__all__ = ["nowhere"]

SEVERAL: Final = "expected one number; this path has several"
DATE: Final = "datetime.date"
"""Text that the type of a key contains if the key may be a date."""
BY_TIME: Final = re.compile(r"\bby_(?:month|hour)\.|_by_(?:month|hour)\b")
"""Finds, in a dotted path, a key whose value is a factor for each month or hour."""
STATED: Final = "state it as { mean = ..., cv = ... }"
"""How to state a distribution whose mean may be uncertain."""


def nowhere(path: tuple[str, ...], target: str, numbers: Mapping[str, Number], scenario: Scenario) -> Finding:
    """Return the finding that a target is not a number, or is a number that may not be uncertain.

    Parameters
    ----------
    path
        Where the target is stated.
    target
        The target as written.
    numbers
        Every number that may be uncertain, by dotted path.
    scenario
        The scenario.
    """
    if target.startswith("uncertainty."):
        text = "expected a number outside [uncertainty], whose own numbers may not be uncertain"
        return Finding(path, quoted(target), text)
    below = [number for number in numbers if number.startswith(f"{target}.")]
    for noun, key in _ends(scenario, target.replace('"', "")):
        value = getattr(noun, key)
        field = type(noun).model_fields[key]
        if isinstance(value, bool):
            text = "expected a number; this key is true or false"
        elif isinstance(value, int | float):
            text = f"this number may not be uncertain{_beside(noun, target, list(numbers))}"
        elif value is None and marks_at(type(noun), key):
            what = "a date" if any(isinstance(mark, DateSlot) for mark in marks_at(type(noun), key)) else "a number"
            text = f"expected {what} that is stated; this key is not stated: state it, and it may be uncertain"
        elif below:
            text = f"{SEVERAL}: {', '.join(below[:3])}"
        elif isinstance(value, date) or DATE in str(field.annotation):
            text = (
                "expected a number, or a date that the schema marks as may_be_uncertain; this date may not be uncertain"
            )
        elif isinstance(value, FAMILIES):
            text = f"expected one number; this key holds a distribution: {STATED} and name {target}.mean"
        else:
            text = "expected a number; this key does not hold one"
        return Finding(path, quoted(target), text)
    if below:  # the target is an entry, such as a lift
        return Finding(path, quoted(target), f"{SEVERAL}: {', '.join(below[:3])}")
    if BY_TIME.search(target):
        text = (
            'a factor by month or hour may not be uncertain; name the number that it multiplies, with apply = "times"'
        )
        return Finding(path, quoted(target), text)
    if "*" in target:
        text = "expected at least one number that may be uncertain; no such number has a path of this form"
        table, _, key = target.rpartition(".")
        keys = {number.rpartition(".")[2] for number in numbers}
        near = nearest(key, {each for each in keys if matching(f"{table}.{each}", numbers)})
        return Finding(path, quoted(target), text, None if near is None else f"{table}.{near}")
    text = 'expected the dotted path of a number, such as "lift.c17.payload_t"'
    found = _near(target.replace('"', ""), list(numbers))
    return Finding(path, quoted(target), f"{text}{found.clause}", found.key, unit=found.unit)


def _beside(noun: Noun, target: str, numbers: list[str]) -> str:
    """Return a clause that says which numbers may be uncertain instead of a target that may not."""
    table = target.rpartition(".")[0]
    beside = [number for number in numbers if number.rpartition(".")[0] == table]
    if beside:
        return f"; these of the same table may: {', '.join(beside[:3])}"
    if isinstance(noun, FAMILIES):
        return f": {STATED} and name {table}.mean"
    return "; `sim schema --markdown` marks those that may"


def _near(target: str, numbers: list[str]) -> Meant:
    """Return the number that was probably meant by a target, and a clause about its unit.

    If the table of the target has numbers, the result is one of these, or none.
    """
    table, _, key = target.rpartition(".")
    beside = [number for number in numbers if number.rpartition(".")[0] == table]
    keys = {number.rpartition(".")[2]: number for number in beside}
    found = meant(key, keys)
    if found.key is not None:
        return found._replace(key=keys[found.key])
    unit = None if beside else other_unit(key, {number.rpartition(".")[2] for number in numbers})
    if unit is not None and unit.factor != 1.0:  # a key in pounds instead of tonnes is not a typing error
        return Meant(f"; {unit.words(None)}", f"{table}.{unit.key}")
    return Meant(key=None if beside else nearest(target, numbers))


def _ends(value: Any, rest: str) -> Iterator[tuple[Noun, str]]:
    """Yield (part, key) for each key that the dotted path `rest` inside a value may mean; names may contain dots."""
    if isinstance(value, Noun):
        inner: dict[str, Any] = {name: getattr(value, name) for name in type(value).model_fields}
    elif isinstance(value, Mapping):
        inner = {str(name): item for name, item in value.items()}
    elif isinstance(value, tuple):
        inner = {str(position): item for position, item in enumerate(value)}
    else:
        return
    for name, item in inner.items():
        if rest == name and isinstance(value, Noun):
            yield value, name
        elif rest.startswith(f"{name}."):
            yield from _ends(item, rest[len(name) + 1 :])
