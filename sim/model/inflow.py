"""When each mover is there: at the start, or one by one over the span of an inflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.realise import Realised

__all__ = ["arrivals"]


def arrivals(world: Realised) -> list[list[int]]:
    """Return the instant at which each mover is there [s], by lot: 0, or evenly over the span of its inflow.

    Those who had begun before the start are there, whatever the span.
    """
    arrives = []
    steps = world.rows("step")
    for lot, kg in zip(world.rows("lot"), world.kg, strict=True):
        first, span, n = lot.arrives_first, lot.arrives_last - lot.arrives_first, len(kg)
        late: list[int] = []
        if span > 0 or first > 0:
            begun = lot.left + lot.staged + sum(step.passed for step in steps[lot.first : lot.last])
            late = [max(0, first + (2 * i + 1) * span // (2 * n)) for i in range(begun, n)]
        arrives.append([0] * (n - len(late)) + late)
    return arrives
