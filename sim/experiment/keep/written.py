"""The one writer of files: whole or not at all, never through a link that somebody laid, cells that no sheet runs."""

import csv
import os
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

from sim.experiment.keep.own import inside
from sim.experiment.keep.trouble import explained

__all__ = ["UNTIL_READY", "csv_line", "csv_text", "own_folder", "write_bytes", "write_text"]

UNTIL_READY: Final = ".{}.part"
"""Name of a file that is being written."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings by which a spreadsheet takes a cell for a formula."""
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write a file of text in UTF-8; as `write_bytes`."""
    write_bytes(path, (part.encode("utf-8", "backslashreplace") for part in parts))


def write_bytes(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file under another name first, then put it in place: nobody ever sees half of it.

    Raises
    ------
    ResultsError
        The disk is full, or the folder cannot be written; what was there before is untouched.

    Notes
    -----
    The draft is a new file: what lies in its place, a link perhaps, is removed and not written through. A link in the
    place of the file itself is replaced.
    """
    draft = path.with_name(UNTIL_READY.format(path.name))
    with explained(path):
        try:
            with os.fdopen(_new(draft), "wb") as file:
                file.writelines(parts)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def own_folder(path: Path) -> None:
    """Make a folder inside a results folder; one that is a link, which leads elsewhere, is refused.

    Raises
    ------
    ResultsError
        It is a link, or cannot be made.
    """
    with explained(path):
        inside(path)
        path.mkdir(parents=True, exist_ok=True)


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV; as `csv_line`."""
    return "".join(map(csv_line, rows))


def csv_line(cells: Sequence[Any]) -> str:
    """Return a line of CSV, in which a text that a spreadsheet would take for a formula begins with an apostrophe."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(map(_cell, cells))
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return a cell as it is written: numbers stay numbers, also where they are text."""
    if not isinstance(value, str) or not value.startswith(FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def _new(draft: Path) -> int:
    """Open a file that was not there; what an earlier run left in its place goes first."""
    for _ in range(2):
        try:
            return os.open(draft, NEW, 0o666)
        except FileExistsError:
            draft.unlink()
    return os.open(draft, NEW, 0o666)
