"""Removal of unused folders of compiled code, such as those of older sources or another Python."""

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
"""Pattern of the names of folders of compiled code; while a folder is being removed, a process number ends its name."""


def used(folder: Path) -> None:
    """Record that a folder is used now: the time of its last use is stored as its modification time."""
    try:
        os.utime(folder)
    except OSError:
        return


def cleared(home: Path, keep: Path, flaw: Callable[[Path], str | None]) -> list[Path]:
    """Remove the folders of compiled code that were not used for `DAYS` days; return the removed folders.

    Parameters
    ----------
    home
        The folder that contains the folders of compiled code.
    keep
        The folder in use.
    flaw
        Function that returns why this user may not use a folder, or None. A folder for which it returns a reason is
        left alone.

    Notes
    -----
    A process that has been running for more than `DAYS` days may lose its folder. It keeps all code that it has loaded.
    """
    removed = []
    before = time.time() - DAYS * DAY_S
    try:
        folders = [each for each in sorted(home.iterdir()) if NAME.fullmatch(each.name) and each != keep]
    except OSError:
        return []
    for folder in folders:
        try:
            if flaw(folder) is None and folder.lstat().st_mtime < before and _removed(folder, before):
                removed.append(folder)
        except OSError:
            continue  # another process has removed it, or it cannot be removed, which only costs space
    return removed


def _removed(folder: Path, before: float) -> bool:
    """Remove a folder; return whether it is gone. A folder that has just been used is kept.

    The folder is renamed before it is removed, so that no process sees a folder of which only a part is left.
    """
    renamed = folder.with_name(f"{folder.name.split('.')[0]}.old-{os.getpid()}")
    folder.rename(renamed)
    if renamed.lstat().st_mtime >= before:
        renamed.rename(folder)
        return False
    shutil.rmtree(renamed, ignore_errors=True)
    return not renamed.exists()
