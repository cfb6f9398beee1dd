"""CSV manifests: one equipment lot a line, columns named like the keys of a lot."""

from __future__ import annotations

from typing import Any, get_origin

from sim.config.cell import CellError, read_number, read_truth, read_when, read_whole
from sim.config.draft import Draft
from sim.config.inside import inside
from sim.config.literal import parts_of
from sim.config.shape import Shape, is_date, meaning, step, words
from sim.config.table import Row, Table, read_table, unknown_column
from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.force import Lot
from sim.errors import ConfigError, Problem

__all__ = ["add_manifests"]

LOT = Shape(Lot)
COLUMNS = ("name", *Lot.model_fields)


def add_manifests(draft: Draft) -> None:
    """Put the lots of every manifest into the draft, each with the file and line it came from.

    Notes
    -----
    Stations and lifts are separated by semicolons; a blank cell is absent. A lot that names no
    source has the manifest and the line as its source. A line that cannot be read becomes a problem, and
    its lot counts as unread.
    """
    manifests = draft.data.pop("manifest", ())
    if not isinstance(manifests, list) or not all(isinstance(name, str) for name in manifests):
        if manifests != ():
            draft.data["manifest"] = manifests  # the schema says what is wrong with it
        return
    lots = draft.data.setdefault("lot", {}) if manifests else None
    if not isinstance(lots, dict):
        return
    for position, name in enumerate(manifests):
        if ("manifest", str(position)) in draft.slips:
            draft.unread.add(("lot", ""))
            continue
        try:
            path = inside(draft.folder, name)
        except ConfigError as error:
            draft.report(Finding(("manifest", str(position)), quoted(name), error.problems[0].expectation))
            draft.unread.add(("lot", ""))
            continue
        try:
            table = read_table(path, COLUMNS)
        except ConfigError as error:
            draft.problems.extend(error.problems)
            draft.unread.add(("lot", ""))  # nobody knows what is missing now
            continue
        draft.problems.extend(table.problems)
        if table.problems:
            draft.unread.add(("lot", ""))
        before = len(draft.problems)
        columns = _columns(table, draft)
        misspelt = any(problem.suggestion is not None for problem in draft.problems[before:])
        if "name" not in table.columns:
            text = 'expected a column "name"'
            near = nearest("name", table.columns)
            draft.problems.append(Problem(table.file, table.line, "name", None, text, near))
            draft.unread.add(("lot", ""))
            continue
        for row in table.rows:
            source = f"{manifests[position]}, line {row.line}"
            _add(draft, lots, row, table, columns, source, sound=not misspelt)


def _columns(table: Table, draft: Draft) -> dict[str, tuple[tuple[str, ...], Shape]]:
    """Return path and shape of each column that a lot knows; an unknown one becomes a problem."""
    found = {}
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
            draft.problems.append(unknown_column(table, column, COLUMNS))
        else:
            found[column] = (path, shape)
    return found


def _add(
    draft: Draft,
    lots: dict[str, Any],
    row: Row,
    table: Table,
    columns: dict[str, tuple[tuple[str, ...], Shape]],
    source: str,
    *,
    sound: bool,
) -> None:
    """Put the lot of one row into the draft; one that is not sound, as its header is not, counts as unread."""
    name = row.cells.get("name")
    if name is None:
        draft.problems.append(Problem(table.file, row.line, "name", None, "missing; expected a name for the lot"))
        draft.unread.add(("lot", ""))
        return
    place = ("lot", name)
    if name in lots or place in draft.unread:
        file, line = draft.rows.get(place, (str(draft.file), draft.lines.get(place, 0)))
        text = f"expected a name of its own; {file}:{line} has a lot of that name already"
        text += " (number them, or add their counts up)" if file == table.file else ""
        draft.problems.append(Problem(table.file, row.line, "name", f'"{name}"', text))
        return
    lot: dict[str, Any] = {}
    for column, (path, shape) in columns.items():
        if column not in row.cells:
            continue
        text = row.cells[column]
        try:
            value = _cell(text, shape, table.delimiter, column)
        except CellError as error:
            cure = str(error)
            expectation = f"expected {words(shape)}{meaning(shape)}{f'; {cure}' if cure else ''}"
            draft.problems.append(Problem(table.file, row.line, column, text, expectation))
            sound = False
            continue
        here = lot
        for part in path[:-1]:
            here = here.setdefault(part, {})
        here[path[-1]] = value
    draft.rows[place] = (table.file, row.line)
    if sound:
        lots[name] = {**lot, "source": lot.get("source", source)}
    else:
        draft.unread.add(place)


def _cell(text: str, shape: Shape, delimiter: str, column: str) -> Any:
    """Return the value of a cell; a CellError if it is none of the kind that its column has."""
    if get_origin(shape.kind) is tuple:
        return [part.strip() for part in text.split(";") if part.strip()]
    if shape.kind is bool:
        return read_truth(text)
    if shape.kind is int:
        return read_whole(text, delimiter, column)
    if shape.kind is float:
        return read_number(text, delimiter, column)
    return read_when(text) if is_date(shape) else text
