"""Notice if a database is deleted, moved or replaced while it is being written, since rows would then be lost."""

import os
from pathlib import Path

from sim.errors import ResultsError

__all__ = ["Watched"]


class Watched:
    """Watches the files of an open database, which must not be deleted, moved or replaced.

    Parameters
    ----------
    place
        Path of the database; a str stands for a database in memory, which cannot be deleted.
    """

    def __init__(self, place: Path | str) -> None:
        self._place = place if isinstance(place, Path) else None
        self._files = {file: status for file in self._named() if (status := _status(file)) is not None}

    def look(self) -> None:
        """Check that no file of the database was deleted, moved or replaced.

        Raises
        ------
        ResultsError
            A file was deleted, moved or replaced.
        """
        for file in self._named():
            status = _status(file)
            before = self._files.get(file)
            if before is None and status is not None:  # SQLite creates its log when the first block is written
                self._files[file] = status
            elif before is not None and (status is None or not os.path.samestat(before, status)):
                raise ResultsError(
                    f"{file} was deleted, moved or replaced while this run was writing to it, so its content "
                    "may be lost; run again when nothing else changes the folder"
                )

    def _named(self) -> list[Path]:
        return [] if self._place is None else [self._place, self._place.with_name(f"{self._place.name}-wal")]


def _status(file: Path) -> os.stat_result | None:
    try:
        return file.lstat()
    except OSError:
        return None
