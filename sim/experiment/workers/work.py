"""The work that a worker receives once: all data that a block needs besides its `Task`."""

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
    """Return the number of people and items of a plan, without those that have left before the start.

    Every unknown is at its mean.
    """
    return sum(load.count for load in Means(plan).loads)


class Results(Protocol):
    """The interface of the results of a block; each kind of work has a class of its own."""

    @property
    def outcomes(self) -> Any:
        """One record per replication, in order; if the block was stopped, only for replications that were finished."""


class Work(Protocol):
    """The interface of every kind of work; the objects can be pickled."""

    @property
    def digest(self) -> str:
        """Digest by which workers name the work; two objects with equal digests give equal results."""

    @property
    def movers(self) -> int:
        """Approximate number of people and items of a replication, as a measure of its time."""

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Results:
        """Run the replications of a task; `stopped` is called before each, and if it returns true, the block ends."""

    def replication_of(self, task: Task) -> int:
        """Return the replication number that determines the random numbers of the first replication of a task."""


@dataclass(frozen=True, eq=False)
class Histories:
    """The work of a study: replications of one plan, with all results that are stored of each (`Block`)."""

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
