"""Commands for the user to copy, with quotes that bash, cmd.exe and PowerShell all understand if there are such."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

__all__ = ["repeated", "typed"]

PLAIN = re.compile(r"[\w./:=+-]+")
"""Pattern of words that need no quotes in any of these shells."""
LIVE = re.compile(r'[$`!"]|\\(?=[\\"])|\\$')
"""Characters that a shell interprets even within double quotes."""


def typed(words: Iterable[str]) -> str:
    """Return a command as it would be typed; words that only bash can take are in the quotes of bash.

    Notes
    -----
    cmd.exe treats single quotes as letters, so words are put in double quotes. Double quotes within a word, which
    delimit texts in TOML, become single quotes.
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
