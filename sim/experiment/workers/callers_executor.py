"""Run blocks on an executor of the caller, which need only have the interface of PEP 3148 (`concurrent.futures`)."""

from concurrent.futures import Executor, Future
from typing import Final

from sim.experiment.workers.block import Task
from sim.experiment.workers.build import build
from sim.experiment.workers.parcel import Parcel, keep, known, opened, packed
from sim.experiment.workers.work import Results, Work

__all__ = ["CallersExecutor"]

AT_ONCE: Final = 256
"""Number of blocks to keep under way on an executor that does not state its number of workers."""


class CallersExecutor:
    """Runs blocks on an executor, which is not shut down.

    Parameters
    ----------
    work
        The work.
    executor
        The executor: threads, processes, or any other workers.

    Notes
    -----
    PEP 3148 has no way to send data to each worker once, so a task only names its work. Threads of this process find
    the work here. In another process that does not have the work, the task returns None. It is then submitted again,
    together with the work, and the process that runs it keeps the work.
    """

    def __init__(self, work: Work, executor: Executor) -> None:
        self.kind = "an executor"
        self.at_once = 2 * getattr(executor, "_max_workers", AT_ONCE // 2)
        self._executor = executor
        self._work, self._digest = work, work.digest
        self._parcel: Parcel | None = None
        self._missed: set[Task] = set()
        keep(work)

    def submit(self, task: Task) -> "Future[Results | None]":
        """Submit a block to the executor; send the work too if a worker lacked it at an earlier try."""
        if task not in self._missed:
            return self._executor.submit(run_named, self._digest, task)
        if self._parcel is None:
            self._parcel = packed(self._work, build())
        return self._executor.submit(run_sent, self._parcel, task)

    def result(self, task: Task, future: "Future[Results | None]") -> Results | None:
        """Return the result of a block; None if its worker lacked the work, so that it must be submitted again."""
        block = future.result()
        if block is None:
            self._missed.add(task)
        return block

    def stop(self, under_way: "list[Future[Results | None]]") -> None:
        """Cancel blocks that are not begun; blocks under way go on, since PEP 3148 cannot stop them."""
        for future in under_way:
            future.cancel()

    def close(self) -> None:
        """Do nothing: the executor belongs to the caller."""


def run_named(digest: str, task: Task) -> Results | None:
    """Run a block in a worker of the executor; return None if the worker does not have the work."""
    work = known(digest)
    return None if work is None else work.run(task)


def run_sent(parcel: Parcel, task: Task) -> Results:
    """Run a block in a worker of the executor, with the work that was sent along."""
    return opened(parcel).run(task)
