"""Fills in the ways of a replication, if any lot takes the one that is expected to be the earliest."""

import numpy as np

from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.engines.compiled.tables import Tables
from sim.model.world import World
from sim.model.world.ways import chooses, ways

__all__ = ["put_ways"]


def put_ways(tables: Tables, world: World) -> None:
    """Fill in how long ways take, how often lift comes, and what is planned; no mover stays off a sortie yet."""
    plan, lot, lift = world.plan, tables.table["lots"], tables.table["lifts"]
    active = chooses(plan)
    tables.head["with_choices"] = active
    if not active:
        return
    found = ways(world)
    onward = [times or [NEVER] * len(lift) for times in found.onward]
    tables.put("onward", np.array(onward, np.int64).ravel())
    tables.new("seen", len(plan.site) * len(lift))[:] = LONG_AGO
    home = np.concatenate([np.arange(len(plan.lot)), plan.stop["lot"]])
    lot["each_kg"] = np.array(found.each_kg, np.int64)[home]
    for leg in tables.table["legs"]:
        leg["gap"] = found.gap[int(leg["lift"]), int(leg["site"])]
    table = tables.new("timetable", sum(len(planned) for planned in found.timetable))
    at = 0
    for row, planned in enumerate(found.timetable):
        lift["timetable"][row], lift["timetable_last"][row] = at, at + len(planned)
        for instant, site in planned:
            table["at"][at], table["site"][at] = instant, site
            at += 1
