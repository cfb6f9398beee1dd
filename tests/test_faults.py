"""If a run loses a worker, all its processes or its disk space, the same command then completes the study.

The results are those of an undisturbed run. A damaged database is refused.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import ROOT, TINY, ended, started

pytestmark = pytest.mark.slow

MANY = 5_200
"""With this many histories of tiny.toml, a run uses worker processes (which the tests can kill), not threads."""
RUN = ("run", str(TINY), "-n", str(MANY), "--workers", "2", "--no-figures", "-q", "--out")
FULL = """
mount -t tmpfs -o size=$1 none "$2" || exit 99
"$3" -m sim run "$4" -n "$5" --workers 1 --no-figures -q --out "$2/r"; echo "first $?" >&2
ls -A "$2/r" >&2
mount -o remount,size=64m "$2"
"$3" -m sim run "$4" -n "$5" --workers 1 --no-figures -q --out "$2/r"; echo "second $?" >&2
cp "$2/r/study.sqlite" "$2/r/outcomes.csv" "$6"
"""
"""A shell script. It mounts a small disk for itself alone and runs a study until the disk is full. Then it enlarges the
disk, runs the study again, and copies the results.
"""


def rows(folder: Path) -> list[tuple[object, ...]]:
    """Return the rows of all replications in the database of a results folder."""
    with closing(sqlite3.connect(f"file:{folder / 'study.sqlite'}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT * FROM replication ORDER BY replication").fetchall()


def stored(folder: Path) -> int:
    """Return the number of replications in the database of a results folder; 0 if it cannot be read yet."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'study.sqlite'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM replication").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the process identifiers of the workers of a run."""
    lists = [(task / "children").read_text().split() for task in Path(f"/proc/{process.pid}/task").iterdir()]
    children = [int(child) for each in lists for child in each]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def under_way(folder: Path) -> subprocess.Popen[str]:
    """Start a run; return its process once the run has stored a replication."""
    process = started(*RUN, str(folder))
    until = time.monotonic() + 60
    while not stored(folder):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "nothing was stored for a minute"
        time.sleep(0.01)
    return process


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results folder of an undisturbed run of the same study."""
    folder = tmp_path_factory.mktemp("whole")
    code, _, err = ended(started(*RUN, str(folder)))
    assert code == 0, err
    return folder


def goes_on(folder: Path, whole: Path) -> None:
    """Check that the same command completes a study, with the outcomes and rows of the undisturbed run."""
    code, out, err = ended(started(*RUN, str(folder)))
    assert code == 0, err
    assert f"of {MANY:,} on the SimPy engine: identical" in out
    assert (folder / "outcomes.csv").read_bytes() == (whole / "outcomes.csv").read_bytes()
    assert rows(folder) == rows(whole)


def test_a_run_survives_the_loss_of_a_worker(tmp_path: Path, whole: Path) -> None:
    """If a worker of a run is killed, the run exits with 2 and says why, and how many histories are kept."""
    process = under_way(tmp_path / "r")
    os.kill(workers_of(process)[0], signal.SIGKILL)
    code, out, err = ended(process)
    got = " ".join(err.split())
    assert (code, "Traceback" in err, "On time" in out) == (2, False, False), err
    assert "was ended by SIGKILL (9)" in got
    kept = stored(tmp_path / "r")
    assert 0 < kept < MANY
    assert f"{kept:,} of {MANY:,} replications are kept" in got
    goes_on(tmp_path / "r", whole)


def test_a_run_survives_the_end_of_all_its_processes(tmp_path: Path, whole: Path) -> None:
    """If the main process of a run is killed, its workers end within 20 s, and the stored histories are kept."""
    process = under_way(tmp_path / "r")
    workers = workers_of(process)
    assert workers
    process.kill()
    ended(process)
    until = time.monotonic() + 20
    while any(Path(f"/proc/{worker}/cmdline").exists() for worker in workers):
        assert time.monotonic() < until, "workers outlived their parent"
        time.sleep(0.05)
    kept = stored(tmp_path / "r")
    assert 0 < kept < MANY
    assert not (tmp_path / "r" / "outcomes.csv").exists()
    goes_on(tmp_path / "r", whole)


@pytest.mark.parametrize("size", ["600k", "2m"])
def test_a_run_survives_a_full_disk(size: str, tmp_path: Path, whole: Path) -> None:
    """If the disk is full, the run exits with 2 and a message and leaves no outcomes.csv.

    Once the disk is larger, the same command completes the study.
    """
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    kept.mkdir()
    asked = ["sh", "-c", FULL, "full", size, str(disk), sys.executable, str(TINY), str(MANY), str(kept)]
    own = [] if os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0 else ["-r"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    got = subprocess.run(["unshare", "-m", *own, *asked], capture_output=True, text=True, env=environment, check=False)
    if got.returncode == 99:
        pytest.skip("this system does not allow mounting a small disk")
    err = " ".join(got.stderr.split())
    assert "the disk is full" in err
    assert "what was stored before is kept; make space and run again" in err
    assert "Traceback" not in err
    assert "first 2" in err
    assert "second 0" in err
    assert "outcomes.csv" not in err.split("first 2")[1].split("second")[0]
    assert (kept / "outcomes.csv").read_bytes() == (whole / "outcomes.csv").read_bytes()
    assert rows(kept) == rows(whole)


@pytest.mark.parametrize("cut", ["half", "head", "empty"])
def test_a_damaged_database_is_refused_and_an_empty_one_filled(cut: str, tmp_path: Path, whole: Path) -> None:
    """A run refuses a damaged database and leaves it unchanged; with --overwrite, the run replaces it.

    If the database is an empty file, the run fills it.
    """
    folder = tmp_path / "r"
    folder.mkdir()
    good = (whole / "study.sqlite").read_bytes()
    harmed = {"half": good[: len(good) // 2], "head": b"x" * 100 + good[100:], "empty": b""}[cut]
    (folder / "study.sqlite").write_bytes(harmed)
    if cut == "empty":
        goes_on(folder, whole)
        return
    code, out, err = ended(started(*RUN, str(folder)))
    got = " ".join(err.split())
    assert (code, "Traceback" in err, "On time" in out) == (2, False, False)
    assert "study.sqlite is damaged" in got
    assert (folder / "study.sqlite").read_bytes() == harmed
    code, out, err = ended(started(*RUN, str(folder), "--overwrite"))
    assert code == 0, err
    assert rows(folder) == rows(whole)
