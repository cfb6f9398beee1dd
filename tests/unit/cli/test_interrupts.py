"""Ctrl-C ends a command while it loads modules, starts workers, runs histories or compiles, without a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np
import pytest

import sim as library
from sim.compiler import apart
from sim.experiment.decide.trials.trial import Trial
from sim.experiment.workers.block import Task
from sim.experiment.workers.pool import FOR_THE_PARENT, Pool, _signals_ignored
from sim.experiment.workers.work import Histories
from tests.commands import ROOT, TINY, ended, started

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a terminal on Windows has other signals")
LOADING = """
import sys

how, where = sys.argv[3:]
del sys.argv[3:]

class Part:
    def __set_name__(self, owner, name):
        raise KeyboardInterrupt

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == where:
            if how == "plain":
                raise KeyboardInterrupt
            type("Made", (), {"part": Part()})

sys.meta_path.insert(0, Interrupting())
from sim.cli import main
main()
"""


@pytest.mark.parametrize("where", ["sim.cli.entry", "sim.config.load"])
@pytest.mark.parametrize("how", ["plain", "in a class"])
def test_ctrl_c_while_the_command_is_loaded(how: str, where: str) -> None:
    """If Ctrl-C comes while a module is imported, the command exits with 130 and prints only "interrupted". The
    same holds if it comes while a class is created, where Python 3.11 turns the interrupt into a RuntimeError.
    """
    got = subprocess.run(
        [sys.executable, "-c", LOADING, "check", str(TINY), how, where],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    assert (got.returncode, got.stdout, got.stderr) == (130, "", "interrupted\n")


def test_ctrl_c_while_workers_start_is_not_lost() -> None:
    """While workers start, the signals of `FOR_THE_PARENT` are blocked. A Ctrl-C that comes meanwhile interrupts
    this process when the workers have started; afterwards Ctrl-C is not blocked.
    """

    def interrupted() -> None:
        with _signals_ignored():
            blocked.update(signal.pthread_sigmask(signal.SIG_BLOCK, []))
            os.kill(os.getpid(), signal.SIGINT)

    blocked: set[int] = set()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert {getattr(signal, name) for name in FOR_THE_PARENT} <= blocked
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_workers_that_are_still_starting_are_not_waited_for() -> None:
    """If no worker has finished a history, `Pool.stop` kills all workers. It cancels no future, since the
    executor would then print a traceback when its workers end.
    """
    plan = library.plan(library.load(TINY))
    pool = Pool(Histories(plan), 1)
    under_way = [pool.submit(Task("simpy", 1, 1, first, first + 1)) for first in range(6)]
    pool.stop(under_way)
    pool.close()
    assert all(future.done() and not future.cancelled() for future in under_way)
    assert [process.exitcode for process in pool._seen.values()] == [-signal.SIGKILL]


@dataclass(frozen=True)
class Loading:
    """Work for a pool: its first block takes 20 s to load its engine; each other block finishes one replication and
    then waits until it is stopped.
    """

    folder: Path
    digest: str = "loading"

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Trial:
        """Make a file to record that the block has begun; return its first replication once it is stopped."""
        (self.folder / str(task.first)).touch()
        if task.first == 0:
            sleep(20)
        stopped()
        while not stopped():
            sleep(0.01)
        return Trial(np.array([(task.first,)], [("replication", "i8")]))

    def replication_of(self, task: Task) -> int:
        """Return the number of the block's first replication."""
        return task.first


def test_ctrl_c_ends_a_loading_worker_and_keeps_results_of_others(tmp_path: Path) -> None:
    """At Ctrl-C, the worker that is still loading is killed, and the other returns its finished replication."""
    pool = Pool(Loading(tmp_path), 2)
    under_way = [pool.submit(Task("simpy", 1, 1, first, first + 9)) for first in (0, 100)]
    while len(list(tmp_path.iterdir())) < len(under_way):
        assert not under_way[0].done()
        sleep(0.01)
    pool.stop(under_way)
    made = pool.result(Task("simpy", 1, 1, 100, 109), under_way[1])
    assert made.outcomes["replication"].tolist() == [100]
    with pytest.raises(BrokenExecutor):
        pool.result(Task("simpy", 1, 1, 0, 9), under_way[0])
    pool.close()


@pytest.mark.slow
def test_ctrl_c_while_the_engine_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command within 20 s, without a traceback, although compiling takes over a minute."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    process = started("run", str(TINY), "-n", "4", "--workers", "1", "--out", "out")
    assert process.stderr is not None
    while "compiling the engine" not in (line := process.stderr.readline()):
        assert line, "the engine was not compiled"
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    finally:
        process.kill()
    code, _, err = ended(process)
    assert (code, "Traceback" in err) == (130, False), err
    assert "interrupted" in err


def test_the_compiling_process_passes_messages_on_and_ends_with_its_parent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`Apart` passes on the messages of the compiling process. `wait` returns False if that process fails, or if
    the folder for the code does not exist. A compiling process exits with 1 when its input closes, which
    happens when its parent ends.
    """
    plan = library.plan(library.load(TINY))
    before = list(apart.problems)
    code = "import sys; sys.stdin.buffer.read(8); print('the disk was damaged'); sys.exit({})"
    try:
        for number in (0, 1):
            monkeypatch.setattr(apart, "CODE", code.format(number))
            assert apart.Apart("sim:nothing", plan, tmp_path).wait() == (number == 0)
        assert apart.problems[len(before) :] == ["the disk was damaged"] * 2
        monkeypatch.setattr(apart, "CODE", code.format(0))
        assert not apart.Apart("sim:nothing", plan, tmp_path / "none").wait()
    finally:
        apart.problems[:] = before
    waits = "import sys; from sim.compiler.apart import in_child; import time; in_child(lambda _: time.sleep(600))"
    child = subprocess.Popen([sys.executable, "-c", waits], stdin=subprocess.PIPE, cwd=ROOT)
    assert child.stdin is not None
    sent = b"\x80\x04N."  # a pickle of None
    child.stdin.write(len(sent).to_bytes(8, "little") + sent)
    child.stdin.close()
    assert child.wait(60) == 1


def test_damaged_code_counts_as_not_compiled(tmp_path: Path) -> None:
    """Truncated or missing code counts as not compiled. So it is compiled in a separate process, which Ctrl-C
    can end.
    """
    from tests.unit.compiler import test_cache as test_kept

    def whole() -> bool:
        cache: Any = test_kept.kept.cache_of(test_kept.plus, tmp_path)
        return bool(cache.is_whole())

    assert not whole()
    test_kept.compiled(tmp_path)
    assert whole()
    for path in test_kept.files(tmp_path):
        raw = path.read_bytes()
        path.write_bytes(raw[:-1])
        assert not whole()
        path.write_bytes(raw)
    assert whole()
