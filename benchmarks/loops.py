"""Run the compiled loop alone: the function that processes the events of one history.

The tables of the history can be reset, so that the same history can be timed many times.
"""

from time import perf_counter
from typing import Any

from sim.engines.compiled.layout import lay_out
from sim.engines.compiled.loop import run
from sim.engines.compiled.memory import Status
from sim.engines.compiled.reset import reset
from sim.engines.compiled.routines import ROUTINES
from sim.engines.compiled.tables import Tables
from sim.model.plan import Plan
from sim.model.world import make_world

__all__ = ["Loop"]


class Loop:
    """One history in the compiled loop; its world and its tables are made beforehand."""

    def __init__(self, case: Plan, replication: int = 0) -> None:
        self.tables = Tables()
        self.layout = lay_out(self.tables, case)
        self.world = make_world(case, case.seed, replication, routines=ROUTINES)
        while self() != Status.DONE:
            self.tables.grow(self.status)

    @property
    def status(self) -> int:
        """The status with which the last run ended."""
        return int(self.tables.head["status"][0])

    def prepare(self) -> None:
        """Reset the tables to the state at the start of the history."""
        reset(self.tables, self.layout, self.world, reviews=True)

    def run(self) -> None:
        """Run the history to its end.

        The loop returns early every 1,024 events, and once before a review acts for the first time; this method then
        calls it again.
        """
        run(self.tables.head)
        while self.status in (Status.PAUSED, Status.BEFORE_REVIEWS):
            run(self.tables.head)

    def __call__(self) -> int:
        """Reset and run the history; return the status with which it ended."""
        self.prepare()
        self.run()
        return self.status

    def timed(self) -> float:
        """Reset the history, run it, and return the time of the run [s]."""
        self.prepare()
        began = perf_counter()
        self.run()
        return perf_counter() - began

    def count(self, what: str) -> int:
        """Return a counter of the loop: `event` counts events taken off the heap; a table's name counts its rows."""
        return int(self.tables.head[f"{what}_count"][0])

    @property
    def head(self) -> Any:
        """The record with the loop's numbers and the addresses of its tables."""
        return self.tables.head
