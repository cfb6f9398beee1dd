"""When each person or item is there: at the start, or one by one over the span of an inflow."""

import numpy as np

from sim.domain.once import once
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.terms import DATES
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers

__all__ = ["arrivals"]


def arrivals(numbers: Numbers, items: Items) -> Ints:
    """Return the instant at which each is there [s], shape (n_items,): 0, or evenly over the span of its inflow.

    Those who had begun before the start are there, whatever the span.
    """
    arrives = np.zeros(len(items.kg), np.int64)
    lots, steps = numbers.rows("lot"), numbers.rows("step")
    for row in _inflows(numbers.plan):
        begun = lots[row].left + lots[row].staged + sum(each.passed for each in steps[lots[row].first : lots[row].last])
        first, span = lots[row].arrives_first, lots[row].arrives_last - lots[row].arrives_first
        if span <= 0 and first <= 0:
            continue
        n, begin = int(items.many[row]), int(items.first[row])
        number = np.arange(begun, n)
        if len(number):
            arrives[begin + begun : begin + n] = np.maximum(0, first + (2 * number + 1) * span // (2 * n))
    return arrives


@once
def _inflows(plan: Plan) -> list[int]:
    """Return the rows of the lots that come over a span."""
    known = structure(plan)
    moved = {date.row for date in known["moved_date"] if DATES[date.place] == ("lot", "arrives_last")}
    return [row for row, lot in enumerate(known["lot"]) if lot.arrives_last > 0 or row in moved]
