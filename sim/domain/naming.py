"""Names of files and folders from titles in any script: letters, marks and digits stay, all else separates words."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

__all__ = ["MOST_BYTES", "file_name", "is_word", "told_apart"]

MOST_BYTES = 120
"""File systems take names of at most 255 bytes; endings and a digest come after this one."""
INVISIBLE = "Cf"
"""Joiners and marks of direction: nobody sees them in a name."""


def is_word(sign: str) -> bool:
    """Whether a sign belongs to a word: a letter, a mark that it carries, a digit, an underscore."""
    return sign == "_" or unicodedata.category(sign)[0] in "LMN"


def file_name(title: str, most: int = MOST_BYTES) -> str:
    """Return a title as the name of a file or folder, in lower case and of at most so many bytes; perhaps empty.

    Notes
    -----
    Titles that differ in case, blanks or punctuation alone have the same name, as have long ones with the same
    beginning: `told_apart` gives each a name of its own.
    """
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", title).casefold())
    seen = [sign for sign in whole if unicodedata.category(sign) != INVISIBLE]
    name = "-".join("".join(sign if is_word(sign) else " " for sign in seen).split())
    return name.encode()[:most].decode(errors="ignore").strip("-")


def told_apart(title: str, name: str) -> str:
    """Return a name for a title that no other title has: with signs of its digest."""
    return f"{name}-{blake2b(title.encode(), digest_size=4).hexdigest()}"
