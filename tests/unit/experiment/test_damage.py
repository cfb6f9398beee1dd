"""A results folder with a flipped bit, or with prepared content, never gives wrong results or a traceback."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.analysis.outcomes.column import Column
from sim.analysis.outcomes.record import record_type
from sim.errors import ResultsError, SimError
from sim.experiment.keep.database import open_database
from sim.experiment.keep.identity import Identity
from sim.experiment.keep.rows import Rows, canonical
from sim.experiment.keep.store import Store
from sim.experiment.run import run
from sim.experiment.study import Study
from sim.experiment.workers.block import Block, unpack, unpack_why
from tests.unit.experiment import dice
from tests.unit.experiment.again import TEXT

N = 4
FLIPPED = ("study.sqlite",) * 8 + ("manifest.json", "scenario.toml")
"""The file whose bit is flipped is chosen from these: the database eight times in ten."""


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("trip") / "trip.toml"
    file.write_text(TEXT, encoding="utf-8")
    return sim.load(file)


@pytest.fixture(scope="module")
def whole(question: Any, tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("whole") / "r"
    study = sim.run(question, replications=N, workers=1, engine="simpy", out=folder)
    study.store.close()
    return study


def outcome(study: Callable[[], Study], whole: Study) -> str:
    """Call a function that returns a study, and return "the same" (as `whole`), "other results", "refused" (with a
    message) or "refused without a word".
    """
    try:
        found = study()
        same = found.fingerprint == whole.fingerprint and found.probability() == whole.probability()
        found.store.close()
    except SimError as error:
        return "refused" if str(error) else "refused without a word"
    return "the same" if same else "other results"


def folder_of(study: Study) -> Path:
    assert study.store.folder is not None
    return study.store.folder


@pytest.mark.parametrize("flips", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_a_flipped_bit_never_gives_wrong_results(flips: int, question: Any, whole: Study, tmp_path: Path) -> None:
    """A folder with a flipped bit, opened or run again, gives the same study or is refused with a message; it
    never gives other results or a traceback. With 40 flips, the folder is opened after one half of them and
    run again after the other half; with 1,000, both are done after each flip.
    """
    chance, folder = random.Random(flips), tmp_path / "r"
    ways: dict[str, Callable[[], Study]] = {
        "opened": lambda: sim.reopen(folder),
        "run again": lambda: sim.run(question, replications=N, workers=1, engine="simpy", out=folder),
    }
    seen: Counter[tuple[str, str]] = Counter()
    for flip in range(flips):
        shutil.copytree(folder_of(whole), folder)
        file = folder / chance.choice(FLIPPED)
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
        for name in ways if flips > 40 else list(ways)[flip % 2 :][:1]:
            seen[name, outcome(ways[name], whole)] += 1
        shutil.rmtree(folder)
    print(dict(seen))
    assert {what for _, what in seen} <= {"the same", "refused"}
    assert min(seen["opened", "the same"], seen["run again", "the same"]) > 0


def test_a_damaged_row_is_run_again(tmp_path: Path) -> None:
    """If a row, its checksum or its block is damaged, exactly the histories concerned are run again, and the
    study lists them. If only the audit of a block was changed, the study is the same too.
    """
    before = run(dice.question(), replications=8, engine=dice.FAST, workers=1, out=tmp_path)
    before.store.close()
    two = "SELECT record FROM replication WHERE replication = 2"
    harms = {
        "UPDATE replication SET record = x'00' WHERE replication = 3": [3],
        "UPDATE replication SET why = 7 WHERE replication = 1": [1],
        "UPDATE replication SET sums = NULL WHERE replication IN (0, 5)": [0, 5],
        f"UPDATE replication SET record = ({two}) WHERE replication = 4": [4],
        "UPDATE block SET last = 100": [*range(8)],
        "UPDATE block SET code = 'another'": [*range(8)],
        "UPDATE block SET audit = 'passed' WHERE first = 3": None,
    }
    for harm, lost in harms.items():
        with sqlite3.connect(tmp_path / "study.sqlite") as connection:
            connection.execute(harm)
        connection.close()
        again = run(dice.question(), replications=8, engine=dice.FAST, workers=1, out=tmp_path)
        assert again.run["run_again"] == lost or lost is None, harm
        assert again.run["resumed"] == 8 - len(again.run["run_again"])
        assert again.fingerprint == before.fingerprint
        again.store.close()


@pytest.mark.parametrize(("key", "other"), [("replications", 3), ("checksum", "0" * 32)])
def test_a_manifest_of_other_histories_is_refused(
    key: str, other: Any, question: Any, whole: Study, tmp_path: Path
) -> None:
    """Undamaged rows are not opened with a manifest.json that was written for other histories."""
    folder = shutil.copytree(folder_of(whole), tmp_path / "r")
    got = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert got[key] != other
    (folder / "manifest.json").write_text(json.dumps({**got, key: other}), encoding="utf-8")
    with pytest.raises(ResultsError, match=r"are not those that manifest\.json was written for"):
        sim.reopen(folder)


def test_a_damaged_description_is_reported_as_damage(question: Any, whole: Study, tmp_path: Path) -> None:
    """A database whose description was changed is reported as damaged, not as that of another scenario."""
    folder = shutil.copytree(folder_of(whole), tmp_path / "r")
    with closing(sqlite3.connect(folder / "study.sqlite")) as connection, connection as transaction:
        changed = "UPDATE meta SET value = replace(value, '\"inner\": 1', '\"inner\": 2') WHERE key = 'identity'"
        assert transaction.execute(changed).rowcount == 1
    with pytest.raises(ResultsError, match="its description does not match its checksum"):
        sim.run(question, replications=N, workers=1, engine="simpy", out=folder)
    with pytest.raises(ResultsError, match="is damaged"):
        sim.reopen(folder)


def test_rows_of_another_seed_are_run_again(tmp_path: Path) -> None:
    """If undamaged rows of a study with another seed are copied into a study, its histories are run again."""
    one, other = (
        run(dice.question(), replications=8, seed=seed, engine=dice.FAST, workers=1, out=tmp_path / str(seed))
        for seed in (1, 2)
    )
    one.store.close(), other.store.close()
    with sqlite3.connect(tmp_path / "1" / "study.sqlite", isolation_level=None) as connection:
        connection.execute("ATTACH ? AS other", (str(tmp_path / "2" / "study.sqlite"),))
        connection.execute("INSERT OR REPLACE INTO main.replication SELECT * FROM other.replication")
    connection.close()
    again = run(dice.question(), replications=8, seed=1, engine=dice.FAST, workers=1, out=tmp_path / "1")
    assert (again.run["run_again"], again.fingerprint) == ([*range(8)], one.fingerprint)


def test_packed_bytes_of_a_huge_size_are_refused() -> None:
    """Packed bytes that would unpack to 64 MB are refused once they exceed the largest size that they may have,
    so unpacking takes less than 10 MB. Bytes that unpack to too little, are cut off, or hold no valid causes are
    refused too.
    """
    packing = zlib.compressobj(1)
    zeros = bytes(1 << 20)
    bomb = b"".join(packing.compress(zeros) for _ in range(64)) + packing.flush()
    tracemalloc.start()
    for open_it in (lambda: unpack(bomb, (20, 2, 4), (20, 1, 4)), lambda: unpack_why(bomb, (5, 9))):
        with pytest.raises(zlib.error, match="more than"):
            open_it()
    assert tracemalloc.get_traced_memory()[1] < 10e6
    tracemalloc.stop()
    for short in (zlib.compress(bytes(8)), zlib.compress(bytes(1280))[:-3]):
        with pytest.raises(zlib.error):
            unpack(short, (20, 2, 4), (20, 1, 4))
    for causes in (bytes(7), b"\xff" * 12):
        with pytest.raises(zlib.error):
            unpack_why(zlib.compress(causes), (5, 9))


def test_a_prepared_row_of_a_huge_size_is_refused(tmp_path: Path) -> None:
    """A row that would unpack to a huge size is refused even if its checksum is right."""
    study = run(dice.question(), replications=2, engine=dice.FAST, workers=1, out=tmp_path)
    figures = study.outcomes.copy()
    figures["replication"] += 2
    study.store.add(Block(figures, [zlib.compress(bytes(10_000_000))] * 2, [b""] * 2))
    study.store.close()
    with pytest.raises(ResultsError, match=r"study\.sqlite is damaged \(more than"):
        run(dice.question(), replications=4, engine=dice.FAST, workers=1, out=tmp_path)


def test_equal_figures_are_equal_bytes(tmp_path: Path) -> None:
    """NaN has one form, and so has zero, so that equal figures have equal bytes. Large whole numbers and
    infinity are preserved.
    """
    kinds = np.array([False, False, True, True])
    records = np.zeros(3, [("replication", "i8"), ("a", "i8"), ("b", "f8"), ("c", "f8")])
    records["a"], records["b"] = (-1, 2**62, -(2**63)), (-0.0, -np.nan, np.inf)
    found = canonical(records, kinds)
    assert found["a"].tolist() == records["a"].tolist()
    assert found["b"].tobytes() == np.array([0.0, np.nan, np.inf]).tobytes()


def test_thousands_of_figures_are_stored(tmp_path: Path) -> None:
    """Thousands of figures are stored and read back, even with names that SQL does not allow."""
    listed = tuple(Column(f'"figure\0 {at}', "number" if at % 2 else "count", "") for at in range(5000))
    address = Identity("many", "ab", 1, 1, "x", "0", "0")
    records = np.zeros(3, record_type(listed))
    records["replication"] = range(3)
    for at, column in enumerate(listed):
        records[column.name] = (at, -at, np.nan) if at % 2 else (at, -at, 2**62)
    for _ in range(2):  # in the second pass all rows are stored already
        with closing(open_database(tmp_path / "r.sqlite", address, listed)) as connection:
            rows = Rows(connection, tmp_path / "r.sqlite", address, "x", listed)
            rows.add(records, [b""] * 3, [b""] * 3)
            assert rows.mend(0, 3) == []
            assert rows.records(0, 3).tobytes() == records.tobytes()


@pytest.mark.long
def test_a_study_of_many_sites_over_ten_years_is_resumed(tmp_path: Path) -> None:
    """A study of 200 sites over ten years can be resumed, and is the same in memory and from its folder."""
    sites = {f"camp {at}": {"kind": "base"} for at in range(200)}
    plan = dice.question(site={**sites, "A": {"kind": "base"}, "B": {"kind": "base"}}, deadline_h=24 * 3650)
    in_memory, first, both = (
        run(plan, replications=n, engine=dice.FAST, workers=1, out=out)
        for n, out in ((6, None), (4, tmp_path), (6, tmp_path))
    )
    assert len(both.columns) > 2000
    assert (first.fingerprint != both.fingerprint, both.run["resumed"]) == (True, 4)
    assert both.fingerprint == in_memory.fingerprint


def test_a_folder_of_an_earlier_layout_is_refused(tmp_path: Path) -> None:
    """A folder of an earlier version, whose database has a column for each figure, is refused, the error names
    the two formats, and the database is kept.
    """
    place = tmp_path / "study.sqlite"
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        connection.execute("CREATE TABLE replication (replication INTEGER PRIMARY KEY, closure INTEGER, daily BLOB)")
        address = (
            '{"scenario": "dice", "digest": "ab", "seed": 1, "inner": 1, "engine": "x", "sim": "0.1.0", "form": 2}'
        )
        rows = [("identity", address), ("columns", '[["closure", "instant"]]')]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    connection.close()
    before = place.read_bytes()
    with pytest.raises(ResultsError, match="form: 2 then, 4 now"):
        run(dice.question(), replications=2, engine=dice.FAST, workers=1, out=tmp_path)
    assert place.stat().st_size >= len(before)


def test_rows_audited_in_parts_are_marked_as_passed(tmp_path: Path) -> None:
    """Rows that are audited in parts, which may overlap, are all marked as passed, and no other rows are."""
    store = run(dice.question(), replications=12, engine=dice.FAST, workers=1).store
    rows: Rows = store.rows
    assert rows.waiting([(0, 12)]) == [*range(12)]
    rows.passed([(2, 4), (3, 6), (9, 10)], [2, 9])
    assert rows.waiting([(0, 12)]) == [0, 1, 6, 7, 8, 10, 11]
    assert (rows.audited(0, 12), rows.audited(0, 9)) == ([2, 9], [2])
    rows.passed([(0, 100)], [])
    assert rows.waiting([(0, 12)]) == []
    assert rows.mend(0, 12) == []
    assert isinstance(store, Store)
