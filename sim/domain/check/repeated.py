"""Names, pairs of names, conditions and intervals that occur twice in a list.

The second occurrence changes nothing, except that a station that is listed twice is passed twice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from sim.domain.check.finding import Finding, quoted
from sim.domain.check.targets import touched
from sim.domain.nouns import PLAIN, Noun
from sim.domain.order import Condition
from sim.domain.outage import Interval
from sim.domain.scenario import Scenario

__all__ = ["named_lists", "repeated", "repeats"]

Path = tuple[str, ...]
STEPS = frozenset({"stations", "disposal"})
"""Keys whose lists are stations in the order in which movers pass them."""
ELSEWHERE = frozenset({("route", "via"), ("uncertainty", "to"), ("policy", "code"), ("lever", "values")})
"""(section, key) of lists that other checks judge (`routes`, `wrong_targets`), or whose entries may be equal."""
SAME = {Condition: "condition", Interval: "interval"}
"""Class whose equal entries in one list have the effect of one entry -> its name in messages."""


def named_lists(value: Any, path: Path = ()) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """Yield (path, list) for each list of names, and each list of pairs of names, inside a value."""
    if type(value) in PLAIN:
        return
    if isinstance(value, Noun):
        for key in type(value).model_fields:
            yield from named_lists(getattr(value, key), (*path, key))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from named_lists(inner, (*path, str(name)))
    elif isinstance(value, tuple) and value:
        if all(isinstance(each, str) for each in value) or all(_is_pair(each) for each in value):
            yield path, value
        else:
            for position, inner in enumerate(value):
                yield from named_lists(inner, (*path, str(position)))


def repeated(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each repeated name, or pair of names in any order, in a list in which it changes nothing.

    The lists of stations and those in `ELSEWHERE` are left out.
    """
    for path, names in named_lists(scenario):
        if _are_steps(path) or (path[0], path[-1]) in ELSEWHERE:
            continue
        what = "pair" if _is_pair(names[0]) else "name"
        for position, first in _again([frozenset(each) if what == "pair" else each for each in names]):
            name = names[position]
            value = f"[{', '.join(map(quoted, name))}]" if what == "pair" else quoted(name)
            text = f"expected each {what} once; {'.'.join((path[-1], str(first)))} is the same {what}"
            yield Finding((*path, str(position)), value, text)


def repeats(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each station that a list repeats, so that it is passed again, and for each condition or
    interval that is equal to an earlier one of its list.

    Lists of conditions and intervals with a number that an unknown changes are left out.
    """
    for path, names in named_lists(scenario):
        if _are_steps(path):
            for position, _ in _again(names):
                text = f"is passed {names.count(names[position])} times, as often as this list names it"
                yield Finding((*path, str(position)), quoted(names[position]), text)
    changed = touched(scenario)
    lists: list[tuple[Path, tuple[Noun, ...]]] = []
    lists += [(("hold", name, "until"), hold.until) for name, hold in scenario.hold.items()]
    lists += [(("outage", name, "dates"), outage.dates) for name, outage in scenario.outage.items()]
    for path, parts in lists:
        if not any(number.startswith(".".join(path)) for number in changed):
            for position, first in _again(parts):
                text = f"changes nothing: {path[-1]}.{first} is the same {SAME[type(parts[position])]}"
                yield Finding((*path, str(position)), None, text)


def _are_steps(path: Path) -> bool:
    """Whether the list at a path has the stations that movers pass, in order."""
    return len(path) > 2 and path[2] in STEPS


def _is_pair(value: Any) -> bool:
    """Whether a value is itself a list of names."""
    return isinstance(value, tuple) and bool(value) and all(isinstance(each, str) for each in value)


def _again(entries: Iterable[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield (position, position of the first equal entry) for each entry that is equal to an earlier one."""
    seen: dict[Hashable, int] = {}
    for position, entry in enumerate(entries):
        first = seen.setdefault(entry, position)
        if first < position:
            yield position, first
