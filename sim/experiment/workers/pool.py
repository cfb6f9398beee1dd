"""sim's own worker processes: they ignore Ctrl-C, end with their parent, and do not import the user's script."""

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import count
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from sim.experiment.workers.block import Task
from sim.experiment.workers.ended import Ended, words
from sim.experiment.workers.work import Made, Work
from sim.model.wanted import unless

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import Event

__all__ = ["Pool"]

PARENTS: Final = ("SIGINT", "SIGHUP")
"""Signals that workers ignore: the parent handles Ctrl-C and the end of a terminal, and tells workers to stop."""
PLACE: Final = 3
"""Numbers that each worker records: its process, and those at `AT` and `HAS`, both counted from 1; 0 is none."""
AT: Final = 1
"""Where a worker records the replication that it is running."""
HAS: Final = 2
"""Where a worker records the first replication of the block that it has finished, at least in part."""
TICK_S: Final = 0.02
LOCK_S: Final = 0.5


class Pool:
    """Worker processes.

    Parameters
    ----------
    work
        Sent to each worker once.
    workers
        How many.
    """

    def __init__(self, work: Work, workers: int) -> None:
        context = get_context("spawn")  # a fork copies locks of threads that the child does not have
        self.kind = "processes"
        self.at_once = 2 * workers
        self._stop = context.Event()
        self._at = context.Array("q", PLACE * workers)
        self._seen: dict[int, BaseProcess] = {}
        self._first: dict[Future[Made], int] = {}
        sent = (pickle.dumps(work), self._stop, self._at)
        self._executor = ProcessPoolExecutor(workers, context, initializer=_receive, initargs=sent)

    def submit(self, task: Task) -> "Future[Made]":
        """Submit a block to a worker."""
        with _no_script(), _deaf():
            future = self._executor.submit(_run, task)
        self._first[future] = task.first
        self._seen.update(self._executor._processes or {})
        return future

    def result(self, task: Task, future: "Future[Made]") -> Made:
        """Return the result of a block."""
        self._first.pop(future, None)
        return future.result()

    def stop(self, under_way: "list[Future[Made]]") -> None:
        """Tell workers to return at once with the replications that they have finished, and wait for these only.

        A worker that has finished nothing of its block may be loading the engine for seconds, and does not react: once
        the others have returned, it is killed.
        """
        self._stop.set()  # tasks not begun return empty: an executor fails on cancelled futures
        if any(future.done() and isinstance(future.exception(), BrokenExecutor) for future in under_way):
            return  # a worker has died, and the executor ends the others
        waiting = set(under_way)
        while waiting and not self._killed(waiting):
            waiting = wait(waiting, TICK_S, FIRST_COMPLETED).not_done

    def _killed(self, waiting: "set[Future[Made]]") -> bool:
        """Kill all workers if none of them has any result of the awaited blocks; return whether that was so.

        While the lock is held no worker begins to send results, so none is killed while sending.
        """
        lock = self._at.get_lock()
        held = lock.acquire(True, LOCK_S)  # a worker that died may hold it for ever
        try:
            numbers = {self._first[future] + 1 for future in waiting if not future.done()}
            if not numbers.isdisjoint(self._places()[HAS::PLACE]):
                return False
            for process in self._seen.values():
                process.kill()
            return True
        finally:
            if held:
                lock.release()

    def close(self) -> None:
        """Wait for blocks under way, drop others; workers that were stopped and have returned end at once."""
        if self._stop.is_set():  # all their results are here, and their clean-up may take seconds
            for process in self._seen.values():
                process.terminate()
        self._executor.shutdown(wait=True, cancel_futures=not self._stop.is_set())

    def _places(self) -> list[int]:
        """Return the records of the workers, `PLACE` numbers each; a dead one may hold the lock for ever."""
        return list(self._at.get_obj())

    def ended(self, seed: int) -> str:
        """Return how a worker ended early, in words; the others are then told to end."""
        self.close()
        places = self._places()
        at = dict(zip(places[::PLACE], places[AT::PLACE], strict=True))
        gone = [(pid, process.exitcode) for pid, process in self._seen.items()]
        return words([Ended(pid, code, at.get(pid, 0) - 1) for pid, code in gone if code is not None], seed)


@contextmanager
def _no_script() -> Iterator[None]:
    """Hide the main script from new processes.

    A spawned process imports that script again; without `if __name__ == "__main__":` it would start the
    study again in every worker. sim's workers need nothing from it.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


@contextmanager
def _deaf() -> Iterator[None]:
    """Make new processes ignore Ctrl-C from their first instruction on; this process gets it, perhaps afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in PARENTS])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_work: Work
_stopped: "Event"
_at: Any
_place: int


def _receive(work: bytes, stop: "Event", at: Any) -> None:
    """Set up a new worker; it takes a place in `at` (`PLACE`)."""
    global _work, _stopped, _at, _place
    _work, _stopped, _at = pickle.loads(work), stop, at
    with at.get_lock():
        _place = next(place for place in range(0, len(at), PLACE) if not at[place])
        at[_place] = os.getpid()
    for name in PARENTS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """End this worker when its parent is gone, perhaps killed, since nothing would fetch its results."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _run(task: Task) -> Made:
    numbers = count(_work.replication_of(task) + 1)
    asked = count()

    def stopped() -> bool:
        """Record before each replication which it is, and whether one has been finished; return whether to stop."""
        _at[_place + AT] = next(numbers)
        if next(asked) == 1:
            _has(task)
        return _stopped.is_set()

    try:
        with unless(_stopped.is_set):
            return _work.run(task, stopped)
    finally:
        _has(task)


def _has(task: Task) -> None:
    """Record that this block has results to send."""
    with _at.get_lock():
        _at.get_obj()[_place + HAS] = task.first + 1
