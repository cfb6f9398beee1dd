"""The line of each key of a TOML text, which error messages need and `tomllib` does not report."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sim.domain.written import BARE_MIDNIGHT

__all__ = ["STRINGS", "TOKEN", "bare_midnights", "locate", "nearest_line"]

Path = tuple[str, ...]
SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
"""Blanks, line ends and comments."""
BLANK = re.compile(r"[ \t]*")
BARE = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]}#\r\n]*")
BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})', re.DOTALL),
    re.compile(r"'''.*?'''(?:'{0,2})", re.DOTALL),
    BASIC,
    re.compile(r"'[^'\n]*'"),
)
"""The four kinds of strings of TOML, from start to end."""
TOKEN = re.compile("|".join([*(string.pattern for string in STRINGS), r"(?P<comment>#[^\n]*)"]), re.DOTALL)
"""A string or a comment of TOML; its group is the comment."""
UNICODE = re.compile(r"\\U([0-9A-Fa-f]{8})")
"""An escape with eight digits, which JSON does not have."""


def locate(text: str) -> dict[Path, int]:
    """Return the line of every table and key of a TOML text, counted from 1.

    Parameters
    ----------
    text
        A text that `tomllib` reads without an error.

    Returns
    -------
    dict
        Path -> line; positions in an array are text ("0"). A table that is only implied by the header of a table
        inside it has the line of that header.
    """
    return _Scan(text).lines


def bare_midnights(text: str) -> list[Path]:
    """Return the paths of dates that are written as spreadsheets write them: `2024-09-15 00:00:00`.

    `tomllib` reads such a date as an instant and does not keep its spelling.
    """
    return _Scan(text).midnights


def nearest_line(lines: Mapping[Path, int], path: Path) -> int | None:
    """Return the line of a path, or of the innermost table around it that has a line; None if there is none."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Scan:
    """One pass over a text, which notes the lines of its keys; values are read only to find where they end.

    Attributes
    ----------
    lines
        Path -> line, as `locate` returns it.
    midnights
        Paths of dates, as `bare_midnights` returns them.
    arrays
        Path of an array of tables -> position of its latest table.
    position
        Position in the text up to which it has been read.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.counted = (0, 1)  # a position, and the line on which it is
        self.lines: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}
        self.midnights: list[Path] = []
        table: Path = ()
        while self._skip(SPACE) < len(text):
            line = self._line()
            if text[self.position] == "[":
                table = self._header(line)
            else:
                self._assignment(table, line)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Move past the text that matches a pattern, or by one character if none does, and return the new position."""
        found = pattern.match(self.text, self.position)
        self.position = found.end() if found else self.position + 1
        return self.position

    def _line(self) -> int:
        """Return the line of the current position."""
        position, line = self.counted
        line += self.text.count("\n", position, self.position)
        self.counted = (self.position, line)
        return line

    def _note(self, path: Path, line: int) -> None:
        """Note a line for a path and for each table around it, unless they have one already."""
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _header(self, line: int) -> Path:
        """Read `[a.b]` or `[[a.b]]` and return the path of its table."""
        repeated = self.text.startswith("[[", self.position)
        self.position += 2 if repeated else 1
        path: Path = ()
        keys = self._keys()
        for number, part in enumerate(keys):
            path = (*path, part)
            last = number == len(keys) - 1
            if last and repeated:
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays and (repeated or not last):
                path = (*path, str(self.arrays[path]))
        self._skip(BLANK)
        self.position += 2 if repeated else 1
        self.lines.pop(path, None)  # until now, the table had the line of an inner header that implied it
        self._note(path, line)
        return path

    def _keys(self) -> list[str]:
        """Read a dotted key."""
        parts = []
        while True:
            self._skip(BLANK)
            begin = self.position
            quote = self.text[begin] if begin < len(self.text) else ""
            if quote == '"':
                self._skip(BASIC)
                escaped = UNICODE.sub(_astral, self.text[begin : self.position])
                parts.append(str(json.loads(escaped, strict=False)))
            elif quote == "'":
                self._skip(STRINGS[3])
                parts.append(self.text[begin + 1 : self.position - 1])
            else:
                self._skip(BARE)
                parts.append(self.text[begin : self.position])
            self._skip(BLANK)
            if not self.text.startswith(".", self.position):
                return parts
            self.position += 1

    def _assignment(self, table: Path, line: int) -> None:
        """Read `key = value`."""
        path = (*table, *self._keys())
        self.position += 1  # the equals sign; `_keys` has passed the blanks before it
        self._note(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        """Read a value; note the keys inside it, and its path if it is a date as a spreadsheet writes it."""
        self._skip(BLANK)
        opening = self.text[self.position] if self.position < len(self.text) else ""
        if opening in ("[", "{"):
            self.position += 1
            number = 0
            while self._skip(SPACE) < len(self.text) and self.text[self.position] not in "]}":
                if self.text[self.position] == ",":
                    self.position += 1
                elif opening == "[":
                    self._note((*path, str(number)), self._line())
                    self._value((*path, str(number)))
                    number += 1
                else:
                    self._assignment(path, self._line())
            self.position += 1
            return
        for string in STRINGS:
            if string.match(self.text, self.position):
                self._skip(string)
                return
        begin = self.position
        self._skip(SCALAR)
        if BARE_MIDNIGHT.fullmatch(self.text[begin : self.position].rstrip()):
            self.midnights.append(path)


def _astral(escape: re.Match[str]) -> str:
    """Return the character of an escape with eight digits as JSON writes it."""
    return json.dumps(chr(int(escape[1], 16)))[1:-1]
