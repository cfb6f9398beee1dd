"""Phased plans at mean values: what each plan releases and when, and how much the plans expect to remain by a date."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.model.world.means import Means

__all__ = ["MeanPlan", "phased", "planned_to_remain"]

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeanPlan:
    """One phased plan, at mean values.

    Attributes
    ----------
    name
        Name in the file.
    people, items, tonnes
        Number of people and items of equipment that the plan releases, and the weight of these items [t]. Movers that
        left before the start, or that are not to be shipped, do not count.
    begins, until
        When the curve of the plan begins and ends [s].
    """

    name: str
    people: int
    items: int
    tonnes: float
    begins: int
    until: int


def phased(means: Means) -> list[MeanPlan]:
    """Return the phased plans of a scenario, in the order of the file."""
    found = []
    lots = means.rows("lot")
    for row, name in enumerate(means.plan.names["plan"]):
        loads = [load for load in means.loads if load.count and lots[load.row].phasing == row]
        instants = means.curve(row)[1]
        people = sum(load.count for load in loads if lots[load.row].person)
        cargo = [load for load in loads if not lots[load.row].person]
        items, tonnes = sum(load.count for load in cargo), math.fsum(load.tonnes for load in cargo)
        found.append(MeanPlan(name, people, items, tonnes, round(instants[0]), round(instants[-1])))
    return found


def planned_to_remain(means: Means, site: int, people: bool, instants: Reals) -> tuple[Reals, bool] | None:
    """Return how much has yet to leave by the phased plans, and whether every group or lot has such a plan.

    Parameters
    ----------
    site
        Row of the site at which the counted movers begin; -1 for all sites.
    people
        Whether to count people; otherwise tonnes of equipment.
    instants
        Instants at which to count [s], shape (n,).

    Returns
    -------
    remaining, is_whole
        People or tonnes, of the groups or lots that have a phased plan, that have not departed by each instant, shape
        (n,); and whether every group or lot of the site has such a plan. A mover departs at its release plus the lead
        of its plan. None if no group or lot has a plan.
    """
    lots, phasings = means.rows("lot"), means.rows("phasing")
    here = [
        row for row, lot in enumerate(lots)
        if bool(lot.person) == people and site in (-1, lot.site) and means.counted(row)[0]
    ]  # fmt: skip
    named = [row for row in here if lots[row].phasing >= 0]
    if not named:
        return None
    remaining = np.zeros(len(instants))
    for row in named:
        lot, (count, kg) = lots[row], means.counted(row)
        shares, released = means.curve(lot.phasing)
        lead = means.value(phasings[lot.phasing].lead_s)
        gone = np.interp(instants, released + lead, shares, left=0.0)
        gone = np.where(instants < lot.release + lead, 0.0, gone)
        unit = 1.0 if people else kg / 1000.0
        remaining += unit * np.minimum(count * (1.0 - gone), max(0, count - lot.left))
    return remaining, len(named) == len(here)
