"""The header of a list: its row, and the meaning and the unit of each column."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sim.config.cell import CellError
from sim.config.lists.grid import Grid, shown_cell
from sim.config.lists.keys import LENGTH, OWN, SIZES, TOTAL, WEIGHT, WEIGHTS, WIDTH, key_meant, plain
from sim.config.lists.quantity import number_of, split_unit, unit_words
from sim.config.lists.wishes import Wishes
from sim.domain.check.finding import nearest
from sim.errors import ListError, Problem

__all__ = ["Column", "Header", "find_header"]

LOOKED_AT = 60
"""Number of rows in which a header is looked for."""
PARENTHESES = re.compile(r"(.*?)[\s_,/-]*[(\[]\s*([^()\[\]]*?)\s*[)\]]\s*", re.DOTALL)
"""A header with a unit in parentheses: "Weight (lbs)"."""
LAST_WORD = re.compile(r"(.*\S)[\s_,/]+([A-Za-z]+\.?)\s*", re.DOTALL)
"""A header whose last word may be a unit: "Weight lbs"."""
WEIGHED = {"weight_t", WEIGHT, TOTAL}
"""Keys of which a row states only one; if the user names a column for one of them, no column of the others is used."""
MEASURES = {*WEIGHTS, *SIZES, LENGTH, WIDTH, "height"}
"""Keys whose columns have a unit."""


@dataclass(frozen=True)
class Column:
    """One column of a list.

    Attributes
    ----------
    name
        Its header as shown.
    key
        Key of its cells; None if the column is not used.
    unit
        Unit of its cells; empty if it has none.
    where
        What states the unit, in words: "the header says it".
    """

    name: str
    key: str | None
    unit: str = ""
    where: str = ""


@dataclass(frozen=True)
class Header:
    """The header of a list.

    Parameters
    ----------
    row
        Row of the header.
    last
        Last row of the header: the row below `row` if that states units, otherwise `row` itself.
    columns
        Number of a column, counted from 0 -> column.
    keys
        Key -> numbers of its columns, in order; only `name` may have several columns.
    """

    row: int
    last: int
    columns: dict[int, Column]
    keys: dict[str, tuple[int, ...]]


def find_header(grid: Grid, wishes: Wishes) -> Header:
    """Return the header of a list.

    Raises
    ------
    ListError
        No header is found, no column has names, two columns could be the same key, a column lacks a unit, or an option
        does not fit the list.
    """
    row = _row(grid, wishes)
    texts = _texts(grid, row)
    units, last = _units_below(grid, row, texts)
    columns = {number: _column(text, above, units.get(number, "")) for number, (text, above) in texts.items()}
    problems: list[Problem] = []
    columns, keys = _as_wished(grid, row, columns, wishes, problems)
    for number, column in columns.items():
        if column.key is None:
            continue
        if keys.setdefault(column.key, (number,)) != (number,) and number not in keys[column.key]:
            others = " and ".join(columns[each].name for each in (*keys[column.key], number))
            text = f"expected one column for {column.key}; {others} are candidates: give --column {column.key}=HEADER"
            problems.append(Problem(grid.file, row, column.name, None, text))
    needed = {*WEIGHTS, *SIZES, *((LENGTH, WIDTH) if wishes.position is not None else ())}
    for number, column in columns.items():
        if column.key is not None and column.key in needed and not column.unit and number in keys.get(column.key, ()):
            problems += _unit_missing(grid, last, number, column)
    if "name" not in keys:
        text = "expected a column with names; give --column name=HEADER with one of "
        problems.append(Problem(grid.file, row, "name", None, text + ", ".join(each.name for each in columns.values())))
    if problems:
        raise ListError(problems)
    return Header(row, last, columns, keys)


def _texts(grid: Grid, row: int) -> dict[int, tuple[str, str]]:
    """Return number of a column -> (its header, the header of its group of columns in the row above, or "")."""
    cells = grid.rows.get(row, {})
    found = {}
    for number, cell in cells.items():
        above, span = "", grid.merged.get((row - 1, number))
        own = grid.merged.get((row, number))
        if own is not None and own[3] > own[1] and own[1] != number and own[0] == row:
            continue  # a merged cell of this row is the header of its first column only
        if span is not None and span[2] == row - 1 and 0 < span[3] - span[1] < len(cells) - 1:
            above = shown_cell(grid.rows[row - 1][number])
        found[number] = (shown_cell(cell), above)
    return found


def _row(grid: Grid, wishes: Wishes) -> int:
    """Return the row of the header.

    It is the row that the user states, or else the first row with two known columns. If there is none, one known column
    is enough in a row with a single cell, or if the user names columns. If the row directly below has more known
    columns, it is the header instead, and so on. Columns that the user names count as known.
    """
    if wishes.header is not None:
        if wishes.header not in grid.rows:
            text = f"expected a row of {grid.file} with cells"
            problem = Problem("command line", None, "--header", str(wishes.header), text)
            raise ListError([problem])
        return wishes.header
    asked = {plain(part) for text in wishes.columns.values() for part in (text, *text.split("+"))}

    def score(row: int) -> int:
        """Return the number of cells of a row that are headers of known columns."""
        found = [_column(*each, "").key is not None or plain(each[0]) in asked for each in _texts(grid, row).values()]
        return sum(found)

    rows = sorted(grid.rows)[:LOOKED_AT]
    for least in (2, 1):
        for position, row in enumerate(rows):
            if (best := score(row)) >= least and (least == 2 or len(grid.rows[row]) == 1 or asked):
                while position + 1 < len(rows) and rows[position + 1] == row + 1 and score(rows[position + 1]) > best:
                    position, row = position + 1, rows[position + 1]
                    best = score(row)
                return row
    text = f"expected a header; none of the first {len(rows)} rows with cells has two known columns, such as name, "
    text += "site, category, count or weight: give --header ROW, and --column KEY=HEADER for each column to be read"
    raise ListError([Problem(grid.file, rows[0], "", None, text)])


def _column(text: str, above: str, below: str) -> Column:
    """Return the column of a header, with the unit that the header, the row below or the group header above states."""
    name = f"{above} / {text}" if above else text
    head, unit = _head(text)
    key = key_meant(text) or key_meant(head) or (key_meant(f"{above} {head}") if above else None)
    if key in (*WEIGHTS, *SIZES) and key not in OWN and key_meant(text) == key and plain(text) == plain(key):
        return Column(name, key, below or _unit_of(key)[0], _unit_of(key)[1])
    unit, where = (unit, "the header says it") if unit else (below, "the row below says it") if below else ("", "")
    if not unit and above:
        unit, where = _head(above)[1], "the header above says it"
    if key is not None and key not in MEASURES:
        return Column(name, key)
    return Column(name, key, unit, where if unit else "")


def _unit_of(key: str) -> tuple[str, str]:
    """Return the unit of a key such as `weight_t`, and a text such as "the key says tonnes"."""
    if key not in SIZES:
        return "t", "the key says tonnes"
    return ("m3", "the key says cubic metres") if key == "volume_m3" else ("m", "the key says metres")


def _head(text: str) -> tuple[str, str]:
    """Return a header without its unit, and the unit; the unit is "" if the header states none that is known."""
    for form in (PARENTHESES, LAST_WORD):
        found = form.fullmatch(text)
        if found is not None:
            try:
                return found[1].strip(), unit_words(found[2])
            except CellError:
                if form is PARENTHESES:
                    return found[1].strip(), ""
    return text, ""


def _units_below(grid: Grid, row: int, texts: dict[int, tuple[str, str]]) -> tuple[dict[int, str], int]:
    """Return number of a column -> unit in the row below a header, and the last row of the header.

    If the row below has any text that is neither a unit nor a word such as "each", this row is not part of the header.
    """
    cells = grid.rows.get(row + 1, {})
    found = {}
    for number, cell in cells.items():
        word = shown_cell(cell).strip("()[] ")
        if word.casefold() in ("ea", "each", "no", "no.", "text", "-"):
            continue
        try:
            found[number] = unit_words(word)
        except CellError:
            return {}, row
    return (found, row + 1) if found and set(found) <= set(texts) else ({}, row)


def _as_wished(
    grid: Grid, row: int, columns: dict[int, Column], wishes: Wishes, problems: list[Problem]
) -> tuple[dict[int, Column], dict[str, tuple[int, ...]]]:
    """Return the columns with the keys and units that the user states, and key -> columns for these keys.

    Options that do not fit the list are added to the problems.
    """
    keys: dict[str, tuple[int, ...]] = {}
    taken = {*wishes.columns, *(WEIGHED if WEIGHED & set(wishes.columns) else ())}
    columns = {number: replace(each, key=None) if each.key in taken else each for number, each in columns.items()}
    for key, text in wishes.columns.items():
        single = _named(columns, text)
        parts = [single] if single is not None else [_named(columns, part) for part in text.split("+")]
        missing = [part for part, number in zip(text.split("+"), parts, strict=False) if number is None]
        if missing:
            names = [each.name for each in columns.values()]
            expected = f"expected a header of row {row}: {', '.join(names)}"
            near = nearest(missing[0].strip(), names)
            problems.append(Problem("command line", None, f"--column {key}", f'"{missing[0].strip()}"', expected, near))
            continue
        places = tuple(number for number in parts if number is not None)
        if len(places) > 1 and key != "name":
            expected = "expected one column; only a name may combine several"
            problems.append(Problem("command line", None, f"--column {key}", f'"{text}"', expected))
        keys[key] = places
        for number in places:
            unit, where = columns[number].unit, columns[number].where
            if not unit:
                unit, where = _head(columns[number].name)[1], "the header says it"
            columns[number] = replace(columns[number], key=key, unit=unit if key in MEASURES else "", where=where)
            if key in (*WEIGHTS, *SIZES) and not unit and plain(columns[number].name) == key:
                columns[number] = replace(columns[number], unit=_unit_of(key)[0], where=_unit_of(key)[1])
    for text, unit in wishes.units.items():
        named = _named(columns, text)
        if named is None:
            names = [each.name for each in columns.values()]
            expected = f"expected a header of row {row}: {', '.join(names)}"
            problems.append(Problem("command line", None, "--unit", f'"{text}"', expected, nearest(text, names)))
        elif columns[named].key not in MEASURES:
            what = f"is read as {columns[named].key}" if columns[named].key else "is not read: give --column too"
            expected = f"expected a column of weights, lengths or volumes; this one {what}"
            problems.append(Problem("command line", None, "--unit", f'"{text}"', expected))
        else:
            columns[named] = replace(columns[named], unit=unit, where="--unit says it")
    return columns, keys


def _named(columns: dict[int, Column], text: str) -> int | None:
    """Return the number of the first column with the header `text`, with or without its group header; None if none."""
    wanted = " ".join(text.split())
    for form in (lambda each: each, str.casefold):
        found = [
            number
            for number, each in columns.items()
            if form(wanted) in (form(each.name), form(each.name.split(" / ")[-1]))
        ]
        if found:
            return found[0]
    return None


def _unit_missing(grid: Grid, last: int, number: int, column: Column) -> list[Problem]:
    """Return the problem that a column has no unit; an empty list if each number in it states its own unit."""
    for row, cells in grid.rows.items():
        if row > last and number in cells and not split_unit(cells[number])[1]:
            try:
                number_of(cells[number], ",", None)
            except CellError:
                continue
            long = column.key in SIZES or (column.key in OWN and column.key not in (WEIGHT, TOTAL))
            units = "ft3 or m3" if column.key == "volume_m3" else "in, ft, cm or m" if long else "lb, kg, t or ston"
            option = f"--unit '{column.name}=UNIT'"
            text = f"the header states no unit that sim knows; sim does not guess: give {option} (UNIT: {units})"
            return [Problem(grid.file, last, column.name, None, text)]
    return []
