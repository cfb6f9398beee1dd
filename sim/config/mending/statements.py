"""The statements of a TOML text with errors: where each begins, and where it was meant to end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sim.config.locate import STRINGS

__all__ = ["TRIPLE", "Statement", "equals", "statements"]

PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
"""One part of a dotted key."""
ASSIGNS = re.compile(rf"\s*{PART}(?:\s*\.\s*{PART})*\s*=[^=]")
"""The beginning of a line that is an assignment."""
NAMES_TABLE = re.compile(rf"\s*\[{{1,2}}\s*[A-Za-z_][\w-]*(?:\s*\.\s*{PART})*\s*\]{{1,2}}\s*(?:#.*)?$")
"""A line that is a table header."""
LEFT_OPEN = re.compile(r"[{,\[]\s*(?:#.*)?$")
"""The end of a line after which a table or list continues on the next line."""
TRIPLE = ('"""', "'''")
"""The quotes around text of several lines."""


@dataclass(eq=False)
class Statement:
    """One header or assignment.

    Parameters
    ----------
    line
        Line on which it begins, from 1.
    text
        All lines of the statement. Repairing the statement replaces its text.
    keys
        Full path of the table or key; empty until the statement is read, None if the path cannot be found out.
    source
        The first line as shown in messages.
    """

    line: int
    text: str
    keys: tuple[str, ...] | None = ()
    source: str = ""

    def __post_init__(self) -> None:
        self.source = self.text.split("\n", 1)[0].strip()

    @property
    def is_header(self) -> bool:
        """Whether the statement is a table header."""
        return self.text.lstrip().startswith("[")

    @property
    def repeats(self) -> bool:
        """Whether the statement is the header of an entry of a list of tables, as in [[review.call]]."""
        return self.text.lstrip().startswith("[[")


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of a text; comments and blank lines between them are left out."""
    lines = text.replace("\r\n", "\n").split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            number += 1
            continue
        last = number if line.lstrip().startswith("[") else _last(lines, number)
        yield Statement(number + 1, "\n".join(lines[number : last + 1]))
        number = last + 1


def _last(lines: list[str], first: int) -> int:
    """Return the line on which the assignment that begins on line `first` ends, or was meant to end."""
    opened: list[str] = []  # the brackets and braces that are not closed yet
    position = equals(lines[first]) + 1
    number, last = first, first
    if not lines[first][position:].split("#")[0].strip():
        return _paragraph(lines, first)
    while number < len(lines):
        line = lines[number]
        if number > first and _begins(line) and not (opened[-1:] == ["{"] and _closes(lines, number)):
            return last
        while position < len(line):
            sign = line[position]
            if sign == "#":
                break
            if sign in "\"'":
                triple = line[position : position + 3]
                if triple in TRIPLE:
                    number, position = _end_of_text(lines, number, position + 3, triple)
                    line = lines[number]
                    last = number
                    continue
                match = next((found for each in STRINGS[2:] if (found := each.match(line, position))), None)
                position = match.end() if match else len(line)
                last = number
                continue
            if sign in "[{":
                opened.append(sign)
            elif sign in "]}" and opened:
                opened.pop()
            if not sign.isspace():
                last = number
            position += 1
        if not opened:
            return last
        if opened[-1] == "{" and line.strip() and not LEFT_OPEN.search(line) and not _closes(lines, number):
            return last
        number, position = number + 1, 0
    return last


def _paragraph(lines: list[str], first: int) -> int:
    """Return the last line of a value that begins on the line after `first`; `first` if no value begins there."""
    last = first
    while last + 1 < len(lines) and lines[last + 1].strip() and not _begins(lines[last + 1]):
        if lines[last + 1].lstrip()[0] in "[#":
            break
        last += 1
    return last


def equals(line: str) -> int:
    """Return the position of the sign between key and value, outside quotes; -1 if there is none.

    This sign is the first equals sign; or the first colon, if there is no equals sign or if a table or list begins
    between the colon and the equals sign.
    """
    colon, opens, position = -1, False, 0
    while position < len(line) and line[position] != "#":
        if line[position] == "=":
            return colon if opens else position
        if line[position] == ":" and colon < 0:
            colon = position
        opens = opens or (colon >= 0 and line[position] in "{[")
        match = next((found for each in STRINGS[2:] if (found := each.match(line, position))), None)
        position = match.end() if match else position + 1
    return colon


def _begins(line: str) -> bool:
    """Whether a line is an assignment or a table header, so not inside a list; it must not end with a comma."""
    return bool(NAMES_TABLE.match(line) or ASSIGNS.match(line)) and not line.rstrip().endswith(",")


def _closes(lines: list[str], number: int) -> bool:
    """Whether the first line after line `number` that is not blank begins with a closing brace."""
    later = next((line.strip() for line in lines[number + 1 :] if line.strip()), "")
    return later.startswith("}")


def _end_of_text(lines: list[str], number: int, position: int, triple: str) -> tuple[int, int]:
    """Return the line and the position at which a multi-line text ends.

    A text that is not closed ends with the line before the next statement.
    """
    for later in range(number, len(lines)):
        found = lines[later].find(triple, position if later == number else 0)
        if found >= 0:
            end = found + 3
            while lines[later][end : end + 1] == triple[0] and end < found + 5:
                end += 1
            return later, end
    for later in range(number + 1, len(lines)):
        if _begins(lines[later]):
            return later - 1, len(lines[later - 1])
    return len(lines) - 1, len(lines[-1])
