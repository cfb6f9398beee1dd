"""Control characters: a Windows path in double quotes is legal TOML, and means another path; a NUL ends a name for half
of the programs that read it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from sim.config.draft import Draft
from sim.domain.check.finding import Finding

__all__ = ["refuse_controls", "refuse_nul"]

PATHS = frozenset({"manifest", "observations", "csv", "files"})
"""Keys that name files."""
LETTERS = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\x1b": "\\e"}


def refuse_controls(draft: Draft) -> None:
    """Report each path in a file that holds a control character, with the cure."""
    for where, text in list(_paths(draft.data, ())):
        sign = next((sign for sign in text if unicodedata.category(sign) == "Cc"), None)
        if sign is None or where in draft.slips:
            continue
        spelled = LETTERS.get(sign, f"\\u{ord(sign):04x}")
        words = f"expected text without control characters; {spelled} in double quotes is one: "
        words += "write the path in single quotes, or with / instead of \\"
        draft.report(Finding(where, _shown(text), words))
        draft.slips.add(where)


def refuse_nul(draft: Draft) -> None:
    """Report each name and each text with the character NUL, at which half of the programs that read it would stop."""
    for where, text in list(_texts(draft.data, ())):
        if "\0" in text and where not in draft.slips:
            draft.report(Finding(where, _shown(text), "expected text without the character NUL (\\u0000)"))
            draft.slips.add(where)


def _paths(value: Any, path: tuple[str, ...], *, named: bool = False) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield keys and text of each path to a file below a value."""
    if isinstance(value, str) and named:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key), named=key in PATHS)
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _paths(inner, (*path, str(at)), named=named)


def _texts(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield keys and text of each name of a table, and of each text, below a value."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield path, str(key)
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, str(at)))


def _shown(text: str) -> str:
    """Return a text as TOML writes it in double quotes."""
    signs = (LETTERS.get(sign, f"\\u{ord(sign):04x}") if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return f'"{"".join(signs)}"'
