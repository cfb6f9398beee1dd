"""Who passes a station, and what of its servers, shifts and working times nothing reads."""

from __future__ import annotations

from collections.abc import Iterator, Set

from sim.domain.force import Group, Lot
from sim.domain.scenario import Scenario
from sim.domain.site import Site, Station

__all__ = ["passers", "time_key", "unread_of_station"]

Passer = tuple[str, str, Group | Lot]


def passers(scenario: Scenario, site: str, title: str) -> list[Passer]:
    """Return who may pass a station on any of its ways: section, name, and the group or lot."""
    at = scenario.site[site]
    disposes = any(title in stations for stations in at.disposal.values())
    routes = {name for name, route in scenario.route.items() if title in route.stations.get(site, ())}
    movers: list[Passer] = [("group", name, group) for name, group in scenario.group.items()]
    movers += [("lot", name, lot) for name, lot in scenario.lot.items()]
    return [
        (section, name, mover)
        for section, name, mover in movers
        if (mover.site == site and title in mover.stations)
        or routes.intersection(mover.routes)
        or (disposes and section == "lot" and (mover.site == site or mover.routes))
    ]


def time_key(station: Station, name: str, mover: Group | Lot) -> str | None:
    """Return the key of the working time that holds for a group or lot; None for that of all."""
    category = "people" if isinstance(mover, Group) else mover.category
    return next((key for key in (name, category) if key in station.times), None)


def unread_of_station(
    scenario: Scenario, name: str, site: Site, title: str, changed: Set[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each key of a station that nothing reads as other keys of it stand for all whom it would be about.

    Parameters
    ----------
    scenario, name, site, title
        The station, by the names of its site and of itself.
    changed
        Numbers that `[uncertainty]` changes: one of these switches nothing off.
    """
    station, at = site.station[title], ("site", name, "station", title)
    there = passers(scenario, name, title)
    used = {time_key(station, each, mover) for _, each, mover in there}
    for key in station.times:
        if key not in used and there:
            yield (*at, "times", key), f"nobody and nothing passes station {title} at {name} to whom this time applies"
    if there and None not in used:
        yield (*at, "service_h"), f"all who pass station {title} at {name} have a time of their own"
    paths = {".".join((*at, "hours", str(position), "servers")) for position in range(len(station.hours))}
    if (paths | {".".join((*at, "servers"))}) & changed:
        return
    for position, shift in enumerate(station.hours):
        if shift.servers == station.servers:
            yield (*at, "hours", str(position), "servers"), f"all {station.servers} of its servers work anyway"
