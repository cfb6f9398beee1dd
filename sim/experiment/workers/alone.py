"""Running in this thread only: blocks run one after the other, and results are delivered twice a second."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from time import monotonic
from typing import Any, Final

from sim.experiment.workers.block import Task
from sim.experiment.workers.interrupt import raise_if_noted
from sim.experiment.workers.work import Made, Work

__all__ = ["Alone"]

HAND_OVER_S: Final = 0.5


class Alone:
    """A crew of one: the calling thread.

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
        """Run everything here, or until there is enough; deliver twice a second, so Ctrl-C loses no more than that."""
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

    def submit(self, task: Task) -> "Future[Made]":
        """Run a block, and return its result as if another worker had run it."""
        done: Future[Made] = Future()
        done.set_result(self._work.run(task))
        return done

    def result(self, task: Task, future: "Future[Made]") -> Made:
        """Return the result of a block."""
        return future.result()

    def stop(self, under_way: "list[Future[Made]]") -> None:
        """Do nothing: no work is under way elsewhere."""

    def close(self) -> None:
        """Do nothing: there are no workers to wait for."""
