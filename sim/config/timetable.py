"""Reading of timetables of arrivals from CSV files with a date and a number on each line."""

from __future__ import annotations

from typing import Any

from sim.config.cell import CellError, read_when, read_whole
from sim.config.table import Table, unknown_column
from sim.domain.inflow import Arrival
from sim.domain.written import EXAMPLE
from sim.errors import Problem

__all__ = ["COLUMNS", "timetable"]

COLUMNS = tuple(Arrival.model_fields)


def timetable(source: Table) -> tuple[list[dict[str, Any]], list[int], list[Problem]]:
    """Return the rows of a timetable that can be read, the line of each of these rows, and all problems."""
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    strange = (column for column in source.columns if column not in (*COLUMNS, ""))
    problems = [unknown_column(source, column, COLUMNS) for column in strange]
    for row in source.rows:
        arrival: dict[str, Any] = {}
        for column, read, expected in (
            ("at", read_when, EXAMPLE),
            ("number", read_whole, "a whole number of at least 1"),
        ):
            text = row.cells.get(column, "")
            try:
                arrival[column] = read(text)
            except CellError as error:
                words = f"expected {expected}{f'; {error}' if str(error) else ''}"
                problems.append(Problem(source.file, row.line, column, text or None, words))
        if len(arrival) == len(COLUMNS):
            rows.append(arrival)
            lines.append(row.line)
    if not source.rows:
        problems.append(Problem(source.file, source.line, "at", None, "expected at least one arrival"))
    return rows, lines, problems
