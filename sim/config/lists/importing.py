"""Convert a planner's list to a manifest and a roster, and record what was done to each row."""

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
from sim.config.lists.keys import HEIGHT, LENGTH, TOTAL, WEIGHT, WIDTH
from sim.config.lists.row import Line, read_line
from sim.config.lists.wishes import Wishes
from sim.config.lists.workbook import read_workbook
from sim.config.literal import dotted
from sim.config.manifest import LISTS, Listed, columns_of, entry_at
from sim.config.reading import read_bytes
from sim.config.salvage import TOML, frozen
from sim.config.table import Row, Table
from sim.errors import ConfigError, ListError, Problem

__all__ = ["Imported", "import_list"]

PACKED = b"PK"
LONGEST_NAME = 80
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FIRST = ("name", "site", "category", "count", "weight_t", "total_t", "item_t.mean", "pallets", "vehicles", "required")


@dataclass(frozen=True)
class Imported:
    """Result of importing a list.

    Parameters
    ----------
    manifest, roster
        Header and rows of the CSV file of equipment, and of the one of people; None if the list has none.
    head
        Lines on how the list was read.
    rows
        (row, result, words), in the order of the list; the result is "changed", "merged", "left out" or "refused".
    refused
        Problems of the rows that are not in the manifest.
    counts
        Numbers of lots, items and tonnes of the manifest, and of groups and people of the roster.
    """

    manifest: tuple[tuple[str, ...], ...] | None
    roster: tuple[tuple[str, ...], ...] | None
    head: tuple[str, ...]
    rows: tuple[tuple[int, str, str], ...]
    refused: tuple[Problem, ...]
    counts: tuple[int, int, float, int, int]


def import_list(path: Path, wishes: Wishes, *, skip_bad: bool = False) -> Imported:
    """Read a list and return its manifest and roster; nothing is written.

    Parameters
    ----------
    path
        A workbook or a CSV file.
    wishes
        The options that the user gave.
    skip_bad
        Whether rows that cannot be read are left out instead of being errors.

    Raises
    ------
    ListError
        The file cannot be read, its columns are ambiguous, a unit is unknown, or rows cannot be read; all of these are
        listed.
    """
    try:
        grid = _grid(path, wishes)
    except ConfigError as error:
        raise ListError(error.problems) from None
    header = find_header(grid, wishes)
    header = _with_weight(grid, header)
    data = [row for row in sorted(grid.rows) if row > header.last]
    _refuse_hidden(grid, data, wishes)
    lines = [read_line(grid, row, header, wishes) for row in data]
    for line in lines:
        _refuse_unwanted(grid, line, wishes)
    _disarm(lines)
    _name(grid, lines)
    said = _merge(lines)
    _state(lines, wishes)
    for listed, is_people in ((LISTS["manifest"], False), (LISTS["roster"], True)):
        _judge(grid, [line for line in lines if line.is_people == is_people and _counts(line)], listed)
    refused = [problem for line in lines for problem in line.problems]
    good = [line for line in lines if _counts(line)]
    if refused and not skip_bad:
        raise ListError(_once(refused, header))
    if not good:
        raise ListError(
            _once(refused, header) or [Problem(grid.file, header.last, "", None, "expected rows below the header")]
        )
    rows = [(row, "merged", text) for row, text in said]
    for line in lines:
        if line.left_out and line.left_out != "merged":
            rows.append((line.row, "left out", line.left_out))
        elif line.problems:
            text = "; ".join(f"{each.key} = {each.value}: {each.expectation}" for each in line.problems)
            rows.append((line.row, "refused", text))
        elif line.changes:
            rows.append((line.row, "changed", f"{line.cells['name']}: {'; '.join(line.changes)}"))
    lots, groups = ([line for line in good if line.is_people == is_people] for is_people in (False, True))
    tonnes = sum(float(each.cells.get("count", 0)) * float(each.cells.get("weight_t", 0)) for each in lots)
    tonnes += sum(float(each.cells.get("total_t", 0)) for each in lots)
    return Imported(
        _rows(lots) if lots else None,
        _rows(groups) if groups else None,
        tuple(_head(grid, header, wishes, lines)),
        tuple(sorted(rows)),
        tuple(refused),
        (len(lots), _sum(lots), tonnes, len(groups), _sum(groups)),
    )


