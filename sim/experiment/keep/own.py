"""Files of a results folder are files of that folder: a link, a pipe or a folder in the place of one is refused."""

import errno
import os
import stat
from pathlib import Path
from typing import Final

from sim.errors import ResultsError
from sim.experiment.keep.trouble import explained

__all__ = ["BESIDE", "inside", "own_database", "own_file", "read_own"]

BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""Endings of the files that SQLite opens for one database."""
MOST: Final = 512_000_000
"""Bytes up to which a file beside the database is read."""
LINK: Final = "expected a file of this folder; this is a link that leads elsewhere: remove it"


def own_file(place: Path) -> None:
    """See that what lies in a place, if anything does, is a file.

    Raises
    ------
    ResultsError
        It is a link, whatever it leads to, a folder, a pipe, a device or a socket.
    """
    try:
        kind = os.lstat(place).st_mode
    except (OSError, ValueError):  # nothing is there, or nothing can be; who opens it says so
        return
    if stat.S_ISLNK(kind):
        raise ResultsError(f"{place}: {LINK}")
    if not stat.S_ISREG(kind):
        raise ResultsError(f"{place}: expected a file; this is a folder, a device, a pipe or a socket: remove it")


def own_database(place: Path | str) -> None:
    """As `own_file`, for a database and all files that SQLite opens beside it; a text stands for one in memory."""
    if isinstance(place, Path):
        for ending in BESIDE:
            own_file(place.with_name(f"{place.name}{ending}"))


def inside(place: Path) -> None:
    """See that a folder inside a results folder is no link that leads elsewhere.

    Raises
    ------
    ResultsError
        It is one.
    """
    if place.is_symlink():
        raise ResultsError(f"{place}: expected a folder; this is a link that leads elsewhere: remove it")


def read_own(place: Path) -> bytes:
    """Return what a file of a results folder holds.

    Raises
    ------
    ResultsError
        As for `own_file`; or it cannot be read, or is larger than any that is written there.
    """
    own_file(place)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with explained(place), os.fdopen(os.open(place, flags), "rb") as file:
        content = file.read(MOST + 1)
        if len(content) > MOST:
            raise OSError(errno.EFBIG, f"expected a file of at most {MOST / 1e6:,.0f} MB")
        return content
