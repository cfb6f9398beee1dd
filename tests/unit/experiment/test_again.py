"""`sim run` where its default folder has results already: most rows of the table in docs/run-again.md."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import sim as library
from sim.config.literal import literal
from sim.errors import ResultsError
from sim.experiment.keep.lock import Lock
from tests.unit.experiment.again import HOME, content, edit, folders, manifest, plain, resumed, run, sim
from tests.unit.experiment.again import _folder as _folder  # an automatic fixture: a folder with one scenario

# --------------------------------------------------------------------------------------------- the default folder


@pytest.mark.parametrize(
    ("change", "n", "there"),
    [
        (lambda: None, 3, 3),
        (lambda: edit("payload_t", "# a comment, no change\npayload_t"), 3, 3),
        (lambda: edit("seed = 5", 'about = "in other words"\nseed = 5'), 3, 3),
        (lambda: None, 5, 3),
        (lambda: None, 2, 2),
    ],
    ids=["unchanged", "comment", "about", "larger n", "smaller n"],
)
def test_the_same_scenario_continues_its_study(change: Callable[[], None], n: int, there: int) -> None:
    """Stored replications are not run again, and outcomes.csv has one row for each that was requested."""
    run()
    change()
    again = run(n=n)
    assert "another question" not in again.stdout
    assert (resumed(), manifest()["replications"]) == (there, n)
    assert len((HOME / "outcomes.csv").read_text(encoding="utf-8").splitlines()) == n + 1
    assert folders() == {"trip"}


@pytest.mark.parametrize(
    ("old", "new", "options", "said"),
    [
        ("count = 3,", "count = 4,", (), "lot.crates.count: 3 then, 4 now"),
        ("high = 12", "high = 14", (), "lift.plane.payload_t.high: 12 then, 14 now"),
        ("seats = 20\n", "seats = 20\ncancel = 0.1\n", (), "lift.plane.cancel: not stated then, 0.1 now"),
        (
            "group.guards",
            "group.cooks = { site = 'camp', count = 2 }\ngroup.guards",
            (),
            "group.cooks: not stated then, stated now",
        ),
        ("", "", ("--set", "lift.plane.seats=22"), "lift.plane.seats: 20 then, 22 now"),
        ("", "", ("--seed", "6"), "seed: 5 then, 6 now"),
        ("seed = 5", "seed = 6", (), "seed: 5 then, 6 now"),
        ("", "", ("--inner", "2"), "inner: 1 then, 2 now"),
    ],
    ids=["edited", "distribution", "new key", "new table", "set", "seed", "seed in file", "inner"],
)
def test_a_changed_scenario_keeps_the_finished_study(old: str, new: str, options: tuple[str, ...], said: str) -> None:
    """The run says key by key what changed. The finished study is kept, byte for byte, in another folder. The
    new outcomes.csv has the same bytes as that of a run into a new folder.
    """
    run()
    before, digest = content(HOME), str(manifest()["digest"])
    edit(old, new)
    again = run(*options)
    assert "Changed since then" in again.stdout
    assert said in plain(again)
    assert "digest" not in again.output
    kept = Path(f"results/trip-{digest[:8]}")
    assert kept.name in plain(again)
    assert content(kept) == before
    assert resumed() == 0
    run(*options, "--out", "fresh")
    assert (HOME / "outcomes.csv").read_bytes() == Path("fresh/outcomes.csv").read_bytes()


def test_each_engine_has_rows_of_its_own() -> None:
    """The folder keeps the histories of both engines, and each run uses only those of its own engine."""
    run()
    before = (HOME / "outcomes.csv").read_bytes()
    study = library.run(library.load("trip.toml"), replications=3, workers=1, engine="compiled", out=HOME)
    assert study.run["resumed"] == 0
    study.store.close()
    assert (HOME / "outcomes.csv").read_bytes() == before
    assert "not used: 3 histories of the compiled engine in study.sqlite" in plain(run())
    assert resumed() == 3
    assert folders() == {"trip"}


def leave_a_failed_audit(folder: Path = HOME, engine: str = "compiled") -> None:
    """Create a study as a failed audit leaves it: a row marked as failed, and no published files."""
    from sim.experiment.keep.folder import withdraw
    from sim.experiment.keep.rows import Rows

    library.run(library.load("trip.toml"), replications=3, workers=1, engine=engine, out=folder).store.close()
    study = library.reopen(folder)
    address, columns = study.store.identity, study.columns
    study.store.close()
    with closing(sqlite3.connect(folder / "study.sqlite")) as connection:
        Rows(connection, folder / "study.sqlite", address, engine, columns).failed(1, "closure is 5 and 6 is stored")
    withdraw(folder, engine)


def test_rows_that_failed_an_audit_are_kept_when_the_scenario_changes() -> None:
    """If the scenario changes, rows that failed an audit are moved to another folder, not deleted, and the run
    says so. If the change is undone, the rows still count as failed.
    """
    leave_a_failed_audit(engine="simpy")
    edit()
    said = plain(run())
    (kept,) = folders() - {"trip"}
    assert f"That study failed its audit; it is kept in results/{kept}/, as evidence." in said
    with closing(sqlite3.connect(Path("results", kept, "study.sqlite"))) as connection:
        assert connection.execute("SELECT count(*) FROM replication").fetchone() == (3,)
        assert ("failed",) in connection.execute("SELECT DISTINCT audit FROM block").fetchall()
    edit("count = 4,", "count = 3,")
    assert "failed their audit at replication 1" in " ".join(run(code=2).stderr.split())


def test_a_plan_that_failed_its_audit_is_kept_when_it_is_not_compared() -> None:
    """If the next comparison leaves out a plan whose study failed its audit, the study is moved, not deleted."""
    compare = ("compare", "trip.toml", "--no-figures", "--with")
    sim(*compare, "lot.crates.count=2")
    folder = next(path for path in Path("results/trip-compare").iterdir() if "count" in path.name)
    (folder / "summary.json").unlink()
    with closing(sqlite3.connect(folder / "study.sqlite")) as connection, connection as transaction:
        transaction.execute("UPDATE block SET audit = 'failed'")
    said = plain(sim(*compare, "lot.crates.count=1"))
    assert "it is deleted" not in said
    assert any(path.name.startswith("trip-compare-") for path in Path("results").iterdir())


def test_a_failed_audit_is_reported_by_each_later_run() -> None:
    """Each run of the same command refuses rows that failed their audit. A run on the other engine gives an
    answer, and so does a run with `--overwrite`.
    """
    leave_a_failed_audit()
    for _ in range(2):
        said = " ".join(run("--engine", "compiled", code=2).stderr.split())
        assert "failed their audit at replication 1 (closure is 5 and 6 is stored)" in said
        assert "--engine simpy" in said
    assert "not used: 3 histories of the compiled engine" in plain(run())
    run("--engine", "compiled", "--overwrite")


def test_a_damaged_row_is_run_again() -> None:
    """A history whose row does not match its checksum is run again, and the run says how many were damaged."""
    run()
    before = (HOME / "outcomes.csv").read_bytes()
    with closing(sqlite3.connect(HOME / "study.sqlite")) as connection, connection as transaction:
        transaction.execute("UPDATE replication SET record = zeroblob(length(record)) WHERE replication = 1")
    assert "damaged in study.sqlite, and run again: 1 history" in plain(run())
    assert resumed() == 2
    assert (HOME / "outcomes.csv").read_bytes() == before


def test_at_most_six_changes_are_listed() -> None:
    """Of eight changes the run lists six, and says that there are two more."""
    run()
    for old, new in {
        "count = 30": "count = 31", "count = 3,": "count = 4,", "weight_t = 4": "weight_t = 3", "low = 4": "low = 5",
        "high = 12": "high = 13", "load_h = 2": "load_h = 1", "block_h = 3": "block_h = 2", "seats = 20": "seats = 21",
    }.items():  # fmt: skip
        edit(old, new)
    said = run().stdout
    assert sum(" then, " in line for line in said.splitlines()) == 6
    assert "and 2 more" in said


def test_an_edit_that_is_undone_uses_its_study_again() -> None:
    """When an edit is undone, the study from before the edit is used again; that of the
    edited file is kept too.
    """
    run()
    first = (HOME / "outcomes.csv").read_bytes()
    edit()
    run()
    second = content(HOME)["outcomes.csv"]
    edit("count = 4,", "count = 3,")
    again = run()
    assert "moved back" in plain(again)
    assert resumed() == 3
    assert (HOME / "outcomes.csv").read_bytes() == first
    assert len(folders()) == 2
    (other,) = (Path("results") / name for name in folders() - {"trip"})
    assert (other / "outcomes.csv").read_bytes() == second


@pytest.mark.parametrize("own", [False, True], ids=["nothing else", "a file of the user"])
def test_an_edit_that_is_undone_after_an_interruption_uses_its_study_again(own: bool) -> None:
    """When an edit is undone, the unfinished study of the edited file is deleted. The first study is moved back,
    unless a file of the user is in the way.
    """
    run()
    edit()
    run()
    (HOME / "summary.json").unlink()
    if own:
        (HOME / "notes.txt").write_text("mine", encoding="utf-8")
    edit("count = 4,", "count = 3,")
    again = plain(run())
    assert "never finished; its 3 histories are deleted" in again
    assert ("moved back" in again, resumed()) == (not own, 0 if own else 3)
    assert len(folders()) == (2 if own else 1)
    assert (HOME / "notes.txt").exists() == own


def test_studies_that_differ_in_their_seed_are_kept_apart() -> None:
    """Three studies that differ only in their seed are kept in three folders, although they share a digest."""
    for seed in ("1", "2", "3"):
        run("--seed", seed)
    assert len(folders()) == 3
    assert {manifest(Path("results") / name)["seed"] for name in folders()} == {1, 2, 3}


@pytest.mark.parametrize("parts", [{"sim": "0.0.9"}, {"code": "0123456789abcdef"}, {"form": 1, "another part": 2}])
def test_a_study_of_another_version_is_kept_too(parts: dict[str, object]) -> None:
    """A study of another version of sim, of other code or of another format is kept in another folder."""
    import json

    from sim.experiment.keep.checksums import of_description

    run()
    with sqlite3.connect(HOME / "study.sqlite") as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta WHERE key != 'checksum'"))
        meta["identity"] = json.dumps({**json.loads(meta["identity"]), **parts})
        values = [(value, key) for key, value in {**meta, "checksum": of_description(meta)}.items()]
        connection.executemany("UPDATE meta SET value = ? WHERE key = ?", values)
    connection.close()
    name, value = next(iter(parts.items()))
    said = plain(run())
    assert "had a study that another version of sim made. Changed since then:" in said
    assert f"{name}: {literal(value)} then" in said
    assert resumed() == 0
    assert len(folders()) == 2


def test_an_unfinished_study_of_another_scenario_is_deleted() -> None:
    """After an edit, a study without a summary is deleted, and the run says so; the user's files stay."""
    run()
    (HOME / "summary.json").unlink()
    (HOME / "notes.txt").write_text("mine", encoding="utf-8")
    edit()
    said = plain(run())
    assert "never finished; its 3 histories are deleted" in said
    assert "lot.crates.count: 3 then, 4 now" in said
    assert folders() == {"trip"}
    assert resumed() == 0
    assert (HOME / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_killed_run_can_be_continued() -> None:
    """A killed run leaves its histories and scenario.toml, and the same command uses them. After an edit, a run
    into such a folder with --out is refused.
    """
    script = (
        "import os, sys, sim, sim.experiment.run as run\n"
        "def dies(*_, **__): os._exit(9)\n"
        "run._write = dies\n"
        "sim.run(sim.load('trip.toml'), replications=2, workers=1, engine='simpy', out='results/trip')\n"
    )
    root = str(Path(__file__).parents[3])
    killed = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": root}, check=False)
    assert killed.returncode == 9
    assert (HOME / "scenario.toml").exists()
    assert not (HOME / "summary.json").exists()
    shutil.copytree(HOME, "killed")
    assert "another question" not in run().stdout
    assert resumed() == 2
    run("--out", "fresh")
    assert (HOME / "outcomes.csv").read_bytes() == Path("fresh/outcomes.csv").read_bytes()
    edit()
    refused = run("--out", "killed", code=2)
    assert "lot.crates.count: 3 then, 4 now" in refused.stderr


@pytest.mark.parametrize("harm", ["not a database", "another program's"])
def test_files_that_are_not_ours_are_never_moved(harm: str) -> None:
    """If study.sqlite is not a study of sim, the run is refused, and the files stay."""
    HOME.mkdir(parents=True)
    if harm == "not a database":
        (HOME / "study.sqlite").write_bytes(b"replication,closure\n" * 300)
    else:
        with sqlite3.connect(HOME / "study.sqlite") as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
    (HOME / "summary.json").write_text("{}", encoding="utf-8")
    before = (HOME / "study.sqlite").stat().st_size
    run(code=2)
    assert folders() == {"trip"}
    assert (HOME / "study.sqlite").stat().st_size >= before
    assert (HOME / "summary.json").read_text(encoding="utf-8") == "{}"


def test_a_folder_in_use_is_not_moved() -> None:
    """A study is neither moved nor deleted while another run writes into its folder. If a locked folder is
    moved, a new folder in its place can be locked, and the moved one stays in use.
    """
    run()
    before = content(HOME)
    edit()
    lock = Lock(HOME)
    try:
        assert "in use" in run(code=2).stderr
        assert content(HOME) == before
        HOME.rename("results/moved")
        HOME.mkdir()
        Lock(HOME).release()
        with pytest.raises(ResultsError, match="in use"):
            Lock(Path("results/moved"))
    finally:
        lock.release()


def test_a_lock_that_was_moved_while_it_was_opened_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process does not get the lock if the folder was moved just after the process opened the lock file."""
    HOME.mkdir(parents=True)
    real = os.open

    def moved(path: Path, *more: int) -> int:
        file = real(path, *more)
        if not Path("results/moved").exists():
            HOME.rename("results/moved")
            HOME.mkdir()
            (HOME / ".lock").touch()
        return file

    monkeypatch.setattr("sim.experiment.keep.lock.os.open", moved)
    with pytest.raises(ResultsError, match="in use"):
        Lock(HOME)


def test_overwrite_deletes_the_stored_study() -> None:
    """--overwrite deletes the stored study, even if it has the same scenario and seed."""
    run()
    assert run("--overwrite").exit_code == 0
    assert resumed() == 0
    edit()
    assert "another question" not in run("--overwrite").stdout
    assert folders() == {"trip"}
