"""CSV manifests: one equipment lot a line, columns named like the keys of a lot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, get_origin

from sim.config.draft import Draft
from sim.config.literal import parts_of
from sim.config.shape import Shape, meaning, step, words
from sim.config.table import Row, Table, read_table
from sim.domain.check.finding import nearest
from sim.domain.force import Lot
from sim.errors import ConfigError, Problem

__all__ = ["add_manifests"]

LOT = Shape(Lot)
TRUE = ("true", "yes", "1")
FALSE = ("false", "no", "0")


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
        try:
            table = read_table(draft.folder / name)
        except ConfigError as error:
            draft.problems.extend(error.problems)
            draft.unread.add(("lot", ""))  # nobody knows what is missing now
            continue
        draft.problems.extend(table.problems)
        if table.problems:
            draft.unread.add(("lot", ""))
        columns = _columns(table, draft)
        if "name" not in table.columns:
            text = 'expected a column "name"'
            near = nearest("name", table.columns)
            draft.problems.append(Problem(table.file, table.line, "name", None, text, near))
            draft.unread.add(("lot", ""))
            continue
        for row in table.rows:
            _add(draft, lots, row, table, columns, f"{manifests[position]}, line {row.line}")


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
            near = nearest(column, ["name", *Lot.model_fields])
            draft.problems.append(Problem(table.file, table.line, column, None, "unknown column", near))
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
) -> None:
    """Put the lot of one row into the draft."""
    name = row.cells.get("name")
    if name is None:
        draft.problems.append(Problem(table.file, row.line, "name", None, "missing; expected a name for the lot"))
        draft.unread.add(("lot", ""))
        return
    place = ("lot", name)
    if name in lots or place in draft.unread:
        file, line = draft.rows.get(place, (str(draft.file), draft.lines.get(place, 0)))
        text = f"expected a name of its own; {file}:{line} has a lot of that name already"
        draft.problems.append(Problem(table.file, row.line, "name", f'"{name}"', text))
        return
    lot: dict[str, Any] = {}
    sound = True
    for column, (path, shape) in columns.items():
        if column not in row.cells:
            continue
        text = row.cells[column]
        try:
            value = _cell(text, shape)
        except ValueError:
            expectation = f"expected {words(shape)}{meaning(shape)}"
            if "," in text and shape.kind in (int, float):
                expectation += "; write the decimal with a point"
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


def _cell(text: str, shape: Shape) -> Any:
    """Return the value of a cell; a ValueError if it is none of the kind that its column has."""
    if get_origin(shape.kind) is tuple:
        return [part.strip() for part in text.split(";") if part.strip()]
    if shape.kind is bool:
        if text.lower() not in (*TRUE, *FALSE):
            raise ValueError(text)
        return text.lower() in TRUE
    kinds: dict[Any, Callable[[str], Any]] = {int: _whole, float: float}
    if shape.kind in kinds:
        return kinds[shape.kind](text)
    if shape.kind == date | datetime or shape.kind == datetime | date:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    return text


def _whole(text: str) -> int:
    """Return a whole number; spreadsheets write 3 as 3.0."""
    number = float(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)
