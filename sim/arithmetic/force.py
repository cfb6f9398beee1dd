"""The force of a plan, by the numbers that the file states and in the mean world."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sim.domain.memo import memoised
from sim.model.plan import Plan
from sim.model.world.means import Means

__all__ = ["Count", "Force", "mean_world", "stated"]


@dataclass(frozen=True, slots=True)
class Count:
    """Number of people and items, tonnes of equipment, and how many of these people and tonnes are required."""

    people: int
    items: int
    tonnes: float
    required_people: int
    required_tonnes: float


@dataclass(frozen=True, slots=True)
class Force:
    """The people and equipment of a plan.

    Attributes
    ----------
    whole
        The whole force, including movers that arrive later.
    left
        The part that left before the start.
    stays
        The part that the plan hands over, sells, destroys, retains or leaves.
    """

    whole: Count
    left: Count
    stays: Count


@memoised
def stated(plan: Plan) -> Force:
    """Return the force by the numbers of the file (and of `--set`), not changed by any unknown."""
    return _force(Means(plan, unknown=False))


@memoised
def mean_world(plan: Plan) -> Force:
    """Return the force with every unknown at its mean, as in the planner's arithmetic."""
    return _force(Means(plan))


def _force(world: Means) -> Force:
    """Return the force by the numbers of `world`."""
    whole, left, stays = [], [], []
    for load in world.loads:
        count, kg = world.counted(load.row)
        gone = min(count, world.rows("lot")[load.row].left)
        whole.append((load.row, count, kg))
        left.append((load.row, gone, kg))
        stays.append((load.row, count - gone - load.count, kg))
    return Force(_count(world, whole), _count(world, left), _count(world, stays))


def _count(world: Means, parts: Iterable[tuple[int, int, float]]) -> Count:
    """Return the totals of parts of groups and lots: (row, number of members, weight of one [kg])."""
    lots = world.rows("lot")
    people: list[tuple[bool, int, float]] = []
    cargo: list[tuple[bool, int, float]] = []
    for row, n, kg in parts:
        (people if lots[row].person else cargo).append((bool(lots[row].required), n, n * kg / 1000.0))
    return Count(
        sum(n for _, n, _ in people),
        sum(n for _, n, _ in cargo),
        math.fsum(tonnes for _, _, tonnes in cargo),
        sum(n for required, n, _ in people if required),
        math.fsum(tonnes for required, _, tonnes in cargo if required),
    )
