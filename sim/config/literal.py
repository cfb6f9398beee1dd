"""Values as TOML text, and dotted keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sim.domain.columns import columns, cut
from sim.domain.nouns import Noun
from sim.escape import escaped

__all__ = ["dotted", "key", "literal", "parts_of", "shown", "stated"]

BARE = re.compile(r"[A-Za-z0-9_-]+")
"""A key that needs no quotes."""
PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^."']+?))\s*(?:\.|$)""")
"""One part of a dotted key, with the dot after it: in double quotes, in single quotes, or without quotes."""
LONGEST = 60
"""Most terminal columns of a value in an error message."""
TAGS = ("dist", "kind")
"""Keys that name the kind of a distribution or supply. They are written even if the other keys determine the kind."""


def key(name: str) -> str:
    """Return a key in TOML: bare if possible, otherwise quoted."""
    return name if BARE.fullmatch(name) else _text(name)


def dotted(path: Iterable[str]) -> str:
    """Return the dotted key of a path: `lot."guard weapons".count`."""
    return ".".join(key(part) for part in path)


def parts_of(text: str) -> tuple[str, ...]:
    """Return the path that a dotted key names; parts may be quoted, and may contain spaces without quotes.

    Raises
    ------
    ValueError
        A part is empty, a quote is left open, or an escape in double quotes is invalid.
    """
    found: list[str] = []
    position = 0
    while position < len(text) or not found or text[position - 1] == ".":
        part = PART.match(text, position)
        if part is None:
            raise ValueError(text)
        double, single, bare = part.groups()
        found.append(json.loads(f'"{double}"') if double is not None else single if bare is None else bare)
        position = part.end()
    return tuple(found)


def literal(value: Any) -> str:
    """Return a value as TOML text on one line.

    Raises
    ------
    TypeError
        TOML has no such value.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Noun):
        return literal(stated(value))
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key(name)} = {literal(item)}" for name, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(item) for item in value)}]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def shown(value: Any) -> str | None:
    """Return a value as text for an error message, cut if it is long; None for a table and for None."""
    if value is None or isinstance(value, Mapping | Noun):
        return None
    text = literal(value)
    return text if columns(text) <= LONGEST else f"{cut(text, LONGEST - 3)}..."


def stated(noun: Noun) -> dict[str, Any]:
    """Return the fields of a part of a scenario that differ from their defaults, and the fields of `TAGS`."""
    fields = sorted(type(noun).model_fields.items(), key=lambda each: each[0] not in TAGS)
    return {
        name: getattr(noun, name)
        for name, field in fields
        if getattr(noun, name) is not None and (name in TAGS or getattr(noun, name) != field.default)
    }


def _text(value: str) -> str:
    """Return a text as a TOML basic string.

    TOML has all escapes that `json.dumps` writes. `escaped` also replaces unsafe characters that `json.dumps` leaves as
    they are, such as a delete character, which TOML does not allow.
    """
    return escaped(json.dumps(value, ensure_ascii=False))
