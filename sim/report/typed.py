"""Commands as one copies them: in quotes that bash, cmd.exe and PowerShell read alike."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

__all__ = ["repeated", "typed"]

PLAIN = re.compile(r"[\w./:=+-]+")
"""Words that need no quotes in any of the three."""
LIVE = re.compile(r'[$`!"]|\\(?=[\\"])|\\$')
"""Signs that a shell still reads within double quotes."""


def typed(words: Iterable[str]) -> str:
    """Return a command as one types it; a word that only bash can be given stands in quotes of bash.

    Notes
    -----
    cmd.exe takes single quotes for letters, so words stand in double quotes, and texts of TOML in single ones within.
    """
    return " ".join(_word(word) for word in words)


def repeated(name: str, values: Sequence[str]) -> list[str]:
    """Return an option, once for each value, as words of a command."""
    return [part for value in values for part in (name, value)]


def _word(word: str) -> str:
    """Return a word in the quotes that it needs."""
    if PLAIN.fullmatch(word):
        return word
    turned = word.replace('"', "'") if "'" not in word and "\\" not in word else word
    return shlex.quote(word) if LIVE.search(turned) else f'"{turned}"'
