"""Our own worker processes: quiet at Ctrl-C, gone when their parent is, and without a second look at the
script.
"""

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING

from sim.experiment.block import Task
from sim.experiment.work import Made, Work
from sim.model.wanted import unless

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

__all__ = ["Pool"]


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
        context = get_context("spawn")  # a fork copies the locks of threads that are not there
        self.kind = "processes"
        self.at_once = 2 * workers
        self._stop = context.Event()
        sent = (pickle.dumps(work), self._stop)
        self._executor = ProcessPoolExecutor(workers, context, initializer=_receive, initargs=sent)

    def submit(self, task: Task) -> "Future[Made]":
        """Hand a block to a worker."""
        with _no_script():
            return self._executor.submit(_run, task)

    def result(self, task: Task, future: "Future[Made]") -> Made:
        """Return what came of a block."""
        return future.result()

    def stop(self, under_way: "list[Future[Made]]") -> None:
        """Tell workers to come back at once, with the replications that they have finished."""
        self._stop.set()
        for future in under_way:
            future.cancel()

    def close(self) -> None:
        """Wait for what is under way, drop what is not."""
        self._executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _no_script() -> Iterator[None]:
    """Hide the script that was started from new processes.

    A spawned process imports that script again; one without `if __name__ == "__main__":` would start the
    study once more in every worker. Our workers need nothing of it.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


_work: Work
_stopped: "Event"


def _receive(work: bytes, stop: "Event") -> None:
    """Set a new worker up."""
    global _work, _stopped
    _work, _stopped = pickle.loads(work), stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it says stop
    Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    """End this worker when its parent is gone, killed perhaps: nobody would come for its results."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _run(task: Task) -> Made:
    with unless(_stopped.is_set):
        return _work.run(task, _stopped.is_set)
