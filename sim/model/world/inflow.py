"""When each person or item arrives: at the start, or later by the inflow of its group or lot."""

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.memo import memoised
from sim.model.draws import Stream
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.terms import DATES
from sim.model.world.drawing import distributions
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers
from sim.model.world.weather import regime

__all__ = ["arrivals"]


def arrivals(numbers: Numbers, items: Items) -> Ints:
    """Return when each person or item arrives [s], shape (n_items,): at 0, or by the inflow of its lot.

    Members that had begun before the start are there at 0, whatever the inflow.
    """
    arrives = np.zeros(len(items.kg), np.int64)
    lots, steps = numbers.rows("lot"), numbers.rows("step")
    for row in _inflows(numbers.plan):
        lot, first, n = lots[row], int(items.first[row]), int(items.many[row])
        begun = lot.left + lot.staged + sum(step.passed for step in steps[lot.first : lot.last])
        if begun < n:
            _put(numbers, row, begun, n, arrives[first + begun : first + n])
    return arrives


def _put(numbers: Numbers, row: int, begun: int, n: int, arrives: Ints) -> None:
    """Write when the members of a lot from number `begun` on arrive [s]."""
    routines = numbers.routines
    begins, until = _without_permission(numbers, row)
    routines.put_arrivals(
        numbers.read("lot"), row, numbers.read("arrival"), numbers.read_numbers(), routines.write(numbers.shapes),
        routines.read(distributions(numbers.plan).quantiles), _drawn(numbers, numbers.rows("lot")[row], begun, n),
        begun, numbers.plan.horizon, begins, until, arrives,
    )  # fmt: skip


def _drawn(numbers: Numbers, lot: Any, begun: int, n: int) -> npt.NDArray[np.float64]:
    """Return `drawn` of `arriving.put_arrivals`: uniform numbers for those batches of a lot that are still to come."""
    if lot.arrivals < lot.arrivals_last or (lot.gap < 0 and not lot.at_random):
        return np.zeros(0)
    batch = max(1, numbers.whole(lot.batch_s, 1))
    batches = np.arange(begun // batch, -(-n // batch))
    drawn = numbers.routines.many(numbers.seed, numbers.replication, int(Stream.INFLOW), lot.key, batches, 0, 0)
    return drawn if lot.gap >= 0 else np.sort(drawn)


def _without_permission(numbers: Numbers, row: int) -> tuple[Ints, Ints]:
    """Return the intervals in which a lot has no permission to arrive [s], in the order of their beginnings."""
    shut: list[tuple[int, int]] = []
    for clearance in numbers.rows("clearance"):
        if clearance.lot == row:
            opens, lost = regime(numbers, numbers.rows("permission")[clearance.permission])
            shut += [(0, opens), *lost]
    begins, until = np.array(sorted(shut), np.int64).reshape(-1, 2).T.copy()
    return begins, until


@memoised
def _inflows(plan: Plan) -> list[int]:
    """Return the rows of the lots with members that may arrive after the start in some world."""
    known = structure(plan)
    moved = {date.row for date in known["moved_date"] if DATES[date.place] == ("lot", "arrives_last")}
    return [
        row
        for row, lot in enumerate(known["lot"])
        if lot.arrives_last > 0 or row in moved or lot.gap >= 0 or lot.arrivals < lot.arrivals_last
    ]
