"""Histories that are to break off: nobody wants them any more, or they would never end."""

from typing import TYPE_CHECKING

from sim.errors import EngineError
from sim.model.limits import most_visits, too_many_visits
from sim.model.wanted import is_wanted

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["Endless"]

ROUNDS = 255
"""Rounds after which it is asked whether the history is still wanted, less one: some milliseconds."""


class Endless:
    """Counts the visits to stations of a history, and its rounds."""

    def __init__(self, drawdown: "Drawdown") -> None:
        self.visits = self.rounds = 0
        self._world = drawdown.world
        self._most = most_visits(len(drawdown.force.lot), len(drawdown.plan.station))

    def look(self) -> None:
        """Return if a history may go on; asked after each round, as SimPy would raise an error of a process anew.

        Raises
        ------
        EngineError
            There are more visits to stations than there may be.
        UnwantedError
            The history is not wanted any more.
        """
        self.rounds += 1
        if not self.rounds & ROUNDS:
            is_wanted()
        if self.visits > self._most:
            what = too_many_visits(self._most)
            raise EngineError(what, seed=self._world.seed, replication=self._world.replication)
