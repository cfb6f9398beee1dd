"""When each person or item arrives: at the start, over a span, one after another, by timetable, in batches."""

from typing import Any

import numpy as np

from sim.domain.memo import memoised
from sim.model.draws import Stream
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.terms import DATES
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers
from sim.model.world.weather import regime

__all__ = ["arrivals"]


def arrivals(numbers: Numbers, items: Items) -> Ints:
    """Return when each person or item arrives [s], shape (n_items,): at 0, or by the inflow of its lot.

    Members that had begun before the start are there at 0, whatever the inflow. In a lot the instants never decrease.
    """
    arrives = np.zeros(len(items.kg), np.int64)
    lots, steps = numbers.rows("lot"), numbers.rows("step")
    for row in _inflows(numbers.plan):
        lot = lots[row]
        begun = lot.left + lot.staged + sum(each.passed for each in steps[lot.first : lot.last])
        n, begin = int(items.many[row]), int(items.first[row])
        if begun < n:
            comes = np.maximum(0, _planned(numbers, lot, begun, n))
            arrives[begin + begun : begin + n] = _cleared(numbers, row, comes)
    return arrives


def _planned(numbers: Numbers, lot: Any, begun: int, n: int) -> Ints:
    """Return when the members of a lot from number `begun` on are due [s], shape (n - begun,)."""
    if lot.arrivals < lot.arrivals_last:
        rows = numbers.rows("arrival")[lot.arrivals : lot.arrivals_last]
        upto, at = np.array([(row.number, row.at) for row in rows], np.int64).T
        place = (2 * np.arange(n - begun) + 1) * upto[-1] // (2 * (n - begun))
        due: Ints = at[np.searchsorted(upto, place, side="right")] + numbers.whole(lot.shift_s)
        return due
    batch = max(1, numbers.whole(lot.batch_s, 1))
    number = np.arange(begun, n) // batch  # number of the batch of each member
    many, first = -(-n // batch), lot.arrives_first
    later = np.arange(number[0], many)
    if lot.gap >= 0:
        shape = numbers.dist[lot.gap]
        drawn = numbers.routines.many(numbers.seed, numbers.replication, int(Stream.INFLOW), lot.key, later, 0, 0)
        gaps = [min(max(0, shape.whole(u)), numbers.plan.horizon + 1) for u in drawn.tolist()]
        return np.asarray(first + np.cumsum(gaps)[number - number[0]], np.int64)
    span = max(0, lot.arrives_last - first)
    if lot.at_random:
        drawn = numbers.routines.many(numbers.seed, numbers.replication, int(Stream.INFLOW), lot.key, later, 0, 0)
        return np.asarray(first + np.floor(np.sort(drawn) * span).astype(np.int64)[number - number[0]], np.int64)
    return np.asarray(first + (2 * number + 1) * (lot.arrives_last - first) // (2 * many), np.int64)


def _cleared(numbers: Numbers, row: int, due: Ints) -> Ints:
    """Return when members due at some instants arrive [s]: without permission they arrive when it is given."""
    needed = [each.permission for each in numbers.rows("clearance") if each.lot == row]
    shut: list[tuple[int, int]] = []
    for permission in needed:
        opens, lost = regime(numbers, numbers.rows("permission")[permission])
        shut += [(0, opens), *lost]
    there = due <= 0
    for begins, until in sorted(shut):
        due = np.where((begins <= due) & (due < until), until, due)
    return np.where(there, 0, due)


@memoised
def _inflows(plan: Plan) -> list[int]:
    """Return the rows of the lots that are not known to be complete before the start."""
    known = structure(plan)
    moved = {date.row for date in known["moved_date"] if DATES[date.place] == ("lot", "arrives_last")}
    return [
        row
        for row, lot in enumerate(known["lot"])
        if lot.arrives_last > 0 or row in moved or lot.gap >= 0 or lot.arrivals < lot.arrivals_last
    ]
