"""Workers that are stopped leave their history unfinished, and Ctrl-C ends a run even if Python loses the exception.
Names in progress lines are escaped.
"""

from __future__ import annotations

import signal
import time
from concurrent.futures import Future
from multiprocessing import get_context
from threading import Event
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes import record
from sim.analysis.statistics.estimates import Estimate
from sim.cli.progress import _live, _Log
from sim.cli.signals import answered
from sim.experiment.workers import block, interrupt, pool
from sim.experiment.workers.block import Task
from sim.experiment.workers.execution import Execution
from sim.experiment.workers.progress import Progress
from sim.experiment.workers.replicate import replicate
from sim.experiment.workers.threads import Threads
from sim.experiment.workers.work import Histories
from sim.model.wanted import UnwantedError, is_wanted, unless
from tests.scenarios import compiled, items, lift, rate

TASK = Task("simpy", 1, 1, 0, 3)


class Endless:
    """Work whose one history never ends unless it is abandoned."""

    digest = "endless"

    def __init__(self) -> None:
        self.begun, self.left = Event(), False

    def run(self, task: Task, stopped: Any = None) -> Any:
        self.begun.set()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                is_wanted()
            except UnwantedError:
                self.left = True
                return block.Block(np.zeros(0), [], [])
        raise AssertionError("the history was not abandoned within 20 seconds")

    def replication_of(self, task: Task) -> int:
        return task.first


def test_a_stopped_thread_abandons_its_history() -> None:
    """A thread that is stopped does not finish its present history."""
    work = Endless()
    crew = Threads(work, 1)
    future = crew.submit(TASK)
    assert work.begun.wait(20)
    crew.stop([])
    future.result(30)
    crew.close()
    assert work.left


def test_a_stopped_process_abandons_its_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker process abandons its present history if the event that stops it is set."""
    work, stop, context = Endless(), Event(), get_context("spawn")
    for name, value in (
        ("_work", work),
        ("_stopped", stop),
        ("_at", context.Array("q", 2 * pool.FIELDS)),
        ("_place", 0),
    ):
        monkeypatch.setattr(pool, name, value, raising=False)
    stop.set()
    pool._run(TASK)
    assert work.left


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no masks of signals")
def test_a_new_process_inherits_the_block_of_ctrl_c() -> None:
    """Ctrl-C is blocked only while a worker process may be started; the new process inherits this block."""
    masks: list[set[Any]] = []

    class Executor:
        _processes = None

        def submit(self, *_: Any) -> Future[Any]:
            masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, []))
            return Future()

    crew = pool.Pool.__new__(pool.Pool)
    vars(crew).update(_executor=Executor(), _first={}, _seen={})
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    crew.submit(TASK)
    assert signal.SIGINT in masks[0]
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


def test_a_stopped_block_drops_the_history_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a block is stopped while the figures of a history are computed, the block drops this history and does
    not trace its causes.
    """
    case = compiled(lot={"crates": items(3, 1.5)}, lift={"jet": lift(rate(20), payload_t=9.0)})
    asked = {"is": False}
    taken: list[str] = []
    real = record.outcomes_of

    def outcomes_of(*args: Any) -> Any:
        taken.append("figures")
        asked["is"] = True
        return real(*args)

    monkeypatch.setattr(block, "outcomes_of", outcomes_of)
    monkeypatch.setattr(block, "_owners", lambda _: taken.append("causes"))
    with unless(lambda: asked["is"]):
        assert len(Histories(case).run(TASK).outcomes) == 0
    assert taken == ["figures"]


def test_names_are_escaped_in_the_line_of_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters in a name are escaped in progress lines, on a terminal and in a pipe."""
    now = Progress(1, 1, Estimate(1.0, 0.2, 1.0, 1, 1, 0.95), 1.0, 0.0, "out\x1b]0;owned\x07 soon")
    with _live(1, at_most=False) as report:
        report(now)
    _Log()(now)
    said = capsys.readouterr().err
    assert said
    assert "\x1b]" not in said
    assert "\x07" not in said


@pytest.mark.parametrize("many", [1, 2])
def test_a_ctrl_c_that_python_lost_ends_the_run(many: int) -> None:
    """If Ctrl-C was recorded but raised no exception, the run ends at the next block.
    Finished blocks are kept.
    """
    case = compiled(lot={"crates": items(3, 1.5)}, lift={"jet": lift(rate(20), payload_t=9.0)})
    done: list[int] = []

    def on_block(made: Any) -> None:
        done.extend(made.outcomes["replication"].tolist())
        interrupt.note(signal.SIGINT)

    execution = Execution(workers=many, threads=True)
    try:
        with pytest.raises(KeyboardInterrupt):
            replicate(Histories(case), 1, range(400), on_block, execution=execution, block=1)
    finally:
        interrupt.forget()
    assert 1 <= len(done) < 400


def test_the_command_line_records_ctrl_c() -> None:
    """During a command Ctrl-C raises KeyboardInterrupt and is recorded; after the command it is no longer
    recorded.
    """
    before = signal.getsignal(signal.SIGINT)
    with answered():
        interrupt.raise_if_noted()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupt.raise_if_noted()
    interrupt.raise_if_noted()
    assert signal.getsignal(signal.SIGINT) is before
