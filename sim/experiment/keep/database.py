"""The database of a study: its tables, and the check that an existing database belongs to the study.

The table `meta` has the identity of the study, its columns and their checksum. `replication` has one row per
replication and engine: its figures as one record of 8-byte words, packed daily counts, packed causes, and the checksums
of these three. The figures are not columns of the table, because SQLite limits the number of columns. `block` has
ranges of replications, each with its engine, the code that made it and the state of its audit. `audited` has the
replications that an audit ran again, each with the finding.
"""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from sim.analysis.outcomes.column import Column
from sim.errors import ResultsError
from sim.experiment.keep.checksums import of_description
from sim.experiment.keep.identity import Identity
from sim.experiment.keep.own import own_database

__all__ = ["FAILED", "IDENTICAL", "AnotherStudyError", "Held", "held", "open_database", "to_read"]

FAILED: Final = "failed"
"""State of all blocks of an engine after an audit found a replication of that engine that differs on SimPy."""
IDENTICAL: Final = "identical"
"""Finding of an audit for a replication that SimPy ran again with identical results."""
BY_COLUMN: Final = 2
"""Last version of the folder format that had one column per figure, and no checksums."""
TABLES: Final = {
    "meta": "(key TEXT PRIMARY KEY, value TEXT)",
    "replication": "(engine TEXT NOT NULL, replication INTEGER NOT NULL, record BLOB, daily BLOB, why BLOB, sums BLOB)",
    "block": "(block INTEGER PRIMARY KEY, engine TEXT, code TEXT, first INTEGER, last INTEGER, audit TEXT, sums BLOB)",
    "audited": "(engine TEXT, replication INTEGER, found TEXT, sums BLOB)",
}


class AnotherStudyError(ResultsError):
    """A folder or database holds a study with another identity, which is `stored`."""

    def __init__(self, message: str, stored: Mapping[str, Any]) -> None:
        super().__init__(message, stored)  # pickle and SimPy rebuild the error from these arguments
        self.message, self.stored = message, stored

    def __str__(self) -> str:
        """Return the message."""
        return self.message


class Held(NamedTuple):
    """The study in a database.

    Attributes
    ----------
    identity
        Its identity (`Identity.as_dict`); an earlier version of sim may have written other parts.
    columns
        Its columns as pairs of name and kind.
    replications
        Number of stored rows: a replication that two engines ran has two.
    failed
        Whether an audit of some rows failed.
    """

    identity: dict[str, Any]
    columns: object
    replications: int
    failed: bool


def to_read(place: Path) -> str:
    """Return the URI with which SQLite opens a database read-only.

    While a run is under way, and after it was killed, a log beside the file has further rows, so SQLite must read both.
    Otherwise the file has all rows, and SQLite opens it as immutable, which also works on a read-only disk.
    """
    mode = "mode=ro" if place.with_name(f"{place.name}-wal").exists() else "mode=ro&immutable=1"
    return f"file:{quote(str(place.absolute()))}?{mode}"


def held(place: Path) -> Held | None:
    """Return the study in a database; None if the file is missing, is a link, or holds no study that can be read."""
    if not place.is_file():
        return None
    try:
        own_database(place)
        connection = sqlite3.connect(to_read(place), uri=True, timeout=10.0)
        try:
            identity, columns = _description(connection)
            many = connection.execute("SELECT count(*) FROM replication").fetchone()[0]
            failed = _failed(connection)
        finally:
            connection.close()
    except (sqlite3.Error, ValueError, ResultsError):
        return None
    return Held(identity, columns, many, failed)


def _failed(connection: sqlite3.Connection) -> bool:
    """Return whether a failed audit is recorded; false if the file is of an early version, which had no audits."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    queries = "SELECT 1 FROM block WHERE audit = ?", "SELECT 1 FROM audited WHERE found != ?"
    return {"block", "audited"} <= tables and any(
        connection.execute(text, (word,)).fetchone() is not None
        for text, word in zip(queries, (FAILED, IDENTICAL), strict=True)
    )


def open_database(place: Path | str, identity: Identity, columns: tuple[Column, ...]) -> sqlite3.Connection:
    """Open the database of a study, or create it.

    Parameters
    ----------
    place, identity, columns
        Path of the database (":memory:" for one in memory), identity of the study, and columns of its figures.

    Raises
    ------
    ResultsError
        The database holds another study (`AnotherStudyError`), has other columns, or holds no study of sim; or its path
        is a link or a folder.
    sqlite3.Error
        The database is damaged, or cannot be written.
    """
    own_database(place)
    connection = sqlite3.connect(place, timeout=10.0, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a killed run keeps all blocks that it has stored
        flaws = connection.execute("PRAGMA quick_check(1)").fetchone()
        if flaws != ("ok",):
            raise sqlite3.DatabaseError(flaws[0])
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        meta = {"identity": identity.as_dict(), "columns": [[each.name, each.kind] for each in columns]}
        if not tables:
            _begin(connection, meta)
        elif not {"meta", "replication"} <= tables:
            raise ResultsError(f"{place} is not a results file of sim; choose another folder")
        else:
            _compare(connection, place, identity, meta["columns"])
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: sqlite3.Connection, meta: Mapping[str, object]) -> None:
    """Create the tables and the description in one transaction, so that a killed run leaves all of them or none."""
    rows = {key: json.dumps(value) for key, value in meta.items()}
    rows["checksum"] = of_description(rows)
    with connection:
        connection.execute("BEGIN")
        for name, listed in TABLES.items():
            connection.execute(f"CREATE TABLE {name} {listed}")
        connection.execute("CREATE UNIQUE INDEX place ON replication (engine, replication)")
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())


def _description(connection: sqlite3.Connection) -> tuple[dict[str, Any], object]:
    """Return the identity and the columns of the stored study.

    Raises
    ------
    ValueError
        The identity or the columns are missing, or do not match their checksum. Folder formats up to `BY_COLUMN` have
        no checksum.
    """
    written = dict(connection.execute("SELECT key, value FROM meta"))
    checksum = written.pop("checksum", None)
    if not {"identity", "columns"} <= set(written) or not all(isinstance(text, str) for text in written.values()):
        raise ValueError("its description is not complete")
    identity, columns = json.loads(written["identity"]), json.loads(written["columns"])
    if not isinstance(identity, dict) or not isinstance(identity.get("digest"), str):
        raise ValueError("its description does not identify a study")
    form = identity.get("form")
    early = isinstance(form, int) and form <= BY_COLUMN
    if not early and checksum != of_description(written):
        raise ValueError("its description does not match its checksum")
    return identity, columns


def _compare(connection: sqlite3.Connection, place: Path | str, identity: Identity, columns: object) -> None:
    """Check that an existing database belongs to this study; raise the errors of `open_database` otherwise."""
    try:
        stored, stored_columns = _description(connection)
    except ValueError as error:
        raise sqlite3.DatabaseError(str(error)) from None
    if stored != identity.as_dict():
        raise AnotherStudyError(
            f"{place} holds the results of another study; the two differ in {'; '.join(identity.differences(stored))}. "
            "Choose another folder, or run with --overwrite to delete these results",
            stored,
        )
    if stored_columns != columns:
        raise ResultsError(
            f"{place} was written by another version of the simulator; "
            "choose another folder, or run with --overwrite to delete these results"
        )
