"""The number of movers that may remain when a condition is met, in one world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.world.numbers import Ints

if TYPE_CHECKING:
    from sim.model.world.world import World

__all__ = ["at_most"]

BILLION = 1_000_000_000


def at_most(world: World) -> Ints:
    """Return how many movers may remain when each condition is met, shape (n_counters,).

    If a condition states a share, this share of all movers that it counts, rounded up to whole movers, must be gone.
    The movers that left before the start are included in "all movers".
    """
    counter, many = world.plan.counter, world.items.many
    most = world.wholes(counter["at_most_s"])
    for row in (counter["share_s"] >= 0).nonzero()[0].tolist():
        there = int(many[world.plan.counts[row, : len(many)]].sum())
        share = round(BILLION * world.value(int(counter["share_s"][row])))
        most[row] = there - -(-there * share // BILLION)
    return most
