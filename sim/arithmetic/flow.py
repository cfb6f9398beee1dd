"""How much can leave the country in a day: a maximum flow over sites and legs, limited by lift, ramps or stations.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from sim.arithmetic.demand import Way, ways
from sim.arithmetic.preparation import StationLimit
from sim.arithmetic.supply import Bringing
from sim.model.world.means import DAY, Load, Means
from sim.model.world.openings import inside

__all__ = ["by_lift", "through_ramps", "through_stations"]

Node = tuple[str, int]
"""A node of the flow: its kind (`_most` lists the kinds), and the row of its site or lift."""
SOURCE, SINK = ("source", 0), ("out", 0)
ENDLESS = 1e15
"""Capacity of an edge without a limit."""


def by_lift(
    means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], rate: Callable[[Bringing], float]
) -> tuple[float, float]:
    """Return how much lifts can take out a day: at the best time, and if all ways were open together.

    Parameters
    ----------
    loads
        The loads to go; their ways determine the sites and lifts of the flow.
    rate
        Function that returns how much a lift takes a day.
    """
    all_ways = ways(means, loads)
    instants = {0.0}
    for way in all_ways:
        instants |= {until for _, until in way.closed if math.isfinite(until)}
    for row in {way.lift for way in all_ways}:
        first, _ = _comes(lifts[row])
        instants |= {first, *(until for _, until in lifts[row].shut if math.isfinite(until))}
    best = 0.0
    for t in sorted(instants):
        open_now = [way for way in all_ways if not _closed(means, way, lifts[way.lift], t)]
        best = max(best, _most(means, loads, open_now, lifts, rate, {}))
    return best, _most(means, loads, all_ways, lifts, rate, {})


def through_ramps(means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], most: Mapping[int, float]) -> float:
    """Return how much can leave a day if only ramps limit; `most` is row of a site -> what its ramp lets out a day.

    The result is infinite if there are no loads.
    """
    free = [lift.row for lift in lifts if not lift.uses_ramp]
    caps = {("site", site): rate for site, rate in most.items()}
    return _most(means, loads, ways(means, loads), lifts, lambda _: math.inf, caps, free) if loads else math.inf


def through_stations(
    means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], places: Sequence[StationLimit]
) -> float:
    """Return how many tonnes can leave a day if only the slowest station of each site limits; infinite if none does.

    Loads that begin at a site and loads that come to it may pass different stations; each kind then has its own limit.
    """
    passed: dict[int, set[str]] = {}
    for load in (load for load in loads if means.route(load.row)):
        for place in means.places(load.row):
            for step in means.rows("step")[place.first : place.last]:
                passed.setdefault(step.station, set()).add("begin" if place.row == load.row else "come")
    caps: dict[Node, float] = {}
    for station in places:
        kinds = passed.get(station.row, set())
        if station.tonnes > 0.0 and kinds:
            node = ("site" if len(kinds) > 1 else next(iter(kinds)), station.site)
            rate = station.tonnes / station.days if station.days > 0.0 else math.inf
            caps[node] = min(caps.get(node, math.inf), rate)
    prepared = [load for load in loads if means.route(load.row)]
    return _most(means, prepared, ways(means, prepared), lifts, lambda _: math.inf, caps) if caps else math.inf


def _comes(lift: Bringing) -> tuple[float, float]:
    """Return the first and last instant at which missions of a lift come [s]."""
    if lift.dates:
        return float(lift.dates[0]), float(lift.dates[-1] + DAY)
    return float(lift.begins), float(lift.until)


def _closed(means: Means, way: Way, lift: Bringing, t: float) -> bool:
    """Return whether a way is closed at an instant, or its lift does not come then."""
    first, last = _comes(lift)
    shut = means.openings.leg(lift.row, way.site)
    return not first <= t < last or inside((*way.closed, *shut), t)


def _most(
    means: Means,
    loads: Sequence[Load],
    open_now: Sequence[Way],
    lifts: Sequence[Bringing],
    rate: Callable[[Bringing], float],
    caps: Mapping[Node, float],
    free: Sequence[int] = (),
) -> float:
    """Return the maximum flow of loads out of the country a day; infinite if nothing limits it.

    The nodes are: loads that begin at a site ("begin"), loads that come to it ("come"), both after its stations
    ("site"), both after its ramp ("gate"), and each lift ("lift"). `caps` has the largest flow through a node. Lifts in
    `free` do not use the ramp.
    """
    room: dict[Node, dict[Node, float]] = {}

    def add(begin: Node, end: Node, amount: float) -> None:
        room.setdefault(begin, {})[end] = amount
        room.setdefault(end, {}).setdefault(begin, 0.0)

    spec, site = means.rows("lift"), means.rows("site")
    for at in {means.rows("lot")[load.row].site for load in loads}:
        add(SOURCE, ("begin", at), ENDLESS)
    for way in open_now:
        to = spec[way.lift].to
        gate = ("site" if way.lift in free else "gate", way.site)
        for kind in ("begin", "come"):
            add((kind, way.site), ("site", way.site), min(caps.get((kind, way.site), math.inf), ENDLESS))
        if gate[0] == "gate":
            add(("site", way.site), gate, min(caps.get(("site", way.site), math.inf), ENDLESS))
        add(gate, ("lift", way.lift), ENDLESS)
        end = ("come", to) if site[to].base and not site[to].abroad else SINK
        add(("lift", way.lift), end, min(rate(lifts[way.lift]), ENDLESS))
    total = 0.0
    while (path := _path(room)) is not None:
        least = min(room[begin][end] for begin, end in path)
        for begin, end in path:
            room[begin][end] -= least
            room[end][begin] += least
        total += least
    return total if total < 0.5 * ENDLESS else math.inf


def _path(room: Mapping[Node, Mapping[Node, float]]) -> list[tuple[Node, Node]] | None:
    """Return the edges of the shortest path with capacity left, last edge first; None if there is no such path."""
    came: dict[Node, Node] = {SOURCE: SOURCE}
    waiting = deque([SOURCE])
    while waiting and SINK not in came:
        at = waiting.popleft()
        for to, left in room.get(at, {}).items():
            if left > 1e-9 and to not in came:
                came[to] = at
                waiting.append(to)
    if SINK not in came:
        return None
    found, at = [], SINK
    while at != SOURCE:
        found.append((came[at], at))
        at = came[at]
    return found
