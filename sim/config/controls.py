"""Control characters, which are refused in paths of files, and NUL, which is refused in all text.

In double quotes, TOML reads a backslash and the letter t in a Windows path as a tab, and other letters likewise: the
text is valid, but it names another path. Many programs take NUL for the end of a text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from sim.config.tables import Step, Tables
from sim.domain.check.finding import Finding

__all__ = ["refuse_controls", "refuse_nul"]

PATHS = frozenset({"manifest", "roster", "rows", "observations", "csv", "files"})
"""Keys that name files."""
LETTERS = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\x1b": "\\e"}
"""Control character -> how TOML writes it with a letter."""


def refuse_controls(tables: Tables) -> Step:
    """Return the tables, with a problem for each file path that contains a control character."""
    problems = []
    for where, text in _paths(tables.data, ()):
        sign = next((sign for sign in text if unicodedata.category(sign) == "Cc"), None)
        if sign is None or where in tables.slips:
            continue
        spelled = LETTERS.get(sign, f"\\u{ord(sign):04x}")
        words = f"expected a path without control characters; this one contains {spelled}, which a \\ in double quotes "
        words += "can make: write the path in single quotes, or with / instead of \\"
        problems += tables.problems(Finding(where, _shown(text), words))
        tables = tables.but(slips=[where])
    return tables, problems


def refuse_nul(tables: Tables) -> Step:
    """Return the tables, with a problem for each name or text that contains the character NUL."""
    problems = []
    for where, text in _texts(tables.data, ()):
        if "\0" in text and where not in tables.slips:
            found = Finding(where, _shown(text), "expected text without the character NUL (\\u0000)")
            problems += tables.problems(found)
            tables = tables.but(slips=[where])
    return tables, problems


def _paths(value: Any, path: tuple[str, ...], *, named: bool = False) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path of keys, text) for each path of a file inside a value; `named`: whether its key names files."""
    if isinstance(value, str) and named:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key), named=key in PATHS)
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _paths(inner, (*path, str(position)), named=named)


def _texts(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path of keys, text) for each key and each text inside a value; the path of a key is that of its table."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield path, str(key)
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, str(position)))


def _shown(text: str) -> str:
    """Return a text as TOML writes it in double quotes."""
    signs = (LETTERS.get(sign, f"\\u{ord(sign):04x}") if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return f'"{"".join(signs)}"'
