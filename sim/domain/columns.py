"""The width of texts in columns of a terminal, and texts that are cut, padded or wrapped to a width in columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["columns", "cut", "cut_front", "filled", "wrapped"]

SOFT_HYPHEN = "\u00ad"
JOINED = range(0x1160, 0x1200)
"""Hangul vowels and final consonants: they are drawn inside the block of the first consonant and take no column."""
NOTHING = frozenset(("Mn", "Me", "Cf"))
"""Unicode categories of characters that take no column: marks above, below and around a letter, and joiners.

Marks that stand beside the letter (category Mc) are not among them, because most terminals give them a column.
"""
BLANKS = re.compile(r"([\t\n\x0b\x0c\r ]+)")
BLANK = str.maketrans(dict.fromkeys("\t\n\x0b\x0c\r", " "))


def columns(text: str) -> int:
    """Return how many columns a text takes: two for a wide East Asian letter, none for a mark, else one."""
    return len(text) if text.isascii() else sum(map(_column, text))


def _column(sign: str) -> int:
    if sign != SOFT_HYPHEN and (unicodedata.category(sign) in NOTHING or ord(sign) in JOINED):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, most: int) -> str:
    """Return the beginning of a text, at most `most` columns wide; a letter that stays keeps its marks."""
    if text.isascii():
        return text[: max(0, most)]
    kept = 0
    for place, sign in enumerate(text):
        kept += _column(sign)
        if kept > most:
            return text[:place]
    return text


def cut_front(text: str, most: int) -> str:
    """Return the end of a text, at most `most` columns wide; marks whose letter is cut off are cut off too."""
    if text.isascii():
        return text[max(0, len(text) - max(0, most)) :]
    kept, begins = 0, len(text)
    for place in range(len(text) - 1, -1, -1):
        wide = _column(text[place])
        kept += wide
        if kept > most:
            break
        begins = place if wide else begins
    return text[begins:]


def filled(text: str, width: int) -> str:
    """Return a text padded with blanks to `width` columns; a wider text is returned unchanged."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int, first: str = "", rest: str = "", *, split_words: bool = True) -> list[str]:
    """Break a text at blanks into lines of at most `width` columns.

    Parameters
    ----------
    text
        The text; its tabs and line ends count as blanks.
    width
        Largest number of columns of a line, with its prefix.
    first, rest
        Prefix of the first line, and prefix of each further line.
    split_words
        Whether to break a word that is too wide for one line; otherwise such a word makes a line that is too wide.

    Returns
    -------
    list of str
        The lines; none for a text without words. If each letter takes one column, `textwrap.wrap` with
        `break_on_hyphens=False` breaks the text at the same places.
    """
    chunks = [chunk for chunk in reversed(BLANKS.split(text.expandtabs().translate(BLANK))) if chunk]
    lines: list[str] = []
    while chunks:
        if lines and chunks[-1].isspace():
            chunks.pop()
            continue
        prefix = rest if lines else first
        line = "".join(_taken(chunks, width - columns(prefix), split_words)).rstrip(" ")
        if line:
            lines.append(prefix + line)
    return lines


def _taken(chunks: list[str], width: int, split_words: bool) -> Iterator[str]:
    """Take the words and blanks of the next line out of `chunks` and yield them.

    `chunks` has the words and blanks of the text in reverse order, so the next one is the last. The line takes at most
    `width` columns, unless one letter (or, without `split_words`, one word) is wider.
    """
    used = 0
    while chunks and used + columns(chunks[-1]) <= width:
        used += columns(chunks[-1])
        yield chunks.pop()
    if not chunks or columns(chunks[-1]) <= width:
        return
    if split_words:
        word = chunks.pop()
        head = cut(word, width - used) or ("" if used else _letter(word))
        chunks += [tail] if (tail := word[len(head) :]) else []
        yield head
    elif not used:
        yield chunks.pop()


def _letter(word: str) -> str:
    """Return the first letter of a word, with its marks."""
    return word[0] + cut(word[1:], 0)
