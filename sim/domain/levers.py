"""The values of a scenario that a lever changes, and their new values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sim.domain.composed import is_composed
from sim.domain.nouns import Noun
from sim.domain.paths import matching, numbers
from sim.domain.scenario import Scenario

__all__ = ["MisfitError", "changes", "place"]

Parts = tuple[str, ...]


class MisfitError(ValueError):
    """A target of a lever is not in the scenario, or cannot be changed by this lever."""

    def __init__(self, target: str, expectation: str) -> None:
        super().__init__(f"{target}: {expectation}")
        self.target, self.expectation = target, expectation


def changes(
    scenario: Scenario, targets: tuple[str, ...], apply: Literal["set", "times", "plus"], value: Any
) -> dict[Parts, Any]:
    """Return what a lever changes in a scenario when it has the value `value`: path -> new value.

    Parameters
    ----------
    scenario
        The scenario before the change.
    targets
        Dotted paths; `*` stands for any one name.
    apply, value
        The operation: each target is set to the value, multiplied by it, or increased by it.

    Raises
    ------
    MisfitError
        A target does not exist, or it is an unknown that sets several numbers; or `apply` with this value does not suit
        a target, such as a text that is to be multiplied or a date that is to move by half a day.
    """
    found: dict[Parts, Any] = {}
    stated = numbers(scenario)
    for target in targets:
        reached = matching(target, stated)
        if reached:
            for path in reached:
                number = stated[path]
                parts = tuple(part for part, _ in number.parts)
                found[parts] = (
                    _applied(target, apply, number.value, value, whole=number.bounds.whole)
                    if number.written is None
                    else _moved(target, apply, number.written, value)
                )
            continue
        at = place(scenario, target)
        if at is None:
            raise MisfitError(target, "expected a key that this scenario has")
        if apply != "set":
            raise MisfitError(target, f'with apply = "{apply}", expected the path of a number')
        if at[0] == "uncertainty" and len(at) == 2:
            if is_composed(scenario.uncertainty[at[1]]):
                raise MisfitError(target, "expected an unknown that has `draw`; name instead a number that it sets")
            # a uniform draw between equal ends, so that the unknown has this value in every world
            found[(*at, "draw")] = {"low": value, "high": value}
        else:
            found[at] = value
    return found


def place(scenario: Scenario, target: str) -> Parts | None:
    """Return the parts of the path that a dotted text names; None if the scenario has no such path.

    Names in the text may contain dots. The path may end at a key that the file does not state.
    """
    return _below(scenario, target, ())


def _below(value: Any, rest: str, at: Parts) -> Parts | None:
    """Return the parts of the path that `rest` names below `value`, whose own path is `at`; None if there is none."""
    if isinstance(value, Noun):
        names = list(type(value).model_fields)
        inner: Mapping[str, Any] = {name: getattr(value, name) for name in names}
    elif isinstance(value, Mapping):
        inner = value
    elif isinstance(value, tuple):
        inner = {str(number): item for number, item in enumerate(value)}
    else:
        return None
    if rest in inner:
        return (*at, rest)
    for name in inner:
        if rest.startswith(f"{name}."):
            found = _below(inner[name], rest[len(name) + 1 :], (*at, name))
            if found is not None:
                return found
    return None


def _applied(target: str, apply: str, stated: float, value: Any, *, whole: bool) -> Any:
    """Return a number that is set to `value`, multiplied by it or increased by it; rounded if it must be whole."""
    if apply == "set":
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MisfitError(target, f'expected a number for apply = "{apply}", not {value}')
    result = stated * value if apply == "times" else stated + value
    return round(result) if whole else float(f"{result:.12g}")


def _moved(target: str, apply: str, written: date, value: Any) -> Any:
    """Return a date that is set to `value`, or moved by `value` days."""
    if apply == "set":
        return value
    if apply == "times":
        raise MisfitError(target, 'expected a number to multiply; a date can be set, or moved by days ("plus", or +2)')
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MisfitError(target, f"expected the number of days by which the date moves, not {value}")
    if not isinstance(written, datetime) and not float(value).is_integer():
        raise MisfitError(target, f"expected whole days, not {value:g}; {written} has no time of day")
    return written + timedelta(days=value)
