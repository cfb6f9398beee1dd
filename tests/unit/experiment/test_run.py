"""A study is the same for any number of workers and any order of blocks, after interruptions, and if it is merged from
two halves.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from sim.errors import EngineError, ResultsError
from sim.experiment.keep.folder import csv_lines
from sim.experiment.run import run
from sim.experiment.study import Study
from sim.experiment.workers.progress import Progress
from sim.experiment.workers.replicate import WorkerError
from tests.unit.experiment import dice

ROOT = Path(__file__).parents[3]
N = 60


def got(folder: Path) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of outcomes.csv, and summary.json without its block `run`."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary.pop("run")
    return (folder / "outcomes.csv").read_bytes(), summary


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Return the study, run by one process."""
    return run(dice.question(), replications=N, engine=dice.FAST, workers=1, out=tmp_path_factory.mktemp("whole") / "r")


def folder_of(study: Study) -> Path:
    assert study.store.folder is not None
    return study.store.folder


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_study(whole: Study, workers: int, tmp_path: Path) -> None:
    """outcomes.csv and summary.json, except its block `run`, have the same bytes for any number of workers."""
    other = run(dice.question(), replications=N, engine=dice.FAST, workers=workers, out=tmp_path / "r")
    assert got(folder_of(other)) == got(folder_of(whole))
    assert other.fingerprint == whole.fingerprint


class Backwards(Executor):
    """An executor that waits for all tasks, and then runs them in a random order."""

    def __init__(self) -> None:
        self._tasks: list[tuple[Future[Any], Callable[[], Any]]] = []
        self._random = random.Random(1)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._tasks.append((future, lambda: fn(*args, **kwargs)))
        if len(self._tasks) == N:  # all blocks are submitted
            self._random.shuffle(self._tasks)
            for waiting, work in self._tasks:
                waiting.set_running_or_notify_cancel()
                waiting.set_result(work())
        return future


def test_any_executor_and_order_give_the_same_study(whole: Study) -> None:
    """The study is the same if another executor runs its blocks in random order, or on threads."""
    back = run(dice.question(), replications=N, engine=dice.FAST, workers=1, executor=_sized(Backwards(), N))
    assert back.fingerprint == whole.fingerprint
    with ThreadPoolExecutor(3) as threads:
        assert run(dice.question(), replications=N, engine=dice.FAST, executor=threads).summary["digest"]
        again = run(dice.question(), replications=N, engine=dice.FAST, executor=threads)
    assert again.fingerprint == whole.fingerprint


def _sized(executor: Executor, blocks: int) -> Executor:
    """Return the executor, changed so that it gets the whole study at once, divided into this many blocks."""
    executor._max_workers = blocks  # type: ignore[attr-defined]
    return executor


def test_a_resumed_study_uses_stored_replications(whole: Study, tmp_path: Path) -> None:
    """Stored replications are not run again. A larger number adds replications, and a smaller number uses only
    the first ones.
    """
    part = run(dice.question(), replications=20, engine=dice.FAST, workers=1, out=tmp_path / "r")
    readings: list[Progress] = []
    full = run(
        dice.question(), replications=N, engine=dice.FAST, workers=1, out=tmp_path / "r", progress=readings.append
    )
    assert readings[0].done == 20
    assert readings[-1].done == N
    assert full.run["resumed"] == 20
    assert got(tmp_path / "r") == got(folder_of(whole))
    again = run(dice.question(), replications=20, engine=dice.FAST, workers=1, out=tmp_path / "r")
    assert again.fingerprint == part.fingerprint
    assert len(again) == 20


class Struck(SimpleQueue[Any]):
    """A queue that raises KeyboardInterrupt just after its fifth item was taken out."""

    def __init__(self) -> None:
        self.taken = 0

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        item = super().get(block, timeout)
        self.taken += 1
        if self.taken == 5:
            raise KeyboardInterrupt
        return item


