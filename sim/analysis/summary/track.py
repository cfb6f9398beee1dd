"""The tripwires of a study for each week until the deadline, and for the first heavy sortie."""

from typing import Any, Final

import numpy as np

from sim.analysis.statistics.records import Records
from sim.analysis.summary.rounded import due_as_iso, local_date, rounded
from sim.analysis.summary.stored_study import StoredStudy
from sim.analysis.summary.tripwires import KEEPS, Wire, at_latest, at_least
from sim.analysis.sums.daily import MEASURES, days
from sim.model.plan import Plan

__all__ = ["track", "weeks"]

PEOPLE_OUT, KG_OUT = MEASURES.index("people_out"), MEASURES.index("kg_out")
WEEK: Final = 7
MEMORY_BYTES: Final = 64_000_000
"""Largest number of bytes of counts in memory at once; if all weeks take more, the histories are read several times."""


def weeks(plan: Plan) -> list[int]:
    """Return the rows of the daily counts (`sums.daily.days`) at the end of each week up to the deadline."""
    ends = [second for _, second in days(plan)]
    return [row for row in range(WEEK, len(ends), WEEK) if ends[row] <= plan.deadline]


def track(store: StoredStudy, outcomes: Records) -> dict[str, Any]:
    """Return how much must be out by the end of each week, and when the first heavy sortie must fly, to be in time.

    Heavy sorties are those of lifts that use the ramp. The result is computed for each probability in `KEEPS`.

    Parameters
    ----------
    store
        The stored study, which holds the daily counts.
    outcomes
        Records of the histories, with consecutive numbers, shape (n,).

    Returns
    -------
    dict
        `weeks` is a list. Each week has its end (`by`) and, for each probability, the `people` and the `tonnes` of
        equipment that must be out. `first_heavy_flight` has for each probability the latest date of this sortie. Each
        of these tripwires has `value` and `reason` (`sim.analysis.summary.tripwires.Wire`).
    """
    plan, clock = store.plan, store.plan.clock
    first, last = int(outcomes["replication"][0]), int(outcomes["replication"][-1]) + 1
    met = outcomes["met_deadline"] != 0
    rows = weeks(plan)
    at_once = max(1, MEMORY_BYTES // (16 * len(outcomes)))
    entries = []
    for part in (rows[at : at + at_once] for at in range(0, len(rows), at_once)):
        out = np.empty((len(part), 2, len(outcomes)), np.int64)
        for position, history in enumerate(store.daily(first, last)):
            out[:, :, position] = history[part, -1][:, [PEOPLE_OUT, KG_OUT]]
        for row, (people, kg) in zip(part, out, strict=True):
            entries.append(
                {
                    "by": due_as_iso(days(plan)[row][1], clock),
                    "people": {f"{keep:g}": _amount(at_least(people, met, keep), 1) for keep in KEEPS},
                    "tonnes": {f"{keep:g}": _amount(at_least(kg, met, keep), 1000) for keep in KEEPS},
                }
            )
    flights = outcomes["first_heavy_flight"]
    return {
        "weeks": entries,
        "first_heavy_flight": {f"{keep:g}": _date(at_latest(flights, met, keep), store) for keep in KEEPS},
    }


def _amount(wire: Wire, unit: int) -> dict[str, Any]:
    return {
        "value": None if wire.value is None else rounded(wire.value / unit),
        "reason": wire.reason or None,
    }


def _date(wire: Wire, store: StoredStudy) -> dict[str, Any]:
    value = None if wire.value is None else local_date(wire.value, store.plan.clock)
    return {"value": value, "reason": wire.reason or None}
