"""Tables in tables without an end: refused with their line, before anything walks down them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from sim.config.parse import DEEPEST, is_deep
from sim.errors import ConfigError, Problem

__all__ = ["EXPECTED", "refuse_deep_tables", "refuse_long_keys", "too_deep"]

PART: Final = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
LONG: Final = re.compile(rf"(?<![A-Za-z0-9_.-])(?:{PART}[ \t]*+\.[ \t]*+){{{DEEPEST}}}")
"""A key of too many parts: each part is passed once, whatever follows, so that no text takes long."""
MARKS: Final = re.compile(r"\"\"\"|'''|[\"'#\[\]{}]")
EXPECTED: Final = f"expected at most {DEEPEST} tables and lists in one another"


def refuse_long_keys(path: Path, text: str) -> None:
    """Return if no key of a TOML text has too many parts: what reads them takes time by their square.

    Raises
    ------
    ConfigError
        One has; with its line.
    """
    found = LONG.search(text)
    if found is not None:
        raise _wrong(path, text, found.start(), f"{found[0][:40]}...")


def refuse_deep_tables(path: Path, text: str, data: dict[str, Any]) -> None:
    """Return if the tables that were read are not too deep for what walks down them.

    Raises
    ------
    ConfigError
        They are; with the line.
    """
    if is_deep(data):
        raise too_deep(path, text)


def too_deep(path: Path, text: str) -> ConfigError:
    """Return the error that names the line on which brackets or headers lie too deep; no line if none is found."""
    depth, at = 0, 0
    while (mark := MARKS.search(text, at)) is not None:
        at, sign = mark.end(), mark[0]
        if sign == "#":
            at = _end(text, "\n", at)
        elif sign in ('"""', "'''"):
            at = _end(text, sign, at)
        elif sign in "\"'":
            line = _end(text, "\n", at)
            close = text.find(sign, at, line)
            at = line if close < 0 else close + 1
        else:
            depth = max(0, depth + (1 if sign in "[{" else -1))
            if depth > DEEPEST:
                return _wrong(path, text, mark.start(), None)
    return ConfigError([Problem(str(path), None, "", None, EXPECTED)])


def _end(text: str, sign: str, at: int) -> int:
    """Return where a text goes on after a sign."""
    found = text.find(sign, at)
    return len(text) if found < 0 else found + len(sign)


def _wrong(path: Path, text: str, at: int, shown: str | None) -> ConfigError:
    line = text.count("\n", 0, at) + 1
    return ConfigError([Problem(str(path), line, shown or "", None, EXPECTED)])
