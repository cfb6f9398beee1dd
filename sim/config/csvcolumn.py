"""CSV files that a table of a scenario names in its key `csv`: observed values, dated missions or arrivals."""

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


class Form(NamedTuple):
    """The values that a CSV file of a table states, and the columns that it may have.

    Attributes
    ----------
    target
        Key of the table under which the values are put.
    column
        A column that the file must have; None for observed values, whose column the scenario names.
    columns
        All columns that the file may have; empty for observed values.
    """

    target: str
    column: str | None
    columns: tuple[str, ...]


class Read(NamedTuple):
    """What was read from a CSV file.

    Attributes
    ----------
    values
        One value for each row that could be read and whose cell is not blank: a number, or a table with the columns of
        the row.
    lines
        Line of each value.
    problems
        The errors in the file.
    is_whole
        False if the file or its column cannot be read, or a value in it is invalid.
    is_found
        Whether the file could be read and has the column.
    file
        The file, as errors name it.
    """

    values: list[Any]
    lines: list[int]
    problems: list[Problem]
    is_whole: bool = True
    is_found: bool = True
    file: str = ""


def with_columns(tables: Tables) -> Step:
    """Return the tables with the values of every CSV file that they name, beside the name of the file.

    Notes
    -----
    A table that has the values as well as the name of the file keeps its values: the `scenario.toml` of a results
    folder has both, and the name says where the values come from. If the file states other values, that is an error.
    If the file does not exist, or if an option states the values, the file is not read, and there is a notice.
    """
    found: dict[Keys, Any] = {}
    rows: dict[Keys, tuple[str, int]] = {}
    unread: set[Entry] = set()
    problems: list[Problem] = []
    noted: list[Finding] = []
    for path, table in _tables(tables.data, ()):
        form = _form(path)
        if not isinstance(table["csv"], str):
            continue
        if form.column is None and not isinstance(table.get("column"), str):
            continue  # the schema reports the missing column
        if form.target in table:
            for finding, is_error in _beside(tables, path, table, form):
                problems += tables.problems(finding) if is_error else ()
                noted += () if is_error else (finding,)
            continue
        read = _read(tables, path, table, form)
        problems += read.problems
        if not read.is_whole:
            unread.add(entry_of(path))
        if read.is_found:
            found[*path, form.target] = read.values
            rows |= {(*path, form.target, str(row)): (read.file, line) for row, line in enumerate(read.lines)}
    return tables.but(placed(tables.data, found), rows=rows, unread=unread, noted=noted), problems


def _form(path: Keys) -> Form:
    """Return what the CSV file of the table at a path may state: missions, a timetable, or observed values."""
    if len(path) == 3 and path[0] == "lift" and path[2] == "supply":
        return Form("missions", "at", MISSIONS)
    if len(path) == 3 and path[0] in ("group", "lot") and path[2] == "arrives":
        return Form("timetable", "number", COLUMNS)
    return Form("values", None, ())


def _read(tables: Tables, path: Keys, table: dict[str, Any], form: Form) -> Read:
    """Return what the CSV file of a table states."""
    column = form.column or table["column"]
    try:
        source = read_table(inside(tables.folder, table["csv"]), form.columns or (column,))
    except ConfigError as error:
        return Read([], [], tables.problems_of_file((*path, "csv"), error), is_whole=False, is_found=False)
    if form.target == "timetable" and "at" not in source.columns:
        column = "at"
    if column not in source.columns:
        near = nearest(column, source.columns)
        if form.column is not None:
            missing = [Problem(source.file, source.line, column, None, f'expected a column "{column}"', near)]
        else:
            text = f"expected a column of {table['csv']}: {', '.join(source.columns)}"
            missing = tables.problems(Finding((*path, "column"), quoted(column), text, near))
        return Read([], [], [*source.problems, *missing], is_whole=False, is_found=False)
    if form.target == "timetable":
        read = Read(*timetable(source))
        read = read._replace(is_whole=not read.problems)
    else:
        read = _missions(source) if form.target == "missions" else _values(path, source, column)
    return read._replace(problems=[*source.problems, *read.problems], file=source.file)


def _beside(tables: Tables, path: Keys, table: dict[str, Any], form: Form) -> Iterator[tuple[Finding, bool]]:
    """Yield (finding, whether it is an error) if the file of a table with values is not read or has other values."""
    where, value = (*path, "csv"), quoted(table["csv"])
    option = tables.options.get((*path, form.target))
    try:
        is_there = inside(tables.folder, table["csv"]).exists()
    except (ConfigError, OSError):
        is_there = False  # a path that leads out of the folder: the file is not opened
    if option is not None or not is_there:
        why = f"{form.target} is stated beside it" if option is None else f"{option} states {form.target}"
        yield Finding(where, value, f"this file is not read: {why}"), False
        return
    read = _read(tables, path, table, form)
    if read.values != table[form.target]:
        what = "has errors" if read.problems else "has other values"
        text = f"expected {form.target} or csv; both are stated, and the file {what}: leave one of them out"
        yield Finding(where, value, text), True


def _tables(value: Any, path: Keys) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Yield (path, table) for every table with a key `csv`."""
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
        text = f'expected at least one number in column "{column}" for {dotted(path)}'
        read.problems.append(Problem(source.file, source.line, column, None, text))
    return read._replace(is_whole=is_whole)


def _key(path: Keys) -> str:
    """Return the key that says the unit of a distribution: the last part of its path that ends in a unit, or ""."""
    return next((part for part in reversed(path) if measures(part)), "")


def _missions(source: Table) -> Read:
    """Return the missions that the rows of a CSV file state, each with its line."""
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
