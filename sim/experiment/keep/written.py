"""Write files completely or not at all, and never through a link; make CSV in which no cell is a formula."""

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
"""Name of the draft of a file, into which the content is written first."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Characters that, at the beginning of a cell, make a spreadsheet treat it as a formula."""
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Flags to open a new file for writing; opening fails if the path exists."""


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write a text file in UTF-8, as `write_bytes` does; a surrogate is written as a backslash and its number."""
    write_bytes(path, (part.encode("utf-8", "backslashreplace") for part in parts))


def write_bytes(path: Path, parts: Iterable[bytes]) -> None:
    """Write a draft beside the file, then rename the draft, so that nobody reads a file that is half written.

    Raises
    ------
    ResultsError
        The draft cannot be written or renamed, for example because the disk is full; an existing file is unchanged.

    Notes
    -----
    A file or link at the path of the draft is removed first. A link at the path of the file is replaced, not followed.
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
    """Create a folder inside a results folder, unless it exists; refuse a link at its path.

    Raises
    ------
    ResultsError
        The folder is a link, or cannot be created.
    """
    with explained(path):
        inside(path)
        path.mkdir(parents=True, exist_ok=True)


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as lines of CSV (`csv_line`)."""
    return "".join(map(csv_line, rows))


def csv_line(cells: Sequence[Any]) -> str:
    """Return a line of CSV; a text that a spreadsheet would treat as a formula gets a leading apostrophe.

    A number that is given as text, such as "-1.5", stays as it is.
    """
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(map(_cell, cells))
    return text.getvalue()


def _cell(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def _new(draft: Path) -> int:
    """Create a file and return its descriptor; a file or link at its path is removed first."""
    for _ in range(2):
        try:
            return os.open(draft, NEW, 0o666)
        except FileExistsError:
            draft.unlink()
    return os.open(draft, NEW, 0o666)
