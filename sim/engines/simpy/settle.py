"""One instant: apply everything that is due, then make one decision at a time, until nothing more is due.

SimPy runs events of one instant in the order in which they were created, which is an accident of the code. Here an
instant runs in rounds. First, every event due now is applied, in any order; events only change state. Then decisions
are made, one at a time. A decision point is a function with a fixed number. The point with the lowest number that can
decide makes one decision, which at once changes all state that decisions read; then the search starts again from the
lowest number. If a decision lets a process go on, this creates an event due now, which is applied in the next round.
`Check.shuffle` puts the events of an instant in random order to show that their order does not matter.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappush
from operator import attrgetter
from typing import Any, Final

import simpy
from simpy.events import NORMAL, Event

__all__ = ["HOLDS_FOR", "Check", "Environment", "Settle", "environment"]

HOLDS_FOR: Final = ("4.1.2",)
"""Versions of SimPy with which the whole test suite passed. The environments of this file use `_queue`, `_now` and
`_eid`, and `shared.py` uses `_env` of a resource; these private attributes may change in another version."""


@dataclass(frozen=True)
class Check:
    """Checks of the engine; none changes what a correct engine does.

    Attributes
    ----------
    shuffle
        Seed with which events due at the same instant are put in random order; None to leave them in order.
    scan
        Look at every decision point before each decision, not only at the marked points.
    enablers
        Require that each start falls at the instant of the latest event that enabled it.
    audit
        After every decision, recompute all counts from the movers themselves and compare.
    """

    shuffle: int | None = None
    scan: bool = False
    enablers: bool = False
    audit: bool = False


class Environment(simpy.Environment):
    """SimPy's environment with an integer clock."""

    def __init__(self) -> None:
        super().__init__(initial_time=0)

    # The present instant [s]. It is read so often that a property written in Python would slow the engine.
    now: int = property(attrgetter("_now"))  # type: ignore[assignment]

    def apply(self, instant: int) -> bool:
        """Apply everything that is due at an instant; return whether there was anything."""
        queue, happened = self._queue, False
        while queue and queue[0][0] == instant:
            self.step()
            happened = True
        return happened

    def at(self, instant: int) -> Event:
        """Return an event that happens at an instant, or now if the instant has passed."""
        return self.timeout(max(0, instant - self._now))

    def call(self, instant: int, what: Callable[[], None]) -> None:
        """Call a function at an instant, or now if the instant has passed."""
        event = self.at(instant)
        assert event.callbacks is not None
        event.callbacks.append(lambda _: what())


class ShuffledEnvironment(Environment):
    """The environment with the events of one instant in random order."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._shuffled = random.Random(seed)

    def schedule(self, event: Event, priority: Any = NORMAL, delay: Any = 0) -> None:
        """Put an event on the queue."""
        tie: Any = (self._shuffled.random(), next(self._eid))
        heappush(self._queue, (self._now + delay, priority, tie, event))


def environment(check: Check) -> Environment:
    """Return the environment to run in: a shuffled one if the check asks for it."""
    return Environment() if check.shuffle is None else ShuffledEnvironment(check.shuffle)


class Settle:
    """The decision points of a drawdown; a point is marked when it may be able to decide.

    Attributes
    ----------
    judge
        Called when everything due has been applied, and after each decision; clears the holds that are satisfied.
    audit
        Called after each decision if the engine is to be audited.
    """

    def __init__(self, check: Check) -> None:
        self._points: list[Callable[[], bool]] = []
        self._marked = 0
        self._scan = check.scan
        self.judge: Callable[[], None] = lambda: None
        self.audit: Callable[[], None] | None = None

    def point(self, decide: Callable[[], bool]) -> int:
        """Add the next decision point, a function that makes one decision if it can and returns whether it did."""
        self._points.append(decide)
        return len(self._points) - 1

    def mark(self, point: int) -> None:
        """Mark that the decision of a point may have become possible."""
        self._marked |= 1 << point

    def rounds(self, env: Environment, instant: int) -> Iterator[None]:
        """Run an instant round by round until nothing more is due; yield after each round.

        Holds are judged when everything due has been applied. The movers that they free go on before any decision.
        """
        while env.apply(instant):
            self.judge()
            while env.apply(instant):
                self.judge()
            self.decide()
            yield

    def decide(self) -> None:
        """Make decisions, one at a time and always at the lowest point that can, until none is possible."""
        points = self._points
        if self._scan:
            self._mark_all()
        while self._marked:
            lowest = self._marked & -self._marked
            if not points[lowest.bit_length() - 1]():
                self._marked &= ~lowest
                continue
            self.judge()
            if self._scan:
                self._mark_all()
            if self.audit is not None:
                self.audit()

    def _mark_all(self) -> None:
        self._marked = (1 << len(self._points)) - 1
