"""Folders of compiled code that nobody has used for long: those of older sources, of another Python or processor."""

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

__all__ = ["DAYS", "cleared", "used"]

DAYS: Final = 30
"""Days without use after which a folder of compiled code is removed."""
DAY_S: Final = 86_400
NAME: Final = re.compile(r"kernels-[0-9a-f]{16}(\.old-\d+)?")
"""How these folders are called; with a number of a process, one that was being removed."""


def used(folder: Path) -> None:
    """Note that a folder is used now: its time of modification is that of its last use."""
    try:
        os.utime(folder)
    except OSError:
        return


def cleared(home: Path, keep: Path, flaw: Callable[[Path], str | None]) -> list[Path]:
    """Remove the folders of compiled code that have not been used for `DAYS`; return those that are gone.

    Parameters
    ----------
    home
        Where they lie.
    keep
        The one that is in use.
    flaw
        Says why a folder is not this user's own, or closed to others: such a one is left alone.

    Notes
    -----
    A process loads all code when it begins, so one that has been running for longer loses nothing.
    """
    gone = []
    before = time.time() - DAYS * DAY_S
    try:
        found = [each for each in sorted(home.iterdir()) if NAME.fullmatch(each.name) and each != keep]
    except OSError:
        return []
    for folder in found:
        try:
            if flaw(folder) is None and folder.lstat().st_mtime < before and _removed(folder, before):
                gone.append(folder)
        except OSError:
            continue  # another process was faster, or it cannot be removed: it costs room, and no more
    return gone


def _removed(folder: Path, before: float) -> bool:
    """Remove a folder under another name, so that nobody meets half of it; put it back if somebody has just used it."""
    away = folder.with_name(f"{folder.name.split('.')[0]}.old-{os.getpid()}")
    folder.rename(away)
    if away.lstat().st_mtime >= before:
        away.rename(folder)
        return False
    shutil.rmtree(away, ignore_errors=True)
    return not away.exists()
