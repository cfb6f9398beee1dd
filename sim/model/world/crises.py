"""When crises begin in a history, and what dates and holds have become by them for whoever looks back."""

from typing import TYPE_CHECKING

import numpy as np

from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.schema.row import Table
from sim.model.world.numbers import Ints, Numbers

if TYPE_CHECKING:
    from sim.model.world.world import World

__all__ = ["begins", "freed", "holds_of", "lifted", "sites_of"]


def begins(numbers: Numbers) -> list[int]:
    """Return the instant at which each crisis begins [s], the start at the earliest; NEVER for one that does not come.

    Nobody in a history may read it before it is there.
    """
    found = []
    for crisis in numbers.rows("crisis"):
        comes = numbers.happens(crisis.chance_s, Stream.CRISIS, crisis.key, 0)
        after = numbers.sample(crisis.after, Stream.CRISIS_AFTER, crisis.key, 0) if crisis.after >= 0 else crisis.on
        found.append(min(max(0, after), NEVER) if comes else NEVER)
    return found


def sites_of(numbers: Numbers, crisis: int) -> list[int]:
    """Return the rows of the sites that a crisis hits."""
    spec = numbers.rows("crisis")[crisis]
    return [row.site for row in numbers.rows("crisis_site")[spec.sites : spec.sites_last]]


def holds_of(numbers: Numbers, crisis: int) -> list[int]:
    """Return the rows of the holds that a crisis lifts."""
    spec = numbers.rows("crisis")[crisis]
    return [row.hold for row in numbers.rows("crisis_hold")[spec.holds : spec.holds_last]]


def freed(world: "World", before: int = NEVER) -> Ints:
    """Return the instant from which each may begin by date, plan, and crises up to an instant [s], shape (n_items,)."""
    release, site = world.release, world.plan.lot["site"]
    for row, at in enumerate(world.crises):
        if world.rows("crisis")[row].release and at < before:
            hit = np.repeat(np.isin(site, sites_of(world, row)), world.items.many)
            release = np.where(hit, np.minimum(release, at), release)
    return release


def lifted(world: "World") -> Table:
    """Return the table of holds with dates as crises have made them: a lifted one waits for nothing but its time."""
    holds = world.table("hold").copy()
    for row, at in enumerate(world.crises):
        for hold in holds_of(world, row) if at < NEVER else ():
            for date in ("not_before", "at_latest"):
                holds[date][hold] = min(at, holds[date][hold])
    return holds
