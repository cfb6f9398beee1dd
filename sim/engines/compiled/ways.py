"""Fills in how long ways out take, if any lot takes the way that is expected to bring it out earliest."""

import numpy as np

from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.engines.compiled.tables import Tables
from sim.model.world import World
from sim.model.world.ways import chooses, ways

__all__ = ["put_ways"]


def put_ways(tables: Tables, world: World) -> None:
    """Fill in how long each way out takes, how often each lift comes, its timetable, and the mean weight of members."""
    plan, lot, lift = world.plan, tables.table["lots"], tables.table["lifts"]
    active = chooses(plan)
    tables.head["with_choices"] = active
    if not active:
        return
    computed = ways(world)
    onward = [times or [NEVER] * len(lift) for times in computed.onward]
    tables.put("onward", np.array(onward, np.int64).ravel())
    tables.new("seen", len(plan.site) * len(lift))[:] = LONG_AGO
    home = np.concatenate([np.arange(len(plan.lot)), plan.stop["lot"]])
    lot["each_kg"] = np.array(computed.each_kg, np.int64)[home]
    for leg in tables.table["legs"]:
        leg["gap"] = computed.gap[int(leg["lift"]), int(leg["site"])]
    table = tables.new("timetable", sum(len(planned) for planned in computed.timetable))
    at = 0
    for row, planned in enumerate(computed.timetable):
        lift["timetable"][row], lift["timetable_last"][row] = at, at + len(planned)
        for instant, site in planned:
            table["at"][at], table["site"][at] = instant, site
            at += 1
