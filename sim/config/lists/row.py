"""Conversion of one row of a list to one line of a manifest or roster, with a record of every change."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import get_args

from sim.config.cell import LIKE, CellError, read_truth
from sim.config.lists.grid import Cell, Grid, shown_cell
from sim.config.lists.header import Header
from sim.config.lists.keys import LENGTH, OWN, PEOPLE, SIZES, TOTAL, WEIGHT, WEIGHTS, WIDTH, kind_of, shape_of
from sim.config.lists.quantity import (
    cubic_metres_of,
    is_nothing,
    kilograms_of,
    metres_of,
    number_of,
    split_unit,
    unit_words,
)
from sim.config.lists.wishes import Wishes
from sim.config.sheet import TOTAL as TOTALS
from sim.domain.datewords import date_meant
from sim.domain.units import UNITS
from sim.domain.written import advice_on_date, read_date
from sim.errors import Problem

__all__ = ["Line", "read_line"]

EACH = ("ea", "each", "pc", "pcs", "piece", "pieces", "item", "items", "unit", "units", "no", "pax", "people", "x")
"""Words that may follow a number of items or people in its cell."""
NUMBERS = ("whole", "number")
"""Results of `kind_of` for keys whose values are numbers."""


@dataclass
class Line:
    """Result of converting one row.

    Parameters
    ----------
    row
        Number of the row in the list.
    cells
        Column of the manifest or roster -> text of the cell.
    is_people
        Whether the row is a group of people.
    changes
        The changes that the conversion made to the row, one text for each.
    problems
        Reasons why the row cannot be used; empty if it can be used.
    left_out
        Why the row is not an entry of its own, such as "a row of totals"; empty if it is an entry.
    """

    row: int
    cells: dict[str, str] = field(default_factory=dict)
    is_people: bool = False
    changes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: str = ""

    @property
    def is_entry(self) -> bool:
        """Whether the line is in the manifest or roster: it is not left out and has no problems."""
        return not self.left_out and not self.problems


class _UnreadError(Exception):
    """A row has a problem at a column."""

    def __init__(self, column: str, value: Cell, text: str) -> None:
        super().__init__(text)
        self.column, self.value = column, None if value is None else shown_cell(value)


def read_line(grid: Grid, row: int, header: Header, wishes: Wishes) -> Line:
    """Convert a row of a list to a line; each cell that cannot be read becomes a problem of the line."""
    line, cells = Line(row), grid.rows[row]
    line.left_out = _why_left_out(grid, row, header, wishes)
    if line.left_out:
        return line
    found: dict[str, Cell] = {}
    for column in sorted(set(cells) - set(header.columns)):
        if grid.shifts:
            text = f"expected no cell without a header; cell {column + 1} of this row has none: put quotes around a"
            text += " cell that contains a separator, or name the column in the header"
            line.problems.append(_problem(grid, row, _UnreadError("", cells[column], text)))
            return line
        elif (row, column) not in grid.merged:
            line.changes.append(f"not used, because no header is above it: {shown_cell(cells[column])}")
    for key, columns in header.keys.items():
        for column in columns:
            if column in cells:
                try:
                    _refuse_faults(grid, row, column, header)
                except _UnreadError as fault:
                    line.problems.append(_problem(grid, row, fault))
                    continue
                value = " ".join(shown_cell(cells[each]) for each in columns if each in cells)
                found[key] = cells[column] if len(columns) == 1 else value
                _note_merged(grid, row, column, key, line)
    for key, value in list(found.items()):
        if is_nothing(value):
            del found[key]
            line.changes.append(f'{key}: "{value}" counts as blank')
        elif (other := wishes.replaced.get((key, shown_cell(value).casefold()))) is not None:
            line.changes.append(f"{key}: {shown_cell(value)} replaced by {other}")
            found[key] = other
    try:
        line.is_people = _is_people(found)
    except _UnreadError as fault:
        line.problems.append(_problem(grid, row, fault))
        return line
    prefix = "people." if line.is_people else ""
    notes: list[str] = []
    for key, value in found.items():
        try:
            _read_cell(line, key, value, grid, header, wishes, notes)
        except CellError as error:
            name = header.columns[header.keys[key][0]].name
            line.problems.append(_problem(grid, row, _UnreadError(name, value, f"expected {_wanted(key)}; {error}")))
    for key, text in wishes.fills.items():
        if key.startswith("people.") == line.is_people:
            line.cells.setdefault(key.removeprefix(prefix), text)
    if not line.is_people:
        if "total_t" not in line.cells and "count" not in header.keys:
            line.cells.setdefault("count", "1")
        _set_weight(line, grid)
        _set_pallets(line, found, wishes, notes)
    as_written = f": {', '.join(notes)}" if notes else ""
    line.cells.setdefault("source", f"{Path(grid.file.split(' [')[0]).name} row {row}{as_written}")
    return line


def _why_left_out(grid: Grid, row: int, header: Header, wishes: Wishes) -> str:
    """Return why a row is not an entry of the list; empty if it is an entry."""
    cells = grid.rows[row]
    if row in wishes.left_out:
        return "--skip-row names it"
    if row in grid.hidden and wishes.hidden == "skip":
        return "hidden (--hidden skip)"
    texts = [shown_cell(cell) for _, cell in sorted(cells.items())]
    if any(TOTALS.fullmatch(text) for text in texts if not text[:1].isdigit()):
        return "a row of totals"
    headers = {number: column.name.split(" / ")[-1] for number, column in header.columns.items()}
    if len(cells) > 1 and all(headers.get(number) == shown_cell(cell) for number, cell in cells.items()):
        return "the header repeated"
    return ""


def _refuse_faults(grid: Grid, row: int, number: int, header: Header) -> None:
    """Raise an error if the cell of a row in column `number` has no usable value, or may not be merged as it is."""
    column, cell = header.columns[number], grid.rows[row][number]
    fault = grid.faults.get((row, number))
    if fault is not None:
        raise _UnreadError(column.name, cell, f"expected a value; {fault}")
    span = grid.merged.get((row, number))
    if span is not None and span[2] > span[0] and kind_of(column.key or "") in NUMBERS:
        text = f"expected a number for one row; the cell is merged over rows {span[0]} to {span[2]}: state it for each"
        raise _UnreadError(column.name, cell, text)
    if span is not None and span[3] > span[1] and span[1] != number:
        raise _UnreadError(column.name, cell, "expected a separate cell; this one is merged with the cell before it")


def _note_merged(grid: Grid, row: int, column: int, key: str, line: Line) -> None:
    """Add to the changes of a line that its value of `key` comes from a merged cell that begins in another row."""
    span = grid.merged.get((row, column))
    if span is not None and span[0] != row:
        line.changes.append(
            f"{key}: {shown_cell(grid.rows[row][column])}, from the merged cell that begins in row {span[0]}"
        )


def _is_people(found: dict[str, Cell]) -> bool:
    """Whether a row states a number of people other than 0; raise an error if such a row states a weight too."""
    if PEOPLE not in found or found[PEOPLE] in (0, "0"):
        return False
    weighed = [key for key in ("weight_t", WEIGHT, TOTAL, "total_t") if key in found]
    if weighed:
        text = "expected people or a weight, not both: use two rows, one for the people and one for the equipment"
        raise _UnreadError(PEOPLE, found[PEOPLE], text)
    return True


def _read_cell(line: Line, key: str, value: Cell, grid: Grid, header: Header, wishes: Wishes, notes: list[str]) -> None:
    """Add the value of a cell to the cells of a line, if the line uses this key.

    A change is added to the changes of the line. A converted quantity is added to `notes` as the list states it.
    """
    of_people = key.startswith("people.")
    if (of_people and not line.is_people) or (line.is_people and not of_people and key not in ("name", "site", PEOPLE)):
        if key not in OWN:
            line.changes.append(
                f"{key}: {shown_cell(value)} is not used for {'people' if line.is_people else 'equipment'}"
            )
        return
    if key in ("height",) or (key in (LENGTH, WIDTH) and wishes.position is None):
        return
    if key == PEOPLE and not line.is_people:
        return
    out = "count" if key == PEOPLE else key.removeprefix("people.")
    if key in (*WEIGHTS, *SIZES, LENGTH, WIDTH):
        column = header.columns[header.keys[key][0]]
        line.cells[out] = _measured(line, key, value, column.unit, grid, wishes, notes)
    elif kind_of(key) in NUMBERS:
        line.cells[out] = _number(line, key, value, grid, wishes)
    else:
        line.cells[out] = _worded(line, key, value)


def _measured(line: Line, key: str, value: Cell, unit: str, grid: Grid, wishes: Wishes, notes: list[str]) -> str:
    """Return tonnes, metres or cubic metres as text; a unit in the cell takes precedence over `unit`, the column's."""
    bare, word = split_unit(value)
    own = unit_words(word) if word else unit
    number, done = number_of(bare, grid.decimal, wishes.decimal)
    if not own:
        raise CellError("it has no unit, and neither has its column: write the unit after the number")
    if word and unit and UNITS.get(own) != UNITS.get(unit):
        line.changes.append(f"{key}: {shown_cell(value)} in {own}, as the cell says; its column is in {unit}")
    if number < 0 or (number == 0 and key != TOTAL):
        raise CellError("it must be above zero")
    if done:
        line.changes.append(f"{key}: {done}")
    if key in (LENGTH, WIDTH):
        notes.append(f"{key} {number:g} {own}")
        return repr(metres_of(number, own))
    if key in SIZES:
        key_unit = "m3" if key == "volume_m3" else "m"
        text = _amount(cubic_metres_of(number, own) if key == "volume_m3" else metres_of(number, own))
        if own != key_unit:
            line.changes.append(f"{key}: {number:g} {own} is {text} {key_unit}")
            notes.append(f"{number:g} {own}")
        return text
    tonnes = kilograms_of(number, own) / 1000.0
    text = _amount(tonnes)
    if own != "t":
        line.changes.append(f"{key}: {number:g} {own} is {text} t")
        notes.append(f"{number:g} {own}")
    return text


