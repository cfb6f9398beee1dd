"""Helpers that write a planner's list into an empty folder and import it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from sim.config.lists import Imported, import_list, wishes_of
from sim.experiment.keep.written import csv_text


def brought(text: str | bytes, skip_bad: bool = False, **wishes: Any) -> Imported:
    """Write a list with this text to list.csv and import it."""
    Path("list.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_list(Path("list.csv"), wishes_of(**wishes), skip_bad=skip_bad)


def lots(found: Imported) -> dict[str, dict[str, str]]:
    """Return the rows of the imported manifest by the name of the lot, without blank cells."""
    rows = csv.DictReader(io.StringIO(csv_text(found.manifest or ())))
    return {row["name"]: {key: cell for key, cell in row.items() if cell} for row in rows}


def workbook(fill: Callable[[Any], None], name: str = "list.xlsx") -> Path:
    """Write a workbook whose first sheet is filled by a function; return its path."""
    book = openpyxl.Workbook()
    fill(book.active)
    book.save(name)
    return Path(name)
