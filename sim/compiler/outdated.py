"""Removal of old folders of compiled code: those of older sources, or of another Python or processor."""

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
"""Pattern of the names of these folders; one that was being removed also has a process number."""


def used(folder: Path) -> None:
    """Record that a folder is used now: its modification time is that of its last use."""
    try:
        os.utime(folder)
    except OSError:
        return


def cleared(home: Path, keep: Path, flaw: Callable[[Path], str | None]) -> list[Path]:
    """Remove the folders of compiled code not used for `DAYS` days; return the removed folders.

    Parameters
    ----------
    home
        The folder that contains them.
    keep
        The folder in use.
    flaw
        Returns why a folder does not belong to this user alone; such a folder is left alone.

    Notes
    -----
    A process loads all code when it starts, so a process that has been running for longer loses nothing.
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
            continue  # another process was faster, or it cannot be removed: it only costs space
    return gone


def _removed(folder: Path, before: float) -> bool:
    """Remove a folder after renaming it, so that no process sees half of it; restore it if it has just been used."""
    away = folder.with_name(f"{folder.name.split('.')[0]}.old-{os.getpid()}")
    folder.rename(away)
    if away.lstat().st_mtime >= before:
        away.rename(folder)
        return False
    shutil.rmtree(away, ignore_errors=True)
    return not away.exists()
