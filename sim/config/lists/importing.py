"""Conversion of a planner's list to a manifest and a roster, with a record of what was done to each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.config.cell import PLAIN
from sim.config.explain import explain
from sim.config.lists.grid import Grid, read_csv_grid
from sim.config.lists.header import Header, find_header
from sim.config.lists.how_read import how_read
from sim.config.lists.keys import WEIGHT
from sim.config.lists.row import Line, read_line
from sim.config.lists.wishes import Wishes
from sim.config.lists.workbook import read_workbook
from sim.config.literal import dotted
from sim.config.manifest import LISTS, Listed, columns_of, entry_at
from sim.config.reading import LIST, read_bytes
from sim.config.salvage import TOML, frozen
from sim.config.table import Row, Table
from sim.domain.check.finding import counted
from sim.errors import ConfigError, ListError, Problem

__all__ = ["Imported", "import_list"]

PACKED = b"PK"
"""First bytes of a workbook."""
LONGEST_NAME = 80
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of a text that a spreadsheet reads as a formula."""
FIRST = ("name", "site", "category", "count", "weight_t", "total_t", "item_t.mean", "pallets", "vehicles", "required")
"""The columns that come first in a manifest or roster, in this order."""


@dataclass(frozen=True)
class Imported:
    """Result of importing a list.

    Parameters
    ----------
    manifest, roster
        Header and rows of the CSV file of equipment, and of the CSV file of people; None for a file without entries.
    head
        Lines of text that say how the list was read.
    record
        (row, what was done, details) of each row that was not taken over as it is, in the order of the list. What was
        done is "changed", "merged", "left out" (the row is no entry, such as a row of totals) or "refused" (the row has
        a problem).
    refused
        Problems of the refused rows.
    counts
        (lots, items, tonnes) of the manifest, then (groups, people) of the roster.
    """

    manifest: tuple[tuple[str, ...], ...] | None
    roster: tuple[tuple[str, ...], ...] | None
    head: tuple[str, ...]
    record: tuple[tuple[int, str, str], ...]
    refused: tuple[Problem, ...]
    counts: tuple[int, int, float, int, int]


def import_list(path: Path, wishes: Wishes, *, skip_bad: bool = False) -> Imported:
    """Read a list and return its manifest and roster; nothing is written.

    Parameters
    ----------
    path
        A workbook or a CSV file.
    wishes
        The options that the user stated.
    skip_bad
        Whether rows with problems are left out; otherwise they are errors.

    Raises
    ------
    ListError
        The file cannot be read, a column of the header is wrong, or the user must choose whether hidden rows are read.
        Then, after all rows are read: rows have problems (without `skip_bad`), --set names entries that the list lacks,
        or the list has no entry.
    """
    try:
        grid = _grid(path, wishes)
    except ConfigError as error:
        raise ListError(error.problems) from None
    header = _with_weight(grid, find_header(grid, wishes))
    data = [row for row in sorted(grid.rows) if row > header.last]
    _refuse_hidden(grid, data, wishes)
    lines = [read_line(grid, row, header, wishes) for row in data]
    for line in lines:
        _refuse_unwanted(grid, line, wishes)
    _escape_formulas(lines)
    _check_names(grid, lines)
    merged = _merge(lines)
    unknown = _apply_stated(lines, wishes)
    for listed, is_people in ((LISTS["manifest"], False), (LISTS["roster"], True)):
        _judge(grid, [line for line in lines if line.is_people == is_people and line.is_entry], listed)
    refused = [problem for line in lines for problem in line.problems]
    good = [line for line in lines if line.is_entry]
    if unknown or (refused and not skip_bad):
        raise ListError([*unknown, *_once([] if skip_bad else refused, header)])
    if not good:
        empty = Problem(grid.file, header.last, "", None, "expected at least one entry below the header")
        raise ListError(_once(refused, header) or [empty])
    record = [(row, "merged", text) for row, text in merged]
    for line in lines:
        if line.left_out and line.left_out != "merged":
            record.append((line.row, "left out", line.left_out))
        elif line.problems:
            text = "; ".join(f"{each.key} = {each.value}: {each.expectation}" for each in line.problems)
            record.append((line.row, "refused", text))
        elif line.changes:
            record.append((line.row, "changed", f"{line.cells['name']}: {'; '.join(line.changes)}"))
    lots, groups = ([line for line in good if line.is_people == is_people] for is_people in (False, True))
    tonnes = sum(float(each.cells.get("count", 0)) * float(each.cells.get("weight_t", 0)) for each in lots)
    tonnes += sum(float(each.cells.get("total_t", 0)) for each in lots)
    return Imported(
        _rows(lots) if lots else None,
        _rows(groups) if groups else None,
        tuple(how_read(grid, header, wishes, lines)),
        tuple(sorted(record)),
        tuple(refused),
        (len(lots), _sum(lots), tonnes, len(groups), _sum(groups)),
    )


