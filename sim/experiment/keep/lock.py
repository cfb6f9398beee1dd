"""A lock by which only one process at a time writes into a results folder; it ends with the process at the latest."""

import os
from pathlib import Path

from sim.errors import ResultsError
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.own import own_file

__all__ = ["Lock"]


class Lock:
    """A lock on a results folder, held from the creation of this object until `release`.

    Raises
    ------
    ResultsError
        Another run holds the lock, or has just moved the folder; the path of the lock file is a link or not a file; the
        lock file cannot be opened; or the disk cannot lock files.
    """

    def __init__(self, folder: Path) -> None:
        self._file = -1
        own_file(folder / ".lock")
        with explained(folder / ".lock"):
            self._file = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _take(self._file)
            if not os.path.samestat(os.fstat(self._file), os.stat(folder / ".lock")):
                raise FileNotFoundError  # the folder was moved: this is not the lock file that other runs would find
        except OSError as error:
            self.release()
            if not isinstance(error, BlockingIOError | PermissionError | FileNotFoundError):  # the disk has no locks
                why = error.strerror or error
                raise ResultsError(f"{folder} cannot be locked ({why}); choose a folder on another disk") from error
            raise ResultsError(
                f"{folder} is in use by another run; wait until it ends, or choose another folder"
            ) from None

    def release(self) -> None:
        """Release the lock. The lock file stays, since all processes must lock the same file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]

else:

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
