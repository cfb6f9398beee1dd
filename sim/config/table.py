"""Reading of CSV files (UTF-8, comma or semicolon, one header); each row is returned with its line, or reported."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.config.reading import read_text
from sim.config.sheet import commented_header, odd_header, ragged, title_above, totals
from sim.domain.check.meant import meant
from sim.errors import ConfigError, Problem

__all__ = ["BrokenError", "Row", "Table", "read_table", "records", "unknown_column"]

NEW_LINE = re.compile(r"\r\n|\n|\r")
NUMBERED = re.compile(r"#\s*[,;\t]\s*[^\s,;]")
"""A header whose first column is `#`; above the header, any other line that begins with # is a comment."""


class BrokenError(Exception):
    """A row is not CSV; `line` is the line on which it begins."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Row:
    """One row: the line on which it begins, and column -> cell for each cell that is not blank."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A CSV file.

    Attributes
    ----------
    file
        The file as the user named it.
    line
        Line of the header.
    columns
        The names in the header.
    rows
        The rows that could be read, without blank rows.
    problems
        The errors in the rows that could not be read.
    delimiter
        What separates the cells: a comma or a semicolon.
    """

    file: str
    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    delimiter: str = ","


def read_table(path: Path, known: Collection[str] = ()) -> Table:
    """Read a CSV file.

    Parameters
    ----------
    path
        The file.
    known
        Columns that the caller knows. The header is compared with them to find common mistakes, such as a title above
        the header or capital letters.

    Notes
    -----
    A blank cell counts as absent, as does a row of blank cells. A line above the header that begins with # is a
    comment; there are no comments below it. The delimiter is the comma or the semicolon, whichever the header has more
    often. A row with another number of cells than the header, a row of totals and a row that is not CSV are added to
    the `problems` of the table. After a row that is not CSV, nothing more is read.

    Raises
    ------
    ConfigError
        The file cannot be read, or its header is missing or wrong.
    """
    text = read_text(path, "csv")
    file = str(path)
    begin, position, comments = _header_at(text)
    first = NEW_LINE.split(text[position:], maxsplit=1)[0]
    delimiter = _delimiter(file, begin, first)
    fault = title_above(text[position:], begin, known) or commented_header(comments, first, known)
    if fault is not None:
        raise ConfigError([Problem(file, fault[0], "", None, fault[1])])
    columns: tuple[str, ...] | None = None
    header_line, rows, problems = begin, [], []
    try:
        for line, cells in records(text[position:], begin, delimiter):
            if columns is None:
                header_line, columns = line, _columns(file, line, cells, known)
                continue
            expectation = ragged(cells, columns) or totals(cells, columns)
            if expectation is not None:
                problems.append(Problem(file, line, "", None, expectation))
            else:
                filled = {name: cell for name, cell in zip(columns, cells, strict=False) if cell and name}
                rows.append(Row(line, filled))
    except BrokenError as error:  # the rest of the file cannot be read; the rows before this one are kept
        problems.append(Problem(file, error.line, "", None, f"expected a line of CSV: {error}"))
    if columns is None:
        if problems:
            raise ConfigError(problems)
        raise ConfigError([Problem(file, 1, "", None, "expected a header line with the names of the columns")])
    return Table(file, header_line, columns, tuple(rows), tuple(problems), delimiter)


def unknown_column(table: Table, column: str, known: Collection[str]) -> Problem:
    """Return the problem that a column of a table is unknown, with the column that was probably meant, if any."""
    text, near, unit = "unknown column", None, None
    if column == "#":
        text += "; a column of row numbers is not read: remove it"
        text += ', or name it "source"' if "source" in known else ""
    else:
        key, dot, part = column.partition(".")
        cell = next((row.cells[column] for row in table.rows if column in row.cells), "")
        number = float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell, re.ASCII) else None
        clause, near, unit = meant(key, known, number)
        text += clause
        near = f"{near}{dot}{part}" if near is not None and near != key else None
    if near is None and column != "#":
        text += f"; expected one of {', '.join(known)}"
    return Problem(table.file, table.line, column, None, text, near, unit=unit)


def _header_at(text: str) -> tuple[int, int, list[tuple[int, str]]]:
    """Return the line of the header, its position in the text, and (line, text) of each comment above the header."""
    line, position, comments = 1, 0, []
    while position < len(text):
        found = NEW_LINE.search(text, position)
        end = found.start() if found else len(text)
        raw = text[position:end].strip()
        if raw.startswith("#") and not NUMBERED.match(raw):
            comments.append((line, raw))
        elif raw.strip(",;\t "):
            break
        position, line = (found.end() if found else end), line + 1
    return line, position, comments


def _delimiter(file: str, line: int, first: str) -> str:
    """Return the delimiter of a header; raise an error for tabs, for vertical bars and for a `sep=` line."""
    bare = re.sub(r'"[^"]*"', "", first)
    if re.match(r'\s*"?sep=', first, re.IGNORECASE):
        text = "expected the header; this line tells a spreadsheet the delimiter: take it out, sim does not need it"
        raise ConfigError([Problem(file, line, "", None, text)])
    for sign, called in (("\t", "tabs"), ("|", "vertical bars")):
        if bare.count(sign) > max(bare.count(","), bare.count(";")):
            text = (
                "expected cells separated by commas or semicolons; "
                f"these are separated by {called}: save the file as CSV UTF-8"
            )
            raise ConfigError([Problem(file, line, "", None, text)])
    return ";" if bare.count(";") > bare.count(",") else ","


def records(text: str, begin: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield, for each row that is not blank, (line on which it begins, cells); the text begins with line `begin`.

    Raises
    ------
    BrokenError
        A row is not CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = begin
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield begin, stripped
            begin = first + reader.line_num
    except csv.Error as error:
        raise BrokenError(begin, str(error)) from None


def _columns(file: str, line: int, cells: list[str], known: Collection[str]) -> tuple[str, ...]:
    """Return the names of the columns; raise `ConfigError` for a header that is wrong or has a name twice."""
    odd = odd_header(cells, known)
    if odd is not None:
        raise ConfigError([Problem(file, line, "", None, odd)])
    twice = sorted({cell for cell in cells if cell and cells.count(cell) > 1})
    if twice:
        problem = Problem(file, line, twice[0], None, "expected each column once; this one is there more than once")
        raise ConfigError([problem])
    return tuple(cells)
