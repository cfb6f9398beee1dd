"""CSV manifests and rosters: one equipment lot or one group of people per line, with columns named like its keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, get_origin

from sim.config.cell import CellError, read_number, read_truth, read_when, read_whole
from sim.config.inside import inside
from sim.config.literal import parts_of
from sim.config.shape import Shape, families, is_date, meaning, or_whole, step, words
from sim.config.table import Row, Table, read_table, unknown_column
from sim.config.tables import Entry, Keys, Step, Tables
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.force import Group, Lot
from sim.errors import ConfigError, Problem

__all__ = ["LISTS", "Column", "Listed", "cell_reader", "columns_of", "entry_at", "with_manifests"]


class Listed(NamedTuple):
    """The kind of entry on each line of a manifest or roster.

    Attributes
    ----------
    section
        Section of the scenario, such as "lot".
    shape
        The keys of an entry, with their allowed values.
    called
        Word for an entry in messages.
    """

    section: str
    shape: Shape
    called: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a file may have; a column may also be a dotted key that begins with one of them."""
        assert self.shape.noun is not None
        return ("name", *self.shape.noun.model_fields)

    @property
    def everything(self) -> Entry:
        """The entry that stands for entries of this section that could not be read and whose names are not known."""
        return (self.section, "")


LISTS = {"manifest": Listed("lot", Shape(Lot), "lot"), "roster": Listed("group", Shape(Group), "group")}
"""Key of a scenario that names CSV files -> the kind of entry on each line."""


class Column(NamedTuple):
    """A column: the path of its values in an entry, their shape, and the function that reads a cell."""

    path: Keys
    shape: Shape
    read: Callable[[str], Any]


def with_manifests(tables: Tables) -> Step:
    """Return the tables with the lots of all manifests and the groups of all rosters, each with its file and line.

    Notes
    -----
    Semicolons separate several names in a cell, such as stations or lifts; a blank cell counts as absent. An entry that
    states no `source` gets the file and line as its source. If a line cannot be read, there is a problem, and its entry
    counts as unread.
    """
    problems: list[Problem] = []
    for key, listed in LISTS.items():
        tables, found = _with_lists(tables, key, listed)
        problems += found
    return tables, problems


def _with_lists(tables: Tables, key: str, listed: Listed) -> Step:
    """Return the tables with the entries of all files that the key `key` lists, and without this key."""
    files = tables.data.get(key, [])
    if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
        return tables, []  # the schema reports the error
    without_key = {section: table for section, table in tables.data.items() if section != key}
    if not files or not isinstance(without_key.setdefault(listed.section, {}), dict):
        return tables.but(without_key), []
    tables = tables.but(without_key)
    problems: list[Problem] = []
    for position, name in enumerate(files):
        tables, found = _with_list(tables, (key, str(position)), name, listed)
        problems += found
    return tables, problems


def _with_list(tables: Tables, place: Keys, name: str, listed: Listed) -> Step:
    """Return the tables with the entries of one file, whose name the scenario states at the path `place`."""
    nothing = tables.but(unread=[listed.everything])
    if place in tables.slips:
        return nothing, []
    try:
        path = inside(tables.folder, name)
    except ConfigError as error:
        found = Finding(place, quoted(name), error.problems[0].expectation)
        return nothing, tables.problems(found)
    try:
        table = read_table(path, listed.columns)
    except ConfigError as error:
        return nothing, tables.problems_of_file(place, error)
    columns, unknown = columns_of(table, listed)
    problems = [*table.problems, *unknown]
    if "name" not in table.columns:
        text, near = 'expected a column "name"', nearest("name", table.columns)
        problems.append(Problem(table.file, table.line, "name", None, text, near))
        return nothing, problems
    if table.problems:
        tables = nothing
    misspelt = any(problem.suggestion is not None for problem in unknown)
    tables, found_in_rows = _with_rows(tables, table, columns, name, listed, header_is_right=not misspelt)
    return tables, problems + found_in_rows


def _with_rows(
    tables: Tables, table: Table, columns: dict[str, Column], file: str, listed: Listed, *, header_is_right: bool
) -> Step:
    """Return the tables with an entry for each row; if a column is misspelt, all entries count as unread."""
    entries: dict[str, Any] = dict(tables.data[listed.section])
    rows: dict[Keys, tuple[str, int]] = {}
    unread: set[Entry] = set()
    problems: list[Problem] = []
    for row in table.rows:
        name = row.cells.get("name")
        if name is None:
            text = f"missing; expected a name for the {listed.called}"
            problems.append(Problem(table.file, row.line, "name", None, text))
            unread.add(listed.everything)
            continue
        place = (listed.section, name)
        if name in entries or place in unread or place in tables.unread:
            before = rows.get(place) or tables.rows.get(place) or (str(tables.file), tables.lines.get(place, 0))
            problems.append(_second(table, row, name, listed.called, *before))
            continue
        entry, wrong = entry_at(table, row, columns)
        problems += wrong
        rows[place] = (table.file, row.line)
        if header_is_right and not wrong:
            entries[name] = {**entry, "source": entry.get("source", f"{file}, line {row.line}")}
        else:
            unread.add(place)
    return tables.but({**tables.data, listed.section: entries}, rows=rows, unread=unread), problems


def _second(table: Table, row: Row, name: str, called: str, file: str, line: int) -> Problem:
    """Return the problem that a row has the same name as an entry on line `line` of `file`."""
    text = f"expected a unique name; {file}:{line} has a {called} of that name already"
    text += " (number them, or add their counts up)" if file == table.file else ""
    return Problem(table.file, row.line, "name", f'"{name}"', text)


def columns_of(table: Table, listed: Listed) -> tuple[dict[str, Column], list[Problem]]:
    """Return the known columns by their headers, without `name`, and a problem for each unknown column."""
    found: dict[str, Column] = {}
    unknown: list[Problem] = []
    for column in table.columns:
        if column in ("", "name"):
            continue
        try:
            path = parts_of(column)
        except ValueError:
            path = (column,)
        shape: Shape | None = listed.shape
        for part in path:
            shape = None if shape is None else step(shape, part)
        if shape is None:
            unknown.append(unknown_column(table, column, listed.columns))
        else:
            found[column] = Column(path, shape, cell_reader(shape, table.delimiter, column))
    return found, unknown


def entry_at(table: Table, row: Row, columns: dict[str, Column]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of one row in the known columns, and a problem for each cell that cannot be read."""
    entry: dict[str, Any] = {}
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
        holder = entry
        for part in path[:-1]:
            holder = holder.setdefault(part, {})
        holder[path[-1]] = value
    return entry, problems


def cell_reader(shape: Shape, delimiter: str, column: str) -> Callable[[str], Any]:
    """Return the function that converts a cell to a value of a shape; for an invalid cell it raises `CellError`."""
    if get_origin(shape.kind) is tuple:
        return _parts
    if shape.kind is bool:
        return read_truth
    if shape.kind is int:
        return partial(read_whole, delimiter=delimiter, column=column)
    if shape.kind is float or "number" in families(shape):
        return partial(read_number, delimiter=delimiter, column=column)
    if or_whole(shape):
        return partial(_whole_or_word, delimiter=delimiter, column=column)
    return read_when if is_date(shape) else str


def _whole_or_word(text: str, delimiter: str, column: str) -> int | str:
    """Return the whole number in a cell that begins with a digit, and the word in any other cell."""
    return read_whole(text, delimiter, column) if text[:1].isdigit() else text


def _parts(text: str) -> list[str]:
    """Return the names in a cell, which semicolons separate."""
    return [part.strip() for part in text.split(";") if part.strip()]
