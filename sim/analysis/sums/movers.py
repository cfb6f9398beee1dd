"""The movers of one history, each with the attributes of its group or lot."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.one_of import is_one_of
from sim.domain.memo import memoised
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import PERSON, Fate
from sim.model.trajectory import Trajectory

__all__ = ["DISPOSED", "Movers", "bases", "movers_of"]

DISPOSED: Final = (Fate.TRANSFERRED, Fate.SOLD, Fate.DESTROYED, Fate.RETAINED)
"""Fates of movers that were handed over, sold, destroyed or retained."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Movers:
    """The movers of one history, one entry each; all arrays have shape (n_movers,).

    Attributes
    ----------
    lot, site, category, kg
        Row of the group or lot, row of the site where the mover began, index of its category in `terms.CATEGORIES`, and
        weight of the mover [kg].
    person, required, left
        Whether the mover is a person, whether it must be out, and whether it was left behind.
    arrived, staged, up
        When the mover arrived, was last staged in country, and left the country [s]; NEVER if this did not happen in
        the history. `up` is 0 for a mover that had left before the start.
    disposed
        Instant at which it was handed over, sold, destroyed or retained [s]; NEVER if none of these happened.
    destroyed
        Instant at which a required item was destroyed under supervision [s]; NEVER for all others.
    done
        Instant at which the mover was out or, if it is a required item, destroyed under supervision [s]; else NEVER.
    """

    lot: Ints
    site: Ints
    category: Ints
    kg: Ints
    person: Bools
    required: Bools
    left: Bools
    arrived: Ints
    staged: Ints
    up: Ints
    disposed: Ints
    destroyed: Ints
    done: Ints

    @property
    def gone(self) -> Ints:
        """Instant at which each mover was out, handed over, sold, destroyed or retained [s]; otherwise NEVER."""
        return np.minimum(self.up, self.disposed)


def movers_of(plan: Plan, trajectory: Trajectory) -> Movers:
    """Return the movers of a history, each with the attributes of its group or lot."""
    mover, lots = trajectory.mover, plan.lot
    lot = mover["lot"].astype(np.int64)
    category = lots["category"].astype(np.int64)[lot]
    required, fate = lots["required"][lot] != 0, mover["fate"]
    disposed = np.where(is_one_of(fate, DISPOSED), mover["left"], NEVER)
    destroyed = np.where(required & (fate == Fate.DESTROYED), mover["left"], NEVER)
    return Movers(
        lot=lot,
        site=lots["site"].astype(np.int64)[lot],
        category=category,
        kg=mover["kg"].astype(np.int64),
        person=category == PERSON,
        required=required,
        left=fate == Fate.LEFT,
        arrived=mover["arrived"],
        staged=mover["staged"],
        up=mover["up"],
        disposed=disposed,
        destroyed=destroyed,
        done=np.minimum(mover["up"], destroyed),
    )


@memoised
def bases(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Return the row and name of each site in country, in the order of the scenario."""
    return tuple((row, plan.name_of("site", row)) for row in np.flatnonzero(plan.site["base"]).tolist())
