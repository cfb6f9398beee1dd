"""Columns of CSV files that a scenario names: observed values of a distribution, dated missions of a lift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.config.cell import CellError, read_number, read_when
from sim.config.inside import inside
from sim.config.literal import dotted
from sim.config.table import Table, read_table, unknown_column
from sim.config.tables import Entry, Keys, Step, Tables, entry_of, placed
from sim.config.timetable import COLUMNS, timetable
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.supply import Mission
from sim.domain.units import measures
from sim.domain.written import EXAMPLE
from sim.errors import ConfigError, Problem

__all__ = ["with_columns"]

MISSIONS = tuple(Mission.model_fields)


class Read(NamedTuple):
    """A column as read: its values, the line of each, and the problems."""

    values: list[Any]
    lines: list[int]
    problems: list[Problem]
    is_whole: bool = True


def with_columns(tables: Tables) -> Step:
    """Return the tables with the values of every CSV column that they name, beside the name of the file.

    Notes
    -----
    A table with both the values and the name of the file stays unchanged: the values were read before, and the name
    states their source.
    """
    found: dict[Keys, Any] = {}
    rows: dict[Keys, tuple[str, int]] = {}
    unread: set[Entry] = set()
    problems: list[Problem] = []
    for path, table in _tables(tables.data, ()):
        dated = len(path) == 3 and path[0] == "lift" and path[2] == "supply"
        arriving = len(path) == 3 and path[0] in ("group", "lot") and path[2] == "arrives"
        target = "missions" if dated else "timetable" if arriving else "values"
        if not isinstance(table["csv"], str) or target in table:
            continue
        if not (dated or arriving) and not isinstance(table.get("column"), str):
            continue  # the schema reports the missing column
        try:
            known = MISSIONS if dated else COLUMNS if arriving else (table["column"],)
            source = read_table(inside(tables.folder, table["csv"]), known)
        except ConfigError as error:
            problems += tables.problems_of_file((*path, "csv"), error)
            unread.add(entry_of(path))
            continue
        problems += source.problems
        column = "at" if dated or arriving else table["column"]
        column = "number" if arriving and column in source.columns else column
        if column not in source.columns:
            near = nearest(column, source.columns)
            if dated or arriving:
                problems.append(Problem(source.file, source.line, column, None, f'expected a column "{column}"', near))
            else:
                text = f"expected a column of {table['csv']}: {', '.join(source.columns)}"
                problems += tables.problems(Finding((*path, "column"), quoted(column), text, near))
            unread.add(entry_of(path))
            continue
        if arriving:
            read = Read(*timetable(source))
            read = read._replace(is_whole=not read.problems)
        else:
            read = _missions(source) if dated else _values(path, source, column)
        problems += read.problems
        found[*path, target] = read.values
        rows |= {(*path, target, str(at)): (source.file, line) for at, line in enumerate(read.lines)}
        if not read.is_whole:
            unread.add(entry_of(path))
    return tables.but(placed(tables.data, found), rows=rows, unread=unread), problems


def _tables(value: Any, path: Keys) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Yield every table with a key `csv`, and its path."""
    if isinstance(value, dict):
        if "csv" in value:
            yield path, value
        for key, inner in value.items():
            yield from _tables(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _tables(inner, (*path, str(position)))


def _values(path: Keys, source: Table, column: str) -> Read:
    """Return the numbers of a column; blank cells are skipped."""
    read = Read([], [], [])
    for row in source.rows:
        text = row.cells.get(column)
        if text is None:
            continue
        try:
            value = read_number(text, source.delimiter, _key(path))
        except CellError as error:
            cure = f"expected a number; {error}" if str(error) else "expected a number"
            read.problems.append(Problem(source.file, row.line, column, text, cure))
            continue
        read.values.append(value)
        read.lines.append(row.line)
    is_whole = not read.problems
    if not read.values and is_whole:
        text = f"expected at least one number in column {column!r} for {dotted(path)}"
        read.problems.append(Problem(source.file, source.line, column, None, text))
    return read._replace(is_whole=is_whole)


def _key(path: Keys) -> str:
    """Return the key, with its unit, for which a distribution is stated; for an unknown, that of its only target."""
    return next((part for part in reversed(path) if measures(part)), "")


def _missions(source: Table) -> Read:
    """Return the missions of a list of dates, each with its line."""
    read = Read([], [], [])
    is_whole = True
    for column in source.columns:
        if column not in (*MISSIONS, ""):
            read.problems.append(unknown_column(source, column, MISSIONS))
    for row in source.rows:
        text = row.cells.get("at", "")
        try:
            at = read_when(text)
        except CellError as error:
            expectation = f"expected {EXAMPLE}{f'; {error}' if str(error) else ''}"
            read.problems.append(Problem(source.file, row.line, "at", text or None, expectation))
            is_whole = False
            continue
        named = {key: row.cells[key] for key in MISSIONS[1:] if key in row.cells}
        read.values.append({"at": at, **named})
        read.lines.append(row.line)
    return read._replace(is_whole=is_whole)
