"""The database of a study: its tables, and whether those that are there belong to it."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from sim.analysis.column import Column
from sim.errors import ResultsError
from sim.experiment.identity import Identity

__all__ = ["AnotherStudyError", "Held", "held", "open_ledger", "sql_names"]

KINDS: Final = {"number": "REAL", "instant": "INTEGER", "flag": "INTEGER", "count": "INTEGER"}


class AnotherStudyError(ResultsError):
    """A folder holds the study of another question; `there` is its address."""

    def __init__(self, message: str, there: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.there = there

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from both: pickle itself would call with the message alone."""
        return type(self), (str(self), self.there)


class Held(NamedTuple):
    """The study that a database holds: its address, its columns as pairs of name and kind, and how many replications.

    The address may be one of an earlier version, with other parts.
    """

    identity: dict[str, Any]
    columns: object
    replications: int


def held(place: Path) -> Held | None:
    """Return what study a database holds; None if there is none, or none that can be read."""
    if not place.is_file():
        return None
    try:
        connection = sqlite3.connect(place, timeout=10.0)
        try:
            written = {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM meta")}
            many = connection.execute("SELECT count(*) FROM replication").fetchone()[0]
        finally:
            connection.close()
        identity, columns = written["identity"], written["columns"]
    except (sqlite3.Error, KeyError, TypeError, ValueError):
        return None
    whole = isinstance(identity, dict) and isinstance(identity.get("digest"), str)
    return Held(identity, columns, many) if whole else None


def open_ledger(
    place: Path | str, identity: Identity, columns: tuple[Column, ...], packed: tuple[str, ...] = ("daily", "why")
) -> sqlite3.Connection:
    """Open the database of a study, or begin it.

    Parameters
    ----------
    place, identity, columns
        Where it is, what it belongs to, and the figures that it keeps of each replication.
    packed
        What it keeps beside them, as bytes.

    Raises
    ------
    ResultsError
        It holds another study (`AnotherStudyError`), or nothing of ours.
    sqlite3.Error
        It is damaged, or cannot be written.
    """
    connection = sqlite3.connect(place, timeout=10.0, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a kill loses nothing, and no block waits for the disk
        flaws = connection.execute("PRAGMA quick_check(1)").fetchone()
        if flaws != ("ok",):
            raise sqlite3.DatabaseError(flaws[0])
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        meta = {"identity": identity.as_dict(), "columns": [[each.name, each.kind] for each in columns]}
        if not tables:
            _begin(connection, meta, columns, packed)
        elif not {"meta", "replication"} <= tables:
            raise ResultsError(f"{place} is no results file of this simulator; name another folder")
        else:
            _compare(connection, place, identity, meta["columns"])
    except BaseException:
        connection.close()
        raise
    return connection


def sql_names(columns: tuple[Column, ...]) -> list[str]:
    """Names of columns as SQL writes them; ~2 is added where two differ in case only: SQL cannot see that."""
    taken = {"replication", "daily", "why"}
    names = []
    for column in columns:
        name, times = column.name, 1
        while name.casefold() in taken:
            times += 1
            name = f"{column.name}~{times}"
        taken.add(name.casefold())
        names.append('"' + name.replace('"', '""') + '"')
    return names


def _begin(
    connection: sqlite3.Connection, meta: Mapping[str, object], columns: tuple[Column, ...], packed: tuple[str, ...]
) -> None:
    """Make the tables in one transaction, so that a kill leaves all of them or none."""
    named = zip(sql_names(columns), columns, strict=True)
    listed = [*(f"{name} {KINDS[column.kind]}" for name, column in named), *(f"{name} BLOB" for name in packed)]
    with connection:
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        connection.execute(f"CREATE TABLE replication (replication INTEGER PRIMARY KEY, {', '.join(listed)})")
        rows = [(key, json.dumps(value)) for key, value in meta.items()]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)


def _compare(connection: sqlite3.Connection, place: Path | str, identity: Identity, columns: object) -> None:
    """See that what is there belongs to this study."""
    try:
        written = {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM meta")}
        there = Identity(**written["identity"])
    except (KeyError, TypeError, ValueError):
        there = None
    if there is not None and there != identity:
        raise AnotherStudyError(
            f"{place} holds the results of another study. They differ in {'; '.join(identity.differences(there))}. "
            "Name another folder, or run with --overwrite to drop what is there",
            there.as_dict(),
        )
    if there is None or written["columns"] != columns:
        raise ResultsError(
            f"{place} was written by another version of the simulator; "
            "name another folder, or run with --overwrite to drop what is there"
        )
