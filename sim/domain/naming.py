"""File and folder names from titles in any script: letters, marks and digits stay, anything else separates words."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

__all__ = ["MOST_BYTES", "distinct_name", "file_name", "is_word"]

MOST_BYTES = 120
"""Most bytes of a name: file systems take 255, and an ending and a digest are appended."""
INVISIBLE = "Cf"
"""Joiners and direction marks, which are invisible in a name."""


def is_word(sign: str) -> bool:
    """Whether a character belongs to a word: a letter, a mark on a letter, a digit or an underscore."""
    return sign == "_" or unicodedata.category(sign)[0] in "LMN"


def file_name(title: str, most: int = MOST_BYTES) -> str:
    """Return a title as the name of a file or folder, in lower case and at most `most` bytes long; it may be empty.

    Notes
    -----
    Titles that differ only in case, blanks or punctuation get the same name, as do long titles with the same
    beginning: `distinct_name` makes the names unique.
    """
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", title).casefold())
    seen = [sign for sign in whole if unicodedata.category(sign) != INVISIBLE]
    name = "-".join("".join(sign if is_word(sign) else " " for sign in seen).split())
    return name.encode()[:most].decode(errors="ignore").strip("-")


def distinct_name(title: str, name: str) -> str:
    """Return a name that is unique to a title: it ends with characters of the title's digest."""
    return f"{name}-{blake2b(title.encode(), digest_size=4).hexdigest()}"
