"""When each hold of a history cleared, and the condition or hold for which it waited last."""

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
        Instant at which the hold cleared [s]; NEVER if it did not.
    met
        Instant at which its conditions and the holds for which it waits let it clear [s]; 0 if `at_latest` came first.
    counter
        Row of the condition that came true at this instant; -1 if `after` has a hold, or the hold waited for neither.
    after
        Row of the hold that cleared at this instant; -1 if `counter` has a condition, or it waited for neither.
    date, then
        The date of the hold [s], and the hand-over time that it adds after its conditions and date [s].
    """

    at: int
    met: int
    counter: int
    after: int
    date: int
    then: int


def clearings(world: World, trajectory: Trajectory) -> list[Clearing]:
    """Return how each hold of a plan cleared."""
    table = Log(world.plan, trajectory).memory.table["clearings"]
    return [Clearing(*row) for row in table[["at", "met", "counter", "after", "date", "then"]].tolist()]
