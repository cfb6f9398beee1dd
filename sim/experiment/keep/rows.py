"""Read and write the rows of one engine in a database: results with their checksums, blocks, and findings of audits.

A block is a range of replications [first, last) in the table `block`, with one state for all of them.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from sim.analysis.outcomes.column import Column
from sim.analysis.outcomes.record import record_type
from sim.errors import ResultsError
from sim.experiment.keep.checksums import SIZE, Checksums
from sim.experiment.keep.database import FAILED, IDENTICAL
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.identity import Identity

__all__ = ["FAILED", "IDENTICAL", "PASSED", "PIECE", "WAITING", "Part", "Rows", "canonical"]

Part = Literal["record", "daily", "why"]
PARTS: Final[tuple[Part, Part, Part]] = ("record", "daily", "why")
"""The parts that are stored for a replication, in the order of their checksums in the column `sums`."""
PIECE: Final = 10_000
"""Number of replications that are read at once."""
WAITING, PASSED = "waiting", "passed"
"""Two of the three states of a block; the third is `FAILED`. A block is `WAITING` until it is audited. It is `PASSED`
if an audit that covered it found no difference; an audit of several blocks may run replications of only some of them.
A block that SimPy ran while the compiled engine was being compiled is `PASSED`, too."""
CHOSEN: Final = (
    "FROM replication INDEXED BY place WHERE engine = ? AND replication >= ? AND replication < ? ORDER BY replication"
)
"""End of a query for the rows of an engine with replications [first, last), in order."""
Spans = list[tuple[int, int]]
"""Ranges of replications, each [first, last)."""


class Rows:
    """The rows of one engine in a database, which may also have rows of other engines.

    Parameters
    ----------
    connection, place
        The open database, and its path for messages.
    identity, engine
        The identity of the study, and the engine of the rows.
    columns
        Columns of a record.

    Attributes
    ----------
    dtype
        Type of a record: the number of the replication, then the columns, all fields of 8 bytes.
    reals
        Whether each field of a record is a real number, shape (n_fields,).
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        place: Path | str,
        identity: Identity,
        engine: str,
        columns: tuple[Column, ...],
    ) -> None:
        self.engine, self.dtype = engine, record_type(columns)
        self._connection, self._place, self._code = connection, place, identity.code
        self._sums = Checksums(identity.as_dict(), engine)
        self.reals = np.array([self.dtype[name].kind == "f" for name in self.dtype.names or ()])

    def add(self, records: npt.NDArray[Any], daily: Sequence[bytes], why: Sequence[bytes]) -> None:
        """Store a block in one transaction; rows that exist already are not replaced.

        Parameters
        ----------
        records, daily, why
            Figures, packed daily counts and packed causes of each replication of the block, in ascending order.
        """
        whole = canonical(records, self.reals)
        size, content = self.dtype.itemsize, whole.tobytes()
        numbers: list[int] = whole["replication"].tolist()
        parts = zip((content[at * size : (at + 1) * size] for at in range(len(numbers))), daily, why, strict=True)
        rows = (
            (self.engine, number, *each, self._sums_of(number, each))
            for number, each in zip(numbers, parts, strict=True)
        )
        blocks = [self._block(first, last, WAITING) for first, last in _neighbours(numbers)]
        with explained(self._place), self._connection as transaction:
            transaction.executemany("INSERT OR IGNORE INTO replication VALUES (?, ?, ?, ?, ?, ?)", rows)
            _put(transaction, blocks)

    def present(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the stored replications in [first, last), in order."""
        with explained(self._place):
            rows = self._connection.execute(f"SELECT replication {CHOSEN}", (self.engine, first, last))
            return np.fromiter((number for (number,) in rows), np.int64)

    def records(self, first: int, last: int) -> npt.NDArray[Any]:
        """Return the records of the stored replications in [first, last), in order; read-only."""
        content = b"".join(record for _, record in self.parts("record", first, last))
        return np.frombuffer(content, self.dtype)

    def parts(self, part: Part, first: int, last: int, condition: str = "") -> Iterator[tuple[int, bytes]]:
        """Yield the number of each stored replication in [first, last), in order, with one of its parts as stored.

        Parameters
        ----------
        condition
            A further condition on the rows, in SQL; if given, it begins with AND.

        Raises
        ------
        ResultsError
            A part does not match its checksum.
        """
        chosen = f"SELECT replication, {part}, sums {CHOSEN.replace('ORDER', f'{condition} ORDER')}"
        with explained(self._place):
            for number, content, sums in self._connection.execute(chosen, (self.engine, first, last)):
                if not self._matches(part, number, content, sums):
                    raise ResultsError(
                        f"{self._place}: replication {number} does not match its checksum, so the file was damaged; "
                        "repeat the command that wrote the file to run this replication again"
                    )
                yield number, content

    def mend(self, first: int, last: int) -> list[int]:
        """Remove rows of [first, last) that do not match their checksums or are in no block; return their numbers.

        Blocks that do not match their checksums, or that another version of the code made, do not count here. They are
        removed too, whatever their range.
        """
        with explained(self._place):
            chosen = "SELECT block, first, last, audit, sums, code FROM block WHERE engine = ?"
            spans, lost = [], []
            for block, begin, end, audit, sums, code in self._connection.execute(chosen, (self.engine,)).fetchall():
                if code == self._code and self._is_block(begin, end, audit, sums):
                    spans.append((begin, end))
                else:
                    lost.append((block,))
            inside, damaged = _within(spans), []
            rows = f"SELECT rowid, replication, record, daily, why, sums {CHOSEN}"
            for row, number, *parts, sums in self._connection.execute(rows, (self.engine, first, last)):
                whole = all(self._matches(part, number, each, sums) for part, each in zip(PARTS, parts, strict=True))
                if not (whole and inside(number)):
                    damaged.append((row, number))
            if damaged or lost:
                with self._connection as transaction:
                    transaction.executemany("DELETE FROM replication WHERE rowid = ?", [(row,) for row, _ in damaged])
                    transaction.executemany("DELETE FROM block WHERE block = ?", lost)
        return [number for _, number in damaged]

    def checksum(self, first: int, last: int, how: str) -> str:
        """Return one checksum of the rows of [first, last); it also covers the engine, the range and `how`.

        `how` is a text on how the run stopped.
        """
        digest = blake2b(f"{self.engine} {first} {last} {how}\0".encode(), digest_size=SIZE)
        with explained(self._place):
            rows = self._connection.execute(f"SELECT replication, sums {CHOSEN}", (self.engine, first, last))
            for number, sums in rows:
                digest.update(f"{number} {sums!r}\0".encode())
        return digest.hexdigest()

    def waiting(self, spans: Spans) -> list[int]:
        """Return the numbers, ascending, of those stored replications in `spans` that belong to a `WAITING` block."""
        inside = _within([(begin, end) for _, begin, end, audit in self._blocks() if audit == WAITING])
        numbers = (number for span in _joined(spans) for number in self.present(*span).tolist())
        return [number for number in numbers if inside(number)]

    def passed(self, spans: Spans, again: Iterable[int]) -> None:
        """Mark the waiting blocks in some spans as passed, and record which replications were run again for the audit.

        Parameters
        ----------
        spans
            Ranges [first, last). Of a block that is partly in a range, only this part is marked.
        again
            Numbers of the replications that were run again with identical results.
        """
        replaced, pieces = [], []
        asked = _joined(spans)
        for block, begin, end, audit in self._blocks():
            if audit != WAITING:
                continue
            inside = [(max(begin, first), min(end, last)) for first, last in _touching(asked, begin, end)]
            if inside:
                replaced.append((block,))
                cuts = [begin, *(at for span in inside for at in span), end]
                outside = [(cuts[at], cuts[at + 1]) for at in range(0, len(cuts), 2)]
                pieces += [self._block(*span, PASSED) for span in inside]
                pieces += [self._block(*span, WAITING) for span in outside if span[0] < span[1]]
        self._mark(replaced, pieces, [(number, IDENTICAL) for number in again])

    def failed(self, replication: int, finding: str) -> None:
        """Mark all blocks of this engine as failed, because a replication differs from the same one on SimPy.

        `finding` says in words how the replication differs.
        """
        blocks = self._blocks()
        pieces = [self._block(first, last, FAILED) for _, first, last, _ in blocks]
        self._mark([(block,) for block, *_ in blocks], pieces, [(replication, finding)])

    def failure(self) -> tuple[int | None, str] | None:
        """Return the replication that failed an audit and the finding; None if no audit failed.

        If a block has failed but no finding is recorded, return (None, "").
        """
        for number, finding in self._findings():
            if finding != IDENTICAL:
                return number, finding
        return (None, "") if any(audit == FAILED for *_, audit in self._blocks()) else None

    def audited(self, first: int, last: int) -> list[int]:
        """Return the stored replications in [first, last) that an audit ran again with identical results, ascending."""
        stored = set(self.present(first, last).tolist())
        return sorted({number for number, finding in self._findings() if finding == IDENTICAL} & stored)

    def others(self) -> dict[str, int]:
        """Return the number of stored rows of other engines, by the name of the engine."""
        with explained(self._place):
            rows = "SELECT engine, count(*) FROM replication INDEXED BY place GROUP BY engine"
            return {str(name): many for name, many in self._connection.execute(rows) if name != self.engine}

    def _mark(
        self, replaced: list[tuple[int]], pieces: Iterable[tuple[Any, ...]], findings: Iterable[tuple[int, str]]
    ) -> None:
        """In one transaction, replace the blocks with the keys `replaced` by `pieces`, and record findings."""
        rows = [
            (self.engine, number, text, self._sums.of("audited", number, text.encode())) for number, text in findings
        ]
        with explained(self._place), self._connection as transaction:
            transaction.executemany("DELETE FROM block WHERE block = ?", replaced)
            _put(transaction, pieces)
            transaction.executemany("INSERT INTO audited VALUES (?, ?, ?, ?)", rows)

    def _blocks(self) -> list[tuple[int, int, int, str]]:
        """Return the blocks of this engine that match their checksums: key, first, last and state of each."""
        with explained(self._place):
            rows = self._connection.execute(
                "SELECT block, first, last, audit, sums FROM block WHERE engine = ? ORDER BY block", (self.engine,)
            )
            return [tuple(row[:4]) for row in rows if self._is_block(*row[1:])]

    def _findings(self) -> Iterator[tuple[int, str]]:
        """Yield the replication and the text of each finding of an audit that matches its checksum."""
        with explained(self._place):
            rows = self._connection.execute(
                "SELECT replication, found, sums FROM audited WHERE engine = ? ORDER BY rowid", (self.engine,)
            )
            for number, finding, sums in rows.fetchall():
                if isinstance(finding, str) and self._sums.of("audited", number, finding.encode()) == sums:
                    yield number, finding

    def _block(self, first: int, last: int, audit: str) -> tuple[str, str, int, int, str, bytes]:
        """Return the row of a block with its checksum."""
        sums = self._sums.of("block", first, f"{last} {audit}".encode())
        return self.engine, self._code, first, last, audit, sums

    def _is_block(self, first: Any, last: Any, audit: Any, sums: Any) -> bool:
        return bool(self._sums.of("block", first, f"{last} {audit}".encode()) == sums)

    def _sums_of(self, number: int, parts: Sequence[bytes]) -> bytes:
        return b"".join(self._sums.of(part, number, each) for part, each in zip(PARTS, parts, strict=True))

    def _matches(self, part: Part, number: Any, content: Any, sums: Any) -> bool:
        if not (isinstance(content, bytes) and isinstance(sums, bytes)):
            return False
        at = PARTS.index(part) * SIZE
        right = self._sums.of(part, number, content) == sums[at : at + SIZE]
        return right and (part != "record" or len(content) == self.dtype.itemsize)


def canonical(records: npt.NDArray[Any], reals: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """Return a copy of records in which equal figures have equal bytes: -0.0 becomes 0.0, and there is a single NaN.

    Parameters
    ----------
    records
        Records with 8-byte fields, shape (n,).
    reals
        Whether each field is a real number, shape (n_fields,).
    """
    whole = np.ascontiguousarray(records).copy()
    cells = whole.view(np.float64).reshape(len(whole), len(reals))
    figures = cells[:, reals] + 0.0
    figures[np.isnan(figures)] = np.nan
    cells[:, reals] = figures
    return whole


def _put(transaction: sqlite3.Connection, blocks: Iterable[tuple[Any, ...]]) -> None:
    named = "INSERT INTO block (engine, code, first, last, audit, sums) VALUES (?, ?, ?, ?, ?, ?)"
    transaction.executemany(named, blocks)


def _neighbours(numbers: Sequence[int]) -> Spans:
    """Group ascending numbers into spans [first, last) of consecutive numbers."""
    cuts = [0, *(at for at, (one, two) in enumerate(pairwise(numbers), 1) if two != one + 1), len(numbers)]
    return [(numbers[begin], numbers[end - 1] + 1) for begin, end in pairwise(cuts) if end > begin]


def _joined(spans: Spans) -> Spans:
    """Return disjoint spans, in order, that contain the same numbers as `spans`, which may overlap."""
    disjoint: Spans = []
    for first, last in sorted(spans):
        if disjoint and first <= disjoint[-1][1]:
            disjoint[-1] = disjoint[-1][0], max(disjoint[-1][1], last)
        else:
            disjoint.append((first, last))
    return disjoint


def _touching(spans: Spans, begin: int, end: int) -> Spans:
    """Return those spans that overlap [begin, end); `spans` are disjoint and in order."""
    at = bisect_right(spans, begin, key=itemgetter(1))
    return spans[at : bisect_left(spans, end, key=itemgetter(0))]


def _within(spans: Spans) -> Callable[[int], bool]:
    """Return a function that says whether a number is in one of the spans; call it with ascending numbers only."""
    waiting = sorted(spans, reverse=True)
    end = -1

    def inside(number: int) -> bool:
        nonlocal end
        while waiting and waiting[-1][0] <= number:
            end = max(end, waiting.pop()[1])
        return number < end

    return inside
