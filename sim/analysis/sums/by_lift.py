"""How many sorties of each lift took off up to each local midnight, what they carried, and how long their legs took."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.daily import midnights
from sim.analysis.sums.select import even_before
from sim.compiler.kernel import entry
from sim.model.calendars import NEVER as _NEVER
from sim.model.plan import Plan
from sim.model.schema.history import Sortie
from sim.model.schema.row import Rows
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["LIFT_MEASURES", "ByLift", "by_lift"]

ByLift = npt.NDArray[np.int64]
"""Counts up to the beginning of each day, shape (n_days, n_lifts, 4): days as in `sums.daily.days`, lifts in the order
of the plan, the last axis as in `LIFT_MEASURES`."""
LIFT_MEASURES: Final = ("sorties", "kg", "arrived", "transit_s")
"""What the last axis of `ByLift` holds: number of sorties that took off; weight aboard them, people included [kg];
number of sorties that arrived; and the sum of their times from take-off to arrival [s]."""
SORTIES, KG, ARRIVED, TRANSIT_S = range(len(LIFT_MEASURES))
NEVER: Final = _NEVER
OUT, EMPTY = int(Fate.OUT), int(Fate.EMPTY)


def by_lift(plan: Plan, trajectory: Trajectory) -> ByLift:
    """Count what each lift has flown up to and including each local midnight.

    Returns
    -------
    ndarray
        See `ByLift`. Sorties that took off count, loaded or empty.
    """
    instants = midnights(plan)
    found = np.zeros((len(instants) + 1, len(plan.lift), len(LIFT_MEASURES)), np.int64)
    count_by_lift(trajectory.sortie, instants, found)
    return found[:-1]


@entry
def count_by_lift(sorties: Rows[Sortie], instants: Any, found: Any) -> None:
    """Count what each lift has flown up to and including each of some instants.

    Parameters
    ----------
    sorties
        The table of sorties.
    instants
        The instants, ascending [s].
    found
        Output, all zero beforehand, shape (n_instants + 1, n_lifts, 4): the counts up to each instant. The last row
        holds only what was flown after the last instant.
    """
    for row in range(len(sorties)):
        sortie = sorties[row]
        if sortie.up == NEVER or sortie.fate not in (OUT, EMPTY):
            continue
        at = even_before(instants, sortie.up)
        found[at, sortie.lift, SORTIES] += 1
        found[at, sortie.lift, KG] += sortie.kg
        if sortie.arrived < NEVER:
            at = even_before(instants, sortie.arrived)
            found[at, sortie.lift, ARRIVED] += 1
            found[at, sortie.lift, TRANSIT_S] += sortie.arrived - sortie.up
    for at in range(1, len(instants)):
        for lift in range(found.shape[1]):
            for measure in range(found.shape[2]):
                found[at, lift, measure] += found[at - 1, lift, measure]