def _grid(path: Path, wishes: Wishes) -> Grid:
    """Return the grid of a workbook or text file."""
    raw = read_bytes(path, "csv", named=True)
    if raw.startswith(PACKED):
        return read_workbook(path, raw, wishes.sheet)
    if wishes.sheet is not None:
        problem = Problem("command line", None, "--sheet", f'"{wishes.sheet}"', "expected a workbook; this is not one")
        raise ListError([problem])
    return read_csv_grid(path, raw)


def _counts(line: Line) -> bool:
    return not line.left_out and not line.problems


def _sum(lines: Iterable[Line]) -> int:
    return sum(int(float(line.cells.get("count", 0))) for line in lines)


def _with_weight(grid: Grid, header: Header) -> Header:
    """Return the header with a plain weight as that of one item; raise an error if rows have several items."""
    if WEIGHT not in header.keys:
        return header
    (at,) = header.keys[WEIGHT]
    if "weight_t" in header.keys:
        text = "expected one weight; another column is the weight of one item: give --column weight_t=HEADER"
        raise ListError([Problem(grid.file, header.row, header.columns[at].name, None, text)])
    for counts in header.keys.get("count", ()):
        if any(str(grid.rows[row].get(counts, 1)) not in ("1", "1.0") for row in grid.rows if row > header.last):
            name = header.columns[at].name
            text = "of one item, or of all items of the row? sim does not guess: give "
            text += f"--column 'weight_t={name}' or --column 'total_weight={name}'"
            raise ListError([Problem(grid.file, header.row, name, None, text)])
    columns = {**header.columns, at: replace(header.columns[at], key="weight_t")}
    keys = {("weight_t" if key == WEIGHT else key): places for key, places in header.keys.items()}
    return replace(header, columns=columns, keys=keys)


def _refuse_hidden(grid: Grid, data: Sequence[int], wishes: Wishes) -> None:
    hidden = [row for row in data if row in grid.hidden]
    if hidden and wishes.hidden is None:
        shown = ", ".join(map(str, hidden[:10])) + (" ..." if len(hidden) > 10 else "")
        text = f"expected a choice for {len(hidden)} hidden rows ({shown}): give --hidden read or --hidden skip"
        raise ListError([Problem(grid.file, hidden[0], "", None, text)])


def _refuse_unwanted(grid: Grid, line: Line, wishes: Wishes) -> None:
    """Add a problem to a row of a kind for which no file was named."""
    if not _counts(line):
        return
    if line.is_people and not wishes.people:
        text = "these are people: name a file for their roster with --people FILE"
        line.problems.append(Problem(grid.file, line.row, "people", line.cells.get("count"), text))
    if not line.is_people and not wishes.equipment:
        text = "this is equipment: name a file for its manifest with -o FILE"
        line.problems.append(Problem(grid.file, line.row, "name", line.cells.get("name"), text))


def _name(grid: Grid, lines: Iterable[Line]) -> None:
    """Add a problem to rows without a valid name."""
    for line in filter(_counts, lines):
        name = line.cells.get("name", "")
        if not name or len(name) > LONGEST_NAME or "\0" in name:
            text = f"expected a name of 1 to {LONGEST_NAME} letters"
            line.problems.append(Problem(grid.file, line.row, "name", name or None, text))


def _disarm(lines: Iterable[Line]) -> None:
    """Put an apostrophe before each text that a spreadsheet would read as a formula when it opens the manifest."""
    for line in filter(_counts, lines):
        for key, text in line.cells.items():
            if text.startswith(FORMULA) and not PLAIN.fullmatch(text):
                line.cells[key] = f"'{text}"
                line.changes.append(
                    f"{key}: an apostrophe before {text}, so that no spreadsheet interprets it as a formula"
                )


