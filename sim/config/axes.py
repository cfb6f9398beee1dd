"""Axes of a sweep: each is a lever of the scenario or a dotted key, with the values to try, as a user states them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sim.config.literal import literal, parts_of
from sim.config.options import value_of
from sim.domain.check.finding import nearest
from sim.domain.lever import MOST_VALUES, in_steps
from sim.domain.levers import MisfitError, changes, place
from sim.domain.paths import numbers
from sim.domain.scenario import Scenario
from sim.domain.written import read_date
from sim.errors import ConfigError, Problem

__all__ = ["Axis", "Vary", "alike", "axes_of", "axis", "axis_of", "refuse_overwritten"]

RANGE = re.compile(r"(?P<begins>[^:,\[\]{}\"']+):(?P<until>[^:,\[\]{}\"']+):(?P<step>[^:,\[\]{}\"']+)")
"""FROM:UNTIL:STEP."""
HALF_RANGE = re.compile(r"[\d.+-]+(:[\d.+-]+)+")
"""Numbers with colons; a text that matches this but not `RANGE` is a mistake, such as 6:24 without a step."""
ASSIGNED = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)(?:=(.*))?""", re.DOTALL)
"""KEY or KEY=VALUES; parts of the key may be in quotes."""
MILESTONE = re.compile(r"milestone\.(.+)\.by")


@dataclass(frozen=True)
class Axis:
    """One lever or key, and the values to try.

    Attributes
    ----------
    name
        Name of the lever, or the dotted key without quotes.
    targets, apply
        What the lever changes and how: `to` and `apply` of `[lever]`; for a dotted key, the key itself and "set".
    values
        The values to try, as read from TOML, in the order in which they are stated.
    usd_per_step
        Cost of each step above the first value [USD]; None if not known.
    begins, step
        First value of the lever and distance between its values if it states a range; otherwise None.
    stated
        The values of the lever if it states them one by one; otherwise empty.
    about
        Description for readers.
    """

    name: str
    targets: tuple[str, ...]
    apply: Literal["set", "times", "plus"]
    values: tuple[Any, ...]
    usd_per_step: float | None = None
    begins: float | None = None
    step: float | None = None
    stated: tuple[Any, ...] = ()
    about: str = ""

    def usd(self, value: Any) -> float | None:
        """Return the cost of a value [USD]: `usd_per_step` for each step above the first value; None if not known.

        In a range, a value between two steps costs a proportional part of a step, and a value below the first costs
        nothing. In a list, each value is one step above the value before it; the cost of any other value is not known.
        """
        if self.usd_per_step is None:
            return None
        if self.begins is not None and self.step is not None:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return self.usd_per_step * max(float(value) - self.begins, 0.0) / self.step if number else None
        known = list(map(alike, self.stated or self.values))
        return self.usd_per_step * known.index(alike(value)) if alike(value) in known else None

    @property
    def positions(self) -> tuple[float, ...] | None:
        """The values as numbers, or dates as days; None unless all are numbers or all are dates."""
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.values):
            return tuple(float(value) for value in self.values)
        if all(isinstance(value, date) for value in self.values):
            return tuple(float(value.toordinal()) for value in self.values)
        return None

    @property
    def labels(self) -> tuple[str, ...]:
        """The values as text for readers."""
        return tuple(value if isinstance(value, str) else literal(value) for value in self.values)

    @property
    def milestone(self) -> str | None:
        """Name of the milestone whose date is the only target of this axis; otherwise None."""
        found = MILESTONE.fullmatch(self.targets[0]) if len(self.targets) == 1 else None
        return found[1] if found else None

    def changes(self, scenario: Scenario, value: Any) -> dict[tuple[str, ...], Any]:
        """Return the changes that one value makes to a scenario: path -> new value.

        Raises
        ------
        ConfigError
            The value cannot be applied to this scenario.
        """
        try:
            return changes(scenario, self.targets, self.apply, value)
        except MisfitError as misfit:
            known = [*scenario.lever, *numbers(scenario)]
            near = None if misfit.target in known else nearest(misfit.target, known)
            raise _refused(self.name, literal(value), misfit.expectation, near) from None


