"""Conversion of plans stated in one line, with ranges, relative changes and `*` in keys, to changes of single keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final, Literal

from sim.config.axes import axis_of
from sim.config.literal import dotted, literal, parts_of
from sim.config.options import ASSIGNMENT, split_changes, value_of
from sim.domain.check.finding import nearest
from sim.domain.levers import MisfitError, changes
from sim.domain.nouns import Noun
from sim.domain.paths import DOT, matching, numbers
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem

__all__ = ["OPTION", "Choice", "choices", "levers_of", "values_of"]

OPTION: Final = "--with"
"""The option that states plans, as errors name it."""
NUMBER: Final = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
END: Final = rf"(?:[+-]?{NUMBER}|\d{{4}}-\d\d-\d\d)"
RANGE: Final = re.compile(rf"\s*{END}\s*(:\s*{END}d?\s*){{1,}}")
"""Numbers or dates with colons, such as 8:16:2."""
SHARE: Final = re.compile(rf"([+-])\s*({NUMBER})\s*%")
PLUS: Final = re.compile(rf"\+\s*(-?{NUMBER})")
TIMES: Final = re.compile(rf"\*\s*({NUMBER})")
"""Relative changes: +10%, +2 (or +-2), *1.2."""

Parts = tuple[str, ...]
Apply = Literal["set", "times", "plus"]


@dataclass(frozen=True)
class Choice:
    """One plan: a scenario with some changes.

    Attributes
    ----------
    name
        The text of the plan as typed, with one value in place of a range.
    stated
        The changes, in the form of `--set`.
    reached
        (Key with a `*`, or lever) -> the dotted keys that it changes.
    levers
        Lever that the plan sets by name -> its value.
    """

    name: str
    stated: tuple[str, ...]
    reached: Mapping[str, tuple[str, ...]]
    levers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """One change of a plan.

    Attributes
    ----------
    name
        Its text, with one value in place of a range.
    key
        The key or lever that it states; "" if `values` is None.
    values
        Path -> new value; None for a plain change, whose text `sim.load` will read and check.
    wide
        Whether the key contains a `*` or is a lever, and so may change several values.
    lever
        The lever that it sets by name -> its value; empty if it sets none.
    """

    name: str
    key: str = ""
    values: Mapping[Parts, Any] | None = None
    wide: bool = False
    lever: Mapping[str, Any] = field(default_factory=dict)


def choices(scenario: Scenario, text: str) -> list[Choice]:
    """Return the plans that one text states, such as `a.b=3; c.d=8:16:2` or `site.*.working=+10%`.

    Parameters
    ----------
    scenario
        The scenario to be changed.
    text
        Changes separated by semicolons. A range, or a lever of the scenario without a value, makes one plan for each of
        its values; several of them make one plan for each combination of values.

    Raises
    ------
    ConfigError
        A change is invalid, or one plan changes a key twice.

    Notes
    -----
    Plain changes (a key without `*`, set to one value) are not checked here: `sim.load` checks them, including changes
    of lots in a manifest.
    """
    found = []
    for parts in product(*(list(_part(scenario, each)) for each in split_changes(text))):
        stated: list[str] = []
        reached: dict[str, tuple[str, ...]] = {}
        for part in parts:
            if part.values is None:
                stated.append(part.name)
                continue
            stated += [f"{dotted(path)}={literal(value)}" for path, value in part.values.items()]
            if part.wide:
                reached[part.key] = tuple(map(dotted, part.values))
        _once_each(stated, text)
        levers = {name: value for part in parts for name, value in part.lever.items()}
        found.append(Choice("; ".join(part.name for part in parts), tuple(stated), reached, levers))
    return found


def values_of(scenario: Scenario, table: Mapping[str, Any], option: str = OPTION) -> dict[Parts, Any]:
    """Return the changes that a table states: path -> new value.

    A key of the table is a lever or a dotted key, in which `*` stands for any one name. Its value may also be a
    relative change: "+10%", "*1.2" or "+2".

    Raises
    ------
    ConfigError
        As for `choices`.
    """
    found: dict[Parts, Any] = {}
    for key, value in table.items():
        relative = _relative(value) if isinstance(value, str) else None
        if relative is not None:
            new = _changed(scenario, key, *relative, value, option)
        elif key in scenario.lever or "*" in key:
            new = _changed(scenario, key, "set", value, literal(value), option)
        else:
            try:
                new = {parts_of(key): list(value) if isinstance(value, tuple) else value}
            except ValueError:
                expected = "expected a dotted key without empty parts or open quotes"
                raise _refused(key, None, expected, option=option) from None
        for path in new:
            if path in found:
                raise _refused(
                    key, None, f"expected each key once in a plan; {dotted(path)} is changed 2 times", option=option
                )
        found |= new
    return found


def levers_of(scenario: Scenario, table: Mapping[str, Any]) -> dict[str, Any]:
    """Return lever -> value for the levers that a table of changes sets by name; relative changes are left out."""
    return {
        key: value
        for key, value in table.items()
        if key in scenario.lever and (not isinstance(value, str) or _relative(value) is None)
    }


def _part(scenario: Scenario, text: str) -> Iterator[_Part]:
    """Yield the change that a text states, or for a range or a lever without a value one change for each value."""
    bare = text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" and "'" not in text[1:-1] else text
    if bare in scenario.lever:
        yield from _along(scenario, bare, None)
        return
    match = ASSIGNMENT.fullmatch(bare)
    if match is None:
        yield _Part(text)  # `sim.load` reports the error
        return
    key, value = match[1].strip(), match[2].strip()
    wide = "*" in key or key in scenario.lever
    relative = _relative(value)
    if RANGE.fullmatch(value):
        yield from _along(scenario, key, value)
    elif relative is not None:
        yield _Part(f"{key}={value}", key, _changed(scenario, key, *relative, value), wide)
    elif key in scenario.lever:
        yield from _along(scenario, key, [_value(key, value)])
    elif "*" in key:
        yield _Part(f"{key}={value}", key, _changed(scenario, key, "set", _value(key, value), value), True)
    else:
        yield _Part(text)


def _along(scenario: Scenario, key: str, values: str | Sequence[Any] | None) -> Iterator[_Part]:
    """Yield one change of a key or lever for each value; if `values` is None, for each value that the lever states."""
    if "*" in key and isinstance(values, str):
        _changed(scenario, key, "set", 1, values)  # a wrong key is reported before an error in its range
    axis = axis_of(scenario, key, values, OPTION)
    for value, label in zip(axis.values, axis.labels, strict=True):
        try:
            found = axis.changes(scenario, value)
        except ConfigError as error:
            expected = error.problems[0]
            raise _refused(key, label, expected.expectation, expected.suggestion) from None
        named = {axis.name: value} if axis.name in scenario.lever else {}
        yield _Part(f"{key}={label}", key, found, bool(named) or "*" in key, named)


def _once_each(stated: Sequence[str], text: str) -> None:
    """Raise `ConfigError` if a plan changes one key twice."""
    keys = [match[1].strip() for each in stated if (match := ASSIGNMENT.fullmatch(each)) is not None]
    for key in keys:
        if keys.count(key) > 1:
            raise _refused(text, None, f"expected each key once in a plan; {key} is changed {keys.count(key)} times")


def _value(key: str, text: str) -> Any:
    """Return the value that a text states; raise `ConfigError`, which names the key, if it states none."""
    try:
        return value_of(text)
    except ValueError as error:
        raise _refused(key, text, str(error)) from None


def _relative(text: str) -> tuple[Apply, float] | None:
    """Return the operation of a relative change and its number (a factor or an amount); None for any other text."""
    if found := SHARE.fullmatch(text):
        return "times", 1.0 + float(f"{found[1]}{found[2]}") / 100.0
    if found := TIMES.fullmatch(text):
        return "times", float(found[1])
    if found := PLUS.fullmatch(text):
        return "plus", float(found[1])
    return None


def _changed(
    scenario: Scenario, key: str, apply: Apply, value: Any, typed: str, option: str = OPTION
) -> dict[Parts, Any]:
    """Return path -> new value for a change that is relative, or whose key is a lever or contains a `*`.

    `typed` is the value as typed, for errors.
    """
    lever = scenario.lever.get(key)
    if lever is not None and apply != "set" and lever.apply != "set":
        expected = f'expected a value of this lever, not a relative change: the lever states apply = "{lever.apply}"'
        raise _refused(key, typed, expected, option=option)
    try:
        plain = key if lever is not None else ".".join(parts_of(key))
    except ValueError:
        raise _refused(key, typed, "expected a dotted key without empty parts or open quotes", option=option) from None
    targets = (plain,) if lever is None else lever.to or (key,)
    if lever is None and "*" in plain and apply == "set":
        found = dict.fromkeys(_stated(scenario, plain), value)
        if not found:
            expected = "expected a key with * that matches some key of this scenario; * stands for one name"
            raise _refused(key, typed, expected, nearest(plain, numbers(scenario)), option)
        return found
    try:
        found = changes(scenario, targets, apply if lever is None or apply != "set" else lever.apply, value)
        return {path: int(new) if isinstance(new, float) and new.is_integer() else new for path, new in found.items()}
    except MisfitError as misfit:
        is_number = bool(matching(misfit.target, numbers(scenario)))
        near = None if is_number else nearest(misfit.target, numbers(scenario))
        says_it = is_number or apply == "set"
        expected = misfit.expectation if says_it else f"expected the key of a number; {typed} can change only numbers"
        below = [each for each in numbers(scenario) if each.startswith(f"{plain}.")]
        if below:
            expected, near = f"{expected}, such as {below[0]}", None
        raise _refused(key, typed, expected, near, option) from None


def _stated(scenario: Scenario, target: str) -> list[Parts]:
    """Return the paths of all values of the scenario, defaults included, that a target with `*` names."""
    form = "".join("([^.]*)" if part == "*" else re.escape(part) for part in re.split(r"(\*)", target))
    pattern = re.compile(form.replace(r"\.", f"[.{DOT}]"))
    return [path for path in _leaves(scenario, ()) if pattern.fullmatch(".".join(p.replace(".", DOT) for p in path))]


def _leaves(value: Any, at: Parts) -> Iterator[Parts]:
    """Yield the path of every value, stated or default, and of every table and list that holds values."""
    if value is None:
        return
    if at:
        yield at
    if isinstance(value, Noun):
        for name in type(value).model_fields:
            if at or name != "lever":
                yield from _leaves(getattr(value, name), (*at, name))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, (*at, str(name)))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*at, str(number)))


def _refused(name: str, value: str | None, expected: str, near: str | None = None, option: str = OPTION) -> ConfigError:
    """Return the error about a key or lever and its value, with the most similar known name (or None)."""
    return ConfigError([Problem("command line", None, f"{option} {name}", value, expected, near)])
