"""The numbers of a scenario that may be uncertain, by dotted path, with their bounds and internal units."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from sim.domain.bounds import FREE, Bounds, bounds_of, drawn_bounds, marks_at
from sim.domain.dates import seconds
from sim.domain.memo import memoised
from sim.domain.nouns import Noun, Slot, unit_of
from sim.domain.scenario import Clock, Scenario

DOT = "\0"
"""Replaces each dot inside a name while patterns are matched."""

WHOLE = frozenset({"passed"})
"""Keys of tables whose numbers are all whole."""

DAY_S = 86_400.0
"""One day [s]; as a number, a date counts in days."""

Parts = tuple[tuple[str, bool], ...]
"""A path: for each part its text, and whether it is a key of the schema rather than a name or a position."""


@dataclass(frozen=True)
class Number:
    """One number of a scenario file.

    Attributes
    ----------
    value
        The number as stated. For a stated date: the days from the start of the clock to the beginning of that day, or
        to the instant if the date has a time.
    unit
        Size of the unit of the file in the unit of the engines, such as 3600 (seconds) for a number in hours.
    parts
        Path of the number.
    bounds
        Bounds of its key.
    written
        The stated date; None if a number is stated.
    """

    value: float
    unit: float
    parts: Parts
    bounds: Bounds
    written: date | None = None

    @cached_property
    def folded(self) -> str:
        """Its dotted path, with dots inside names replaced by `DOT`."""
        return ".".join(part.replace(".", DOT) for part, _ in self.parts)


@memoised
def numbers(scenario: Scenario) -> dict[str, Number]:
    """Return every number that `[uncertainty]` may name, by dotted path, in the order of the schema."""
    return {
        ".".join(part for part, _ in number.parts): number for number in _Walk(scenario.clock).noun(scenario, (), 1.0)
    }


def uncertain_numbers(scenario: Scenario) -> dict[str, float]:
    """Return the `value` of every number that `[uncertainty]` may name, by dotted path."""
    return {path: number.value for path, number in numbers(scenario).items()}


def matching(target: str, paths: Mapping[str, Number]) -> list[str]:
    """Return the dotted paths that a target names; `*` stands for any one name, which may contain dots."""
    if "*" not in target:
        return [target] if target in paths else []
    pattern = _pattern(target)
    return [path for path, number in paths.items() if pattern.fullmatch(number.folded)]


def stars_at_key(target: str, number: Number) -> str | None:
    """Return the key for which a `*` in a target would stand, which is an error; None if each `*` stands for a name."""
    found = _pattern(target).fullmatch(number.folded) if "*" in target else None
    for group in range(1, (found.re.groups if found else 0) + 1):
        part, is_key = number.parts[number.folded[: found.start(group)].count(".")]  # type: ignore[union-attr]
        if is_key:
            return part
    return None


@lru_cache(maxsize=4096)
def _pattern(target: str) -> re.Pattern[str]:
    """Return the expression that the `folded` paths of a target's numbers match, with one group for each `*`."""
    form = "".join("([^.]*)" if part == "*" else re.escape(part) for part in re.split(r"(\*)", target))
    return re.compile(form.replace(r"\.", f"[.{DOT}]"))


class _Walk:
    """Search for the numbers with a `Slot` inside a part of a scenario."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def noun(self, noun: Noun, at: Parts, unit: float, bounds: Bounds = FREE) -> Iterator[Number]:
        """Yield the numbers of the part at the path `at`.

        A number of a distribution has no unit in its own key: it has `unit` and `bounds`, those of the key at `at`.
        """
        kind = type(noun)
        for name in kind.model_fields:
            if name == "uncertainty":  # uncertainties are not themselves uncertain
                continue
            value = getattr(noun, name)
            if value is None or isinstance(value, str):
                continue
            unit_of_key = unit_of(name)
            own = unit_of_key if unit_of_key != 1.0 else unit
            path = (*at, (name, True))
            if isinstance(value, int | float):
                if not marks_at(kind, name):
                    continue
                scaled, stated = _stated(kind, name, isinstance(value, int))
                yield Number(float(value), own if scaled else 1.0, path, bounds if stated == FREE else stated)
            elif isinstance(value, date):
                yield from self._date(value, path) if marks_at(kind, name) else ()
            elif isinstance(value, dict) and marks_at(kind, name):
                yield from self._listed(value, path, own, _stated(kind, name, name in WHOLE)[1])
            elif isinstance(value, Noun | dict | tuple):
                yield from self._inside(value, path, own, drawn_bounds(kind, name))

    def _date(self, when: date, at: Parts) -> Iterator[Number]:
        """Yield a date as a number of days; nothing for a date beyond the calendar, which another check reports."""
        with suppress(OverflowError):
            yield Number(seconds(when, self.clock, ends=False) / DAY_S, DAY_S, at, FREE, when)

    @staticmethod
    def _listed(value: Mapping[str, float], at: Parts, unit: float, bounds: Bounds) -> Iterator[Number]:
        """Yield the numbers of a table whose keys are names."""
        for name, item in value.items():
            yield Number(float(item), unit, (*at, (str(name), False)), bounds)

    def _inside(self, value: Any, at: Parts, unit: float, bounds: Bounds) -> Iterator[Number]:
        """Yield the numbers inside a part, or inside the parts of a table or list."""
        if isinstance(value, Noun):
            yield from self.noun(value, at, unit, bounds)
        elif isinstance(value, dict):
            for name, item in value.items():
                yield from self._inside(item, (*at, (str(name), False)), unit, bounds)
        elif isinstance(value, tuple):
            for position, item in enumerate(value):
                yield from self._inside(item, (*at, (str(position), False)), unit, bounds)


@lru_cache(maxsize=4096)
def _stated(kind: type[Noun], name: str, whole: bool) -> tuple[bool, Bounds]:
    """Return whether the number at a key has the unit of that key, and the bounds that the type of the key states."""
    marks = marks_at(kind, name)
    return next(mark.scaled for mark in marks if isinstance(mark, Slot)), bounds_of(marks, whole)
