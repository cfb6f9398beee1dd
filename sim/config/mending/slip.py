"""An error in a TOML text (a slip), and helpers for keys and lines that all searches for slips use."""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

from sim.config.mending.cures import CURLY
from sim.config.parse import parsed
from sim.domain.columns import columns, cut_front
from sim.domain.columns import cut as cut_to

__all__ = ["COMMENT", "UNREAD", "Keys", "Slip", "blank", "cut", "keys_of", "path_of", "shortened", "sound"]

Keys = tuple[str, ...]
UNREAD = "23:59:58.765432"
"""Substitute for a value that could not be read: a time of day, which no key of a scenario takes."""
WIDTH = 70
"""Number of columns of a source line that a message shows."""
COMMENT = re.compile(r"\s+#")


class Slip(NamedTuple):
    """One error: line, path (empty if not known), value as written, correction, and the source line."""

    line: int
    path: Keys
    value: str | None
    cure: str
    source: str = ""


def sound(text: str) -> bool:
    """Whether a text is valid TOML."""
    try:
        parsed(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def keys_of(data: object) -> Keys:
    """Return the path of the one key that a statement sets."""
    path: list[str] = []
    while isinstance(data, dict | list) and len(data) == 1:
        if isinstance(data, dict):
            name, data = next(iter(data.items()))
            path.append(name)
        else:
            data = data[0]
    return tuple(path)


def path_of(text: str) -> Keys:
    """Return the parts of a dotted key that may need quotes; empty if a part is empty."""
    parts = re.findall(rf"""(?:"[^"]*"|'[^']*'|[{CURLY}][^{CURLY}]*[{CURLY}]|[^."'])+""", text.strip())
    names = tuple(part.strip().strip("\"'" + CURLY).strip() for part in parts)
    return names if names and all(names) and len(text.strip()) < 200 else ()


def blank(text: str) -> str:
    """Return as many line ends as a text has."""
    return "\n" * text.count("\n")


def cut(text: str) -> str:
    """Return the first line of a value, shortened."""
    line = text.strip().split("\n", 1)[0]
    return line if columns(line) <= 40 else f"{cut_to(line, 37)}..."


def shortened(source: str, value: str | None = None) -> str:
    """Return a source line for an error message, shortened to one screen line around a value if necessary."""
    bare = COMMENT.split(source.strip(), maxsplit=1)[0] if source.lstrip()[:1] != "#" else source.strip()
    if columns(bare) <= WIDTH:
        return bare
    at = max(bare.find(value), 0) if value else 0
    begin = min(at - len(cut_front(bare[:at], WIDTH // 2)), len(bare) - len(cut_front(bare, WIDTH)))
    part = bare[begin:]
    head, tail = "..." if begin else "", "..." if columns(part) > WIDTH else ""
    return head + cut_to(cut_front(part, columns(part) - len(head)), WIDTH - len(head) - len(tail)) + tail
