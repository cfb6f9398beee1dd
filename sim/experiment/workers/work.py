"""The work that workers receive once: everything that a block needs besides its numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from sim.experiment.workers.block import Block, Task, run_block
from sim.model.digest import plan_digest
from sim.model.plan import Plan
from sim.model.world.means import Means

__all__ = ["Histories", "Made", "Work", "movers_of"]


def movers_of(plan: Plan) -> int:
    """Return the number of people and items of a plan in the mean world."""
    return sum(load.count for load in Means(plan).loads)


class Made(Protocol):
    """The result of a block: one record per replication, and whatever else its kind of work stores."""

    @property
    def outcomes(self) -> Any:
        """Records, in order; fewer than requested if the block was stopped."""


class Work(Protocol):
    """A kind of work; it can be pickled."""

    @property
    def digest(self) -> str:
        """Name of the work in a worker: works with equal digests give equal bytes."""

    @property
    def movers(self) -> int:
        """Approximate number of people and items of a replication, as a measure of its cost."""

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Made:
        """Run the replications of a task, until `stopped`, which is called before each, returns true."""

    def replication_of(self, task: Task) -> int:
        """Return the number of the first replication of a task, from which its random numbers are drawn."""


@dataclass(frozen=True, eq=False)
class Histories:
    """The work of a study: replications of one plan, with everything that is stored of each."""

    plan: Plan

    @cached_property
    def digest(self) -> str:
        """Digest of the plan."""
        return plan_digest(self.plan)

    @cached_property
    def movers(self) -> int:
        """People and items of the mean world."""
        return movers_of(self.plan)

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Block:
        """Run the replications of a task (`run_block`)."""
        return run_block(self.plan, task, stopped)

    def replication_of(self, task: Task) -> int:
        """Return the number of the first replication of a task."""
        return task.first
