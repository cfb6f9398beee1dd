"""An executor of the caller's: PEP 3148 has no word for "to each worker once", so work follows where it is missed."""

from concurrent.futures import Executor, Future
from typing import Final

from sim.experiment.workers.block import Task
from sim.experiment.workers.build import build
from sim.experiment.workers.parcel import Parcel, keep, known, opened, packed
from sim.experiment.workers.work import Made, Work

__all__ = ["Lent"]

AT_ONCE: Final = 256
"""Blocks handed at once to an executor that does not say how many workers it has."""


class Lent:
    """Any PEP 3148 executor, which is not shut down.

    Parameters
    ----------
    work
        Its threads find it in this process. In another process a task that names work which is not there comes back
        at once and is handed out again with the work, so each process is sent it about once.
    executor
        Threads, processes, or what looks like them.
    """

    def __init__(self, work: Work, executor: Executor) -> None:
        self.kind = "an executor"
        self.at_once = 2 * getattr(executor, "_max_workers", AT_ONCE // 2)
        self._executor = executor
        self._work, self._digest = work, work.digest
        self._parcel: Parcel | None = None
        self._missed: set[Task] = set()
        keep(work)

    def submit(self, task: Task) -> "Future[Made | None]":
        """Hand a block to the executor, with the work if it was missed."""
        if task not in self._missed:
            return self._executor.submit(run_named, self._digest, task)
        if self._parcel is None:
            self._parcel = packed(self._work, build())
        return self._executor.submit(run_sent, self._parcel, task)

    def result(self, task: Task, future: "Future[Made | None]") -> Made | None:
        """Return what came of a block; None where its worker did not have the work."""
        block = future.result()
        if block is None:
            self._missed.add(task)
        return block

    def stop(self, under_way: "list[Future[Made | None]]") -> None:
        """Drop what has not begun; what has is not reached by anything that PEP 3148 knows."""
        for future in under_way:
            future.cancel()

    def close(self) -> None:
        """Leave the executor to its owner."""


def run_named(digest: str, task: Task) -> Made | None:
    """Run a block in a worker of that executor; None if the work is not there."""
    work = known(digest)
    return None if work is None else work.run(task)


def run_sent(parcel: Parcel, task: Task) -> Made:
    """Run a block in a worker of that executor, with the work that comes along."""
    return opened(parcel).run(task)
