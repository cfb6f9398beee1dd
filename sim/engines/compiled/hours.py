"""Fills the tables of a replication with its calendars, including the longer hours that reviews may set."""

from typing import Final

import numpy as np

from sim.engines.compiled.kept_hours import OF_SITES, REOPENS, first_of
from sim.engines.compiled.layout import Layout
from sim.engines.compiled.longer_hours import THE_SAME
from sim.engines.compiled.loop import Point
from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.tiers import lowest, put_servers
from sim.engines.compiled.windows import Watcher
from sim.model.calendars import intersect
from sim.model.world import Windows, World, longer_hours
from sim.model.world.hours import open_hours
from sim.model.world.updown import up_windows
from sim.model.world.windows import as_arrays

__all__ = ["put_tools", "put_windows"]

NOTHING: Final[Windows] = ([], [])


def put_tools(tables: Tables, world: World) -> list[tuple[int, Windows]]:
    """Fill in the machines of the ramps; return the site of each machine, and the windows in which it works."""
    plan = world.plan
    machines: list[tuple[int, Windows]] = []
    toolboxes = tables.copy("toolboxes", plan.resource)
    for row, spec in enumerate(world.rows("resource")):
        many = max(1, world.whole(spec.count_s))
        toolboxes["first"][row], toolboxes["many"][row] = len(machines), many
        hours, available = open_hours(world, spec.calendar), world.value(spec.available_s, 1.0)
        works = [up_windows(world, spec.key, unit, available, spec.repair) for unit in range(many)]
        machines += [(spec.site, intersect(hours, windows)) for windows in works]
    tool = tables.new("tools", len(machines))
    tool["freed_at"], tool["freed_by"] = LONG_AGO, -1
    tables.with_room("jobs", 64)
    tables.with_room("grounds", 1024 if machines else 0)
    return machines


def put_windows(tables: Tables, layout: Layout, world: World, tools: list[tuple[int, Windows]]) -> None:
    """Fill in all calendars, and the watches: each says what is checked when windows of a calendar open or close."""
    plan = world.plan
    # `kept_hours` and `layout.py` compute the numbers of calendars from this order.
    calendars = [*world.runway, *world.ramp, *world.airfield, *world.station_hours]
    calendars += [windows for lift in world.permit for windows in lift]
    calendars += [open_hours(world, int(row)) for row in plan.lift["moves"]]
    calendars += [*world.set_down, *world.passable]
    tables.table["tools"]["hours"] = len(calendars) + np.arange(len(tools))
    calendars += [windows for _, windows in tools]
    own, of_servers = put_servers(tables, layout, world, len(calendars))
    calendars += own
    longer = _longer(tables, layout, world, len(calendars))
    first_longer = len(calendars)
    calendars += [windows for windows, _ in longer]
    hours = tables.new("hours", len(calendars))
    span_of: dict[int, tuple[int, int]] = {}
    spans, distinct, many = [], [], 0
    for row, windows in enumerate(calendars):
        # calendars that are one object share windows; longer hours do not, since `lengthen` changes their windows
        if id(windows) not in span_of or row >= first_longer:
            distinct.append(windows)
            span_of[id(windows)] = many, many + len(windows[0])
            many += len(windows[0])
        spans.append(span_of[id(windows)])
    hours["first"], hours["last"] = np.array(spans).T
    hours["at"] = hours["first"] - 1
    for name, instants in zip(("opens", "closes"), zip(*as_arrays(distinct), strict=True), strict=True):
        np.concatenate(instants, out=tables.lay(name, many))
    sites, of = len(plan.site), first_of(plan)
    watchers = [
        (of.stations + row, 0, Watcher.STATION, layout.point[Point.STATION, row]) for row in range(len(plan.station))
    ]
    watchers += [
        (at * sites + row, 0, Watcher.RAMP, row) for at in map(OF_SITES.index, REOPENS) for row in range(sites)
    ]
    watchers += of_servers
    for lift, permits in enumerate(world.permit):
        first = int(tables.table["lifts"]["permit"][lift])
        for row in {id(windows): first + site for site, windows in enumerate(permits)}.values():
            watchers += [(row, 0, Watcher.NEED, 0), (row, 1, Watcher.LANDING, 0)]
    watchers += [
        (int(row), 0, Watcher.RAMP, site) for (site, _), row in zip(tools, tables.table["tools"]["hours"], strict=True)
    ]
    if len(plan.tables["path"]):
        ways = [*range(of.permit, of.moves), *range(of.set_down, of.passable + len(world.passable))]
        watchers += [(row, edge, Watcher.WAYS, 0) for row in ways for edge in (0, 1)]
    watchers += [(int(row), 0, Watcher.TAKING_OFF, 0) for row in tables.table["lifts"]["moves"] if row >= 0]
    # calendars that are never or always open need no watch
    watchers = [each for each in watchers if calendars[each[0]][0] and calendars[each[0]] != ([-NEVER], [NEVER])]
    awake = len(watchers)
    asleep = zip(tables.table["prolonged"]["hours"].tolist(), (watcher for _, watcher in longer), strict=True)
    watchers += [(row, *watcher) for row, watcher in asleep]
    watch = tables.new("watches", len(watchers))
    if watchers:
        watch["hours"], watch["closes"], watch["what"], watch["which"] = np.array(watchers).T
        watch["next"] = hours["first"][watch["hours"]]
    watch["asleep"][awake:] = 1
    tables.table["prolonged"]["watch"] = awake + np.arange(len(longer))


