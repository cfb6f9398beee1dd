"""Turn errors of SQLite and of the file system into a `ResultsError` with the path and, where possible, a remedy."""

import errno
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import ResultsError

__all__ = ["explained"]

# Error numbers of a full disk and of an exceeded disk quota
FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


@contextmanager
def explained(place: Path | str) -> Iterator[None]:
    """Turn errors of SQLite and of the file system in a `with` block into a `ResultsError` that names `place`."""
    if "\0" in str(place):
        raise ResultsError(f"{str(place)!r}: expected a path without a NUL character")
    try:
        yield
    except sqlite3.Error as error:
        raise ResultsError(_database(place, error)) from error
    except (zlib.error, UnicodeDecodeError) as error:  # messages of SQLite repeat names, which may not be UTF-8
        raise ResultsError(_damaged(place, error)) from error
    except OSError as error:
        if error.errno in FULL:
            raise ResultsError(_full(place)) from error
        if isinstance(error, NotADirectoryError | FileExistsError):
            what = "expected a folder, or an unused name; this is a file"
            raise ResultsError(f"{_file_in(Path(place))}: {what}") from error
        raise ResultsError(f"{place}: {error.strerror or error}") from error


def _database(place: Path | str, error: sqlite3.Error) -> str:
    """Return the message for an error of SQLite."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None  # the higher bits only give details
    if primary == sqlite3.SQLITE_FULL:
        return _full(place)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"{place} is locked by another program; close that program and run again"
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"{place} cannot be opened or written: {error}; choose another folder"
    if primary == sqlite3.SQLITE_IOERR:
        return f"{place}: disk error ({error}); what was stored before is kept"
    return _damaged(place, error)


def _file_in(place: Path) -> Path:
    """Return the first part of a path that exists but is not a folder; the whole path if there is no such part."""
    parts = (*reversed(place.parents), place)
    return next((part for part in parts if os.path.lexists(part) and not part.is_dir()), place)


def _full(place: Path | str) -> str:
    return f"the disk is full: {place} cannot be written; what was stored before is kept; make space and run again"


def _damaged(place: Path | str, error: Exception) -> str:
    return f"{place} is damaged ({error}); delete it or run with --overwrite to start the study again"
