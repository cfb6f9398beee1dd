"""Notice that a database was deleted, moved or replaced while a run writes to it, since its rows would be lost."""

import os
from pathlib import Path

from sim.errors import ResultsError

__all__ = ["Watched"]


class Watched:
    """Compares the files of an open database with those that were there when this object was created.

    Parameters
    ----------
    place
        Path of the database. If it is a str, the database is in memory and nothing is compared.
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
            if before is None and status is not None:  # SQLite creates its log with the first write
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