def _longer(tables: Tables, layout: Layout, world: World, first: int) -> list[tuple[Windows, tuple[int, int, int]]]:
    """Fill in the longer hours that reviews may set; return the windows and the watcher of each calendar.

    The hours of a site have one level for each time that reviews may lengthen them. A watcher has three numbers:
    whether it acts when windows close, what it checks (`windows.Watcher`), and the decision point or site to check.
    """
    plan = world.plan
    longer: list[tuple[Windows, tuple[int, int, int]]] = []
    stations: list[int] = []
    servers: list[int] = []
    hours: list[int] = []
    table = tables.copy("longer", plan.longer)
    for row, spec in enumerate(world.rows("longer")):
        table["first"][row] = len(longer)
        step, most = world.whole(spec.extra_s), world.whole(spec.ceiling_s)
        levels = min(len(plan.look), -(-most // step)) if step > 0 and most > 0 else 0
        here = [at for at in range(len(plan.station)) if plan.station["site"][at] == spec.site]
        here = [at for at in here if plan.station["calendar"][at] >= 0]
        ramp = plan.site["ramp"][spec.site] >= 0
        tiers = {at: lowest(world.server_hours[at]) for at in here}
        # A station that has staff is also checked when windows of its servers close.
        edges = {at: 1 + int(plan.station["pool"][at] >= 0) for at in here}
        table["many"][row] = len(here) + ramp + sum(edges[at] * len(tiers[at]) for at in here)
        for extra in (min(most, level * step) for level in range(1, levels + 1)):
            for at in here:
                point = layout.point[Point.STATION, at]
                windows = longer_hours.station_hours(world, at, NOTHING, extra, LONG_AGO)
                longer.append((windows, (0, Watcher.STATION, point)))
                stations.append(at)
                servers.append(-1)
                hours.append(first + len(hours))
                for server in tiers[at]:
                    windows = longer_hours.server_hours(world, at, server, NOTHING, extra, LONG_AGO)
                    for closes in range(edges[at]):
                        longer.append((NOTHING if closes else windows, (closes, Watcher.STATION, point)))
                        stations.append(at)
                        servers.append(THE_SAME if closes else server)
                        hours.append(first + len(hours) - closes)
            if ramp:
                windows = longer_hours.ramp_hours(world, spec.site, NOTHING, extra, LONG_AGO)
                longer.append((windows, (0, Watcher.RAMP, spec.site)))
                stations.append(-1)
                servers.append(-1)
                hours.append(first + len(hours))
        table["last"][row] = len(longer)
    prolonged = tables.new("prolonged", len(longer))
    prolonged["station"], prolonged["server"], prolonged["hours"] = stations, servers, hours
    return longer
