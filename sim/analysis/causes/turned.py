"""What reviews turned: milestones met with reviews and missed without, or the other way, and how their dates moved."""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.owned import OWNED, Owned, owned
from sim.analysis.causes.target import targets
from sim.analysis.sums import Sums
from sim.model.plan import Plan

__all__ = ["first_turned", "turned", "turns"]

CLOSURES: Final = 1
"""Number of targets before the milestones: the closure."""


def first_turned(plan: Plan) -> int:
    """Return the target number that stands for the first milestone if turned; those of the others follow."""
    return len(targets(plan))


def turns(sums: Sums, without: Sums) -> npt.NDArray[np.bool_]:
    """Return whether each milestone was met with reviews and missed without, or vice versa, shape (n_milestones,)."""
    met = [np.array(each.movers.times) <= np.array(each.due) for each in (sums, without)]
    return np.asarray(met[0] != met[1])


def turned(plan: Plan, found: Owned, without: Sums, which: npt.NDArray[np.bool_]) -> Owned:
    """Return how the time that each reason owned of turned dates differs from the same history without reviews.

    Parameters
    ----------
    found
        What owned the dates with reviews (`owned`).
    without
        The history without reviews, with its visits.
    which
        Whether a milestone was turned, shape (n_milestones,).

    Returns
    -------
    Owned
        Rows of targets from `first_turned` on, one for each milestone and reason [s, signed]; they add up to how much
        later the milestone (or the end of the clock) was reached with reviews than without.
    """
    alone, rows = owned(without), []
    for milestone in np.flatnonzero(which).tolist():
        more: dict[int, int] = {}
        for sign, side in ((1, found), (-1, alone)):
            for reason, seconds in side[side["target"] == CLOSURES + milestone][["reason", "seconds"]].tolist():
                more[reason] = more.get(reason, 0) + sign * seconds
        row = first_turned(plan) + milestone
        rows += [(row, reason, seconds) for reason, seconds in sorted(more.items()) if seconds]
    return np.array(rows, OWNED)
