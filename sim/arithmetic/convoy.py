"""What a convoy of the force's own vehicles carries at most, in the arithmetic at mean values."""

from sim.model.driving import vehicles_in
from sim.model.world.flying import positions
from sim.model.world.means import Means

__all__ = ["convoy"]


def convoy(means: Means, row: int) -> tuple[float, float]:
    """Return the most weight [t] and people that a convoy of a driven lift takes: the heaviest vehicles, all full.

    So the date at mean values is no later than with any order of vehicles. Whether there are enough drivers is not
    checked.
    """
    most = vehicles_in(positions(means, means.rows("lift")[row]))
    home = [*range(len(means.plan.lot)), *means.plan.stop["lot"].tolist()]
    lots = {home[at] for at in means.plan.carries[:, row].nonzero()[0].tolist()}
    table = means.rows("lot")
    heaviest = max((means.counted(lot)[1] for lot in lots if not table[lot].person), default=0)
    person = max((means.counted(lot)[1] for lot in lots if table[lot].person), default=0)
    seats = most * max((int(table[lot].seats) for lot in lots), default=0)
    return (most * heaviest + seats * person) / 1000.0, float(seats)