def _merge(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Merge rows that differ only in their count, number other rows of one name, and return the merged rows."""
    said: list[tuple[int, str]] = []
    first: dict[tuple[bool, str], Line] = {}
    alike: dict[tuple[bool, str, frozenset[tuple[str, str]]], Line] = {}
    last: dict[str, int] = {}
    names = {line.cells["name"] for line in lines if _counts(line)}
    for line in filter(_counts, lines):
        name = line.cells["name"]
        rest = frozenset((key, text) for key, text in line.cells.items() if key not in ("count", "source", "name"))
        twin = alike.setdefault((line.is_people, name, rest), line)
        if twin is not line and "count" in line.cells and "count" in twin.cells:
            both = f"{twin.cells['count']} + {line.cells['count']}"
            twin.cells["count"] = str(int(float(twin.cells["count"])) + int(float(line.cells["count"])))
            said.append((line.row, f"{name}: merged into row {twin.row}, which is otherwise the same: count {both}"))
            line.left_out = "merged"
        elif (one := first.setdefault((line.is_people, name), line)) is not line:
            number = next(n for n in count(last.get(name, 1) + 1) if f"{name} ({n})" not in names)
            last[name] = number
            line.cells["name"] = f"{name} ({number})"
            names.add(line.cells["name"])
            line.changes.insert(0, f"renamed because row {one.row} has the name {name} and other values")
    return said


def _state(lines: Sequence[Line], wishes: Wishes) -> None:
    """Apply the values that the user stated for single entries by name."""
    by_name: dict[str, list[Line]] = {}
    for line in filter(_counts, lines):
        by_name.setdefault(line.cells["name"], []).append(line)
    problems = []
    for (name, key), text in wishes.stated.items():
        if name not in by_name:
            said = "expected the name of a lot or group as in the manifest"
            problems.append(Problem("command line", None, f"--set {name}.{key}", text, said))
        for line in by_name.get(name, ()):
            line.cells[key.removeprefix("people.")] = text
            line.changes.append(f"{key}: {text} (--set)")
    if problems:
        raise ListError(problems)


def _judge(grid: Grid, lines: Sequence[Line], listed: Listed) -> None:
    """Check each line as a manifest is checked; problems name the row of the list."""
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
            place = (listed.section, line.cells["name"])
            errors = [{**each, "loc": (*place, *each["loc"])} for each in error.errors(include_url=False)]
            for each in explain(cast("list[ErrorDetails]", errors)):
                found = replace(each, path=each.path[2:])
                key, cure = dotted(found.path), ""
                if found.expectation.startswith("missing") and len(found.path) == 1:
                    cure = f"; give --column {key}=HEADER or --fill {'people.' if line.is_people else ''}{key}=VALUE"
                text = found.expectation + cure
                line.problems.append(Problem(grid.file, line.row, key, found.value, text, found.suggestion))


def _once(problems: Sequence[Problem], header: Header) -> list[Problem]:
    """Return the problems, with a key that several rows lack because no column has it reported once, at the header."""
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
    """Return the header and the rows of lines, with all columns that any of them has."""
    keys = {key for line in lines for key in line.cells}
    rest = [key for line in lines for key in line.cells if key not in (*FIRST, "source")]
    columns = (*(key for key in FIRST if key in keys), *dict.fromkeys(rest), "source")
    return (columns, *(tuple(line.cells.get(key, "") for key in columns) for line in lines))


def _head(grid: Grid, header: Header, wishes: Wishes, lines: Sequence[Line]) -> Iterable[str]:
    """Yield lines on how the list was read."""
    units = f" and {header.last} with units" if header.last != header.row else ""
    yield f"{grid.file}: {len(lines)} rows below the header in row {header.row}{units}"
    above = [row for row in grid.rows if row < header.row]
    if above:
        yield f"  rows above the header are left out: {', '.join(map(str, above))}"
    yield from (f"  {note}" for note in grid.notes)
    used: set[int] = set()
    idle = {HEIGHT} if wishes.position else {HEIGHT, LENGTH, WIDTH}
    for key, places in header.keys.items():
        if key in idle:
            continue
        used |= set(places)
        first = header.columns[places[0]]
        unit = f", in {first.unit} ({first.where})" if first.unit else ""
        all_of = " (the weight of all items of a row)" if key == TOTAL else ""
        yield f"  {key} is {' + '.join(header.columns[at].name for at in places)}{unit}{all_of}"
    sized = all({side, f"{side}_m"} & set(header.keys) for side in (LENGTH, WIDTH))
    if wishes.position and sized and "pallets" not in header.keys:
        yield f"  pallets: positions of {wishes.position[2]}, enough for the floor area of an item and its longer side"
    if "count" not in header.keys and "count" not in wishes.fills and any(not line.is_people for line in lines):
        yield "  count is 1 in each row: no column states a number"
    yield from (f"  {key} is {text} where the list states none (--fill)" for key, text in wishes.fills.items())
    unused = [column.name for at, column in header.columns.items() if at not in used]
    if unused:
        yield f"  not used: {', '.join(unused)}"
