"""Grades of a scenario file, which state how well its numbers are known, with the comments that carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sim.config.grades import grades_of

__all__ = ["GRADES", "Graded", "graded"]

GRADES: Final = {
    "O": "official statement",
    "W": "wire agency or reputable press",
    "T": "one weak source",
    "R": "generally known, not checked at a source",
    "A": "our assumption",
}
"""Meanings of the letters in the comments of the shipped scenario files."""
COMMENT: Final = re.compile(r"([OWTRA](?:/[OWTRA])*)(?=[\s:;,(]|$)[\s:]*(.*)")
HEADER: Final = re.compile(r"\s*\[uncertainty\.(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+))\]\s*")


@dataclass(frozen=True, slots=True)
class Graded:
    """Grades of a scenario file.

    Attributes
    ----------
    lines
        Number of comments that begin with a grade, by its first letter.
    unknowns
        Letter and words of the graded comment beside an entry of `[uncertainty]`, by name.
    """

    lines: dict[str, int]
    unknowns: dict[str, tuple[str, str]]


def graded(text: str) -> Graded:
    """Return the grades in the comments of a scenario file: a letter, then words, after the stated value."""
    unknowns: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        stated, comment = _parted(line)
        header = HEADER.fullmatch(stated)
        found = COMMENT.match(comment.strip()) if comment is not None else None
        if header is not None and found is not None:
            name = next(each for each in header.groups() if each is not None)
            unknowns[name.replace('\\"', '"')] = (found[1], found[2].strip(" \t,;:"))
    return Graded(dict(grades_of(text)), unknowns)


def _parted(line: str) -> tuple[str, str | None]:
    """Split a line into its statement and its comment; a # in a quoted text does not begin a comment."""
    quote = ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and (quote == "'" or line[at - 1] != "\\") else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "#":
            return line[:at], line[at + 1 :]
    return line, None
