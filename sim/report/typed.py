"""Commands for the user to copy, quoted for bash, cmd.exe and PowerShell alike where this is possible."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

__all__ = ["repeated", "typed"]

PLAIN = re.compile(r"[\w./:=+-]+")
"""Pattern of words that need no quotes in bash, cmd.exe or PowerShell."""
LIVE = re.compile(r'[$`!"]|\\(?=[\\"])|\\$')
"""Pattern of characters that some shell interprets even within double quotes."""


def typed(words: Iterable[str]) -> str:
    """Return the words of a command as one line to be typed.

    Notes
    -----
    Words that need quotes get double quotes, because cmd.exe treats single quotes as letters. Double quotes within a
    word, which delimit texts in TOML, become single quotes if the word has neither single quotes nor backslashes. A
    word in which `LIVE` still finds a character is quoted for bash only.
    """
    return " ".join(_word(word) for word in words)


def repeated(name: str, values: Sequence[str]) -> list[str]:
    """Return the words of an option that is repeated for each value: name, value, name, value."""
    return [part for value in values for part in (name, value)]


def _word(word: str) -> str:
    """Return a word in the quotes that it needs."""
    if PLAIN.fullmatch(word):
        return word
    inner = word.replace('"', "'") if "'" not in word and "\\" not in word else word
    return shlex.quote(word) if LIVE.search(inner) else f'"{inner}"'
