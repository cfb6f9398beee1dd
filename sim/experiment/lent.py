"""Somebody's executor: PEP 3148 has no word for "to each worker once", so a plan follows where it is missed."""

from concurrent.futures import Executor, Future
from typing import Final

from sim.experiment.block import Block, Task, run_block
from sim.experiment.build import build
from sim.experiment.identity import plan_digest
from sim.experiment.parcel import Parcel, keep, known, opened, packed
from sim.model.plan import Plan

__all__ = ["Lent"]

AT_ONCE: Final = 256
"""Blocks handed at once to an executor that does not say how many workers it has."""


class Lent:
    """Any PEP 3148 executor, which is not shut down.

    Parameters
    ----------
    plan
        Its threads find it in this process. In another process a task that names a plan which is not there comes back
        at once and is handed out again with the plan, so each process is sent it about once.
    executor
        Threads, processes, or what looks like them.
    """

    def __init__(self, plan: Plan, executor: Executor) -> None:
        self.kind = "an executor"
        self.at_once = 2 * getattr(executor, "_max_workers", AT_ONCE // 2)
        self._executor = executor
        self._plan, self._digest = plan, plan_digest(plan)
        self._parcel: Parcel | None = None
        self._missed: set[Task] = set()
        keep(self._digest, plan)

    def submit(self, task: Task) -> "Future[Block | None]":
        """Hand a block to the executor, with the plan if it was missed."""
        if task not in self._missed:
            return self._executor.submit(run_named, self._digest, task)
        if self._parcel is None:
            self._parcel = packed(self._digest, self._plan, build())
        return self._executor.submit(run_sent, self._parcel, task)

    def result(self, task: Task, future: "Future[Block | None]") -> Block | None:
        """Return what came of a block; None where its worker did not have the plan."""
        block = future.result()
        if block is None:
            self._missed.add(task)
        return block

    def stop(self, under_way: "list[Future[Block | None]]") -> None:
        """Drop what has not begun; what has is not reached by anything that PEP 3148 knows."""
        for future in under_way:
            future.cancel()

    def close(self) -> None:
        """Leave the executor to its owner."""


def run_named(digest: str, task: Task) -> Block | None:
    """Run a block in somebody's worker; None if the plan is not there."""
    plan = known(digest)
    return None if plan is None else run_block(plan, task)


def run_sent(parcel: Parcel, task: Task) -> Block:
    """Run a block in somebody's worker, with the plan that comes along."""
    return run_block(opened(parcel), task)
