"""Refuse links, and anything else that is not a file, at the paths of the files of a results folder."""

import errno
import os
import stat
from pathlib import Path
from typing import Final

from sim.errors import ResultsError
from sim.experiment.keep.disk_errors import explained

__all__ = ["BESIDE", "inside", "own_database", "own_file", "read_own"]

BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""Endings of the files that SQLite opens for one database."""
MOST: Final = 512_000_000
"""Size of the largest file that `read_own` reads, in bytes."""
LINK: Final = "expected a file of this folder; this is a link that leads elsewhere: remove it"


def own_file(place: Path) -> None:
    """Check that a path, if it exists, is a file.

    Raises
    ------
    ResultsError
        The path is a link, a folder, a pipe, a device or a socket.
    """
    try:
        kind = os.lstat(place).st_mode
    except (OSError, ValueError):  # the path does not or cannot exist; whoever opens it gets an error
        return
    if stat.S_ISLNK(kind):
        raise ResultsError(f"{place}: {LINK}")
    if not stat.S_ISREG(kind):
        raise ResultsError(f"{place}: expected a file; this is a folder, a device, a pipe or a socket: remove it")


def own_database(place: Path | str) -> None:
    """Check with `own_file` a database and all files that SQLite opens beside it.

    If `place` is a str, the database is in memory and nothing is checked.
    """
    if isinstance(place, Path):
        for ending in BESIDE:
            own_file(place.with_name(f"{place.name}{ending}"))


def inside(place: Path) -> None:
    """Check that a folder inside a results folder is not a link.

    Raises
    ------
    ResultsError
        The folder is a link.
    """
    if place.is_symlink():
        raise ResultsError(f"{place}: expected a folder; this is a link that leads elsewhere: remove it")


def read_own(place: Path) -> bytes:
    """Return the content of a file of a results folder.

    Raises
    ------
    ResultsError
        As for `own_file`; or the file cannot be read, or has more than `MOST` bytes.
    """
    own_file(place)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with explained(place), os.fdopen(os.open(place, flags), "rb") as file:
        content = file.read(MOST + 1)
        if len(content) > MOST:
            raise OSError(errno.EFBIG, f"expected a file of at most {MOST / 1e6:,.0f} MB")
        return content
