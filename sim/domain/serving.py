"""The movers that pass a station, and the keys of a station that have no effect on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.domain.force import Group, Lot
from sim.domain.journey import taken
from sim.domain.scenario import Scenario
from sim.domain.site import Site, Station

__all__ = ["names_of", "passers", "taken_by_lanes", "time_key", "unread_of_station"]

Passer = tuple[str, str, Group | Lot]
"""(section, name, group or lot), for movers that pass a station."""


def passers(scenario: Scenario, site: str, title: str) -> list[Passer]:
    """Return the groups and lots that may pass station `title` of a site, on a way out or to be disposed of."""
    at = scenario.site[site]
    routes = {name for name, route in scenario.route.items() if title in route.stations.get(site, ())}
    movers: list[Passer] = [("group", name, group) for name, group in scenario.group.items()]
    movers += [("lot", name, lot) for name, lot in scenario.lot.items()]
    return [
        (section, name, mover)
        for section, name, mover in movers
        if (mover.site == site and title in mover.stations)
        or routes.intersection(taken(mover, scenario))
        or (section == "lot" and (mover.site == site or mover.routes) and _may_be_disposed(mover, at, title))
    ]


def _may_be_disposed(mover: Group | Lot, at: Site, title: str) -> bool:
    """Whether members of a group or lot may pass station `title` to be handed over, sold, destroyed or retained."""
    return any(
        title in stations and way in (*mover.options, mover.disposition) for way, stations in at.disposal.items()
    )


def time_key(station: Station, name: str, mover: Group | Lot) -> str | None:
    """Return the key in `times` of the working time that applies to a group or lot; None if `service_h` applies."""
    return next((key for key in names_of(name, mover) if key in station.times), None)


def names_of(name: str, mover: Group | Lot) -> tuple[str, str]:
    """Return the two words by which a station may refer to a group or lot: its name, then its category."""
    return name, "people" if isinstance(mover, Group) else mover.category


def taken_by_lanes(station: Station, servers: int, sizes: Sequence[int], works: Iterable[float]) -> set[str] | None:
    """Return the names and categories that the lanes of a station take in some shift; None if another server takes all.

    Parameters
    ----------
    servers, sizes
        Number of servers of the station, and of each lane.
    works
        Number of servers that work in each shift; empty without shifts.
    """
    first, taken, most = servers - sum(sizes), set[str](), max(works, default=servers)
    if first > 0:
        return None
    for lane, size in zip(station.lanes, sizes, strict=True):
        taken.update(lane.takes if first < most else ())
        first += size
    return taken


def unread_of_station(scenario: Scenario, name: str, site: Site, title: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, reason) for each key of a station that has no effect on the movers that pass it.

    Parameters
    ----------
    scenario, name, site, title
        The scenario, a site with its name, and the name of the station.
    """
    station, at = site.station[title], ("site", name, "station", title)
    movers = passers(scenario, name, title)
    used = {time_key(station, each, mover) for _, each, mover in movers}
    for key in station.times:
        if key not in used and movers:
            yield (*at, "times", key), f"this time applies to no group or lot that passes station {title} at {name}"
    if station.changeover_h is None:
        yield (*at, "changeover_between"), f"{'.'.join(at)}.changeover_h is not stated"
    elif (
        movers
        and len({each if station.changeover_between == "lot" else names_of(each, m)[1] for _, each, m in movers}) < 2
    ):
        one = "group or lot" if station.changeover_between == "lot" else "category"
        yield (*at, "changeover_h"), f"all that pass station {title} at {name} are of one {one}"
    for position, lane in enumerate(station.lanes):
        taken = [any(key in names_of(each, mover) for _, each, mover in movers) for key in lane.takes]
        for at_key, is_taken in enumerate(taken):
            if not is_taken and any(taken):  # a lane that no mover uses has an effect: its servers stay idle
                path = (*at, "lanes", str(position), "takes", str(at_key))
                yield path, f"this entry applies to no group or lot that passes station {title} at {name}"
    if movers and None not in used:
        yield (*at, "service_h"), f"all that pass station {title} at {name} have their own time in times"
