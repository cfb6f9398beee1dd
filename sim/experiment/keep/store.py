"""Store the results of a study in one SQLite file, or in memory; a block is stored in one transaction.

So a killed run keeps all finished blocks.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from weakref import finalize

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.by_reason import ByReason
from sim.analysis.causes.reason import reasons
from sim.analysis.causes.turned import first_turned
from sim.analysis.outcomes.column import Column
from sim.analysis.outcomes.record import columns
from sim.analysis.statistics.records import Records
from sim.analysis.summary.failed import CAUSES, FAILED, Failure
from sim.analysis.sums.by_lift import LIFT_MEASURES, ByLift
from sim.analysis.sums.daily import MEASURES, Daily, days
from sim.analysis.sums.places import places
from sim.errors import ResultsError
from sim.experiment.keep.database import open_database
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.folder import DATABASE, drop, sweep
from sim.experiment.keep.identity import Identity
from sim.experiment.keep.kinds import refuse_other_kinds
from sim.experiment.keep.lock import Lock
from sim.experiment.keep.rows import PIECE, Rows
from sim.experiment.keep.spill import Spill
from sim.experiment.keep.watched import Watched
from sim.experiment.workers.block import Block, unpack, unpack_why
from sim.model.plan import Plan

__all__ = ["KEPT", "Kept", "Store"]

Kept = Literal["daily", "why"]
KEPT: Final[tuple[Kept, Kept]] = ("daily", "why")
"""The parts of a replication that are stored as packed bytes: daily counts, and causes of its dates."""
IN_MEMORY: Final = 64_000_000
"""Largest number of bytes of figures that are read into memory at once, in a study that has a folder."""


class Store:
    """The stored results of one study, by replication, in a folder or in memory.

    Parameters
    ----------
    plan, identity
        The plan and the identity of the study.
    folder
        The results folder; None keeps results in memory, and nothing is written.
    engine
        The engine whose rows are written and read; by default `identity.engine`. Other engines have rows of their own.
    overwrite
        Whether to delete all results that are in the folder.

    Raises
    ------
    ResultsError
        The folder holds another study or another kind of results, is in use, or cannot be written; or its database is
        damaged.
    """

    def __init__(
        self,
        plan: Plan,
        identity: Identity,
        folder: Path | None = None,
        *,
        engine: str | None = None,
        overwrite: bool = False,
    ) -> None:
        self.plan, self.identity, self.folder = plan, identity, folder
        self.columns: tuple[Column, ...] = columns(plan)
        self._lock: Lock | None = None
        self._place: Path | str = ":memory:" if folder is None else folder / DATABASE
        if folder is not None:
            refuse_other_kinds(folder, DATABASE)
            with explained(folder):
                folder.mkdir(parents=True, exist_ok=True)
                self._lock = Lock(folder)
        try:
            if folder is not None:
                with explained(folder):
                    drop(folder) if overwrite else sweep(folder)
            with explained(self._place):
                self._connection = open_database(self._place, identity, self.columns)
            finalize(self, self._connection.close)  # runs when the store is garbage-collected
            self._watched = Watched(self._place)
        except BaseException:
            self.release()
            raise
        self._read_as(engine)

    def _read_as(self, engine: str | None) -> None:
        """Set the engine whose rows are written and read, and compute the shapes of the packed tables."""
        self.engine = engine or self.identity.engine
        self.rows = Rows(self._connection, self._place, self.identity, self.engine, self.columns)
        self._heads = (len(days(self.plan)), len(places(self.plan)), len(MEASURES))
        self._lifts = (len(days(self.plan)), len(self.plan.lift), len(LIFT_MEASURES))
        self._most = (first_turned(self.plan) + len(self.plan.milestone), len(reasons(self.plan)))

    def add(self, block: Block) -> None:
        """Store all replications of a block in one transaction.

        Raises
        ------
        ResultsError
            The block cannot be written, for example because the disk is full; or the database was deleted, moved or
            replaced.
        """
        self.still_there()
        self.rows.add(block.outcomes, block.daily, block.why)

    def still_there(self) -> None:
        """Raise `ResultsError` if the database was deleted, moved or replaced since it was opened."""
        self._watched.look()

    def present(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the stored replications in [first, last), in order."""
        return self.rows.present(first, last)

    def outcomes(self, first: int, last: int) -> Records:
        """Return the records of replications [first, last), which must all be stored, in order; read-only.

        If the study has a folder and the records have more than `IN_MEMORY` bytes, the result is a `Spill` with a
        temporary file in the folder.
        """
        if self.folder is None or (last - first) * self.rows.dtype.itemsize <= IN_MEMORY:
            return self._records(first, last)
        with explained(self.folder):
            pieces = (self._records(*span) for span in self._spans(first, last))
            return Spill(self.rows.dtype, last - first, pieces, self.folder)

    def _spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Split [first, last) into spans, each small enough to be read at once."""
        many = max(1, min(PIECE, IN_MEMORY // self.rows.dtype.itemsize))
        return ((number, min(number + many, last)) for number in range(first, last, many))

    def _records(self, first: int, last: int) -> npt.NDArray[Any]:
        records = self.rows.records(first, last)
        if not np.array_equal(records["replication"], np.arange(first, last)):
            raise self._gap()
        return records

    def pieces(self, first: int, last: int) -> Iterator[npt.NDArray[Any]]:
        """Yield the records of the stored replications in [first, last), in order, as arrays of many records each."""
        return (self.rows.records(*span) for span in self._spans(first, last))

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """Yield all results of replications [first, last), which must all be stored, as blocks in order."""
        for span in self._spans(first, last):
            daily, owners = (list(self.packed(what, *span)) for what in KEPT)
            yield Block(self._records(*span), daily, owners)

    def daily(self, first: int, last: int) -> Iterator[Daily]:
        """Yield the daily counts of replications [first, last) in order, one at a time."""
        for packed in self.packed("daily", first, last):
            with explained(self._place):
                yield unpack(packed, self._heads, self._lifts)[0]

    def by_lift(self, first: int, last: int) -> Iterator[ByLift]:
        """Yield the figures of each lift by day (`ByLift`) of replications [first, last) in order, one at a time."""
        for packed in self.packed("daily", first, last):
            with explained(self._place):
                yield unpack(packed, self._heads, self._lifts)[1]

    def content(self, what: Kept, packed: bytes) -> bytes:
        """Return the bytes that were packed, for comparisons: two machines may compress the same bytes differently.

        If `packed` is empty, or says that the causes could not be computed, it is returned as it is.
        """
        if what == "daily":
            return b"".join(table.tobytes() for table in unpack(packed, self._heads, self._lifts))
        owners = unpack_why(packed, self._most) if packed else None
        return packed if owners is None else owners.tobytes()

    def why(self, first: int, last: int) -> Iterator[ByReason | None]:
        """Yield the time to each date by reason (`ByReason`) of each replication in [first, last), in order.

        A replication whose causes are not kept is left out. None stands for a history whose causes could not be
        computed (`failures`).
        """
        for packed in filter(None, self.packed("why", first, last)):
            with explained(self._place):
                yield unpack_why(packed, self._most)

    def failures(self, first: int, last: int) -> list[Failure]:
        """Return a `Failure` for each history in [first, last) whose causes could not be computed, in order."""
        failed = f"AND substr(why, 1, 1) = x'{FAILED.hex()}'"
        return [
            Failure(CAUSES, number, why[len(FAILED) :].decode(errors="replace"))
            for number, why in self.rows.parts("why", first, last, failed)
        ]

    def packed(self, what: Kept, first: int, last: int) -> Iterator[bytes]:
        """Yield the packed daily counts, or the packed causes, of each replication in [first, last), in order.

        Packed causes are empty for a replication whose causes are not kept.

        Raises
        ------
        ResultsError
            A replication is not stored, or does not match its checksum.
        """
        expected = first
        for number, content in self.rows.parts(what, first, last):
            if number != expected:
                break
            expected += 1
            yield content
        if expected < last:
            raise self._gap()

    def _gap(self) -> ResultsError:
        return ResultsError(f"{self._place} lacks replications that it held before; repeat the command that wrote them")

    def release(self) -> None:
        """Release the lock on the folder, so that another run can write into it; this store can still read."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def close(self) -> None:
        """Close the database; results that were kept in memory are lost."""
        self._connection.close()
        self.release()
