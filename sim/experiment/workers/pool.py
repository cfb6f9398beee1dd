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
from sim.experiment.workers.work import Results, Work
from sim.model.wanted import unless

if TYPE_CHECKING:
    from ctypes import Array, c_char
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import Event

__all__ = ["Pool"]

FOR_THE_PARENT: Final = ("SIGINT", "SIGHUP")
"""Signals that workers ignore: the parent handles Ctrl-C and the end of a terminal, and tells workers to stop."""
FIELDS: Final = 3
"""Number of fields in the record of a worker: its process id, then the two fields below. These two hold the number of a
replication plus 1, or 0 for none."""
RUNNING: Final = 1
"""Field with the replication that the worker is running."""
FINISHED: Final = 2
"""Field with the first replication of a block of which the worker has finished at least a part."""
TICK_S: Final = 0.02
"""Longest time to wait for results before looking again whether workers have to be killed [s]."""
LOCK_S: Final = 0.5
"""Longest time to wait for the lock of the records, which a dead worker may hold for ever [s]."""


class Pool:
    """Worker processes.

    Parameters
    ----------
    work
        The work, which is sent to each worker once.
    workers
        Number of processes.
    """

    def __init__(self, work: Work, workers: int) -> None:
        context = get_context("spawn")  # a fork copies locks of threads that the child does not have
        self.kind = "processes"
        self.at_once = 2 * workers
        self._stop = context.Event()
        self._at = context.Array("q", FIELDS * workers)
        self._seen: dict[int, BaseProcess] = {}
        self._first: dict[Future[Results], int] = {}
        content = pickle.dumps(work)
        shared = context.RawArray("c", len(content))  # a pipe takes 64 kB, then the start of a process waits for it
        shared.raw = content
        sent = (shared, self._stop, self._at)
        self._executor = ProcessPoolExecutor(workers, context, initializer=_receive, initargs=sent)

    def submit(self, task: Task) -> "Future[Results]":
        """Submit a block to a worker."""
        with _script_hidden(), _signals_ignored():
            future = self._executor.submit(_run, task)
        self._first[future] = task.first
        self._seen.update(self._executor._processes or {})
        return future

    def result(self, task: Task, future: "Future[Results]") -> Results:
        """Return the result of a block."""
        self._first.pop(future, None)
        return future.result()

    def stop(self, under_way: "list[Future[Results]]") -> None:
        """Tell workers to return at once with the replications that they have finished, and wait for these.

        A worker that has finished nothing of its block may be loading the engine for seconds, and does not react. It is
        killed once all workers that have finished something have returned.
        """
        self._stop.set()  # tasks not begun return no results; cancelled futures would make the executor fail
        if any(future.done() and isinstance(future.exception(), BrokenExecutor) for future in under_way):
            return  # a worker has died, and the executor ends the others
        waiting = set(under_way)
        while waiting and not self._killed(waiting):
            waiting = wait(waiting, TICK_S, FIRST_COMPLETED).not_done

    def _killed(self, waiting: "set[Future[Results]]") -> bool:
        """Kill all workers if none of them has any result of the awaited blocks; return whether they were killed.

        While the lock is held, no worker begins to send results, so no worker is killed while sending.
        """
        lock = self._at.get_lock()
        held = lock.acquire(True, LOCK_S)  # a worker that died may hold it for ever
        try:
            numbers = {self._first[future] + 1 for future in waiting if not future.done()}
            if not numbers.isdisjoint(self._records()[FINISHED::FIELDS]):
                return False
            for process in self._seen.values():
                process.kill()
            return True
        finally:
            if held:
                lock.release()

    def close(self) -> None:
        """Wait for blocks under way, and drop the others; workers that were told to stop are ended at once."""
        if self._stop.is_set():  # their results have arrived, and their clean-up may take seconds
            for process in self._seen.values():
                process.terminate()
        self._executor.shutdown(wait=True, cancel_futures=not self._stop.is_set())

    def _records(self) -> list[int]:
        """Return the records of the workers, `FIELDS` numbers each, without the lock: a dead worker may hold it."""
        return list(self._at.get_obj())

    def ended(self, seed: int) -> str:
        """Return a sentence on how a worker ended early; the other workers are then told to end."""
        self.close()
        places = self._records()
        at = dict(zip(places[::FIELDS], places[RUNNING::FIELDS], strict=True))
        exited = [(pid, process.exitcode) for pid, process in self._seen.items()]
        return words([Ended(pid, code, at.get(pid, 0) - 1) for pid, code in exited if code is not None], seed)


@contextmanager
def _script_hidden() -> Iterator[None]:
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
def _signals_ignored() -> Iterator[None]:
    """Make new processes ignore Ctrl-C from their first instruction on; this process gets it when the block ends."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in FOR_THE_PARENT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_work: Work
_stopped: "Event"
_at: Any
_place: int


def _receive(work: "Array[c_char]", stop: "Event", at: Any) -> None:
    """Set up a new worker: it reads the work and takes the first free record in `at`."""
    global _work, _stopped, _at, _place
    _work, _stopped, _at = pickle.loads(work.raw), stop, at
    with at.get_lock():
        _place = next(place for place in range(0, len(at), FIELDS) if not at[place])
        at[_place] = os.getpid()
    for name in FOR_THE_PARENT:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """End this worker when its parent has ended or was killed, since nothing would fetch its results."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _run(task: Task) -> Results:
    """Run a block in a worker."""
    numbers = count(_work.replication_of(task) + 1)
    calls = count()

    def stopped() -> bool:
        """Return whether to stop; called before each replication, of which it records the number.

        The second call also records that the block has a finished replication.
        """
        _at[_place + RUNNING] = next(numbers)
        if next(calls) == 1:
            _record_results(task)
        return _stopped.is_set()

    try:
        with unless(_stopped.is_set):
            return _work.run(task, stopped)
    finally:
        _record_results(task)


def _record_results(task: Task) -> None:
    """Record that this block has results to send."""
    with _at.get_lock():
        _at.get_obj()[_place + FINISHED] = task.first + 1
