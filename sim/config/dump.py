"""Conversion of a scenario to TOML text, from which the same scenario without its observations can be loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.config.literal import dotted, key, literal, stated
from sim.config.schema import EDITOR_HINT
from sim.domain.nouns import Noun
from sim.domain.scenario import Scenario

__all__ = ["to_toml"]

WIDTH = 110
"""Largest number of characters of a line with a list; a longer list is written with one entry per line."""


def to_toml(scenario: Scenario) -> str:
    """Return all values of a scenario that differ from the defaults, in one text that needs no other file.

    Notes
    -----
    Lots of manifests, groups of rosters, entries of templates, values of CSV columns and texts of policy files are
    written out. The name of a CSV file stays beside its values as their source, and the name of a policy file beside
    its text. Observations are left out; a comment names their file.
    """
    whole = scenario.model_copy(update={"manifest": (), "roster": (), "observations": None})
    lines = [EDITOR_HINT, "", *_table((), stated(whole))]
    if scenario.observations is not None:  # they affect no result, and their file is not beside this text
        lines.insert(1, f"# without observations = {literal(scenario.observations)}, which is beside the original")
    return "\n".join(lines).rstrip() + "\n"


def _table(path: tuple[str, ...], entries: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a table: its header, its plain values, then the tables that get headers of their own."""
    inner = {name: value for name, value in entries.items() if _is_table(path, value)}
    if path and len(inner) < len(entries):
        yield from ("", f"[{dotted(path)}]")
    for name, value in entries.items():
        if name not in inner:
            yield from _assignment(name, value)
    for name, value in inner.items():
        inner_path = (*path, name)
        yield from _table(inner_path, stated(value) if isinstance(value, Noun) else value)
        if isinstance(value, Noun) and not stated(value):
            yield from ("", f"[{dotted(inner_path)}]")  # a table that has only default values


def _is_table(path: tuple[str, ...], value: Any) -> bool:
    """Whether a value gets its own header: a section, its entries, a station or a leg, but not a distribution."""
    if isinstance(value, Noun):
        return not path or path[-1] in SECTIONS
    return isinstance(value, Mapping) and bool(value) and all(isinstance(item, Noun) for item in value.values())


def _assignment(name: str, value: Any) -> Iterator[str]:
    """Yield `name = value`, or several lines for a list that is too long for one line."""
    line = f"{key(name)} = {literal(value)}"
    if len(line) <= WIDTH or not isinstance(value, tuple):
        yield line
        return
    yield f"{key(name)} = ["
    for item in value:
        yield f"    {_lines(item) if isinstance(item, str) else literal(item)},"
    yield "]"


def _lines(text: str) -> str:
    """Return a text as a TOML string: on several lines if it has several and TOML allows that."""
    plain = "\n" in text and "'''" not in text and not text.endswith("'")
    if plain and all(sign in "\n\t" or sign.isprintable() for sign in text):
        return f"'''\n{text}'''"
    return literal(text)


SECTIONS = frozenset({*Scenario.model_fields, "station", "leg"})
"""Keys whose tables get a header each."""
