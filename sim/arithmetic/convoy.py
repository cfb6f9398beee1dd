"""The largest load of a convoy of the force's own vehicles, for the arithmetic at mean values."""

from sim.model.driving import vehicles_in
from sim.model.world.flying import positions
from sim.model.world.means import Means

__all__ = ["convoy"]


def convoy(means: Means, row: int) -> tuple[float, float]:
    """Return the largest weight [t] and number of people that a convoy of a driven lift takes.

    All vehicles count as the heaviest ones, with all seats taken, so that no order of vehicles can lead to an earlier
    date than this arithmetic. Whether there are enough drivers is not checked.
    """
    vehicles = vehicles_in(positions(means, means.rows("lift")[row]))
    lot_at = [*range(len(means.plan.lot)), *means.plan.stop["lot"].tolist()]
    lots = {lot_at[place] for place in means.plan.carries[:, row].nonzero()[0].tolist()}
    table = means.rows("lot")
    heaviest = max((means.counted(lot)[1] for lot in lots if not table[lot].person), default=0)
    person = max((means.counted(lot)[1] for lot in lots if table[lot].person), default=0)
    seats = vehicles * max((int(table[lot].seats) for lot in lots), default=0)
    return (vehicles * heaviest + seats * person) / 1000.0, float(seats)
