"""How many of those whom a condition counts may remain, in one world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.world.numbers import Ints

if TYPE_CHECKING:
    from sim.model.world.world import World

__all__ = ["at_most"]

BILLION = 1_000_000_000


def at_most(world: World) -> Ints:
    """Return how many movers may remain where each condition holds, shape (n_counters,).

    Where a share is stated, so many of all that it counts have to be gone, rounded up: of members of groups and lots,
    those included who had left before the start.
    """
    counter, many = world.plan.counter, world.items.many
    most = world.wholes(counter["at_most_s"])
    for row in (counter["share_s"] >= 0).nonzero()[0].tolist():
        there = int(many[world.plan.counts[row, : len(many)]].sum())
        share = round(BILLION * world.value(int(counter["share_s"][row])))
        most[row] = there - -(-there * share // BILLION)
    return most
