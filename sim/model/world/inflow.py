"""When each person or item is there: at the start, or one by one over the span of an inflow."""

import numpy as np

from sim.domain.once import once
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.world.items import Items
from sim.model.world.numbers import Ints

__all__ = ["arrivals"]


def arrivals(plan: Plan, items: Items) -> Ints:
    """Return the instant at which each is there [s], shape (n_items,): 0, or evenly over the span of its inflow.

    Those who had begun before the start are there, whatever the span.
    """
    arrives = np.zeros(len(items.kg), np.int64)
    for row, first, span, begun in _inflows(plan):
        n, begin = int(items.many[row]), int(items.first[row])
        number = np.arange(begun, n)
        if len(number):
            arrives[begin + begun : begin + n] = np.maximum(0, first + (2 * number + 1) * span // (2 * n))
    return arrives


@once
def _inflows(plan: Plan) -> list[tuple[int, int, int, int]]:
    """Return the lots that come later: row, begin and span of the inflow [s], and how many had begun at the start."""
    found, steps = [], structure(plan)["step"]
    for row, lot in enumerate(structure(plan)["lot"]):
        first, span = lot.arrives_first, lot.arrives_last - lot.arrives_first
        if span > 0 or first > 0:
            begun = lot.left + lot.staged + sum(step.passed for step in steps[lot.first : lot.last])
            found.append((row, first, span, begun))
    return found