Vary = Mapping[str, Iterable[Any] | str | None] | Sequence[Axis | str]
"""Lever or key -> its values (None: the values that the lever states); or axes; or texts as on the command line."""


def axes_of(scenario: Scenario, vary: Vary, option: str = "--vary") -> tuple[Axis, ...]:
    """Return the axes to be varied.

    Raises
    ------
    ConfigError
        An axis is invalid (as for `axis`), or a lever or key is stated more than once; the error lists all problems.
    """
    if isinstance(vary, str):
        vary = [vary]
    found: list[Axis] = []
    problems: list[Problem] = []
    for each in vary.items() if isinstance(vary, Mapping) else vary:
        try:
            if isinstance(each, Axis):
                found.append(each)
            elif isinstance(each, str):
                found.append(axis(scenario, each, option))
            else:
                found.append(axis_of(scenario, *each, option))
        except ConfigError as error:
            problems += error.problems
    names = [each.name for each in found]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            problems += _refused(name, None, "expected each lever or key once", option=option).problems
    if problems:
        raise ConfigError(problems)
    return tuple(found)


def refuse_overwritten(scenario: Scenario, axes: Sequence[Axis], overrides: Sequence[str]) -> None:
    """Check that no `--set` states a key that an axis sets at every point: the stated value would never be used.

    Raises
    ------
    ConfigError
        A `--set` states such a key; the error names the key and the axis.
    """
    for each in (each for each in axes if each.apply == "set"):
        varied = [tuple(each.changes(scenario, value)) for value in each.values]
        for text in overrides:
            key = text.partition("=")[0].strip()
            path = parts_of(key)
            if all(any(path[: len(at)] == at for at in paths) for paths in varied):
                expected = (
                    f"expected a key that is not varied; {each.name} sets it at every point: leave one of them out"
                )
                raise _refused(key, text.partition("=")[2].strip(), expected, option="--set")


def axis(scenario: Scenario, text: str, option: str = "--vary") -> Axis:
    """Return the axis that a text states: `KEY=6:24:2`, `KEY=a,b,c`, `LEVER`, or `LEVER=6:24:2`.

    Raises
    ------
    ConfigError
        The scenario has no such lever or key, or the values are invalid.
    """
    match = ASSIGNED.fullmatch(text.strip())
    if match is None:
        raise _refused(
            text, None, "expected KEY=FROM:UNTIL:STEP, KEY=VALUE,VALUE, or the name of a lever", option=option
        )
    return axis_of(scenario, match[1].strip(), match[2], option)


def axis_of(scenario: Scenario, name: str, stated: str | Iterable[Any] | None, option: str = "--vary") -> Axis:
    """Return the axis of a lever or key.

    Parameters
    ----------
    scenario
        The scenario to be varied.
    name
        A lever of the scenario, or a dotted key.
    stated
        The values, or a text that states them; None for the values that the lever states.
    option
        The command-line option that states the axis; errors name it.

    Raises
    ------
    ConfigError
        As for `axis`.
    """
    try:
        plain = ".".join(parts_of(name))
    except ValueError:
        raise _refused(name, None, "expected a dotted key without empty parts or open quotes", option=option) from None
    lever = scenario.lever.get(name) or scenario.lever.get(plain)
    if stated is None:
        values = lever.steps() if lever is not None else ()
    elif isinstance(stated, str):
        values = _values(name, stated.strip(), option)
    else:
        values = tuple(stated)
    values = tuple(map(_fixed, values))
    if lever is None and place(scenario, plain) is None and "*" not in plain:
        known = [*scenario.lever, *numbers(scenario)]
        named = f"; levers: {', '.join(scenario.lever)}" if scenario.lever else ""
        raise _refused(name, None, f"expected a lever or a key of this scenario{named}", nearest(plain, known), option)
    if not values:
        raise _refused(name, None, "expected values to try, such as 6:24:2 or 6,9,12", option=option)
    times = Counter(map(alike, values))
    if (again := next((value for value in reversed(values) if times[alike(value)] > 1), None)) is not None:
        raise _refused(name, None, f"expected each value once; {literal(again)} is stated again", option=option)
    if len(values) > MOST_VALUES:
        raise _refused(name, None, f"expected at most {MOST_VALUES:,} values, not {len(values):,}", option=option)
    if lever is None:
        return Axis(plain, (plain,), "set", values)
    heading = name if name in scenario.lever else plain
    return Axis(
        heading,
        lever.to or (heading,),
        lever.apply,
        values,
        lever.usd_per_step,
        lever.begins,
        lever.step,
        tuple(map(_fixed, lever.values)),
        lever.about,
    )


