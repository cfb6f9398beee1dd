"""What SQLite and the disk complain about, in words that name the cure."""

import errno
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import ResultsError

__all__ = ["explained"]

FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


@contextmanager
def explained(place: Path | str) -> Iterator[None]:
    """Turn the complaints of SQLite and of the disk about a place into a `ResultsError`."""
    if "\0" in str(place):
        raise ResultsError(f"{str(place)!r}: expected a path without a NUL in it")
    try:
        yield
    except sqlite3.Error as error:
        raise ResultsError(_database(place, error)) from error
    except (zlib.error, UnicodeDecodeError) as error:  # SQLite repeats names that it cannot read in its complaints
        raise ResultsError(_damaged(place, error)) from error
    except OSError as error:
        if error.errno in FULL:
            raise ResultsError(_full(place)) from error
        if isinstance(error, NotADirectoryError | FileExistsError):
            raise ResultsError(
                f"{place}: expected a folder, or a place to make one; a file stands in the way"
            ) from error
        raise ResultsError(f"{place}: {error.strerror or error}") from error


def _database(place: Path | str, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None  # the rest of the code says which call it was
    if primary == sqlite3.SQLITE_FULL:
        return _full(place)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"{place} is held by another program; close it and run again"
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"{place} cannot be written: {error}; name another folder"
    if primary == sqlite3.SQLITE_IOERR:
        return f"{place}: the disk failed ({error}); what was stored before is kept"
    return _damaged(place, error)


def _full(place: Path | str) -> str:
    return f"the disk is full: {place} takes no more; what was stored before is kept, make room and run again"


def _damaged(place: Path | str, error: Exception) -> str:
    return f"{place} is damaged ({error}); delete it or run with --overwrite, and the study starts anew"
