"""Read the grades in the comments of a scenario file: letters that say where a number comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sim.config.grades import GRADE, grades_of

__all__ = ["GRADES", "Graded", "graded"]

GRADES: Final = {
    "O": "official statement",
    "W": "wire agency or reputable press",
    "T": "one weak source",
    "R": "generally known, not checked at a source",
    "F": "a fact from afterwards",
    "A": "our assumption",
}
"""Meanings of the letters."""
COMMENT: Final = re.compile(GRADE + r"[\s:]*(.*)")
"""A comment that begins with a grade, such as `A: our guess` or `O/W, two sources`; its groups: grade, words."""
HEADER: Final = re.compile(r"\s*\[uncertainty\.(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+))\]\s*")
"""The head of an entry of `[uncertainty]`; groups: its name in double quotation marks, in single ones, or unquoted."""


@dataclass(frozen=True, slots=True)
class Graded:
    """The grades of a scenario file.

    Attributes
    ----------
    lines
        Number of comments that begin with a grade, by the first letter of the grade.
    unknowns
        Grade and words of the comment beside the head of an entry of `[uncertainty]`, by the name of the entry.
    """

    lines: dict[str, int]
    unknowns: dict[str, tuple[str, str]]


def graded(text: str) -> Graded:
    """Return the grades in the comments of a scenario file; a graded comment begins with a grade."""
    unknowns: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        stated, comment = _split(line)
        header = HEADER.fullmatch(stated)
        match = COMMENT.match(comment.strip()) if comment is not None else None
        if header is not None and match is not None:
            name = next(each for each in header.groups() if each is not None)
            unknowns[name.replace('\\"', '"')] = (match[1], match[2].strip(" \t,;:"))
    return Graded(dict(grades_of(text)), unknowns)


def _split(line: str) -> tuple[str, str | None]:
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
