"""A sheet of a workbook (.xlsx, .xlsm) as a grid, with merged cells, hidden rows and values of formulas."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

from sim.config.lists.grid import Cell, Grid, Span
from sim.domain.check.finding import nearest
from sim.errors import ListError, Problem

__all__ = ["read_workbook"]

MOST_UNPACKED = 1_000_000_000
"""Largest size of a workbook after decompression [bytes]."""
MISSING = "expected the package openpyxl, which reads workbooks: pip install openpyxl, or save the sheet as CSV UTF-8"


def read_workbook(path: Path, raw: bytes, sheet: str | None) -> Grid:
    """Return one sheet of a workbook.

    Parameters
    ----------
    path
        The file as the user named it.
    raw
        The bytes of the file.
    sheet
        Name of the sheet; None for the only visible sheet that has cells.

    Raises
    ------
    ListError
        openpyxl is not installed; the file is not a workbook, is damaged or is too large; the sheet does not exist or
        is empty; no sheet is named, and not exactly one visible sheet has cells.
    """
    try:
        import openpyxl
    except ImportError:
        raise _wrong(path, MISSING) from None
    _refuse_bombs(path, raw)
    stated = _opened(openpyxl, path, raw, values=False)
    shown = {each.title: each for each in stated.worksheets}
    chosen = shown[_chosen(path, list(shown.values()), sheet)]
    cells = chosen._cells  # the cells in the file; openpyxl's public methods would add the empty cells between them
    has_formulas = any(cell.data_type == "f" for cell in cells.values())
    values = _opened(openpyxl, path, raw, values=True)[chosen.title]._cells if has_formulas else cells
    rows: dict[int, dict[int, Cell]] = {}
    faults: dict[tuple[int, int], str] = {}
    formulas: set[int] = set()
    for (row, column), cell in sorted(cells.items(), key=lambda each: each[0]):
        place = (row, column - 1)
        value = values[row, column].value if (row, column) in values else None
        if cell.data_type == "f":
            formulas.add(column)
            if value is None:
                text = f"the formula {str(cell.value)[:40]} has no value in the file: "
                faults[place] = text + "open the file in a spreadsheet and save it"
                value = str(cell.value)
        if isinstance(value, str):
            value = value.strip()
            if cell.data_type == "e" or (value.startswith("#") and value.rstrip("!?/A0").isupper()):
                faults[place] = f"a spreadsheet formula failed here ({value})"
        if value is not None and value != "":
            rows.setdefault(row, {})[column - 1] = value
    merged: dict[tuple[int, int], Span] = {}
    for span in chosen.merged_cells.ranges:
        top = rows.get(span.min_row, {}).get(span.min_col - 1)
        if top is None or span.max_row - span.min_row > len(rows) + 1000 or span.max_col - span.min_col > 1000:
            continue
        for row in range(span.min_row, span.max_row + 1):
            for column in range(span.min_col - 1, span.max_col):
                rows.setdefault(row, {})[column] = top
                merged[row, column] = (span.min_row, span.min_col - 1, span.max_row, span.max_col - 1)
    hidden = frozenset(row for row in rows if row in chosen.row_dimensions and chosen.row_dimensions[row].hidden)
    notes = [f"sheet {chosen.title}"] if len(shown) > 1 else []
    if formulas:
        notes.append("formulas are read as the values that are stored in the file")
    columns = [name for name, each in chosen.column_dimensions.items() if each.hidden]
    if columns:
        notes.append(f"hidden columns are read like all others: {', '.join(sorted(columns))}")
    if not rows:
        raise _wrong(path, f"expected a list; sheet {chosen.title} is empty")
    return Grid(f"{path} [{chosen.title}]", rows, ";", faults, merged, hidden, notes=tuple(notes))


def _opened(openpyxl: Any, path: Path, raw: bytes, *, values: bool) -> Any:
    """Return a workbook; if `values`, each formula is replaced by its stored value."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the warnings are about features that openpyxl would not write back
            return openpyxl.load_workbook(io.BytesIO(raw), data_only=values)
    except Exception as error:  # openpyxl raises any error of its parsers: KeyError, BadZipFile, ParseError
        text = f"expected a workbook (.xlsx); this one cannot be read ({type(error).__name__}): save it again"
        raise _wrong(path, f"{text} as .xlsx, or as CSV UTF-8") from None


def _refuse_bombs(path: Path, raw: bytes) -> None:
    """Raise an error for a file that is not a ZIP archive, is an .ods, or is too large after decompression."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            names = set(packed.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        raise _wrong(path, "expected a workbook (.xlsx); this file is damaged or cut short") from None
    if size > MOST_UNPACKED:
        raise _wrong(path, f"expected a workbook of at most {MOST_UNPACKED // 1_000_000} MB after decompression")
    if "content.xml" in names:
        raise _wrong(path, "expected a workbook of the form .xlsx; this is an .ods: save it as .xlsx or as CSV UTF-8")


def _chosen(path: Path, sheets: list[Any], asked: str | None) -> str:
    """Return the name of the sheet to be read: the one that the user names, or the only visible one with cells."""
    names = [each.title for each in sheets]
    if asked is not None:
        if asked not in names:
            text = f"expected a sheet of {path}: {', '.join(names)}"
            raise ListError([Problem("command line", None, "--sheet", f'"{asked}"', text, nearest(asked, names))])
        return asked
    full = [each.title for each in sheets if each.sheet_state == "visible" and each._cells]
    if len(full) > 1:
        raise _wrong(path, f"expected the name of the sheet with the list: give --sheet with one of {', '.join(full)}")
    if not full:
        unseen = [each.title for each in sheets if each.sheet_state != "visible" and each._cells]
        hidden = f" (hidden: {', '.join(unseen)}; give --sheet to read one of them)" if unseen else ""
        raise _wrong(path, f"expected a sheet with cells; no visible sheet has any{hidden}")
    return str(full[0])


def _wrong(path: Path, text: str) -> ListError:
    """Return the error about a file."""
    return ListError([Problem(str(path), None, "", None, text)])
