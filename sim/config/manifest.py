"""CSV manifests: one equipment lot a line, columns named like the keys of a lot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, get_origin

from sim.config.cell import CellError, read_number, read_truth, read_when, read_whole
from sim.config.inside import inside
from sim.config.literal import parts_of
from sim.config.shape import Shape, is_date, meaning, step, words
from sim.config.table import Row, Table, read_table, unknown_column
from sim.config.tables import Entry, Keys, Step, Tables
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.force import Lot
from sim.errors import ConfigError, Problem

__all__ = ["with_manifests"]

LOT = Shape(Lot)
COLUMNS = ("name", *Lot.model_fields)
ALL_LOTS: Entry = ("lot", "")
"""Counts as unread where nobody knows which lots are missing."""


class Column(NamedTuple):
    """Where the cells of a column stand in a lot, what may stand there, and what reads a cell of it."""

    path: Keys
    shape: Shape
    read: Callable[[str], Any]


def with_manifests(tables: Tables) -> Step:
    """Return the tables with the lots of every manifest, each with the file and line from which it came.

    Notes
    -----
    Stations and lifts are separated by semicolons; a blank cell is absent. A lot that names no
    source has the manifest and the line as its source. A line that cannot be read becomes a problem, and
    its lot counts as unread.
    """
    manifests = tables.data.get("manifest", [])
    if not isinstance(manifests, list) or not all(isinstance(name, str) for name in manifests):
        return tables, []  # the schema says what is wrong with it
    rest = {section: table for section, table in tables.data.items() if section != "manifest"}
    if not manifests or not isinstance(rest.setdefault("lot", {}), dict):
        return tables.but(rest), []
    tables = tables.but(rest)
    problems: list[Problem] = []
    for position, name in enumerate(manifests):
        tables, found = _with_manifest(tables, ("manifest", str(position)), name)
        problems += found
    return tables, problems


def _with_manifest(tables: Tables, place: Keys, name: str) -> Step:
    """Return the tables with the lots of the manifest that is named at a place."""
    if place in tables.slips:
        return tables.but(unread=[ALL_LOTS]), []
    try:
        path = inside(tables.folder, name)
    except ConfigError as error:
        found = Finding(place, quoted(name), error.problems[0].expectation)
        return tables.but(unread=[ALL_LOTS]), tables.problems(found)
    try:
        table = read_table(path, COLUMNS)
    except ConfigError as error:
        return tables.but(unread=[ALL_LOTS]), list(error.problems)
    columns, unknown = _columns(table)
    problems = [*table.problems, *unknown]
    if "name" not in table.columns:
        text, near = 'expected a column "name"', nearest("name", table.columns)
        problems.append(Problem(table.file, table.line, "name", None, text, near))
        return tables.but(unread=[ALL_LOTS]), problems
    if table.problems:
        tables = tables.but(unread=[ALL_LOTS])
    misspelt = any(problem.suggestion is not None for problem in unknown)
    tables, found_in_rows = _with_rows(tables, table, columns, name, sound=not misspelt)
    return tables, problems + found_in_rows


def _with_rows(tables: Tables, table: Table, columns: dict[str, Column], manifest: str, *, sound: bool) -> Step:
    """Return the tables with a lot for each row; where the header is not sound, each counts as unread."""
    lots: dict[str, Any] = dict(tables.data["lot"])
    rows: dict[Keys, tuple[str, int]] = {}
    unread: set[Entry] = set()
    problems: list[Problem] = []
    for row in table.rows:
        name = row.cells.get("name")
        if name is None:
            problems.append(Problem(table.file, row.line, "name", None, "missing; expected a name for the lot"))
            unread.add(ALL_LOTS)
            continue
        place = ("lot", name)
        if name in lots or place in unread or place in tables.unread:
            before = rows.get(place) or tables.rows.get(place) or (str(tables.file), tables.lines.get(place, 0))
            problems.append(_second(table, row, name, *before))
            continue
        lot, wrong = _lot(table, row, columns)
        problems += wrong
        rows[place] = (table.file, row.line)
        if sound and not wrong:
            lots[name] = {**lot, "source": lot.get("source", f"{manifest}, line {row.line}")}
        else:
            unread.add(place)
    return tables.but({**tables.data, "lot": lots}, rows=rows, unread=unread), problems


def _second(table: Table, row: Row, name: str, file: str, line: int) -> Problem:
    """Return the problem that a row has a name which stands in a file already."""
    text = f"expected a name of its own; {file}:{line} has a lot of that name already"
    text += " (number them, or add their counts up)" if file == table.file else ""
    return Problem(table.file, row.line, "name", f'"{name}"', text)


def _columns(table: Table) -> tuple[dict[str, Column], list[Problem]]:
    """Return each column that a lot knows, by name; and the others as problems."""
    found: dict[str, Column] = {}
    unknown: list[Problem] = []
    for column in table.columns:
        if column in ("", "name"):
            continue
        try:
            path = parts_of(column)
        except ValueError:
            path = (column,)
        shape: Shape | None = LOT
        for part in path:
            shape = None if shape is None else step(shape, part)
        if shape is None:
            unknown.append(unknown_column(table, column, COLUMNS))
        else:
            found[column] = Column(path, shape, _reader(shape, table.delimiter, column))
    return found, unknown


def _lot(table: Table, row: Row, columns: dict[str, Column]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the lot of one row, and the cells that cannot be read."""
    lot: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, (path, shape, read) in columns.items():
        if column not in row.cells:
            continue
        text = row.cells[column]
        try:
            value = read(text)
        except CellError as error:
            cure = str(error)
            expectation = f"expected {words(shape)}{meaning(shape)}{f'; {cure}' if cure else ''}"
            problems.append(Problem(table.file, row.line, column, text, expectation))
            continue
        here = lot
        for part in path[:-1]:
            here = here.setdefault(part, {})
        here[path[-1]] = value
    return lot, problems


def _reader(shape: Shape, delimiter: str, column: str) -> Callable[[str], Any]:
    """Return what makes a value of a cell; it raises a CellError if the cell is none of the kind of its column."""
    if get_origin(shape.kind) is tuple:
        return _parts
    if shape.kind is bool:
        return read_truth
    if shape.kind is int:
        return partial(read_whole, delimiter=delimiter, column=column)
    if shape.kind is float:
        return partial(read_number, delimiter=delimiter, column=column)
    return read_when if is_date(shape) else str


def _parts(text: str) -> list[str]:
    """Return the names between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]
