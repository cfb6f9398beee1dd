"""When holds cleared in a history, and which of their conditions came true last."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.legs import Legs
from sim.model.calendars import NEVER
from sim.model.trajectory import Trajectory
from sim.model.world import World

__all__ = ["Clearing", "clearings", "gone", "nth_last"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clearing:
    """How a hold cleared.

    Attributes
    ----------
    at
        Instant at which it cleared [s]; NEVER if it did not.
    met
        Instant at which the last of its conditions came true [s].
    counter
        That condition; -1 where it has none.
    date, then
        Its date, and the time it adds [s].
    """

    at: int
    met: int
    counter: int
    date: int
    then: int


def gone(trajectory: Trajectory) -> Ints:
    """Instant at which each mover no longer counts for a hold: out, or left behind [s]."""
    ends: Ints = np.minimum(trajectory.mover["up"], trajectory.mover["left"])
    return ends


def clearings(world: World, trajectory: Trajectory, legs: Legs | None = None) -> list[Clearing]:
    """Return how each hold of a plan cleared."""
    legs = Legs(world.plan, trajectory) if legs is None else legs
    found = []
    for hold in world.rows("hold"):
        met, last = 0, -1
        for counter in range(hold.first, hold.last):
            at_most = world.whole(world.rows("counter")[counter].at_most_s)
            chosen, until, _ = legs.last_counted(counter)
            instant = nth_last(until[chosen], at_most)
            if last < 0 or instant > met:
                met, last = instant, counter
        then = world.whole(hold.then_s)
        found.append(Clearing(min(max(met, hold.not_before) + then, NEVER), met, last, hold.not_before, then))
    return found


def nth_last(instants: Ints, at_most: int) -> int:
    """Instant at which no more than so many remained [s]; 0 where there were never more."""
    if len(instants) <= at_most:
        return 0
    place = len(instants) - at_most - 1
    return int(np.partition(instants, place)[place])
