"""Milestones that reviews turned (met with reviews and missed without, or the reverse), and why their dates moved."""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.by_reason import BY_REASON, ByReason, by_reason
from sim.analysis.causes.target import targets
from sim.analysis.sums import Sums
from sim.model.plan import Plan

__all__ = ["first_turned", "turned", "turns"]

CLOSURES: Final = 1
"""Number of targets that come before the milestones; the only one is the closure."""


def first_turned(plan: Plan) -> int:
    """Return the number that stands for the first milestone in the column `target` of `turned`; the others follow."""
    return len(targets(plan))


def turns(sums: Sums, without: Sums) -> npt.NDArray[np.bool_]:
    """Return whether reviews turned each milestone: met with them and missed without, or the reverse.

    Shape (n_milestones,).
    """
    met = [np.array(each.movers.times) <= np.array(each.due) for each in (sums, without)]
    return np.asarray(met[0] != met[1])


def turned(plan: Plan, found: ByReason, without: Sums, which: npt.NDArray[np.bool_]) -> ByReason:
    """Return by how much reviews changed the time due to each reason, for each milestone that reviews turned.

    Parameters
    ----------
    found
        The time due to each reason with reviews (`by_reason`).
    without
        The sums of the same history without reviews; its trajectory must contain the table of visits.
    which
        Whether reviews turned each milestone, shape (n_milestones,).

    Returns
    -------
    ByReason
        One row for each turned milestone and reason whose time changed. The target is `first_turned` plus the number of
        the milestone; the seconds are those with reviews minus those without. The seconds of a milestone add up to the
        time by which reviews delayed its date; a date that was not reached counts as the end of the clock.
    """
    found_without, rows = by_reason(without), []
    for milestone in np.flatnonzero(which).tolist():
        change: dict[int, int] = {}
        for sign, side in ((1, found), (-1, found_without)):
            for reason, seconds in side[side["target"] == CLOSURES + milestone][["reason", "seconds"]].tolist():
                change[reason] = change.get(reason, 0) + sign * seconds
        target = first_turned(plan) + milestone
        rows += [(target, reason, seconds) for reason, seconds in sorted(change.items()) if seconds]
    return np.array(rows, BY_REASON)
