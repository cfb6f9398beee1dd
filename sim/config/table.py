"""CSV files as rows with their lines: UTF-8, comma or semicolon, comment lines, one header."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.config.reading import read_text
from sim.errors import ConfigError, Problem

__all__ = ["Row", "Table", "read_table"]


class _BrokenError(Exception):
    """A record that is no CSV, and the line on which it begins."""

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
    """A CSV file: its name as the user knows it, line and names of its header, its rows, its problems."""

    file: str
    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(path: Path) -> Table:
    """Read a CSV file.

    Notes
    -----
    A blank cell is absent. Blank lines, and lines that begin with #, are passed over. The
    delimiter is whichever of comma and semicolon the header has more of.

    Raises
    ------
    ConfigError
        If the file cannot be read, has no header, or names a column twice. A row of the wrong length is put
        into the table's problems, so that the others are still read.
    """
    text = read_text(path, "csv")
    file = str(path)
    header: tuple[int, tuple[str, ...]] | None = None
    rows, problems = [], []
    try:
        for line, cells in _records(text):
            if header is None:
                header = (line, _columns(file, line, cells))
                continue
            columns = header[1]
            if len(cells) != len(columns):
                expectation = f"expected {len(columns)} cells, as in the header; this line has {len(cells)}"
                problems.append(Problem(file, line, "", None, expectation))
            else:
                filled = {name: cell for name, cell in zip(columns, cells, strict=True) if cell and name}
                rows.append(Row(line, filled))
    except _BrokenError as error:  # the reader cannot go on after this; what was read so far is judged with it
        problems.append(Problem(file, error.line, "", None, f"expected a line of CSV: {error}"))
    if header is None:
        if problems:
            raise ConfigError(problems)
        raise ConfigError([Problem(file, 1, "", None, "expected a header line with the names of the columns")])
    return Table(file, header[0], header[1], tuple(rows), tuple(problems))


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record begins, and its cells."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped) and not stripped[0].startswith("#"):
                yield begin, stripped
            begin = reader.line_num + 1
    except csv.Error as error:
        raise _BrokenError(begin, str(error)) from None


def _columns(file: str, line: int, cells: list[str]) -> tuple[str, ...]:
    twice = sorted({cell for cell in cells if cell and cells.count(cell) > 1})
    if twice:
        problem = Problem(file, line, twice[0], None, "expected each column once; it is there twice")
        raise ConfigError([problem])
    return tuple(cells)
