"""Run blocks one after the other in the calling thread."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from time import monotonic
from typing import Any, Final

from sim.experiment.workers.block import Task
from sim.experiment.workers.interrupt import raise_if_noted
from sim.experiment.workers.work import Results, Work

__all__ = ["Alone"]

HAND_OVER_S: Final = 0.5
"""Time after which the results so far are delivered, once the current replication has ended, in seconds."""


class Alone:
    """Runs blocks in the calling thread; it has the interface of `Workers` and the method `run`.

    Parameters
    ----------
    work
        The work to run.
    """

    def __init__(self, work: Work) -> None:
        self.kind = "this process"
        self.at_once = 2
        self._work = work

    def run(
        self, tasks: list[Task], on_block: Callable[[Any], None], enough: Callable[[], bool] = lambda: False
    ) -> None:
        """Run tasks in this thread; deliver results after each task, and during a task every `HAND_OVER_S` seconds.

        `enough` is called before the first replication and between two deliveries; if it returns true, no further
        replication is run. Ctrl-C loses only the work since the last delivery.
        """
        for task in tasks:
            first = task.first
            while first < task.last:
                raise_if_noted()
                if enough():
                    return
                until = monotonic() + HAND_OVER_S
                part = replace(task, first=first)
                block = self._work.run(part, lambda until=until: monotonic() > until)  # type: ignore[misc]
                first += len(block.outcomes)
                if len(block.outcomes):
                    on_block(block)

    def submit(self, task: Task) -> "Future[Results]":
        """Run a block, and return a future that has its result already."""
        done: Future[Results] = Future()
        done.set_result(self._work.run(task))
        return done

    def result(self, task: Task, future: "Future[Results]") -> Results:
        """Return the result of a block."""
        return future.result()

    def stop(self, under_way: "list[Future[Results]]") -> None:
        """Do nothing, since no block is under way when this is called."""

    def close(self) -> None:
        """Do nothing, since there are no workers to release."""
