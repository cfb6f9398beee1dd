"""How well the numbers of a scenario file are known: the grade and the words of comments beside them."""

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
    "R": "generally known, not read again at a source",
    "A": "our assumption",
}
"""What the letter of a comment means in the scenario files that ship."""
COMMENT: Final = re.compile(r"([OWTRA](?:/[OWTRA])*)(?=[\s:;,(]|$)[\s:]*(.*)")
HEADER: Final = re.compile(r"\s*\[uncertainty\.(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+))\]\s*")


@dataclass(frozen=True, slots=True)
class Graded:
    """Grades of a scenario file.

    Attributes
    ----------
    lines
        Comments that begin with a grade, by its first letter.
    unknowns
        Letter and words of the comment beside each entry of `[uncertainty]` that has one, by name.
    """

    lines: dict[str, int]
    unknowns: dict[str, tuple[str, str]]


def graded(text: str) -> Graded:
    """Read the grades in the comments of a scenario file: a letter, then words, behind what is stated."""
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
    """Part a line into what it states and its comment; a mark in a quoted text begins none."""
    quote = ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and (quote == "'" or line[at - 1] != "\\") else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "#":
            return line[:at], line[at + 1 :]
    return line, None
