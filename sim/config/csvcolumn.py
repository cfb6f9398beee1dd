"""Columns of CSV files that a scenario names: observed values of a distribution, dated missions of a lift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.config.cell import CellError, read_number, read_when
from sim.config.draft import Draft
from sim.config.inside import inside
from sim.config.literal import dotted
from sim.config.table import Table, read_table, unknown_column
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.lift import Mission
from sim.domain.units import measures
from sim.domain.written import EXAMPLE
from sim.errors import ConfigError, Problem

__all__ = ["add_columns"]

MISSIONS = tuple(Mission.model_fields)


def add_columns(draft: Draft) -> None:
    """Read every column that the draft names, and put what it holds beside the name of the file.

    Notes
    -----
    A table that has both the values and the name of the file is left as it is: the values were
    read before, and the name says where they came from.
    """
    for path, table in _tables(draft.data, ()):
        dated = len(path) == 3 and path[0] == "lift" and path[2] == "supply"
        target = "missions" if dated else "values"
        if not isinstance(table["csv"], str) or target in table:
            continue
        if not dated and not isinstance(table.get("column"), str):
            continue  # the schema says that the column is missing
        try:
            known = MISSIONS if dated else (table["column"],)
            source = read_table(inside(draft.folder, table["csv"]), known)
        except ConfigError as error:
            _of_file(draft, path, error)
            continue
        draft.problems.extend(source.problems)
        column = "at" if dated else table["column"]
        if column not in source.columns:
            near = nearest(column, source.columns)
            if dated:
                problem = Problem(source.file, source.line, column, None, f'expected a column "{column}"', near)
                draft.problems.append(problem)
            else:
                listed = ", ".join(source.columns)
                text = f"expected a column of {table['csv']}: {listed}"
                draft.report(Finding((*path, "column"), quoted(column), text, near))
            draft.unread.add((path[0], path[1] if len(path) > 1 else ""))
            continue
        table[target] = _missions(draft, path, source) if dated else _values(draft, path, source, column)


def _tables(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield every table with a key `csv`, and its path."""
    if isinstance(value, dict):
        if "csv" in value:
            yield path, value
        for key, inner in value.items():
            yield from _tables(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _tables(inner, (*path, str(position)))


def _of_file(draft: Draft, path: tuple[str, ...], error: ConfigError) -> None:
    """Report a CSV file that cannot be read where it is named, unless the fault is on a line of its own."""
    for problem in error.problems:
        if problem.line is None:
            text = problem.expectation
            draft.report(Finding((*path, "csv"), quoted(problem.file), text, problem.suggestion))
        else:
            draft.problems.append(problem)
    draft.unread.add((path[0], path[1] if len(path) > 1 else ""))


def _values(draft: Draft, path: tuple[str, ...], source: Table, column: str) -> list[float]:
    """Return the numbers of a column; blank cells are passed over."""
    found: list[float] = []
    before = len(draft.problems)
    for row in source.rows:
        text = row.cells.get(column)
        if text is None:
            continue
        try:
            value = read_number(text, source.delimiter, _key(path))
        except CellError as error:
            cure = f"expected a number; {error}" if str(error) else "expected a number"
            draft.problems.append(Problem(source.file, row.line, column, text, cure))
            draft.unread.add((path[0], path[1] if len(path) > 1 else ""))
            continue
        draft.rows[*path, "values", str(len(found))] = (source.file, row.line)
        found.append(value)
    if not found and len(draft.problems) == before:
        text = f"expected at least one number in column {column!r} for {dotted(path)}"
        draft.problems.append(Problem(source.file, source.line, column, None, text))
    return found


def _key(path: tuple[str, ...]) -> str:
    """Return the key, with its unit, that a distribution is stated for; of an unknown, that of its only target."""
    return next((part for part in reversed(path) if measures(part)), "")


def _missions(draft: Draft, path: tuple[str, ...], source: Table) -> list[dict[str, Any]]:
    """Return the missions of a list of dates; each keeps the line that it came from."""
    found: list[dict[str, Any]] = []
    for column in source.columns:
        if column not in (*MISSIONS, ""):
            draft.problems.append(unknown_column(source, column, MISSIONS))
    for row in source.rows:
        text = row.cells.get("at", "")
        try:
            at = read_when(text)
        except CellError as error:
            expectation = f"expected {EXAMPLE}{f'; {error}' if str(error) else ''}"
            draft.problems.append(Problem(source.file, row.line, "at", text or None, expectation))
            draft.unread.add((path[0], path[1]))
            continue
        draft.rows[*path, "missions", str(len(found))] = (source.file, row.line)
        site = {"site": row.cells["site"]} if "site" in row.cells else {}
        found.append({"at": at, **site})
    return found
