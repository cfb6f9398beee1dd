"""How long a leg takes, and the numbers of a history that has been told: what its cost can be reckoned from."""

from typing import Any, Final

from sim.model.draws import Stream
from sim.model.durations import whole_seconds
from sim.model.limits import TRIP_BITS
from sim.model.plan import Plan
from sim.model.realise import Realised, last_drawn
from sim.model.structure import structure
from sim.model.trajectory import Trajectory

__all__ = ["TRIPS", "Told", "leg_seconds", "recovery_seconds"]

TRIPS: Final = 1 << TRIP_BITS
"""A tail's trips are numbered within its own block, so that another tail shifts nobody's luck."""


def leg_seconds(world: Realised, leg: Any, key: int, number: int, attempt: int, which: int) -> int:
    """Time of one leg of a sortie [s].

    Parameters
    ----------
    world
        The numbers of the replication.
    leg
        Its row of the plan's table.
    key
        Of the lift.
    number, attempt
        Of the sortie.
    which
        0 inbound, 1 outbound.

    Notes
    -----
    A block time that is a distribution has an address of its own for each leg, so the time of a leg can be asked for
    by whoever knows the sortie: the same number as when it was flown.
    """
    if leg.block >= 0:
        return world.sample(leg.block, Stream.LEG, key, number, which, attempt)
    nm = world.value(leg.distance_s, leg.great_circle_nm)
    return whole_seconds(3600.0 * nm / world.value(leg.speed_s, 1.0))


def recovery_seconds(world: Realised, lift: Any, number: int, attempt: int, which: int) -> int:
    """Time that breakdowns cost a sortie on a leg [s]: its vehicles are recovered one after another."""
    if world.value(lift.breakdown_s) <= 0.0:
        return 0
    lost = 0
    for vehicle in range(max(1, world.whole(lift.vehicles_s, 1))):
        at = (lift.key, number, 2 * vehicle + which, attempt)
        if world.happens(lift.breakdown_s, Stream.BREAKDOWN, *at):
            lost += world.sample(lift.recover, Stream.RECOVERY, *at)
    return lost


class Told(Realised):
    """The numbers that a history had, from what it says was drawn; nothing of what `Realised` settles beside them.

    Parameters
    ----------
    plan, trajectory
        A history, and the plan of which it is one.

    Attributes
    ----------
    last
        What has the same numbers, see `last_drawn`.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.seed = plan, trajectory.seed
        self.replication, self.world = trajectory.replication, trajectory.world
        self._structure = structure(plan)
        self.drawn = trajectory.drawn.tolist()
        self.last = last_drawn(plan, self.drawn)
        if self.last is not None:
            self.number, self.dist = self.last.number, self.last.dist
            return
        self.number = plan.number.tolist()
        self._put(self.drawn)
        self.dist = self.distributions()
