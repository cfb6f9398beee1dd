"""Fills in the hours of servers that do not all work in every shift; servers with the same hours form a tier."""

from sim.engines.compiled.layout import Layout
from sim.engines.compiled.loop import Point
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.windows import Watcher
from sim.model.world import Windows, World
from sim.model.world.servers import lanes_of

__all__ = ["lowest", "put_servers"]


def lowest(windows: list[Windows]) -> list[int]:
    """Return the lowest server of each tier, in ascending order; `windows` has the hours of each server.

    Servers of one tier share one object in `windows`.
    """
    first_of: dict[int, int] = {}
    for server, hours in enumerate(windows):
        first_of.setdefault(id(hours), server)
    return list(first_of.values())


def put_servers(
    tables: Tables, layout: Layout, world: World, first: int
) -> tuple[list[Windows], list[tuple[int, int, int, int]]]:
    """Set the hours of servers that do not all work in every shift; return calendars of their tiers, and watches.

    Each tier has one calendar. A watch marks a decision point whenever a calendar opens, or whenever it closes; it is a
    tuple: number of the calendar, 1 for closings and 0 for openings, kind (`Watcher`), number of the decision point.

    Parameters
    ----------
    first
        Number that the first of these calendars is to have.
    """
    calendars: list[Windows] = []
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
            point = layout.point[Point.STATION, row]
            watchers += [(first + len(calendars), edge, Watcher.STATION, point) for edge in edges]
            calendars.append(windows[server])
        at = int(pools["units"][station["pool"][row]])
        first_of_station = first + len(calendars) - len(tiers)
        number_of = {id(windows[server]): first_of_station + tier for tier, server in enumerate(tiers)}
        for server, hours in enumerate(windows):
            units["hours"][at + server] = number_of[id(hours)]
        units["kind"][at : at + len(windows)] = -1
        units["lane"][at : at + len(windows)] = lanes_of(world, row)
    return calendars, watchers
