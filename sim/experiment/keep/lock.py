"""A lock that allows one writer per results folder; the system releases it when the process ends, however it ends."""

import os
from pathlib import Path

from sim.errors import ResultsError
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.own import own_file

__all__ = ["Lock"]


class Lock:
    """A held lock on a results folder.

    Raises
    ------
    ResultsError
        Another process is writing into the folder, or has just moved it; the lock is a link, or not a file; or the disk
        cannot lock files.
    """

    def __init__(self, folder: Path) -> None:
        self._file = -1
        own_file(folder / ".lock")
        with explained(folder / ".lock"):
            self._file = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _take(self._file)
            if not os.path.samestat(os.fstat(self._file), os.stat(folder / ".lock")):
                raise FileNotFoundError  # the folder was moved, so others would find a different lock
        except OSError as error:
            self.release()
            if not isinstance(error, BlockingIOError | PermissionError | FileNotFoundError):  # not held by another run
                why = error.strerror or error
                raise ResultsError(f"{folder} cannot be locked ({why}); choose a folder on another disk") from error
            raise ResultsError(
                f"{folder} is in use by another run; wait until it ends, or choose another folder"
            ) from None

    def release(self) -> None:
        """Let other processes write. The lock file stays, since all processes must lock the same file."""
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
