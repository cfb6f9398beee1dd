"""Write files completely or not at all, never through a link, and with CSV cells that no spreadsheet executes."""

import csv
import os
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.own import inside

__all__ = ["UNTIL_READY", "csv_line", "csv_text", "own_folder", "write_bytes", "write_text"]

UNTIL_READY: Final = ".{}.part"
"""Name of a file while it is being written."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet treat a cell as a formula."""
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Flags with which a file that must not exist yet is created."""


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write a text file in UTF-8, like `write_bytes`."""
    write_bytes(path, (part.encode("utf-8", "backslashreplace") for part in parts))


def write_bytes(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file under another name first, then move it into place, so that it is never seen half-written.

    Raises
    ------
    ResultsError
        The disk is full, or the folder cannot be written; an existing file is unchanged.

    Notes
    -----
    The draft is a new file: anything at its path, such as a link, is removed and not followed. A link at the path of
    the file itself is replaced.
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
    """Create a folder inside a results folder; a link, which leads elsewhere, is refused.

    Raises
    ------
    ResultsError
        The folder is a link, or cannot be created.
    """
    with explained(path):
        inside(path)
        path.mkdir(parents=True, exist_ok=True)


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV, like `csv_line`."""
    return "".join(map(csv_line, rows))


def csv_line(cells: Sequence[Any]) -> str:
    """Return a line of CSV; text that a spreadsheet would treat as a formula gets a leading apostrophe."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(map(_cell, cells))
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return a cell as `csv_line` writes it: a number given as text, such as "-1.5", stays a number."""
    if not isinstance(value, str) or not value.startswith(FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def _new(draft: Path) -> int:
    """Create a file and return its descriptor; anything that an earlier run left at its path is removed first."""
    for _ in range(2):
        try:
            return os.open(draft, NEW, 0o666)
        except FileExistsError:
            draft.unlink()
    return os.open(draft, NEW, 0o666)
