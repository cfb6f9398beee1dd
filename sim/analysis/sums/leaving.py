"""When each mover left each site for good: the site where it began, and the sites on its way."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.places import ahead
from sim.compiler.kernel import entry
from sim.model.calendars import NEVER as _NEVER
from sim.model.plan import Plan
from sim.model.schema.history import Mover, Sortie, Stay
from sim.model.schema.plan import Lift, Lot
from sim.model.schema.row import Rows
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["NOT_THERE", "leaving"]

NEVER: Final = _NEVER
NOT_THERE: Final = -1
"""In place of an instant: the mover never was at the site, and is not on its way to it."""
OPEN, RETAINED = int(Fate.OPEN), int(Fate.RETAINED)


def leaving(plan: Plan, trajectory: Trajectory) -> npt.NDArray[np.int64]:
    """Return when each mover left each site for good [s]: with a lift, or to be retained in country.

    Returns
    -------
    ndarray
        Shape (n_sites, n_movers). NEVER if the mover was at the site and did not leave it in one of these two ways.
        NEVER, too, if the mover was still in country at the end of the history and has the site ahead of it on its
        first route. `NOT_THERE` in all other cases.
    """
    found = np.empty((len(plan.site), len(trajectory.mover)), np.int64)
    note_leaving(trajectory.mover, trajectory.stay, trajectory.sortie, plan.lot, plan.lift, ahead(plan), found)
    return found


@entry
def note_leaving(
    movers: Rows[Mover],
    stays: Rows[Stay],
    sorties: Rows[Sortie],
    lots: Rows[Lot],
    lifts: Rows[Lift],
    ahead_of: Any,
    found: Any,
) -> None:
    """Record when each mover left each site for good.

    Parameters
    ----------
    movers, stays, sorties, lots, lifts
        The tables of the history and of the plan. The stays are sorted by mover, and those of one mover by time.
    ahead_of
        The result of `places.ahead`, shape (n_lots, n_sites, n_sites).
    found
        Output: the result of `leaving`.
    """
    at = 0
    for row in range(len(movers)):
        mover = movers[row]
        for site in range(len(found)):
            found[site, row] = NOT_THERE
        where = lots[mover.lot].site
        if at == len(stays) or stays[at].mover != row:
            found[where, row] = mover.up
        while at < len(stays) and stays[at].mover == row:
            stay = stays[at]
            at += 1
            where = stay.site
            found[where, row] = stay.up
            if stay.up < NEVER:
                where = lifts[sorties[stay.sortie].lift].to
        if mover.fate == RETAINED:
            found[where, row] = mover.left
        if mover.fate == OPEN:
            for site in range(len(found)):
                if ahead_of[mover.lot, where, site]:
                    found[site, row] = NEVER
