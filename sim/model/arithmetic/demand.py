"""What asks which lifts: each group and lot at each site that it leaves, and once more where it leaves the country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.arithmetic.means import Load, Means

__all__ = ["Demand", "exits", "from_sites", "parted", "riders", "unions"]


@dataclass(frozen=True, slots=True)
class Demand:
    """A load that must ride one of some lifts, and the sites from which it may do so."""

    load: Load
    sites: tuple[int, ...]
    lifts: frozenset[int]


def from_sites(means: Means, loads: Sequence[Load]) -> list[Demand]:
    """Return what each load asks at every site that it surely leaves; at its own of all its routes together."""
    found = []
    for load in loads:
        for place in means.places(load.row):
            lifts = {lift for at, _, lift in _rides(means, load.row) if at == place.row}
            found.append(Demand(load, (place.site,), frozenset(lifts)))
    return found


def exits(means: Means, loads: Sequence[Load]) -> list[Demand]:
    """Return what each load asks of the lifts that leave the country."""
    sites, spec = means.rows("site"), means.rows("lift")
    found = []
    for load in loads:
        rides = [ride for ride in _rides(means, load.row) if not sites[spec[ride[2]].to].base]
        rides = [ride for ride in rides if not sites[ride[1]].abroad]
        froms = tuple(sorted({site for _, site, _ in rides}))
        found.append(Demand(load, froms, frozenset(lift for _, _, lift in rides)))
    return found


def unions(demands: Iterable[Demand]) -> list[frozenset[int]]:
    """Return the sets of lifts to judge: each that something asks for, and all that hang together over these.

    What asks for none but some of a set must all ride with it, so each set gives a limit of its own.
    """
    asked = list(dict.fromkeys(demand.lifts for demand in demands if demand.lifts))
    whole: list[frozenset[int]] = []
    for lifts in asked:
        apart = [other for other in whole if not other & lifts]
        whole = [*apart, lifts.union(*(other for other in whole if other & lifts))]
    return list(dict.fromkeys([*whole, *asked]))


def riders(means: Means, loads: Sequence[Load], lift: int) -> list[Load]:
    """Return the loads that may ride a lift on any of their routes."""
    routes = means.rows("path")
    return [
        load for load in loads
        if any(ride[2] == lift for ride in _rides(means, load.row, [path for path in routes if path.lot == load.row]))
    ]  # fmt: skip


def parted(means: Means, loads: Sequence[Load]) -> tuple[list[Load], list[Load]]:
    """Part loads into equipment and people."""
    lots = means.rows("lot")
    return [x for x in loads if not lots[x.row].person], [x for x in loads if lots[x.row].person]


def _rides(means: Means, row: int, paths: Sequence[Any] | None = None) -> list[tuple[int, int, int]]:
    """Return (place, site, lift) of every leg that a load may go, on the routes that count for it, or on some."""
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