def _grid(path: Path, wishes: Wishes) -> Grid:
    """Return the grid of a workbook or text file."""
    raw = read_bytes(path, LIST, named=True)
    if raw.startswith(PACKED):
        return read_workbook(path, raw, wishes.sheet)
    if wishes.sheet is not None:
        problem = Problem("command line", None, "--sheet", f'"{wishes.sheet}"', "expected a workbook; this is not one")
        raise ListError([problem])
    return read_csv_grid(path, raw)


def _sum(lines: Iterable[Line]) -> int:
    """Return the number of items or people in some lines."""
    return sum(int(float(line.cells.get("count", 0))) for line in lines)


def _with_weight(grid: Grid, header: Header) -> Header:
    """Return the header, with a column that is headed only "weight" read as the weight of one item.

    Raises
    ------
    ListError
        A row has a count other than 1, so that "weight" may be the weight of all items of the row; or another column is
        the weight of one item.
    """
    if WEIGHT not in header.keys:
        return header
    (weight_column,) = header.keys[WEIGHT]
    name = header.columns[weight_column].name
    if "weight_t" in header.keys:
        other = header.columns[header.keys["weight_t"][0]].name
        text = f"expected one weight of an item; {other} states it too: give --column weight_t=HEADER for one of them"
        raise ListError([Problem(grid.file, header.row, name, None, text)])
    for column in header.keys.get("count", ()):
        if any(str(grid.rows[row].get(column, 1)) not in ("1", "1.0") for row in grid.rows if row > header.last):
            text = "is this the weight of one item, or of all items of the row? sim does not guess: give "
            text += f"--column 'weight_t={name}' or --column 'total_weight={name}'"
            raise ListError([Problem(grid.file, header.row, name, None, text)])
    columns = {**header.columns, weight_column: replace(header.columns[weight_column], key="weight_t")}
    keys = {("weight_t" if key == WEIGHT else key): places for key, places in header.keys.items()}
    return replace(header, columns=columns, keys=keys)


def _refuse_hidden(grid: Grid, data: Sequence[int], wishes: Wishes) -> None:
    """Raise `ListError` if rows are hidden and the user has not stated whether to read them."""
    hidden = [row for row in data if row in grid.hidden]
    if hidden and wishes.hidden is None:
        shown = ", ".join(map(str, hidden[:10])) + (" ..." if len(hidden) > 10 else "")
        rows = counted(len(hidden), "hidden row")
        text = f"expected a choice for {rows} ({shown}): give --hidden read or --hidden skip"
        raise ListError([Problem(grid.file, hidden[0], "", None, text)])


def _refuse_unwanted(grid: Grid, line: Line, wishes: Wishes) -> None:
    """Add a problem to a row of people, or of equipment, if the user has named no file for it."""
    if not line.is_entry:
        return
    if line.is_people and not wishes.people:
        text = "these are people: name a file for their roster with --people FILE"
        line.problems.append(Problem(grid.file, line.row, "people", line.cells.get("count"), text))
    if not line.is_people and not wishes.equipment:
        text = "this is equipment: name a file for its manifest with -o FILE"
        line.problems.append(Problem(grid.file, line.row, "name", line.cells.get("name"), text))


def _check_names(grid: Grid, lines: Iterable[Line]) -> None:
    """Add a problem to each row without a valid name."""
    for line in [each for each in lines if each.is_entry]:
        name = line.cells.get("name", "")
        if not name or len(name) > LONGEST_NAME or "\0" in name:
            text = f"expected a name of 1 to {LONGEST_NAME} characters"
            line.problems.append(Problem(grid.file, line.row, "name", name or None, text))


def _escape_formulas(lines: Iterable[Line]) -> None:
    """Put an apostrophe before each text that a spreadsheet would interpret as a formula."""
    for line in [each for each in lines if each.is_entry]:
        for key, text in line.cells.items():
            if text.startswith(FORMULA) and not PLAIN.fullmatch(text):
                line.cells[key] = f"'{text}"
                line.changes.append(
                    f"{key}: an apostrophe before {text}, so that no spreadsheet interprets it as a formula"
                )


