"""Checks that end a history early: it is no longer wanted, or it would never end."""

from typing import TYPE_CHECKING

from sim.errors import EngineError
from sim.model.limits import most_visits, too_many_visits
from sim.model.wanted import is_wanted

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["Endless"]

ROUNDS = 255
"""One less than the number of rounds (a power of 2) after which `look` asks whether the history is still wanted.

256 rounds take some milliseconds.
"""


class Endless:
    """Counts the visits to stations and the rounds of a history.

    In a round, everything due is applied, and then all decisions are made that have become possible (`settle.py`).
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.visits = self.rounds = 0
        self._world = drawdown.world
        self._most = most_visits(len(drawdown.force.lot), len(drawdown.plan.station))

    def look(self) -> None:
        """Check, after a round, that the history may go on.

        The drawdown calls this between rounds. If a process called it, SimPy would raise a copy of the error.

        Raises
        ------
        EngineError
            There are more visits to stations than allowed.
        UnwantedError
            The history is no longer wanted.
        """
        self.rounds += 1
        if not self.rounds & ROUNDS:
            is_wanted()
        if self.visits > self._most:
            what = too_many_visits(self._most)
            raise EngineError(what, seed=self._world.seed, replication=self._world.replication)
