"""Templates: patterns of entries with columns of a CSV file in braces, which are filled in once for each row."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.config.cell import CellError
from sim.config.explain import explain
from sim.config.inside import inside
from sim.config.literal import dotted
from sim.config.manifest import cell_reader
from sim.config.salvage import TOML, frozen
from sim.config.shape import ROOT, Shape, meaning, step, words
from sim.config.table import Row, Table, read_table
from sim.config.tables import Entry, Keys, Step, Tables, entry_of
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.template import Template
from sim.errors import ConfigError, Problem

__all__ = ["with_templates"]

WORD = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")
"""A column in braces, or a doubled brace, which stands for one brace."""
SECTIONS = tuple(name for name in Template.model_fields if name != "rows")
"""Sections of a scenario in which a template can make entries."""


class _BlankError(ValueError):
    """A cell that a text needs is blank."""


class _TakenError(ValueError):
    """A key that a row would state is stated already, in the file or by an earlier row."""

    def __init__(self, path: Keys) -> None:
        super().__init__(dotted(path))
        self.path = path


@dataclass
class _Making:
    """The values that the rows of one template have made so far.

    Parameters
    ----------
    tables
        The tables before this template.
    table
        The CSV file with the rows.
    data
        A copy of the tables of the scenario, with the values that the rows have made.
    lines, rows, unread
        Sources of these values, and entries that could not be made, as in `Tables`.
    problems
        The errors in the rows.
    made_by
        Path -> line of the row that made its value.
    row
        The row from which the pattern is being filled in.
    """

    tables: Tables
    table: Table
    data: dict[str, Any]
    lines: dict[Keys, int] = field(default_factory=dict)
    rows: dict[Keys, tuple[str, int]] = field(default_factory=dict)
    unread: set[Entry] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    made_by: dict[Keys, int] = field(default_factory=dict)
    row: Row = field(default_factory=lambda: Row(0, {}))


def with_templates(tables: Tables) -> Step:
    """Return the tables without templates, but with the entries that they make from the rows of their CSV files.

    Notes
    -----
    The source of a value that the template states is its line in the scenario. The source of a value from a cell is the
    line of its row in the CSV file.
    """
    stated = tables.data.get("template")
    if not isinstance(stated, dict):
        return tables, []  # the schema reports the error
    tables = tables.but({section: table for section, table in tables.data.items() if section != "template"})
    problems: list[Problem] = []
    for name, entry in stated.items():
        tables, found = _with_template(tables, name, entry)
        problems += found
    return tables, problems


def _with_template(tables: Tables, name: str, entry: Any) -> Step:
    """Return the tables with the entries that the rows of one template make."""
    place = ("template", name)
    unread = tables.but(unread=[(section, "") for section in SECTIONS], torn=_tables_of(entry, ()))
    if any(slip[:2] == place for slip in tables.slips):
        return unread, []
    try:
        Template.model_validate(frozen(entry), strict=True, context=TOML)
        table = read_table(inside(tables.folder, entry["rows"]))
    except ValidationError as error:
        errors: list[ErrorDetails] = []
        for each in error.errors(include_url=False):
            each["loc"] = (*place, *each["loc"])
            errors.append(each)
        return unread, tables.problems(*explain(errors))
    except ConfigError as error:
        return unread, tables.problems_of_file((*place, "rows"), error)
    pattern = {section: part for section, part in entry.items() if section != "rows"}
    problems = [*table.problems, *_unknown(tables, place, table, pattern)]
    if problems:
        return unread, problems
    making = _Making(tables, table, copy.deepcopy(tables.data))
    for row in table.rows:
        making.row = row
        _make(making, place, pattern)
    sections = [section for section in pattern if isinstance(making.data.get(section), dict)]
    n_made = [(section, len(making.data[section]) - len(tables.data.get(section, {}))) for section in sections]
    entries = ", ".join(f"{number} {section}" for section, number in n_made if number)
    filled = tables.but(making.data, rows=making.rows, lines=making.lines, unread=making.unread)
    rows = f"{len(table.rows)} row{'s' if len(table.rows) != 1 else ''}"
    return filled.but(made=[f"{name}: {rows} of {entry['rows']}, {entries or 'no entry'}"]), making.problems


def _tables_of(value: Any, path: Keys) -> Iterator[Keys]:
    """Yield the paths of the tables to which a pattern adds keys; without the template, these may be missing there."""
    if isinstance(value, dict):
        yield path
        for key, inner in value.items():
            yield from _tables_of(inner, (*path, key))


def _texts(value: Any, path: Keys) -> Iterator[tuple[Keys, str]]:
    """Yield (path, text) for each name and each text of a pattern."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), key
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, str(position)))
    elif isinstance(value, str):
        yield path, value


def _unknown(tables: Tables, place: Keys, table: Table, pattern: dict[str, Any]) -> list[Problem]:
    """Return a problem for each unknown column in braces; if there is none, one for each unused column."""
    used: set[str] = set()
    problems: list[Problem] = []
    known = [column for column in table.columns if column]
    for path, text in _texts(pattern, place):
        for found in WORD.finditer(text):
            column = found[1]
            if column in known:
                used.add(column)
            elif column is not None:
                expected = f"expected a column of {table.file} in braces: {', '.join(known)}"
                near = nearest(column, known)
                problems += tables.problems(Finding(path, quoted(text), expected, near and f"{{{near}}}"))
    if problems:
        return problems
    for column in known:
        if column not in used:
            text = f"expected a column that template {place[1]} uses; write {{{column}}} where it belongs, or take the "
            text += "column out"
            problems.append(Problem(table.file, table.line, column, None, text))
    return problems


