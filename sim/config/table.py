"""Read CSV files as rows with their lines: UTF-8, comma or semicolon, one header, without losing a row."""

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
"""A header whose first column is `#`, for row numbers; any other line that begins with # is a comment."""


class BrokenError(Exception):
    """A record that is not CSV, with the line on which it begins."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Row:
    """One record: the line on which it begins, and its filled cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A CSV file: its name as the user gave it, line and names of its header, its rows, problems and delimiter."""

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
        Columns that the reader knows. A header with none of them is checked for typical spreadsheet problems: a title
        above it, capitals, another kind of list.

    Notes
    -----
    A blank cell counts as absent, as does a row of blank cells. Lines before the header that begin with # are comments;
    after it there are none. The delimiter is comma or semicolon, whichever is more frequent in the header.

    Raises
    ------
    ConfigError
        The file cannot be read, has no header, or names a column twice. A row longer or shorter than the header, or a
        row of totals, is added to the table's problems, and the other rows are still read.
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
    head, rows, problems = begin, [], []
    try:
        for line, cells in records(text[position:], begin, delimiter):
            if columns is None:
                head, columns = line, _columns(file, line, cells, known)
                continue
            expectation = ragged(cells, columns) or totals(cells, columns)
            if expectation is not None:
                problems.append(Problem(file, line, "", None, expectation))
            else:
                filled = {name: cell for name, cell in zip(columns, cells, strict=False) if cell and name}
                rows.append(Row(line, filled))
    except BrokenError as error:  # the reader cannot continue; the rows read so far are checked too
        problems.append(Problem(file, error.line, "", None, f"expected a line of CSV: {error}"))
    if columns is None:
        if problems:
            raise ConfigError(problems)
        raise ConfigError([Problem(file, 1, "", None, "expected a header line with the names of the columns")])
    return Table(file, head, columns, tuple(rows), tuple(problems), delimiter)


def unknown_column(table: Table, column: str, known: Collection[str]) -> Problem:
    """Return the problem that a column of a table is unknown, with the most similar column or its unit."""
    text, near = "unknown column", None
    if column == "#":
        text += '; a column of row numbers is not read: remove it, or give it a name ("source")'
    else:
        key, dot, part = column.partition(".")
        cell = next((row.cells[column] for row in table.rows if column in row.cells), "")
        number = float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell, re.ASCII) else None
        clause, near = meant(key, known, number)
        text += clause
        near = f"{near}{dot}{part}" if near is not None and near != key else None
    if near is None and column != "#":
        text += f"; expected one of {', '.join(known)}"
    return Problem(table.file, table.line, column, None, text, near)


def _header_at(text: str) -> tuple[int, int, list[tuple[int, str]]]:
    """Return the line and position of the header, and the comments above it with their lines."""
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
    """Return the delimiter of a header; raise an error for tabs and for a `sep=` line."""
    bare = re.sub(r'"[^"]*"', "", first)
    if re.match(r'\s*"?sep=', first, re.IGNORECASE):
        text = "expected the header; this line tells a spreadsheet the delimiter: take it out, sim does not need it"
        raise ConfigError([Problem(file, line, "", None, text)])
    for sign, called in (("\t", "tabs"), ("|", "upright lines")):
        if bare.count(sign) > max(bare.count(","), bare.count(";")):
            text = (
                "expected cells separated by commas or semicolons; "
                f"these are separated by {called}: save it as CSV UTF-8"
            )
            raise ConfigError([Problem(file, line, "", None, text)])
    return ";" if bare.count(";") > bare.count(",") else ","


def records(text: str, begin: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record begins, and its cells; only the line ends of CSV end a line."""
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
    """Return the names of the columns; an empty name at the end does not count as a column."""
    odd = odd_header(cells, known)
    if odd is not None:
        raise ConfigError([Problem(file, line, "", None, odd)])
    twice = sorted({cell for cell in cells if cell and cells.count(cell) > 1})
    if twice:
        problem = Problem(file, line, twice[0], None, "expected each column once; it is there twice")
        raise ConfigError([problem])
    return tuple(cells)
