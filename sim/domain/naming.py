"""Names of files and folders, made from titles in any script."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

__all__ = ["MOST_BYTES", "distinct_name", "file_name", "is_word"]

MOST_BYTES = 120
"""Largest number of bytes of a name. File systems allow 255, and an ending and a digest are appended to the name."""
INVISIBLE = "Cf"
"""Unicode category of joiners and direction marks, which are invisible and are left out of names."""


def is_word(sign: str) -> bool:
    """Whether a character belongs to a word: a letter, a mark on a letter, a digit or an underscore."""
    return sign == "_" or unicodedata.category(sign)[0] in "LMN"


def file_name(title: str, most: int = MOST_BYTES) -> str:
    """Return a title as the name of a file or folder, in lower case and at most `most` bytes long; it may be empty.

    Words of letters, marks, digits and underscores stay; a hyphen replaces all that is between them.

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
    """Return `name` with a digest of `title` appended, so that different titles get different names."""
    return f"{name}-{blake2b(title.encode(), digest_size=4).hexdigest()}"
