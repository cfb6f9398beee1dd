"""What workers are sent once: everything that a block needs besides its numbers."""

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
    """Return how many people and items a plan has in the mean world."""
    return sum(load.count for load in Means(plan).loads)


class Made(Protocol):
    """What came of a block: arrays with one record a replication, and what else its kind of work keeps."""

    @property
    def outcomes(self) -> Any:
        """Records, in order; fewer than asked for where the block was stopped."""


class Work(Protocol):
    """A kind of work; it can be pickled."""

    @property
    def digest(self) -> str:
        """Names it among the works of a worker: equal ones give equal bytes."""

    @property
    def movers(self) -> int:
        """People and items of a replication, about: it says how much work one is."""

    def run(self, task: Task, stopped: Callable[[], bool] = lambda: False) -> Made:
        """Run the replications of a task, until `stopped`, which is asked before each, says so."""

    def replication_of(self, task: Task) -> int:
        """Return the number of the first replication of a task, by which its chance is drawn."""


@dataclass(frozen=True, eq=False)
class Histories:
    """The work of a study: replications of one plan, with all that is kept of each."""

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