def alike(value: Any) -> str:
    """Return a value as text, by which values are compared; 4 and 4.0 have the same text."""
    return literal(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)


class _Table(dict[str, Any]):
    """A hashable table, used as a value of a lever and never changed."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(literal(self))


def _fixed(value: Any) -> Any:
    """Return a hashable form of a value: lists become tuples, and tables become a `_Table`."""
    if isinstance(value, dict):
        return _Table({name: _fixed(inner) for name, inner in value.items()})
    return tuple(map(_fixed, value)) if isinstance(value, list | tuple) else value


def _values(name: str, text: str, option: str) -> tuple[Any, ...]:
    """Return the values that a text states: a range of numbers or days, or a list."""
    found = RANGE.fullmatch(text)
    if found is None and HALF_RANGE.fullmatch(text):
        raise _refused(name, text, "expected FROM:UNTIL:STEP, such as 6:24:2", option=option)
    if found is None:
        try:
            return tuple(value_of(part) for part in _parts(text)) if text else ()
        except ValueError as error:
            raise _refused(name, text, str(error), option=option) from None
    ends = [found[part].strip() for part in ("begins", "until", "step")]
    try:
        begins, until, step = (float(end) for end in ends)
    except ValueError:
        return _days(name, text, ends, option)
    try:
        return in_steps(begins, until, step)
    except ValueError as error:
        raise _refused(name, text, str(error), option=option) from None


def _days(name: str, text: str, ends: list[str], option: str) -> tuple[date, ...]:
    """Return the dates of a range; raise `ConfigError` if its ends are not dates or its step is not whole days."""
    try:
        first, last = (read_date(end) for end in ends[:2])
        step = int(ends[2].removesuffix("d"))
    except ValueError:
        expected = "expected FROM:UNTIL:STEP as numbers, or two dates and a whole number of days"
        raise _refused(name, text, expected, option=option) from None
    if isinstance(first, datetime) or isinstance(last, datetime):
        raise _refused(name, text, "expected dates without a time of day", option=option)

    def day(number: float) -> str:
        """Return the date that lies `number` days after the first, as text for messages."""
        return str(date.fromordinal(min(first.toordinal() + int(number), date.max.toordinal())))

    try:
        return tuple(first + timedelta(days=int(number)) for number in in_steps(0, (last - first).days, step, day))
    except ValueError as error:
        raise _refused(name, text, str(error), option=option) from None


def _parts(text: str) -> list[str]:
    """Split a list at the commas outside quotes and brackets."""
    parts, depth, quote = [""], 0, ""
    for sign in text:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append("")
            continue
        parts[-1] += sign
    return [part.strip() for part in parts]


def _refused(
    name: str, value: str | None, expected: str, near: str | None = None, option: str = "--vary"
) -> ConfigError:
    """Return the error about a lever or key and its value, with the most similar known name (or None)."""
    return ConfigError([Problem("command line", None, f"{option} {name}", value, expected, near)])
