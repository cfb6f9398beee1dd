"""The numbers and hours of a history that has been: what `Realised` says of it, without anybody's luck."""

from sim.model.plan import Plan
from sim.model.realise import Realised, structure
from sim.model.trajectory import Trajectory

__all__ = ["Circumstances"]


class Circumstances(Realised):
    """What a trajectory was run with, as far as its tables do not tell: numbers of the world, open windows.

    Notes
    -----
    `Realised` draws the first luck of every mover too, which takes longer than all of the rest; who looks back at a
    history finds that in its visits. Weather and permission are those that the trajectory tells.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        self.plan, self.seed = plan, trajectory.seed
        self.replication, self.world = trajectory.replication, trajectory.world
        self._structure = structure(plan)
        self.number = [float(value) for value in plan.number]
        self.drawn = self._ignorance()
        self._hours = [self._calendar(row) for row in range(len(plan.calendar))]
        self.shut = [tuple(row) for row in trajectory.shut[["outage", "site", "lift", "begins", "until"]].tolist()]
        self.runway, self.ramp, self.station_hours = self._opening()
