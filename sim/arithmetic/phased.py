"""Phased plans as the arithmetic has them: how much each releases, from when to when."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.model.world.means import Means

__all__ = ["PlanOnMeans", "phased"]


@dataclass(frozen=True, slots=True)
class PlanOnMeans:
    """One phased plan on means.

    Attributes
    ----------
    name
        As in the file.
    people, items, tonnes
        What it releases that has yet to leave: people, items of equipment and their weight [t].
    begins, until
        When its curve begins and ends [s].
    """

    name: str
    people: int
    items: int
    tonnes: float
    begins: int
    until: int


def phased(means: Means) -> list[PlanOnMeans]:
    """Return the phased plans of a scenario, in the order of the file."""
    found = []
    lots = means.rows("lot")
    for row, name in enumerate(means.plan.names["plan"]):
        loads = [load for load in means.loads if load.count and lots[load.row].phasing == row]
        instants = means.curve(row)[1]
        people = sum(load.count for load in loads if lots[load.row].person)
        cargo = [load for load in loads if not lots[load.row].person]
        items, tonnes = sum(load.count for load in cargo), math.fsum(load.tonnes for load in cargo)
        found.append(PlanOnMeans(name, people, items, tonnes, round(instants[0]), round(instants[-1])))
    return found
