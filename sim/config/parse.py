"""Parsing of TOML text, with limits on the length of numbers and the depth of nesting."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sim.config.locate import TOKEN, bare_midnights
from sim.errors import ConfigError, Problem

__all__ = [
    "DEEPEST",
    "DIGITS",
    "EXPECTED",
    "dated",
    "is_deep",
    "parsed",
    "refuse_deep_tables",
    "refuse_long_keys",
    "too_deep",
]

DIGITS: Final = 300
"""Largest number of digits of a whole number. No quantity has more, and Python cannot print more than 4,300 digits."""
DEEPEST: Final = 32
"""Deepest nesting of tables and lists; no scenario needs so many levels."""
LARGEST: Final = 10**DIGITS
MIDNIGHT: Final = " 00:00"
"""Part of every midnight as spreadsheets write it: a text without this part need not be searched."""
PART: Final = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
LONG: Final = re.compile(rf"(?<![A-Za-z0-9_.-])(?:{PART}[ \t]*+\.[ \t]*+){{{DEEPEST}}}")
"""A key with more than `DEEPEST` parts, or a text in a string or comment that looks like one.

Possessive quantifiers make matching take linear time on any text.
"""
MARKS: Final = re.compile(r"\"\"\"|'''|[\"'#\[\]{}]")
"""Where a string, a comment, a table or a list begins or ends."""
EXPECTED: Final = f"expected at most {DEEPEST} tables and lists within one another"


def parsed(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    tomllib.TOMLDecodeError
        The text is not TOML, or has a whole number with too many digits.
    RecursionError
        Tables are nested too deeply.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # Python itself also limits the number of digits
        raise tomllib.TOMLDecodeError(f"A whole number has more than {DIGITS} digits") from None
    for values in _levels(data):
        if any(isinstance(value, int) and abs(value) >= LARGEST for value in values):
            raise tomllib.TOMLDecodeError(f"A whole number has more than {DIGITS} digits")
    if is_deep(data):
        raise RecursionError
    return data


def dated(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text, reading `2024-09-15 00:00:00` as a bare date.

    Raises
    ------
    tomllib.TOMLDecodeError, RecursionError
        As `parsed` does.

    Notes
    -----
    Spreadsheets and data frames write a date like this although no time of day is meant. With a T,
    `2024-09-15T00:00:00`, it stays the instant at which that day begins.
    """
    data = parsed(text)
    for path in bare_midnights(text) if MIDNIGHT in text else ():
        here: Any = data
        for part in path[:-1]:
            here = here[int(part)] if isinstance(here, list) else here[part]
        last = int(path[-1]) if isinstance(here, list) else path[-1]
        if isinstance(here[last], datetime):
            here[last] = here[last].date()
    return data


def is_deep(value: Any) -> bool:
    """Whether tables and lists are nested more than `DEEPEST` levels deep."""
    return sum(1 for _ in _levels(value)) > DEEPEST + 1


def refuse_long_keys(path: Path, text: str) -> None:
    """Check that no key of a TOML text has too many parts, because reading it would take quadratic time.

    Raises
    ------
    ConfigError
        A key has too many parts; the error has its line.
    """
    tokens = TOKEN.finditer(text)
    token = None
    for found in LONG.finditer(text):
        while token is None or token.end() <= found.start():
            token = next(tokens, None)
            if token is None:
                break
        if token is None or found.start() <= token.start():  # else it lies within a string or a comment
            raise _wrong(path, text, found.start(), f"{found[0][:40]}...")


def refuse_deep_tables(path: Path, text: str, data: dict[str, Any]) -> None:
    """Check that the tables of a file are not nested too deeply.

    Raises
    ------
    ConfigError
        The tables are nested too deeply; the error is that of `too_deep`.
    """
    if is_deep(data):
        raise too_deep(path, text)


def too_deep(path: Path, text: str) -> ConfigError:
    """Return the error that tables are nested too deeply, with the line of the first such bracket, if there is one."""
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
    """Return the position after the next `sign` in a text from `at` on, or the end of the text if there is none."""
    found = text.find(sign, at)
    return len(text) if found < 0 else found + len(sign)


def _wrong(path: Path, text: str, at: int, shown: str | None) -> ConfigError:
    """Return the error that tables are nested too deeply, with the line of position `at` and a key (None: no key)."""
    line = text.count("\n", 0, at) + 1
    return ConfigError([Problem(str(path), line, shown or "", None, EXPECTED)])


def _levels(value: Any) -> Iterator[list[Any]]:
    """Yield the levels of nested tables and lists one by one, without recursion, up to one level beyond the limit."""
    level = [value]
    for _ in range(DEEPEST + 2):
        level = [each for inside in level for each in (inside.values() if isinstance(inside, dict) else inside)]
        yield level
        level = [each for each in level if isinstance(each, dict | list)]
        if not level:
            return
