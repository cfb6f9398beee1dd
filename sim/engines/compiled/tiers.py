"""The hours of single servers put into the tables of a replication."""

from sim.engines.compiled.layout import Layout
from sim.engines.compiled.loop import Point
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.windows import Watcher
from sim.model.world import Windows, World
from sim.model.world.servers import lanes_of

__all__ = ["lowest", "put_servers"]


def lowest(windows: list[Windows]) -> list[int]:
    """Return the lowest server with each different set of hours, in order."""
    found: dict[int, int] = {}
    for server, each in enumerate(windows):
        found.setdefault(id(each), server)
    return list(found.values())


def put_servers(
    tables: Tables, layout: Layout, world: World, first: int
) -> tuple[list[Windows], list[tuple[int, int, int, int]]]:
    """Set the hours of each server; return the calendars and their watchers.

    Parameters
    ----------
    first
        Number of the first of the calendars.
    """
    made: list[Windows] = []
    watchers: list[tuple[int, int, int, int]] = []
    station, pools, units = (tables.table[name] for name in ("stations", "pools", "units"))
    for row, windows in enumerate(world.server_hours):
        if not windows:
            continue
        station["by_shift"][row] = 1
        tiers = lowest(windows)
        for server in tiers:
            staffed = world.plan.station["pool"][row] >= 0
            edges = (0, 1) if staffed else (0,)
            watchers += [(first + len(made), edge, Watcher.STATION, layout.point[Point.STATION, row]) for edge in edges]
            made.append(windows[server])
        at = int(pools["units"][station["pool"][row]])
        known = {id(windows[server]): first + len(made) - len(tiers) + tier for tier, server in enumerate(tiers)}
        for server, each in enumerate(windows):
            units["hours"][at + server] = known[id(each)]
        units["kind"][at : at + len(windows)] = -1
        units["lane"][at : at + len(windows)] = lanes_of(world, row)
    return made, watchers
