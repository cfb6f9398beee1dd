"""Where results are kept: one SQLite file, a transaction a block, so that a kill loses no finished block."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from weakref import finalize

import numpy as np
import numpy.typing as npt

from sim.analysis.chain.owned import Owned
from sim.analysis.column import Column
from sim.analysis.daily import MEASURES, Daily, days
from sim.analysis.outcomes import columns, record_type
from sim.analysis.records import Records
from sim.analysis.roll import bases
from sim.experiment.block import Block, unpack, unpack_why
from sim.experiment.failed import CAUSES, FAILED, Failure
from sim.experiment.folder import DATABASE, drop, sweep
from sim.experiment.identity import Identity
from sim.experiment.ledger import open_ledger, sql_names
from sim.experiment.lock import Lock
from sim.experiment.shelf import Shelf
from sim.experiment.trouble import explained
from sim.model.plan import Plan

__all__ = ["KEPT", "Store"]

Kept = Literal["daily", "why"]
KEPT: Final[tuple[Kept, Kept]] = ("daily", "why")
"""What is kept packed, beside the figures."""
IN_MEMORY: Final = 64_000_000
"""Bytes of figures up to which they are kept in memory as one array."""
PIECE: Final = 10_000
"""Replications that are read at once of a study that is larger."""
CHOSEN: Final = "FROM replication WHERE replication >= ? AND replication < ? ORDER BY replication"


class Store:
    """Results of one study, by replication; in a folder, or in memory.

    Parameters
    ----------
    plan, identity
        The study.
    folder
        Where to keep it; None keeps it in memory, and nothing is written.
    overwrite
        Whether to drop the results that are there.

    Raises
    ------
    ResultsError
        The folder holds another study, is damaged, in use, or cannot be written.
    """

    def __init__(self, plan: Plan, identity: Identity, folder: Path | None = None, *, overwrite: bool = False) -> None:
        self.plan, self.identity, self.folder = plan, identity, folder
        self.columns: tuple[Column, ...] = columns(plan)
        self._lock: Lock | None = None
        self._place: Path | str = ":memory:" if folder is None else folder / DATABASE
        if folder is not None:
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
        except BaseException:
            self.release()
            raise

    def add(self, block: Block) -> None:
        """Keep a block: all of it or nothing."""
        marks = ", ".join("?" * (len(self.columns) + 3))
        records = zip(block.outcomes.tolist(), block.daily, block.why, strict=True)
        rows = ((*map(_null, record), days, why) for record, days, why in records)
        with explained(self._place), self._connection as transaction:
            transaction.executemany(f"INSERT OR IGNORE INTO replication VALUES ({marks})", rows)

    def present(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Return the numbers of replications in [first, last) that are here, in order."""
        with explained(self._place):
            rows = self._connection.execute(f"SELECT replication {CHOSEN}", (first, last))
            return np.fromiter((number for (number,) in rows), np.int64)

    def outcomes(self, first: int, last: int) -> Records:
        """Return the figures of replications [first, last) as records, in order; they are read-only.

        What would take more than `IN_MEMORY` lies in a file without a name beside the database, a column at a time.
        """
        if self.folder is None or (last - first) * record_type(self.columns).itemsize <= IN_MEMORY:
            return self._records(first, last)
        with explained(self.folder):
            many = len(self.present(first, last))
            pieces = (self._records(number, min(number + PIECE, last)) for number in range(first, last, PIECE))
            return Shelf(record_type(self.columns), many, pieces, self.folder)

    def _records(self, first: int, last: int) -> npt.NDArray[Any]:
        names = ", ".join(["replication", *sql_names(self.columns)])
        with explained(self._place):
            rows = self._connection.execute(f"SELECT {names} {CHOSEN}", (first, last))
            records = np.fromiter(map(_record, rows), record_type(self.columns))
        records.flags.writeable = False
        return records

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """Yield all that is kept of replications [first, last), in pieces."""
        for number in range(first, last, PIECE):
            span = number, min(number + PIECE, last)
            daily, owners = (list(self.packed(what, *span)) for what in KEPT)
            yield Block(self._records(*span), daily, owners)

    def daily(self, first: int, last: int) -> Iterator[Daily]:
        """Yield the head-counts of replications [first, last) in order, one at a time."""
        shape = (len(days(self.plan)), len(bases(self.plan)), len(MEASURES))
        for packed in self.packed("daily", first, last):
            with explained(self._place):
                yield unpack(packed, shape)

    def why(self, first: int, last: int) -> Iterator[Owned | None]:
        """Yield what owned the dates of those of [first, last) of which it is kept, in order, one at a time.

        None stands for a history at which looking back failed (`failures`).
        """
        for packed in filter(None, self.packed("why", first, last)):
            with explained(self._place):
                yield unpack_why(packed)

    def failures(self, first: int, last: int) -> list[Failure]:
        """Return the histories of [first, last) at which looking back failed, in order."""
        chosen = "WHERE replication >= ? AND replication < ? AND substr(why, 1, 1) = ? ORDER BY replication"
        with explained(self._place):
            rows = self._connection.execute(f"SELECT replication, why FROM replication {chosen}", (first, last, FAILED))
            return [Failure(CAUSES, number, why[len(FAILED) :].decode()) for number, why in rows]

    def packed(self, what: Kept, first: int, last: int) -> Iterator[bytes]:
        """Yield head-counts, or what owned the dates, as they are stored."""
        with explained(self._place):
            yield from (packed for (packed,) in self._connection.execute(f"SELECT {what} {CHOSEN}", (first, last)))

    def release(self) -> None:
        """Let another run write into the folder; reading goes on."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def close(self) -> None:
        """Close the database; results in memory are gone."""
        self._connection.close()
        self.release()


def _null(value: float) -> float | None:
    """SQLite has no NaN."""
    return None if value != value else value


def _record(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(np.nan if value is None else value for value in row)
