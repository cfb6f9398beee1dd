"""The hours of a history that has been, beside its numbers: when each runway, ramp and station worked."""

from threading import local

from sim.model import longer
from sim.model.flying import Told
from sim.model.plan import Plan
from sim.model.terms import Response
from sim.model.trajectory import Trajectory

__all__ = ["Circumstances", "circumstances"]


class Circumstances(Told):
    """What a trajectory was run with, as far as its tables do not tell: numbers of the world, open windows.

    Notes
    -----
    `Realised` draws the first luck of every mover too, which takes longer than all of the rest; who looks back at a
    history finds that in its visits. Weather and permission are those that the trajectory tells, and so are the longer
    hours that its reviews decided.
    """

    def __init__(self, plan: Plan, trajectory: Trajectory) -> None:
        super().__init__(plan, trajectory)
        self.shut = [tuple(row) for row in trajectory.shut[["outage", "site", "lift", "begins", "until"]].tolist()]
        last = self.last
        self._hours = last._hours if last else [self._calendar(row) for row in range(len(plan.calendar))]
        if last and last.shut == self.shut:
            self.runway, self.ramp, self.station_hours = last.runway[:], last.ramp[:], last.station_hours[:]
        else:
            self.runway, self.ramp, self.station_hours = self._opening()
        lengthened = trajectory.reviewed[trajectory.reviewed["kind"] == Response.HOURS]
        for site, extra, at in lengthened[["subject", "granted", "at"]].tolist():
            self.ramp[site] = longer.ramp_hours(self, site, self.ramp[site], extra, at)
            for row, station in enumerate(self.rows("station")):
                if station.site == site:
                    was = self.station_hours[row]
                    self.station_hours[row] = longer.station_hours(self, row, was, extra, at)


_last = local()


def circumstances(plan: Plan, trajectory: Trajectory) -> Circumstances:
    """Return the circumstances of a history; those of the last one of this thread are still there."""
    if getattr(_last, "of", None) is not trajectory or _last.made.plan is not plan:
        _last.made, _last.of = Circumstances(plan, trajectory), trajectory
    made: Circumstances = _last.made
    return made
