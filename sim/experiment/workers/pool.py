"""sim's own worker processes: they ignore Ctrl-C, end with this process, and do not import the script of the user."""

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
"""Signals of Ctrl-C and of a closed terminal; workers ignore them, since the parent tells workers to stop."""
FIELDS: Final = 3
"""Number of fields in the record of a worker, which is in shared memory. The first field is the id of its process. Each
of the two fields below holds the number of a replication plus 1, or 0 for none."""
RUNNING: Final = 1
"""Field with the replication that the worker is running, or has run last."""
FINISHED: Final = 2
"""Field with the first replication of the last block of which the worker has results to send."""
TICK_S: Final = 0.02
"""Longest time to wait for results before it is checked again whether workers must be killed, in seconds."""
LOCK_S: Final = 0.5
"""Longest time to wait for the lock of the records, in seconds; a worker that died may hold it for ever."""


class Pool:
    """Worker processes, with the interface of `Workers`.

    Parameters
    ----------
    work
        The work, which is sent to each worker once.
    workers
        Number of processes.
    """

    def __init__(self, work: Work, workers: int) -> None:
        context = get_context("spawn")  # a forked child could wait for locks of threads that it does not have
        self.kind = "processes"
        self.at_once = 2 * workers
        self._stop = context.Event()
        self._at = context.Array("q", FIELDS * workers)
        self._seen: dict[int, BaseProcess] = {}
        self._first: dict[Future[Results], int] = {}
        content = pickle.dumps(work)
        shared = context.RawArray("c", len(content))  # through a pipe, more than 64 kB would delay each start
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
        """Tell workers to return at once with the replications that they have finished, and wait for these results.

        A worker without results may be loading the engine for seconds, during which it cannot react. So all workers are
        killed when all results that exist have arrived.
        """
        self._stop.set()  # blocks not begun return no results; to cancel them would make the executor fail
        if any(future.done() and isinstance(future.exception(), BrokenExecutor) for future in under_way):
            return  # a worker has died, so the executor ends the others
        waiting = set(under_way)
        while waiting and not self._killed(waiting):
            waiting = wait(waiting, TICK_S, FIRST_COMPLETED).not_done

    def _killed(self, waiting: "set[Future[Results]]") -> bool:
        """Kill all workers if none of them has results of the blocks in `waiting`; return whether they were killed.

        Before a worker sends results, it records that it has some, for which it needs the lock of the records. So no
        worker is killed while it sends.
        """
        lock = self._at.get_lock()
        held = lock.acquire(True, LOCK_S)
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
        """End the workers.

        If `stop` was called, terminate them at once. Otherwise drop blocks that are not begun, and wait for the others.
        """
        if self._stop.is_set():  # the clean-up of a worker may take seconds
            for process in self._seen.values():
                process.terminate()
        self._executor.shutdown(wait=True, cancel_futures=not self._stop.is_set())

    def _records(self) -> list[int]:
        """Return the records of all workers, one after the other, without the lock, which a dead worker may hold."""
        return list(self._at.get_obj())

    def ended(self, seed: int) -> str:
        """End all workers, and return a sentence on the worker that ended early (`words`)."""
        self.close()
        places = self._records()
        at = dict(zip(places[::FIELDS], places[RUNNING::FIELDS], strict=True))
        exited = [(pid, process.exitcode) for pid, process in self._seen.items()]
        return words([Ended(pid, code, at.get(pid, 0) - 1) for pid, code in exited if code is not None], seed)


@contextmanager
def _script_hidden() -> Iterator[None]:
    """Hide the main script of this process from processes that start within a `with` block.

    A spawned process would import the script, which would start the study again unless the script has
    `if __name__ == "__main__":`.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


@contextmanager
def _signals_ignored() -> Iterator[None]:
    """Block `FOR_THE_PARENT` in a `with` block and in processes that it starts; this process gets them afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in FOR_THE_PARENT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a worker: the work, the event that tells it to stop, the records of all workers, and the index of its own record
_work: Work
_stopped: "Event"
_at: Any
_place: int


def _receive(work: "Array[c_char]", stop: "Event", at: Any) -> None:
    """Set up a new worker: read the work, take the first free record in `at`, and ignore `FOR_THE_PARENT`."""
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
    """Wait until the parent process has ended, then end this worker."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _run(task: Task) -> Results:
    """Run a block in a worker; keep the record of the worker up to date."""
    numbers = count(_work.replication_of(task) + 1)
    calls = count()

    def stopped() -> bool:
        """Record the number of the next replication, and return whether to stop before it.

        The second call also records that the block has results, since one replication is finished then.
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
