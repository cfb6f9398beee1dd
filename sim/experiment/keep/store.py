"""Where results are kept: one SQLite file, a transaction a block, so that a kill loses no finished block."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from weakref import finalize

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.owned import Owned
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
from sim.experiment.keep.folder import DATABASE, drop, sweep
from sim.experiment.keep.identity import Identity
from sim.experiment.keep.kinds import refuse_other_kinds
from sim.experiment.keep.ledger import open_ledger
from sim.experiment.keep.lock import Lock
from sim.experiment.keep.rows import PIECE, Rows
from sim.experiment.keep.shelf import Shelf
from sim.experiment.keep.trouble import explained
from sim.experiment.keep.watched import Watched
from sim.experiment.workers.block import Block, unpack, unpack_why
from sim.model.plan import Plan

__all__ = ["KEPT", "Kept", "Store"]

Kept = Literal["daily", "why"]
KEPT: Final[tuple[Kept, Kept]] = ("daily", "why")
"""What is kept packed, beside the figures."""
IN_MEMORY: Final = 64_000_000
"""Bytes of figures up to which they are kept in memory as one array."""


class Store:
    """Results of one study, by replication; in a folder, or in memory.

    Parameters
    ----------
    plan, identity
        The study.
    folder
        Where to keep it; None keeps it in memory, and nothing is written.
    engine
        The engine whose rows are written and read; default: that of the identity. Rows of another lie beside them.
    overwrite
        Whether to drop the results that are there.

    Raises
    ------
    ResultsError
        The folder holds another study, is damaged, in use, or cannot be written.
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
                self._connection = open_ledger(self._place, identity, self.columns)
            finalize(self, self._connection.close)  # a study that is dropped closes what it reads from
            self._watched = Watched(self._place)
        except BaseException:
            self.release()
            raise
        self._read_as(engine)

    def _read_as(self, engine: str | None) -> None:
        """Choose whose rows these are."""
        self.engine = engine or self.identity.engine
        self.rows = Rows(self._connection, self._place, self.identity, self.engine, self.columns)
        self._heads = (len(days(self.plan)), len(places(self.plan)), len(MEASURES))
        self._lifts = (len(days(self.plan)), len(self.plan.lift), len(LIFT_MEASURES))
        self._most = (first_turned(self.plan) + len(self.plan.milestone), len(reasons(self.plan)))

    def add(self, block: Block) -> None:
        """Keep a block: all of it or nothing.

        Raises
        ------
        ResultsError
            The disk is full; or the database is not where it was any more.
        """
        self.still_there()
        self.rows.add(block.outcomes, block.daily, block.why)

    def still_there(self) -> None:
        """See that the database has not been deleted, moved or replaced since it was opened; raises ResultsError."""
        self._watched.look()

    def present(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Return the numbers of replications in [first, last) that are here, in order."""
        return self.rows.present(first, last)

    def outcomes(self, first: int, last: int) -> Records:
        """Return the figures of replications [first, last), all of them here, as records, in order; read-only.

        What would take more than `IN_MEMORY` lies in a file without a name beside the database, a column at a time.
        """
        if self.folder is None or (last - first) * self.rows.dtype.itemsize <= IN_MEMORY:
            return self._records(first, last)
        with explained(self.folder):
            pieces = (self._records(*span) for span in self._spans(first, last))
            return Shelf(self.rows.dtype, last - first, pieces, self.folder)

    def _spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Cut [first, last) into spans that are read at once."""
        many = max(1, min(PIECE, IN_MEMORY // self.rows.dtype.itemsize))
        return ((number, min(number + many, last)) for number in range(first, last, many))

    def _records(self, first: int, last: int) -> npt.NDArray[Any]:
        found = self.rows.records(first, last)
        if not np.array_equal(found["replication"], np.arange(first, last)):
            raise self._gap()
        return found

    def pieces(self, first: int, last: int) -> Iterator[npt.NDArray[Any]]:
        """Yield the figures of those of [first, last) that are here, in order, some at a time."""
        return (self.rows.records(*span) for span in self._spans(first, last))

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """Yield all that is kept of replications [first, last), in pieces."""
        for span in self._spans(first, last):
            daily, owners = (list(self.packed(what, *span)) for what in KEPT)
            yield Block(self._records(*span), daily, owners)

    def daily(self, first: int, last: int) -> Iterator[Daily]:
        """Yield the head-counts of replications [first, last) in order, one at a time."""
        for packed in self.packed("daily", first, last):
            with explained(self._place):
                yield unpack(packed, self._heads, self._lifts)[0]

    def by_lift(self, first: int, last: int) -> Iterator[ByLift]:
        """Yield what lifts flew, by day, in replications [first, last) in order, one at a time."""
        for packed in self.packed("daily", first, last):
            with explained(self._place):
                yield unpack(packed, self._heads, self._lifts)[1]

    def content(self, what: Kept, packed: bytes) -> bytes:
        """Return what packed bytes hold: those of two machines may differ in how they are packed."""
        if what == "daily":
            return b"".join(table.tobytes() for table in unpack(packed, self._heads, self._lifts))
        owners = unpack_why(packed, self._most) if packed else None
        return packed if owners is None else owners.tobytes()

    def why(self, first: int, last: int) -> Iterator[Owned | None]:
        """Yield what owned the dates of those of [first, last) of which it is kept, in order, one at a time.

        None stands for a history at which looking back failed (`failures`).
        """
        for packed in filter(None, self.packed("why", first, last)):
            with explained(self._place):
                yield unpack_why(packed, self._most)

    def failures(self, first: int, last: int) -> list[Failure]:
        """Return the histories of [first, last) at which looking back failed, in order."""
        failed = f"AND substr(why, 1, 1) = x'{FAILED.hex()}'"
        return [
            Failure(CAUSES, number, why[len(FAILED) :].decode(errors="replace"))
            for number, why in self.rows.parts("why", first, last, failed)
        ]

    def packed(self, what: Kept, first: int, last: int) -> Iterator[bytes]:
        """Yield counts by day, or what owned the dates, of all of [first, last) as they are stored."""
        expected = first
        for number, content in self.rows.parts(what, first, last):
            if number != expected:
                break
            expected += 1
            yield content
        if expected < last:
            raise self._gap()

    def _gap(self) -> ResultsError:
        return ResultsError(f"{self._place} lacks replications that were there; the same sim run as before adds them")

    def release(self) -> None:
        """Let another run write into the folder; reading goes on."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def close(self) -> None:
        """Close the database; results in memory are gone."""
        self._connection.close()
        self.release()
