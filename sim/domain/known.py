"""Known numbers: numbers that are set for a run. An unknown that would set one of them leaves it unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from sim.domain.paths import matching, numbers
from sim.domain.scenario import Scenario

__all__ = ["KnownNumber", "aims_at", "covered", "known_numbers", "known_to", "rest_of", "set_by"]

Apply = Literal["set", "times", "plus"]


class KnownNumber(NamedTuple):
    """One known number, or known table of numbers, and an unknown that names it."""

    number: str
    """Dotted path of the number or table, as in `known`."""
    value: float | None
    """The number in the unit of its key; None for a table."""
    unknown: str
    """Name of the entry of `[uncertainty]`."""
    apply: Apply
    """Operation of that entry. With `set` the number stays unchanged; with `times` or `plus` the entry changes it."""


def covered(number: str, known: Iterable[str]) -> bool:
    """Whether a number is one of the paths in `known`, or lies in a table or list that `known` names."""
    return any(number == path or number.startswith(f"{path}.") for path in known)


def aims_at(target: str, path: str) -> bool:
    """Whether a target of an unknown, judged by its text alone, may name `path` or a number inside the table `path`."""
    return rest_of(target, path) is not None


def rest_of(target: str, path: str) -> str | None:
    """Return the end of a target after the part that may name `path`; "" if the whole target may name `path`.

    None if, judged by its text alone, the target may name neither `path` nor a number inside `path`. For the target
    "lift.*.seats" and the path "lift.C-17" the result is ".seats".
    """
    for end in (*(dot.start() for dot in re.finditer(r"\.", target)), len(target)):
        if re.fullmatch("[^.]*".join(re.escape(part) for part in target[:end].split("*")), path):
            return target[end:]
    return None


def known_to(paths: Iterable[str], targets: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that some target may name or reach into, sorted, without those inside another such path."""
    targets = tuple(targets)
    found = sorted({path for path in paths if any(aims_at(target, path) for target in targets)})
    return tuple(path for path in found if not covered(path, set(found) - {path}))


def set_by(scenario: Scenario, name: str, reached: Iterable[str]) -> list[str]:
    """Return the numbers `reached` by the targets of an unknown, without known numbers if its `apply` is `set`."""
    if scenario.uncertainty[name].apply != "set":
        return list(reached)
    return [number for number in reached if not covered(number, scenario.known)]


def known_numbers(scenario: Scenario) -> tuple[KnownNumber, ...]:
    """Return each known number with each unknown that names it, in the order of `known`."""
    return tuple(_numbers_known(scenario)) if scenario.known else ()


def _numbers_known(scenario: Scenario) -> Iterator[KnownNumber]:
    stated = numbers(scenario)
    for path in scenario.known:
        value = stated[path].value if path in stated else None
        for name, unknown in scenario.uncertainty.items():
            targets = unknown.to or (name,)
            reached = [number for target in targets for number in matching(target, stated)]
            if any(covered(number, (path,)) for number in reached) or any(
                unknown.apply == "set" and aims_at(target, path) for target in targets
            ):
                yield KnownNumber(path, value, name, unknown.apply)
