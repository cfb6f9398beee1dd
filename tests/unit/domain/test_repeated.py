"""A name that is stated twice in any list of the schema is refused, or gets a notice."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import ValidationError

import sim
from sim.config.literal import literal
from sim.domain.check import check, remarks
from sim.domain.check.repeated import named_lists
from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario
from tests.changes import put
from tests.unit.domain.conftest import noted

FILE = Path(__file__).parents[2] / "every_key.toml"
NOT_IN_FILE = {
    "Scenario.manifest": "files: a second one states every name again, which is an error",
    "Scenario.roster": "as manifest",
    "Scenario.known": "paths; tried below",
    "Policy.files": "files of the user; tried below",
    "Policy.code": "texts of these files, filled in when they are read",
    "Lever.to": "paths; tried below",
}
"""Lists of names that tests/every_key.toml does not state, with the reason."""


def is_name(annotation: Any) -> bool:
    """Return whether a type is text, or a `Literal` of words."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return is_name(typing.get_args(annotation)[0])
    words = typing.get_args(annotation) if origin is Literal else ()
    return annotation is str or (bool(words) and all(isinstance(word, str) for word in words))


def nouns_of(annotation: Any) -> Iterator[type[Noun]]:
    """Yield the model classes of the scenario inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        yield annotation
    for part in typing.get_args(annotation):
        yield from nouns_of(part)


def is_listed(annotation: Any) -> bool:
    """Return whether a type is, or contains, a list of names or of pairs of names."""
    if typing.get_origin(annotation) is tuple and is_name(typing.get_args(annotation)[0]):
        return True
    return any(is_listed(part) for part in typing.get_args(annotation))


def lists_of_the_schema() -> set[str]:
    """Return every key of the schema that lists names, as `Class.key`."""
    found: set[str] = set()
    known: set[type[Noun]] = set()
    left: list[type[Noun]] = [Scenario]
    while left:
        kind = left.pop()
        if kind in known:
            continue
        known.add(kind)
        for key, field in kind.model_fields.items():
            found |= {f"{kind.__name__}.{key}"} if is_listed(field.annotation) else set()
            left += nouns_of(field.annotation)
    return found


def key_at(scenario: Scenario, path: tuple[str, ...]) -> str:
    """Return the key of the schema at which a path ends, as `Class.key`."""
    here: Any = scenario
    found = ""
    for part in path:
        if isinstance(here, Noun):
            found = f"{type(here).__name__}.{part}"
            here = getattr(here, part)
        else:
            here = here[int(part)] if isinstance(here, tuple) else here[part]
    return found


EVERY = sim.load(FILE)
LISTS = dict(named_lists(EVERY))


def test_every_list_of_names_of_the_schema_is_tested() -> None:
    """tests/every_key.toml states each list of names of the schema, except those of `NOT_IN_FILE`."""
    tried = {key_at(EVERY, path) for path in LISTS}
    missing = lists_of_the_schema() - tried - set(NOT_IN_FILE)
    assert missing == set()


@pytest.mark.parametrize("path", LISTS, ids=".".join)
def test_a_name_stated_twice_is_refused_or_gets_a_notice(path: tuple[str, ...]) -> None:
    """A repeated name is refused. For stations of a group, of a lot or of a way of disposal, which movers then
    pass twice, there is a notice instead, at the position of the second name.
    """
    names = LISTS[path]
    try:
        other = put(EVERY, path, (*names, names[0]))
    except ValidationError:
        return
    second = (*path, str(len(names)))
    found = [finding for finding in check(other) if finding.path == second]
    if path[0] == "uncertainty":
        assert any("each number once" in finding.expectation for finding in check(other))
        return
    if path[2:3] in (("stations",), ("disposal",)):
        assert not found
        found = [finding for finding in remarks(other) if finding.path == second]
        assert "is passed 2 times" in found[0].expectation
    assert found
    assert found[0].value == (f'"{names[0]}"' if isinstance(names[0], str) else literal(names[0]))


def test_a_path_or_file_listed_twice_is_refused(findings) -> None:
    """A name that is repeated in the targets of a lever, or among the files of rules, is refused too."""
    drawn = {"lift.c17.pallets": {"draw": {"low": 10, "high": 18}}}
    found = findings(uncertainty=drawn, lever={"more": {"values": (1, 2), "to": ("lift.c17.pallets",) * 2}})
    assert [(".".join(each.path), each.value) for each in found] == [("lever.more.to.1", '"lift.c17.pallets"')]
    (found,) = findings(policy={"files": ("a.py", "a.py")})
    assert (found.path, found.expectation) == (
        ("policy", "files", "1"),
        "expected each name once; files.0 is the same name",
    )


def test_a_pair_stated_in_both_orders_is_refused(findings) -> None:
    """A pair that is repeated is refused in either order; a pair of a name with itself is accepted."""
    pairs = [("people", "lethal"), ("general", "general"), ("lethal", "people")]
    (found,) = findings(order={"segregate": pairs})
    assert (found.path, found.value) == (("order", "segregate", "2"), '["lethal", "people"]')
    assert found.expectation == "expected each pair once; segregate.0 is the same pair"
    assert findings(order={"segregate": pairs[:2]}) == ()


def test_a_condition_or_interval_stated_twice_gets_a_notice() -> None:
    """If a hold states a condition twice, or an outage states an interval twice, a notice says that the second
    one changes nothing.
    """
    gone = {"lot": ["weapons"]}
    day = {"begins": date(2024, 6, 1), "until": date(2024, 6, 2)}
    sections: dict[str, Any] = {
        "hold": {"gone": {"until": [gone, {"lot": ["trucks"], "wanted": True}, gone]}},
        "outage": {"feast": {"sites": ["north"], "dates": [day, day]}},
        "group": {"loaders": {"board_after": "gone"}},
    }
    found = noted(**sections)
    assert found["hold.gone.until.2"] == "changes nothing: until.0 is the same condition"
    assert found["outage.feast.dates.1"] == "changes nothing: dates.0 is the same interval"