def _merge(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Merge rows of the same name that differ only in count and source; rename other rows of the same name.

    Returns
    -------
    list of (int, str)
        (row, what was done) for each row that was merged into an earlier one.
    """
    merged: list[tuple[int, str]] = []
    first: dict[tuple[bool, str], Line] = {}
    alike: dict[tuple[bool, str, frozenset[tuple[str, str]]], Line] = {}
    last_number: dict[str, int] = {}
    names = {line.cells["name"] for line in lines if line.is_entry}
    for line in [each for each in lines if each.is_entry]:
        name = line.cells["name"]
        others = frozenset((key, text) for key, text in line.cells.items() if key not in ("count", "source", "name"))
        twin = alike.setdefault((line.is_people, name, others), line)
        if twin is not line and "count" in line.cells and "count" in twin.cells:
            both = f"{twin.cells['count']} + {line.cells['count']}"
            twin.cells["count"] = str(int(float(twin.cells["count"])) + int(float(line.cells["count"])))
            merged.append((line.row, f"{name}: merged into row {twin.row}, which is otherwise the same: count {both}"))
            line.left_out = "merged"
        elif (namesake := first.setdefault((line.is_people, name), line)) is not line:
            number = next(n for n in count(last_number.get(name, 1) + 1) if f"{name} ({n})" not in names)
            last_number[name] = number
            line.cells["name"] = f"{name} ({number})"
            names.add(line.cells["name"])
            line.changes.insert(0, f"renamed because row {namesake.row} has the name {name} too")
    return merged


def _apply_stated(lines: Sequence[Line], wishes: Wishes) -> list[Problem]:
    """Apply the values that the user stated for entries by name; return a problem for each value of an unknown name."""
    names = {line.cells.get("name") for line in lines}  # also of rows with problems
    by_name: dict[str, list[Line]] = {}
    for line in [each for each in lines if each.is_entry]:
        by_name.setdefault(line.cells["name"], []).append(line)
    problems = []
    for (name, key), text in wishes.stated.items():
        if name not in names:
            expected = "expected the name of a lot or group as in the manifest or roster"
            problems.append(Problem("command line", None, f"--set {name}.{key}", text, expected))
        for line in by_name.get(name, ()):
            line.cells[key.removeprefix("people.")] = text
            line.changes.append(f"{key}: {text} (--set)")
    return problems


def _judge(grid: Grid, lines: Sequence[Line], listed: Listed) -> None:
    """Check each line like a line of a manifest or roster, and add the problems to the line.

    Raises
    ------
    ListError
        A column is unknown.
    """
    columns = tuple(dict.fromkeys(key for line in lines for key in line.cells))
    rows = tuple(Row(line.row, line.cells) for line in lines)
    table = Table(grid.file, 0, columns, rows, ())
    readers, unknown = columns_of(table, listed)
    if unknown:
        raise ListError(unknown)
    noun = listed.shape.noun
    assert noun is not None
    for line, row in zip(lines, rows, strict=True):
        entry, problems = entry_at(table, row, readers)
        line.problems += problems
        if problems:
            continue
        try:
            noun.model_validate(frozen(entry), strict=True, context=TOML)
        except ValidationError as error:
            entry_path = (listed.section, line.cells["name"])
            errors = [{**each, "loc": (*entry_path, *each["loc"])} for each in error.errors(include_url=False)]
            for each in explain(cast("list[ErrorDetails]", errors)):
                found = replace(each, path=each.path[2:])
                key, cure = dotted(found.path), ""
                if found.expectation.startswith("missing") and len(found.path) == 1:
                    cure = f"; give --column {key}=HEADER or --fill {'people.' if line.is_people else ''}{key}=VALUE"
                text = found.expectation + cure
                line.problems.append(Problem(grid.file, line.row, key, found.value, text, found.suggestion))


def _once(problems: Sequence[Problem], header: Header) -> list[Problem]:
    """Return the problems, but report a key that several rows lack, and for which there is no column, only once.

    That problem is reported at the row of the header.
    """
    missing = (each for each in problems if each.value is None and each.expectation.startswith("missing"))
    lacking = Counter(each.key for each in missing if each.key not in header.keys)
    found: list[Problem] = []
    for each in problems:
        rows = lacking[each.key] if each.expectation.startswith("missing") else 0
        if rows > 1:
            text = each.expectation.replace("missing", f"missing in {rows:,} rows", 1)
            each = replace(each, line=header.row, expectation=text)
        if rows < 2 or each not in found:
            found.append(each)
    return found


def _rows(lines: Sequence[Line]) -> tuple[tuple[str, ...], ...]:
    """Return the header and the rows of a CSV file with these lines; its columns are the keys that any line has."""
    keys = {key for line in lines for key in line.cells}
    others = [key for line in lines for key in line.cells if key not in (*FIRST, "source")]
    columns = (*(key for key in FIRST if key in keys), *dict.fromkeys(others), "source")
    return (columns, *(tuple(line.cells.get(key, "") for key in columns) for line in lines))
