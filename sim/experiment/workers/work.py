"""The work that each worker receives once: everything that a block needs besides the numbers of its task."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from sim.experiment.workers.block import Block, Task, run_block
from sim.model.digest import plan_digest
from sim.model.plan import Plan
from sim.model.world.means import Means

__all__ = ["Histories", "Results", "Work", "movers_of"]


def movers_of(plan: Plan) -> int:
    """Return the number of people and items of a plan, with every unknown at its mean."""
    return sum(load.count for load in Means(plan).loads)


class Results(Protocol):
    """The results of a block: one record per replication, and further results that depend on the kind of work."""

    @property
    def outcomes(self) -> Any:
        """Records in the order of the replications; fewer than the task has if the block was stopped."""


class Work(Protocol):
    """The interface of every kind of work; its objects can be pickled."""

    @property
    def digest(self) -> str:
        """Name of the work in a worker; two objects with equal digests give equal results."""

    @property
    def movers(self) -> int:
        """Approximate number of people and items of a replication, as a measure of the time it takes."""

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Results:
        """Run the replications of a task; `stopped` is called before each, and if it returns true the block ends."""

    def replication_of(self, task: Task) -> int:
        """Return the replication number from which the random numbers of the first replication of a task are drawn."""


@dataclass(frozen=True, eq=False)
class Histories:
    """The work of a study: it runs replications of one plan, and returns everything that is stored of each."""

    plan: Plan

    @cached_property
    def digest(self) -> str:
        """Digest of the plan."""
        return plan_digest(self.plan)

    @cached_property
    def movers(self) -> int:
        """Number of people and items, with every unknown at its mean."""
        return movers_of(self.plan)

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Block:
        """Run the replications of a task (`run_block`)."""
        return run_block(self.plan, task, stopped)

    def replication_of(self, task: Task) -> int:
        """Return the number of the first replication of a task."""
        return task.first
