"""Commands to be copied: with quotes that bash, cmd.exe and PowerShell all understand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

__all__ = ["repeated", "typed"]

PLAIN = re.compile(r"[\w./:=+-]+")
"""Pattern of words that need no quotes in any of the three."""
LIVE = re.compile(r'[$`!"]|\\(?=[\\"])|\\$')
"""Characters that a shell interprets even within double quotes."""


def typed(words: Iterable[str]) -> str:
    """Return a command as it would be typed; a word that only bash can take is in bash quotes.

    Notes
    -----
    cmd.exe treats single quotes as letters, so words are in double quotes, and TOML texts inside them in single quotes.
    """
    return " ".join(_word(word) for word in words)


def repeated(name: str, values: Sequence[str]) -> list[str]:
    """Return an option, repeated for each value, as words of a command."""
    return [part for value in values for part in (name, value)]


def _word(word: str) -> str:
    """Return a word in the quotes that it needs."""
    if PLAIN.fullmatch(word):
        return word
    turned = word.replace('"', "'") if "'" not in word and "\\" not in word else word
    return shlex.quote(word) if LIVE.search(turned) else f'"{turned}"'
