"""Which lifts each group and lot has to use to leave each of its sites, and to leave the country.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.arithmetic import held
from sim.arithmetic.pace import flying_h
from sim.model.world.means import HOUR, Load, Means
from sim.model.world.openings import Span

__all__ = ["Demand", "Way", "crossings", "exits", "from_sites", "parted", "riders", "unions", "ways"]


@dataclass(frozen=True, slots=True)
class Demand:
    """A load that must ride on one of several lifts.

    `sites` are the sites from which it may ride, and `after` is the earliest instant at which it can ride [s].
    """

    load: Load
    sites: tuple[int, ...]
    lifts: frozenset[int]
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Way:
    """A possible ride on a lift from a site, and the spans in which the route that contains the ride is closed [s]."""

    site: int
    lift: int
    closed: tuple[Span, ...]


def from_sites(means: Means, loads: Sequence[Load]) -> list[Demand]:
    """Return the demand of each load at every site that it is certain to leave."""
    found = []
    for load in loads:
        earliest = _reached(means, load.row)
        for place in means.places(load.row):
            lifts = {lift for at, _, lift in _rides(means, load.row) if at == place.row}
            found.append(Demand(load, (place.site,), frozenset(lifts), earliest.get(place.row, 0.0)))
    return found


def exits(means: Means, loads: Sequence[Load]) -> list[Demand]:
    """Return the demand of each load on the lifts that leave the country."""
    found = []
    for load in loads:
        rides = crossings(means, load.row)
        sites = tuple(sorted({site for _, site, _ in rides}))
        earliest = _reached(means, load.row)
        after = min((earliest.get(at, 0.0) for at, _, _ in rides), default=0.0)
        found.append(Demand(load, sites, frozenset(lift for _, _, lift in rides), after))
    return found


def crossings(means: Means, row: int) -> list[tuple[int, int, int]]:
    """Return (place, site, lift) of every leg by which a load may leave the country, on the routes of `Means.paths`.

    The place is a row of the lots and stops.
    """
    sites, spec = means.rows("site"), means.rows("lift")
    rides = [ride for ride in _rides(means, row) if not sites[spec[ride[2]].to].base]
    return [ride for ride in rides if not sites[ride[1]].abroad]


def unions(demands: Iterable[Demand]) -> list[frozenset[int]]:
    """Return the sets of lifts that give limits: the lifts of each demand, and the unions of sets that share lifts.

    All demands that can use no lift outside such a set share the lifts of the set.
    """
    single = list(dict.fromkeys(demand.lifts for demand in demands if demand.lifts))
    joined: list[frozenset[int]] = []
    for lifts in single:
        apart = [other for other in joined if not other & lifts]
        joined = [*apart, lifts.union(*(other for other in joined if other & lifts))]
    return list(dict.fromkeys([*joined, *single]))


def ways(means: Means, loads: Sequence[Load]) -> list[Way]:
    """Return every ride of the loads on a lift from a site in the country, on the routes of `Means.paths`."""
    found: dict[Way, None] = {}
    for load in loads:
        paths = means.paths(load.row)
        closed = [tuple(means.openings.path(load.row, path)) for path in paths]
        for spans, path in zip(closed or [()], paths or [None], strict=True):
            for _, site, lift in _rides(means, load.row, [path] if path else None):
                if not means.rows("site")[site].abroad:
                    found[Way(site, lift, spans)] = None
    return list(found)


def _reached(means: Means, row: int) -> dict[int, float]:
    """Return row of a lot or stop -> earliest instant of a ride from there, by dates, steps and legs alone [s]."""
    lots, plan, boards = means.rows("lot"), means.plan, held.boards(means, row)
    found = {row: held.starts(means, row)}
    for path in means.paths(row):
        for hop in range(path.first, path.last):
            at, to = int(plan.hop["at"][hop]), int(plan.hop["to"][hop])
            if at not in found or to < 0:
                continue
            steps = means.rows("step")[means.place(at).first : means.place(at).last]
            begun = at == row and (lots[row].staged or any(step.passed for step in steps))
            takes = 0.0 if begun else math.fsum(means.mean(step.service) for step in steps)
            way = [means.mean(means.rows("lift")[leg.lift].load) + HOUR * flying_h(means, leg) / 2.0
                   for leg in means.rows("leg")
                   if plan.hop_lifts[hop][leg.lift] and leg.site == means.place(at).site]  # fmt: skip
            leaves = max(found[at] + takes, boards)
            found[to] = min(found.get(to, math.inf), leaves + min(way, default=0.0))
    return found | {row: max(found[row], boards)}


def riders(means: Means, loads: Sequence[Load], lift: int) -> list[Load]:
    """Return the loads that may ride on a lift on any of their routes."""
    routes = means.rows("path")
    return [
        load for load in loads
        if any(ride[2] == lift for ride in _rides(means, load.row, [path for path in routes if path.lot == load.row]))
    ]  # fmt: skip


def parted(means: Means, loads: Sequence[Load]) -> tuple[list[Load], list[Load]]:
    """Return the loads of equipment, and the loads of people."""
    lots = means.rows("lot")
    return [x for x in loads if not lots[x.row].person], [x for x in loads if lots[x.row].person]


def _rides(means: Means, row: int, paths: Sequence[Any] | None = None) -> list[tuple[int, int, int]]:
    """Return (place, site, lift) of every leg that a load may use on `paths`; for None, on those of `Means.paths`."""
    lots, stops = means.rows("lot"), means.rows("stop")
    paths = means.paths(row) if paths is None else paths
    if not paths:
        return [(row, lots[row].site, lift) for lift in means.plan.carries[row].nonzero()[0].tolist()]
    found = []
    for path in paths:
        for hop in range(path.first, path.last):
            at = means.rows("hop")[hop].at
            site = lots[at].site if at < len(lots) else stops[at - len(lots)].site
            found += [(at, site, lift) for lift in means.plan.hop_lifts[hop].nonzero()[0].tolist()]
    return found