def _amount(number: float) -> str:
    """Return a number as text: six significant figures, or a whole number from 1,000,000 on; never an exponent."""
    if number == 0.0:
        return "0"
    places = max(0, 5 - math.floor(math.log10(abs(number))))
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(line: Line, key: str, value: Cell, grid: Grid, wishes: Wishes) -> str:
    """Return the number in a cell as text, for a key without a unit; drop a word such as "pieces" after a count."""
    bare, word = split_unit(value)
    if key not in ("count", PEOPLE) or word.strip(".").casefold() not in EACH:
        bare = value
    whole = kind_of(key) == "whole"
    number, done = number_of(bare, grid.decimal, wishes.decimal, usd=key.endswith("_usd"), whole=whole)
    if whole and not number.is_integer():
        raise CellError(f"{number:g} is not a whole number")
    text = shown_cell(number)
    if bare is not value:
        line.changes.append(f"{key}: {shown_cell(value)} read as {text}")
    elif done:
        line.changes.append(f"{key}: {done}")
    return text


def _worded(line: Line, key: str, value: Cell) -> str:
    """Return a value that is not a number, in the form that a manifest requires."""
    kind, text = kind_of(key), shown_cell(value)
    result = text
    if kind == "truth" and not isinstance(value, bool):
        result = LIKE.get(text.casefold(), text.casefold())
        read_truth(result)
    elif kind == "choice":
        shape = shape_of(key)
        choices = get_args(shape.kind) if shape is not None else ()
        result = text.casefold() if text.casefold() in choices else text
    elif kind == "names":
        result = ";".join(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
    elif kind == "date":
        result = _date(value)
    if result != (value if isinstance(value, str) else text):
        line.changes.append(f"{key}: {text} read as {result}")
    return result


def _date(value: Cell) -> str:
    """Return a date in ISO 8601; raise `CellError` if it is not certain which date the cell means."""
    if isinstance(value, date | datetime):
        return shown_cell(value)
    text = shown_cell(value)
    try:
        return read_date(text).isoformat()
    except ValueError:
        meant = date_meant(text)
        if meant is None or len(meant.isos) != 1 or not meant.zoned:
            raise CellError(advice_on_date(value).removeprefix("; ") or "a date such as 2024-09-15") from None
        return meant.isos[0]


def _set_weight(line: Line, grid: Grid) -> None:
    """Compute the weight of one item if the row states the weight of all its items."""
    total = line.cells.pop(TOTAL, None)
    if total is None:
        return
    count = line.cells.get("count")
    if count is None or not float(count) > 0:
        fault = _UnreadError(TOTAL, total, "expected a count above zero; the weight of all items is divided by it")
        line.problems.append(_problem(grid, line.row, fault))
        return
    if "weight_t" in line.cells:
        text = "expected the weight of one item or of all items, not both: name one of the two columns, with --column "
        fault = _UnreadError(TOTAL, total, text + "weight_t=HEADER or --column total_weight=HEADER")
        line.problems.append(_problem(grid, line.row, fault))
        return
    line.cells["weight_t"] = _amount(float(total) / float(count))
    line.changes.append(f"weight_t: {total} t over {count} items is {line.cells['weight_t']} t each")


def _set_pallets(line: Line, found: dict[str, Cell], wishes: Wishes, notes: list[str]) -> None:
    """Compute pallet positions from length and width, enough for the floor area and the longer side of an item."""
    length, width = (line.cells.pop(key, line.cells.get(f"{key}_m")) for key in (LENGTH, WIDTH))
    if wishes.position is None or "pallets" in found:
        return
    if length is None or width is None:
        if not line.problems:
            line.changes.append("no length or width, so no pallet positions")
        return
    long, short, position = wishes.position
    sides = float(length), float(width)
    by_floor = math.ceil(sides[0] * sides[1] / (long * short) - 1e-6)
    by_side = math.ceil(max(sides) / long - 1e-6)
    line.cells["pallets"] = str(max(by_floor, by_side))
    line.changes.append(f"pallets: {line.cells['pallets']} positions of {position}")


def _wanted(key: str) -> str:
    """Return what a cell of a column with this key must be, in words: "a whole number", "a date"."""
    words = {"whole": "a whole number", "number": "a number", "truth": "yes or no", "date": "a date", "names": "names"}
    return words.get(kind_of(key), "text")


def _problem(grid: Grid, row: int, fault: _UnreadError) -> Problem:
    """Return the problem of a row."""
    return Problem(grid.file, row, fault.column, fault.value, str(fault))
