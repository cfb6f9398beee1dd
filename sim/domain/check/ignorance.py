"""What `[uncertainty]` names: numbers that may be uncertain, each set by one entry only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.paths import uncertain_numbers
from sim.domain.scenario import Scenario

__all__ = ["ignorance", "matching", "targets", "touched"]


def targets(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Return the dotted paths that an entry names: its `to`, or else its own name."""
    return scenario.uncertainty[name].to or (name,)


def matching(target: str, paths: Mapping[str, Any]) -> list[str]:
    """Return the dotted paths that a target names; `*` stands for any one name, of whatever letters."""
    if "*" not in target:
        return [target] if target in paths else []
    pattern = re.compile("".join("[^.]*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", target)))
    return [path for path in paths if pattern.fullmatch(path)]


def touched(scenario: Scenario) -> set[str]:
    """Return every number that some entry sets, multiplies or adds to."""
    numbers = uncertain_numbers(scenario)
    return {
        path
        for name in scenario.uncertainty
        for target in targets(scenario, name)
        for path in matching(target, numbers)
    }


def ignorance(scenario: Scenario, unread: Iterable[tuple[str, str]] = ()) -> Iterator[Finding]:
    """Yield a finding for every target that is no number, number set twice, and circle of `same_as`.

    Parameters
    ----------
    scenario
        A scenario; or what could be read of one.
    unread
        (section, name) of entries that could not be read: a target that may lie there is not judged.
    """
    missing = [f"{section}.{name}".rstrip(".") for section, name in unread]
    numbers = uncertain_numbers(scenario)
    setter: dict[str, str] = {}
    for name, entry in scenario.uncertainty.items():
        for position, target in enumerate(targets(scenario, name)):
            path = ("uncertainty", name, "to", str(position)) if entry.to else ("uncertainty", name)
            reached = matching(target, numbers)
            if not reached and not any("*" in target or target.startswith(prefix) for prefix in missing):
                yield _nowhere(path, target, numbers, scenario)
            for number in reached if entry.apply == "set" else ():
                other = setter.setdefault(number, name)
                if other != name:
                    text = f"expected one entry to set {number}; {quoted(other)} sets it already"
                    yield Finding(path, quoted(target), text)
    yield from _circles(scenario, {name for section, name in unread if section == "uncertainty"})


def _nowhere(path: tuple[str, ...], target: str, numbers: Mapping[str, float], scenario: Scenario) -> Finding:
    """Return the finding that a target is no number, or one that must be certain."""
    if matching(target, _leaves(scenario)):
        text = "this may not be uncertain; expected a number that the schema marks as may_be_uncertain"
        return Finding(path, quoted(target), text)
    text = 'expected the dotted path of a number, such as "lift.c17.payload_t"'
    return Finding(path, quoted(target), text, nearest(target.replace('"', ""), numbers))


def _leaves(scenario: Scenario) -> dict[str, Any]:
    """Return every number of a scenario by dotted path, whether or not it may be uncertain."""
    leaves: dict[str, Any] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else str(key))
        elif isinstance(value, list | tuple):
            for position, inner in enumerate(value):
                walk(inner, f"{path}.{position}")
        elif isinstance(value, int | float):
            leaves[path] = value

    walk(scenario.model_dump(exclude={"uncertainty"}, exclude_none=True), "")
    return leaves


def _circles(scenario: Scenario, unread: set[str]) -> Iterator[Finding]:
    """Yield one finding for each circle of entries that use one another's draw, and for each unknown one."""
    entries = scenario.uncertainty
    seen: set[str] = set()
    for name, entry in entries.items():
        if entry.same_as is not None and entry.same_as not in entries.keys() | unread:
            text = "expected another entry of [uncertainty]"
            path = ("uncertainty", name, "same_as")
            yield Finding(path, quoted(entry.same_as), text, nearest(entry.same_as, set(entries) - {name}))
        chain: list[str] = []
        link: str | None = name
        while link is not None and link in entries and link not in chain:
            chain.append(link)
            link = entries[link].same_as
        if link in chain and not seen & set(chain):
            circle = [*chain[chain.index(link) :], link]
            told = " -> ".join(quoted(entry) for entry in circle)
            text = f"expected an entry with a draw of its own; these go in a circle: {told}"
            yield Finding(("uncertainty", circle[0], "same_as"), quoted(circle[1]), text)
            seen |= set(circle)
