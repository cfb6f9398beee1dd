"""When holds cleared in a history, and which of their conditions came true last."""

from dataclasses import dataclass

from sim.analysis.causes.log import Log
from sim.model.trajectory import Trajectory
from sim.model.world import World

__all__ = ["Clearing", "clearings"]


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
        That condition; -1 where it has none, or waited for a hold.
    after
        Hold for which it waited last; -1 where that was a condition, or nothing.
    date, then
        Its date, and the time it adds [s].
    """

    at: int
    met: int
    counter: int
    after: int
    date: int
    then: int


def clearings(world: World, trajectory: Trajectory) -> list[Clearing]:
    """Return how each hold of a plan cleared."""
    table = Log(world.plan, trajectory).laid.table["clearings"]
    return [Clearing(*row) for row in table[["at", "met", "counter", "after", "date", "then"]].tolist()]
