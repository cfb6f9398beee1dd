"""Detection of a database that is deleted, moved or replaced while it is being written, which would lose rows."""

import os
from pathlib import Path

from sim.errors import ResultsError

__all__ = ["Watched"]


class Watched:
    """The files of an open database, as they were when it was opened.

    Parameters
    ----------
    place
        The database; a str stands for one in memory, which cannot be deleted.
    """

    def __init__(self, place: Path | str) -> None:
        self._place = place if isinstance(place, Path) else None
        self._files = {file: found for file in self._named() if (found := _status(file)) is not None}

    def look(self) -> None:
        """Check that the files are those that were opened.

        Raises
        ------
        ResultsError
            One was deleted, moved or replaced.
        """
        for file in self._named():
            found = _status(file)
            before = self._files.get(file)
            if before is None and found is not None:  # the log is created at the first block
                self._files[file] = found
            elif before is not None and (found is None or not os.path.samestat(before, found)):
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