def _make(making: _Making, place: Keys, pattern: dict[str, Any]) -> None:
    """Add the entries that one row makes to `making.data`, and the errors in the row to `making.problems`."""
    before = len(making.problems)
    touched: set[Entry] = set()
    try:
        for section, entries in pattern.items():
            for key, inner in entries.items():
                name = _filled_name(making, key)
                if name is None:
                    continue
                touched.add((section, name))
                below = making.data.setdefault(section, {})
                if not isinstance(below, dict):
                    return  # the schema reports the error in the section
                shape = step(ROOT, section)
                shape = None if shape is None else step(shape, name)
                _put(making, inner, (*place, section, key), (section, name), shape, below, name)
    except _TakenError as taken:
        file, line = making.tables.rows.get(taken.path, (str(making.tables.file), making.tables.lines.get(taken.path)))
        if taken.path in making.made_by:
            file, line = making.table.file, making.made_by[taken.path]
        where = f"{file}:{line}" if line else file
        cure = "give the row another name, or remove one of the two"
        text = f"expected a new entry; {where} states this key already: {cure}"
        making.problems.append(Problem(making.table.file, making.row.line, dotted(taken.path), None, text))
    named = [key for entries in pattern.values() for key in entries if WORD.search(key)]
    if named and all(_filled_name(making, key) is None for key in named):
        text = f"expected a row that makes an entry; its cells for {', '.join(dict.fromkeys(named))} are blank"
        making.problems.append(Problem(making.table.file, making.row.line, "", None, text))
    if len(making.problems) > before:
        making.unread |= touched


def _put(
    making: _Making, value: Any, source: Keys, path: Keys, shape: Shape | None, here: dict[str, Any], key: str
) -> None:
    """Fill in a value of the pattern and put it into the table `here` at a key; existing tables and lists are extended.

    A text that is in a list already is not added to it again. `source` is the path of the value in the template, `path`
    its path in the scenario.

    Raises
    ------
    _TakenError
        The key has a value already, and it cannot be extended.
    """
    if source in making.tables.lines:
        making.lines[path] = making.tables.lines[source]
    if isinstance(value, dict):
        below = here.setdefault(key, {})
        if not isinstance(below, dict):
            raise _TakenError(path)
        for inner_key, inner in value.items():
            name = _filled_name(making, inner_key)
            if name is not None:
                next_shape = None if shape is None else step(shape, name)
                _put(making, inner, (*source, inner_key), (*path, name), next_shape, below, name)
    elif isinstance(value, list):
        grown = here.setdefault(key, [])
        if not isinstance(grown, list):
            raise _TakenError(path)
        before = [name for name in grown if isinstance(name, str)]
        for number, inner in enumerate(value):
            holder: dict[str, Any] = {}  # gets the entry, unless its cell is blank
            position = str(len(grown))
            next_shape = None if shape is None else step(shape, position)
            _put(making, inner, (*source, str(number)), (*path, position), next_shape, holder, position)
            grown += (each for each in holder.values() if each not in before)  # rows may name the same hub
    elif isinstance(value, str) and WORD.search(value):
        if shape is not None:  # an unknown key is reported at the line of the template
            making.rows[path] = (making.table.file, making.row.line)
        found = _filled(making, value, shape, path)
        parts = range(len(found)) if isinstance(found, list) else ()
        making.rows |= {(*path, str(part)): (making.table.file, making.row.line) for part in parts}
        if found is not None:
            _set(making, here, key, found, path)
    else:
        _set(making, here, key, value, path)


def _set(making: _Making, here: dict[str, Any], key: str, value: Any, path: Keys) -> None:
    """Set a key of a table; raise `_TakenError` if the table has this key."""
    if key in here:
        raise _TakenError(path)
    here[key] = value
    making.made_by[path] = making.row.line


def _filled_name(making: _Making, key: str) -> str | None:
    """Return a name with the cells of the row filled in; None if such a cell is blank: the row then makes no entry."""
    try:
        return _inserted(making, key)
    except _BlankError:
        return None


def _inserted(making: _Making, text: str) -> str:
    """Return a text with the cells of the row filled in; raise `_BlankError` if such a cell is blank."""

    def cell(found: re.Match[str]) -> str:
        """Return the cell of a column in braces, or one brace for two."""
        if found[1] is None:
            return found[0][0]
        if found[1] not in making.row.cells:
            raise _BlankError(found[1])
        return making.row.cells[found[1]]

    return WORD.sub(cell, text)


def _filled(making: _Making, text: str, shape: Shape | None, path: Keys) -> Any:
    """Return the value that a text of the pattern makes with the cells of the row.

    If the text is just one column in braces, the value is the cell, read as the key requires; otherwise it is the text
    with cells filled in. The result is None if the cell is blank, or if there is an error, which is added to
    `making.problems`.
    """
    alone = WORD.fullmatch(text)
    file, line = making.table.file, making.row.line
    try:
        if alone is None or alone[1] is None:
            return _inserted(making, text)
        cell = making.row.cells.get(alone[1])
        return None if cell is None else cell_reader(shape or ROOT, making.table.delimiter, path[-1])(cell)
    except _BlankError as blank:
        expected = f"expected a cell that is not blank, because {dotted(path)} uses it within a text"
        making.problems.append(Problem(file, line, str(blank), None, expected))
    except CellError as error:
        assert alone is not None
        expectation = "expected a value" if shape is None else f"expected {words(shape)}{meaning(shape)}"
        cure = f"; {error}" if str(error) else ""
        column = alone[1]
        making.problems.append(Problem(file, line, column, making.row.cells[column], f"{expectation}{cure}"))
    making.unread.add(entry_of(path))
    return None