def test_ctrl_c_before_a_result_is_stored(whole: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If Ctrl-C comes between taking a result and storing it, the run ends and keeps all finished work, that
    result included.
    """
    with monkeypatch.context() as planted:
        planted.setattr("sim.experiment.workers.replicate.SimpleQueue", Struck)
        with ThreadPoolExecutor(2) as threads, pytest.raises(KeyboardInterrupt) as struck:
            run(dice.question(), replications=N, engine=dice.FAST, executor=_sized(threads, 4), out=tmp_path / "r")
    kept = int(str(struck.value).split()[0])
    assert 5 <= kept < N, struck.value
    run(dice.question(), replications=N, engine=dice.FAST, workers=1, out=tmp_path / "r")
    assert got(tmp_path / "r") == got(folder_of(whole))


def test_merged_halves_equal_the_whole(whole: Study, tmp_path: Path) -> None:
    """The replications [0, n) and [n, 2n), merged in either order, in memory or on disk, equal [0, 2n). Parts
    that overlap or have different seeds are refused.
    """
    half = N // 2
    one = run(dice.question(), replications=half, engine=dice.FAST, workers=1)
    two = run(dice.question(), replications=half, first=half, engine=dice.FAST, workers=1, out=tmp_path / "two")
    merged = two.merge(one, out=tmp_path / "both")
    assert merged.fingerprint == whole.fingerprint
    assert {**merged.summary, "run": 0} == {**whole.summary, "run": 0}
    assert one.merge(two).fingerprint == whole.fingerprint
    with pytest.raises(ResultsError, match="where the first ends"):
        one.merge(one)
    other = run(dice.question(), replications=half, first=half, seed=99, engine=dice.FAST, workers=1)
    with pytest.raises(ResultsError, match="seed: 99 in the other"):
        one.merge(other)


def script(folder: Path, engine: str, replications: int, workers: int) -> str:
    """Return the text of a user's script that runs a study. It has no guard (`if __name__ == ...`) against being run
    again by spawned processes.
    """
    return f"""
import sys
from pathlib import Path
from tests.unit.experiment import dice
import sim
print("began", flush=True)
try:
    study = sim.run(dice.question(), replications={replications}, engine={engine!r}, workers={workers},
                    out={str(folder)!r})
except KeyboardInterrupt as stop:
    print(stop)
    sys.exit(130)
print(study.fingerprint)
"""


def started(folder: Path, engine: str, replications: int, workers: int, tmp_path: Path) -> subprocess.Popen[str]:
    file = tmp_path / "mine.py"
    file.write_text(script(folder, engine, replications, workers), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(file)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def stored(folder: Path) -> int:
    """Return the number of stored replications, while another process may be writing."""
    file = folder / "study.sqlite"
    if not file.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM replication").fetchone()[0])
    except sqlite3.OperationalError:  # not begun yet
        return 0


def wait_for(folder: Path, replications: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while stored(folder) < replications:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "too few replications were stored within a minute"
        time.sleep(0.02)


def all_end(group: int) -> bool:
    """Return whether all processes of a group end within 20 seconds."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.slow
def test_a_killed_run_is_resumed(workers: int, tmp_path: Path) -> None:
    """After kill -9 the folder holds the finished blocks. The next run uses them and gives the results of an
    undisturbed run.
    """
    folder = tmp_path / "r"
    process = started(folder, dice.SLOW, 200, workers, tmp_path)
    wait_for(folder, 10, process)
    process.kill()
    process.communicate()
    kept = stored(folder)
    assert 10 <= kept < 200
    assert not (folder / "summary.json").exists()
    study = run(dice.question(), replications=200, engine=dice.SLOW, workers=4, out=folder)
    assert study.run["resumed"] >= kept
    clean = run(dice.question(), replications=200, engine=dice.FAST, workers=1)
    lines = [list(csv_lines(each.columns, each.plan.clock, each.outcomes)) for each in (study, clean)]
    assert lines[0] == lines[1]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.slow
def test_an_interrupted_run_keeps_its_work(workers: int, tmp_path: Path) -> None:
    """At Ctrl-C, which the workers receive too, the run keeps finished work, says how much, and leaves no
    process running.
    """
    folder = tmp_path / "r"
    process = started(folder, dice.SLOW, 1000, workers, tmp_path)
    wait_for(folder, 10, process)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert f"{stored(folder):,} of 1,000 replications are kept in" in out
    assert "repeat the same command" in out
    assert "Traceback" not in err
    assert all_end(process.pid)


@pytest.mark.slow
def test_workers_of_a_killed_parent_end(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    process = started(folder, dice.SLOW, 1000, 2, tmp_path)
    wait_for(folder, 5, process)
    process.kill()
    process.wait()
    assert all_end(process.pid), "workers outlived their parent"
    process.communicate()


@pytest.mark.slow
def test_a_killed_worker_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a worker is killed, the error names the signal and the replication. Finished work is kept, and the next
    run completes the study.
    """
    monkeypatch.setenv("DICE_MARK", str(tmp_path / "mark"))
    folder = tmp_path / "r"
    says = r"a worker process \(pid \d+\) was ended by SIGKILL \(9\) in replication 13, seed 1; .* fewer workers; "
    with pytest.raises(WorkerError, match=says + r"[\d]+ of 200 replications are kept"):
        run(dice.question(), replications=200, engine=dice.KILLED, workers=2, out=folder)
    kept = stored(folder)
    study = run(dice.question(), replications=200, engine=dice.KILLED, workers=2, out=folder)
    assert study.run["resumed"] == kept
    assert len(study.outcomes) == 200


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_an_engine_names_seed_and_replication(workers: int, tmp_path: Path) -> None:
    """An error of an engine, or a bug in it, names seed and replication, in this process and on workers. The
    failed history is not stored.
    """
    with pytest.raises(EngineError, match="seed 1, replication 13") as caught:
        run(dice.question(), replications=40, engine=dice.BROKEN, workers=workers, out=tmp_path / "r")
    assert (caught.value.seed, caught.value.replication) == (1, 13)
    with pytest.raises(ZeroDivisionError) as bug:
        run(dice.question(), replications=40, engine=dice.BUGGY, workers=workers)
    assert "in replication 13 with seed 1" in bug.value.__notes__
    assert stored(tmp_path / "r") <= 39
