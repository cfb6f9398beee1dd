"""How many terminal columns a text takes; texts cut, padded and wrapped to columns. No other module counts columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["columns", "cut", "cut_front", "filled", "wrapped"]

SOFT_HYPHEN = "\u00ad"
JOINED = range(0x1160, 0x1200)
"""Vowels and last consonants of Hangul, which are drawn within the block of the first consonant: no column more."""
NOTHING = frozenset(("Mn", "Me", "Cf"))
"""Unicode categories of characters that take no column: marks above, below and around a letter, and joiners.

A mark that takes space beside the letter (category Mc) has a column in most terminals.
"""
BLANKS = re.compile(r"([\t\n\x0b\x0c\r ]+)")
BLANK = str.maketrans(dict.fromkeys("\t\n\x0b\x0c\r", " "))


def columns(text: str) -> int:
    """Return how many columns a text takes: two for a wide letter of East Asia, none for a mark."""
    return len(text) if text.isascii() else sum(map(_column, text))


def _column(sign: str) -> int:
    if sign != SOFT_HYPHEN and (unicodedata.category(sign) in NOTHING or ord(sign) in JOINED):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, most: int) -> str:
    """Return the beginning of a text, cut to at most `most` columns; a letter keeps its marks."""
    if text.isascii():
        return text[: max(0, most)]
    kept = 0
    for place, sign in enumerate(text):
        kept += _column(sign)
        if kept > most:
            return text[:place]
    return text


def cut_front(text: str, most: int) -> str:
    """Return the end of a text, cut to at most `most` columns; it does not begin with the mark of a letter cut off."""
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
        Tabs and line ends in it count as blanks.
    width
        Columns.
    first, rest
        Prefix of the first line, and of the others.
    split_words
        Whether to break a word that is wider than `width`; otherwise it makes a line that is too wide.

    Returns
    -------
    list of str
        The lines: none for a text without words; those of `textwrap.wrap` if each letter takes one column.
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
    """Yield the words and blanks of one line of at most `width` columns, at least one letter, and remove them.

    `chunks` has the words and blanks of the text in reverse order: the next one is the last.
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
