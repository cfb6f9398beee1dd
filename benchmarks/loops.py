"""The compiled loop alone: memory for one history, and the loop run on it repeatedly."""

from time import perf_counter
from typing import Any

from sim.engines.compiled.layout import lay_out
from sim.engines.compiled.loop import run
from sim.engines.compiled.memory import Status
from sim.engines.compiled.reset import reset
from sim.engines.compiled.routines import ROUTINES
from sim.engines.compiled.tables import Tables
from sim.model.plan import Plan
from sim.model.world import realise

__all__ = ["Loop"]


class Loop:
    """A history in the compiled loop, its numbers drawn and its tables made before."""

    def __init__(self, case: Plan, replication: int = 0) -> None:
        self.tables = Tables()
        self.layout = lay_out(self.tables, case)
        self.world = realise(case, case.seed, replication, routines=ROUTINES)
        while self() != Status.DONE:
            self.tables.grow(self.status)

    @property
    def status(self) -> int:
        """How the last run ended."""
        return int(self.tables.head["status"][0])

    def prepare(self) -> None:
        """Put everything where it is at the start."""
        reset(self.tables, self.layout, self.world, reviews=True)

    def run(self) -> None:
        """Run it to its end; it pauses from time to time, and once where the history without reviews would diverge."""
        run(self.tables.head)
        while self.status in (Status.PAUSED, Status.BEFORE_REVIEWS):
            run(self.tables.head)

    def __call__(self) -> int:
        """Prepare it and run it; returns how it ended."""
        self.prepare()
        self.run()
        return self.status

    def timed(self) -> float:
        """Prepare it, and return the time of the run [s]."""
        self.prepare()
        began = perf_counter()
        self.run()
        return perf_counter() - began

    def count(self, what: str) -> int:
        """Return a count of the loop: `event` for events taken off the heap, `turn`, `decided` and so on for rows."""
        return int(self.tables.head[f"{what}_count"][0])

    @property
    def head(self) -> Any:
        """The record of numbers, and of where the tables lie."""
        return self.tables.head
