"""Store trials in one SQLite file, or in memory, with one transaction per block: a killed run keeps finished blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Any, Final
from weakref import finalize

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.column import Column
from sim.domain.naming import file_name
from sim.errors import ResultsError
from sim.experiment.decide.trials.trial import Trial
from sim.experiment.keep.database import AnotherStudyError, held, open_database
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.identity import Identity
from sim.experiment.keep.kinds import SWEEP, refuse_other_kinds
from sim.experiment.keep.lock import Lock
from sim.experiment.keep.own import BESIDE
from sim.experiment.keep.rows import Rows
from sim.experiment.keep.watched import Watched

__all__ = ["DATABASE", "Place", "TrialStore", "folder_for"]

DATABASE: Final = SWEEP
LONGEST: Final = 40
"""Largest number of bytes that a title, or the name of a lever, takes in the name of a folder."""
EVERY: Final = 2**62
"""A number that is larger than all trial numbers."""


DIFFERS: Final = {
    "scenario": "the name of the scenario",
    "digest": "the scenario, the values or plans to try, or whether they share random numbers",
    "seed": "the seed",
    "inner": "the number of histories per world (inner)",
    "engine": "the engine",
    "sim": "the version of sim",
    "code": "the code of sim",
    "form": "the format of the file",
}
"""What each part of an `Identity` stands for, in words."""


def folder_for(title: str, kind: str, levers: Sequence[str]) -> Path:
    """Return the default folder of trials in `results`, named after the title, the command (`kind`) and the levers."""
    names = "-by-".join(file_name(name, LONGEST) or "lever" for name in levers)
    return Path("results") / f"{file_name(title, LONGEST) or 'scenario'}-{kind}-{names}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where trials are to be stored.

    Attributes
    ----------
    folder
        The folder; if it already holds trials of the same question, the run continues from them. None keeps trials in
        memory.
    overwrite
        Whether to delete the trials that are already in the folder.
    beside
        Whether to use another folder if `folder` holds trials of another question and `overwrite` is false. The other
        folder is beside `folder`; its name is the name of `folder` and the first 8 digits of the question's digest.
    database
        Name of the SQLite file in the folder.
    """

    folder: Path | None = None
    overwrite: bool = False
    beside: bool = False
    database: str = DATABASE

    def found(self, identity: Identity) -> Path | None:
        """Return the folder to use for a question: `folder`, or the one beside it; None to keep trials in memory."""
        stored = None if self.folder is None else held(self.folder / self.database)
        of_another = stored is not None and stored.identity != identity.as_dict()
        if self.folder is None or not of_another or not self.beside or self.overwrite:
            return self.folder
        return self.folder.with_name(f"{self.folder.name}-{identity.digest[:8]}")


class TrialStore:
    """The stored trials of one question, by trial number, in a folder or in memory.

    Parameters
    ----------
    columns, identity
        The columns of a trial, and the identity of the question.
    place
        Where to store the trials.
    engine
        The engine whose trials are written and read; by default `identity.engine`.

    Attributes
    ----------
    rows
        The rows of the database.
    damaged
        Numbers of the trials that were removed when the store was opened, because they did not match their checksums or
        were in no block (`Rows.mend`). They have to be run again.

    Raises
    ------
    ResultsError
        The folder holds trials of another question or another kind of results, is in use, or cannot be written; or its
        database is damaged.
    """

    def __init__(
        self,
        columns: tuple[Column, ...],
        identity: Identity,
        place: Place,
        *,
        engine: str | None = None,
    ) -> None:
        folder, database = place.found(identity), place.database
        self.columns, self.identity, self.folder = columns, identity, folder
        self._place: Path | str = ":memory:" if folder is None else folder / database
        self._lock: Lock | None = None
        if folder is not None:
            refuse_other_kinds(folder, database)
            with explained(folder):
                folder.mkdir(parents=True, exist_ok=True)
                self._lock = Lock(folder)
        try:
            if folder is not None and place.overwrite:
                with explained(folder):
                    for ending in BESIDE:
                        (folder / f"{database}{ending}").unlink(missing_ok=True)
            with explained(self._place):
                self._connection = _opened(self._place, identity, columns)
            finalize(self, self._connection.close)
            self._watched = Watched(self._place)
            self.rows = Rows(self._connection, self._place, identity, engine or identity.engine, columns)
            self.damaged = self.rows.mend(0, EVERY)
        except BaseException:
            self.release()
            raise

    def add(self, block: Trial) -> None:
        """Store all trials of a block in one transaction."""
        self.still_there()
        nothing = [b""] * len(block.outcomes)
        self.rows.add(block.outcomes, nothing, nothing)

    def still_there(self) -> None:
        """Raise `ResultsError` if the database was deleted, moved or replaced since it was opened."""
        self._watched.look()

    def present(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the stored trials in [first, last), in order."""
        return self.rows.present(first, last)

    def records(self, first: int, last: int) -> npt.NDArray[Any]:
        """Return the records of the stored trials in [first, last), in order; read-only."""
        return self.rows.records(first, last)

    def release(self) -> None:
        """Release the lock on the folder, so that another run can write into it; this object can still read."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def close(self) -> None:
        """Close the database; trials that were kept in memory are lost."""
        self._connection.close()
        self.release()


def _opened(place: Path | str, identity: Identity, columns: tuple[Column, ...]) -> Connection:
    """Open the database of a question; if it has other trials, raise `ResultsError`, which says how they differ."""
    try:
        return open_database(place, identity, columns)
    except AnotherStudyError as error:
        names = [name for name, value in identity.as_dict().items() if error.stored.get(name) != value]
        what = ", ".join(DIFFERS[name] for name in names if name != "scenario" or "digest" not in names)
        kind = "trials of another question" if "digest" in names else "trials of this question, but not those requested"
        raise ResultsError(
            f"{place} holds {kind}; what differs: {what}. "
            "Name another folder (--out DIR), or run with --overwrite to delete these results"
        ) from None
