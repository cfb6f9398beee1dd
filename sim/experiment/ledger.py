"""The database of a study: its tables, and whether those that are there belong to it."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sim.analysis.column import Column
from sim.errors import ResultsError
from sim.experiment.identity import Identity

__all__ = ["open_ledger", "sql_names"]

KINDS: Final = {"number": "REAL", "instant": "INTEGER", "flag": "INTEGER", "count": "INTEGER"}


def open_ledger(place: Path | str, identity: Identity, columns: tuple[Column, ...]) -> sqlite3.Connection:
    """Open the database of a study, or begin it.

    Raises
    ------
    ResultsError
        It holds another study, or nothing of ours.
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
            _begin(connection, meta, columns)
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


def _begin(connection: sqlite3.Connection, meta: Mapping[str, object], columns: tuple[Column, ...]) -> None:
    """Make the tables in one transaction, so that a kill leaves all of them or none."""
    named = zip(sql_names(columns), columns, strict=True)
    listed = ", ".join(f"{name} {KINDS[column.kind]}" for name, column in named)
    with connection:
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        kept = f"{listed}, daily BLOB, why BLOB"
        connection.execute(f"CREATE TABLE replication (replication INTEGER PRIMARY KEY, {kept})")
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
        raise ResultsError(
            f"{place} holds the results of another study: {there.scenario} (digest {there.digest[:12]}); "
            f"this one is {identity.scenario} (digest {identity.digest[:12]}). They differ in "
            f"{'; '.join(identity.differences(there))}. "
            "Name another folder, or run with --overwrite to drop what is there"
        )
    if there is None or written["columns"] != columns:
        raise ResultsError(
            f"{place} was written by another version of the simulator; "
            "name another folder, or run with --overwrite to drop what is there"
        )
