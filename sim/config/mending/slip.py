"""The record of an error in a TOML text (a *slip*), and functions that the modules which look for slips share."""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

from sim.config.literal import BARE
from sim.config.mending.cures import CURLY
from sim.config.parse import parsed
from sim.domain.columns import columns, cut_front
from sim.domain.columns import cut as cut_to

__all__ = [
    "COMMENT", "UNREAD", "Keys", "Slip", "blank", "cut", "is_toml", "keys_of", "path_of", "shortened", "why_no_key",
]  # fmt: skip

Keys = tuple[str, ...]
UNREAD = "23:59:58.765432"
"""Substitute for a value that could not be read: a time of day, which no key of a scenario takes."""
WIDTH = 70
"""Largest number of terminal columns that a message uses for a source line."""
COMMENT = re.compile(r"\s+#")
"""Where a comment after a value begins."""


class Slip(NamedTuple):
    """One error in a TOML text.

    Attributes
    ----------
    line
        Line of the error, from 1.
    path
        Path of the value with the error; empty if it is not known.
    value
        The value as written; None if the correction is clear without it.
    cure
        How to correct the error.
    source
        The text of the line; empty if a message need not show it.
    """

    line: int
    path: Keys
    value: str | None
    cure: str
    source: str = ""


def is_toml(text: str) -> bool:
    """Whether a text is valid TOML."""
    try:
        parsed(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def keys_of(data: object) -> Keys:
    """Return the path that a statement sets; `data` is the result of parsing this statement alone."""
    path: list[str] = []
    while isinstance(data, dict | list) and len(data) == 1:
        if isinstance(data, dict):
            name, data = next(iter(data.items()))
            path.append(name)
        else:
            data = data[0]
    return tuple(path)


def path_of(text: str) -> Keys:
    """Return the names in a dotted key, even if they lack quotes; empty if a name is empty or the text is too long."""
    parts = re.findall(rf"""(?:"[^"]*"|'[^']*'|[{CURLY}][^{CURLY}]*[{CURLY}]|[^."'])+""", text.strip())
    names = tuple(part.strip().strip("\"'" + CURLY).strip() for part in parts)
    return names if names and all(names) and len(text.strip()) < 200 else ()


def why_no_key(text: str) -> str:
    """Return what is wrong with a text that TOML does not read as a dotted key, although `path_of` finds its parts."""
    if any(sign in text for sign in CURLY):
        return "quotes are straight in TOML"
    if text.count('"') % 2 or text.count("'") % 2:
        return "a quote is left open"
    if all(BARE.fullmatch(name) for name in path_of(text)):
        return "only one dot may stand between two names"
    return "a name with characters other than A-Z, a-z, 0-9, - and _ needs quotes"


def blank(text: str) -> str:
    """Return as many line ends as a text has."""
    return "\n" * text.count("\n")


def cut(text: str) -> str:
    """Return the first line of a value, cut to 40 terminal columns."""
    line = text.strip().split("\n", 1)[0]
    return line if columns(line) <= 40 else f"{cut_to(line, 37)}..."


def shortened(source: str, value: str | None = None) -> str:
    """Return a source line without its comment, cut to `WIDTH` terminal columns around a value if it is longer."""
    bare = COMMENT.split(source.strip(), maxsplit=1)[0] if source.lstrip()[:1] != "#" else source.strip()
    if columns(bare) <= WIDTH:
        return bare
    at = max(bare.find(value), 0) if value else 0
    begin = min(at - len(cut_front(bare[:at], WIDTH // 2)), len(bare) - len(cut_front(bare, WIDTH)))
    part = bare[begin:]
    before, after = "..." if begin else "", "..." if columns(part) > WIDTH else ""
    return before + cut_to(cut_front(part, columns(part) - len(before)), WIDTH - len(before) - len(after)) + after
