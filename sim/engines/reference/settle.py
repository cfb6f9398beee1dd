"""One instant: apply everything that is due, then decide one thing at a time, until nothing more is due.

SimPy breaks ties by the order in which events were created, which is an accident of the code. Here an instant runs in
rounds. *Bound*: every event due now is applied, in any order, and only changes state. *Decide*: decision points are
numbered once; the lowest whose decision is possible makes one decision, which changes at once all state that
decisions read; then the look begins again from the lowest. What follows from a decision (an entity goes on) is an
event due now, for the next round. `Check.shuffle` puts the events of an instant in random order to show that their
order does not matter; nothing else here is random.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappush
from typing import Any

import simpy
from simpy.events import NORMAL, Event

__all__ = ["Check", "Environment", "Settle", "environment"]

DECIDE: Any = NORMAL + 1
"""Priority of the settle event: after everything that is due at the same instant."""


@dataclass(frozen=True)
class Check:
    """Ways to put the engine to the test; none changes what a correct engine does.

    Attributes
    ----------
    shuffle
        Seed by which events due at the same instant are put in random order.
    scan
        Look at every decision point after every event, instead of those marked.
    enablers
        Demand that each start equals the latest instant that enabled it.
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

    @property
    def now(self) -> int:
        """The instant [s]."""
        return self._now  # type: ignore[return-value]

    def at(self, instant: int) -> Event:
        """Return an event that happens at an instant, or now if that has passed."""
        return self.timeout(max(0, instant - self._now))

    def call(self, instant: int, what: Callable[[], None]) -> None:
        """Do something at an instant, or now if that has passed."""
        event = self.at(instant)
        assert event.callbacks is not None
        event.callbacks.append(lambda _: what())


class CheckedEnvironment(Environment):
    """The same, with the events of one instant shuffled, or every instant looked at."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        self._shuffled = random.Random(check.shuffle) if check.shuffle is not None else None
        self.watch: Settle | None = None

    def schedule(self, event: Event, priority: Any = NORMAL, delay: Any = 0) -> None:
        """Put an event on the queue."""
        if self._shuffled is None:
            super().schedule(event, priority, delay)
        else:
            tie: Any = (self._shuffled.random(), next(self._eid))
            heappush(self._queue, (self._now + delay, priority, tie, event))
        if self.watch is not None and priority != DECIDE:
            self.watch.look(self._now + delay)


def environment(check: Check) -> Environment:
    """Return the environment that a check asks for."""
    checked = check.scan or check.shuffle is not None
    return CheckedEnvironment(check) if checked else Environment()


class Settle:
    """The decision points of a drawdown, and which of them may be possible."""

    def __init__(self, env: Environment, check: Check) -> None:
        self.env = env
        self.decisions = 0
        self._points: list[Callable[[], bool]] = []
        self._dirty = 0
        self._due = -1
        self._deciding = False
        self._scan = check.scan
        self._looks: set[int] = set()
        self.audit: Callable[[], None] | None = None
        if check.scan and isinstance(env, CheckedEnvironment):
            env.watch = self

    def point(self, decide: Callable[[], bool]) -> int:
        """Add the next decision point: a function that makes one decision if it can, and says whether it did."""
        self._points.append(decide)
        return len(self._points) - 1

    def mark(self, point: int) -> None:
        """Say that the decision of a point may have become possible."""
        self._dirty |= 1 << point
        if not self._deciding and self._due != self.env.now:
            self._due = self.env.now
            self._schedule(0)

    def look(self, instant: int) -> None:
        """Settle at an instant whether or not anything is marked."""
        if instant not in self._looks:
            self._looks.add(instant)
            self._schedule(instant - self.env.now)

    def _schedule(self, delay: int) -> None:
        event = Event(self.env)
        event._ok, event._value = True, None
        assert event.callbacks is not None
        event.callbacks.append(self._settle)
        self.env.schedule(event, DECIDE, delay)

    def _settle(self, _: Event) -> None:
        """Decide, lowest point first, until nothing is possible."""
        every = (1 << len(self._points)) - 1
        self._looks.discard(self.env.now)
        self._due, self._deciding = -1, True
        if self._scan:
            self._dirty = every
        while self._dirty:
            lowest = self._dirty & -self._dirty
            if self._points[lowest.bit_length() - 1]():
                self.decisions += 1
                if self._scan:
                    self._dirty = every
                if self.audit is not None:
                    self.audit()
            else:
                self._dirty &= ~lowest
        self._deciding = False
