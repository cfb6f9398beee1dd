"""The whole force of a plan, counted the same way as the file states it and in the mean world."""

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
    """People, items and tonnes of equipment; of these, required people and tonnes."""

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
        All of it, including declared inflow.
    left
        The part of it that left before the start.
    stays
        The part of the rest that the plan hands over, sells, destroys, retains or leaves.
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
    whole, left, stays = [], [], []
    for load in world.loads:
        many, kg = world.counted(load.row)
        gone = min(many, world.rows("lot")[load.row].left)
        whole.append((load.row, many, kg))
        left.append((load.row, gone, kg))
        stays.append((load.row, many - gone - load.count, kg))
    return Force(_count(world, whole), _count(world, left), _count(world, stays))


def _count(world: Means, parts: Iterable[tuple[int, int, float]]) -> Count:
    """Return the totals of parts of groups and lots: row, number, and weight of each [kg]."""
    lots = world.rows("lot")
    people: list[tuple[bool, int, float]] = []
    cargo: list[tuple[bool, int, float]] = []
    for row, many, kg in parts:
        (people if lots[row].person else cargo).append((bool(lots[row].required), many, many * kg / 1000.0))
    return Count(
        sum(many for _, many, _ in people),
        sum(many for _, many, _ in cargo),
        math.fsum(tonnes for _, _, tonnes in cargo),
        sum(many for required, many, _ in people if required),
        math.fsum(tonnes for required, _, tonnes in cargo if required),
    )
