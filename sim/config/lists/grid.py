"""The cells of a list by row and column, as a workbook or a text file states them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sim.config.reading import read_bytes, text_of
from sim.config.table import BrokenError, records
from sim.errors import ListError, Problem

__all__ = ["Cell", "Grid", "Span", "read_csv_grid", "shown_cell"]

Cell = Any
"""Text, a whole number, a number, true or false, a date, or a date and time; a blank cell is absent."""
Span = tuple[int, int, int, int]
"""First row, first column, last row and last column of a merged cell."""
WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""First bytes of a file in UTF-16 -> its encoding."""
HINT = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line such as "sep=;" that tells a spreadsheet which character separates the cells."""
SIGNS = (",", ";", "\t", "|")
"""Characters that may separate the cells."""
CALLED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
LOOKED_AT = 30
"""Number of lines in which these characters are counted."""


@dataclass(frozen=True)
class Grid:
    """Cells of a sheet.

    Parameters
    ----------
    file
        Name in messages: the file as the user named it, with the sheet if it has sheets.
    rows
        Row, as the spreadsheet program counts it (the line of a CSV file) -> column, counted from 0 -> cell.
    decimal
        How to read a point or comma before three digits: ";" if it may be decimal or separate thousands, "," if a comma
        can only separate thousands.
    faults
        (row, column) -> why the content of a cell cannot be used.
    merged
        (row, column) -> the merged cell that covers this place; its value counts in each row and column that it covers.
    hidden
        Rows that the spreadsheet program does not show.
    shifts
        Whether one separator too many in a row shifts the cells after it, as in a CSV file.
    notes
        Remarks on the file as a whole.
    """

    file: str
    rows: dict[int, dict[int, Cell]]
    decimal: str = ";"
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], Span] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    shifts: bool = False
    notes: tuple[str, ...] = ()


def read_csv_grid(path: Path, raw: bytes | None = None) -> Grid:
    """Return the grid of a text file with cells separated by commas, semicolons, tabs or vertical bars.

    Parameters
    ----------
    path
        The file as the user named it.
    raw
        The bytes of the file; None: they are read.

    Raises
    ------
    ConfigError
        The file cannot be read, or is not text.
    ListError
        The file is empty or is not CSV, or its UTF-16 is cut short.
    """
    raw = read_bytes(path, "csv", named=True) if raw is None else raw
    notes = []
    wide = next((code for mark, code in WIDE.items() if raw.startswith(mark)), None)
    if wide is None:
        text = text_of(path, "csv", raw)
    else:
        try:
            text = raw[2:].decode(wide)
        except UnicodeDecodeError:
            raise ListError([Problem(str(path), None, "", None, "expected text; this UTF-16 is cut short")]) from None
        notes.append("it is in UTF-16, and is read as such")
    lines = re.split(r"\r\n|\n|\r", text)
    begin = 1
    if lines and (hint := HINT.fullmatch(lines[0])):
        sign, begin = hint[1], 2
        text = text[len(re.match(r"[^\r\n]*(\r\n|\n|\r)?", text)[0]) :]  # type: ignore[index]  # matches any text
        notes.append(f'row 1 tells a spreadsheet that "{sign}" separates the cells; this row is left out')
    else:
        bare = re.sub(r'"[^"]*"', "", "\n".join(lines[:LOOKED_AT]))
        sign = max(SIGNS, key=bare.count)
    if sign != ",":
        notes.append(f"its cells are separated by {CALLED.get(sign, repr(sign))}")
    rows: dict[int, dict[int, Cell]] = {}
    try:
        for line, cells in records(text, begin, sign):
            rows[line] = {column: cell for column, cell in enumerate(cells) if cell}
    except BrokenError as error:
        problem = Problem(str(path), error.line, "", None, f"expected a line of CSV: {error}")
        raise ListError([problem]) from None
    if not rows:
        raise ListError([Problem(str(path), None, "", None, "expected a list; the file is empty")])
    return Grid(str(path), rows, "," if sign == "," else ";", shifts=True, notes=tuple(notes))


def shown_cell(value: Cell) -> str:
    """Return a cell as text on one line: 5100.0 as 5100, a date and time at midnight as the date."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        bare = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if bare else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())
