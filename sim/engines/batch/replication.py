"""One replication on the compiled engine."""

from threading import local

from sim.engines.batch.fill import House
from sim.engines.batch.loop import run
from sim.engines.batch.memory import Status
from sim.engines.batch.trajectory import trajectory
from sim.model.plan import Plan
from sim.model.realise import Realised
from sim.model.trajectory import Trajectory

__all__ = ["simulate"]

_mine = local()


def simulate(plan: Plan, seed: int, replication: int, inner: int = 1, *, reviews: bool = True) -> Trajectory:
    """Return the history of one replication: the same, to the bit, as that of the SimPy engine."""
    if getattr(_mine, "plan", None) is not plan:
        _mine.plan, _mine.house = plan, House(plan)
    house: House = _mine.house
    world = Realised(plan, seed, replication, inner)
    while True:
        house.reset(world, reviews)
        run(house.head)
        status = int(house.head["status"][0])
        if status == Status.DONE:
            return trajectory(house, world, ())
        house.grow(status)
