"""Checks of stations: the servers of their shifts and lanes, the names in them, and movers that they never serve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from sim.domain.begun import passed, staged
from sim.domain.check.finding import Finding, counted, nearest, quoted
from sim.domain.check.timing import follows_until
from sim.domain.coming import first
from sim.domain.crises import lifted_from, released_from
from sim.domain.dates import moment
from sim.domain.force import Group, Lot
from sim.domain.nouns import Category
from sim.domain.scenario import Scenario
from sim.domain.serving import names_of, passers, taken_by_lanes
from sim.domain.site import Station
from sim.domain.span import days, reach

__all__ = ["never_all", "serving"]

Path = tuple[str, ...]
MOST_NAMES = 6
"""Most names that a message lists."""


def serving(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each shift with too many servers, for lanes that together have too many, for each unknown
    or ambiguous name, and for each station that movers must pass but that has no server for them or is not open.
    """
    for name, site in scenario.site.items():
        for title, station in site.station.items():
            at = ("site", name, "station", title)
            yield from _too_many(at, station, scenario)
            for key in station.times:
                yield from _name((*at, "times", key), key, name, title, scenario)
            for position, lane in enumerate(station.lanes):
                for number, key in enumerate(lane.takes):
                    path = (*at, "lanes", str(position), "takes", str(number))
                    yield from _name(path, key, name, title, scenario)
            yield from _in_lanes(at, name, title, station, scenario)
            yield from _closed(at, name, title, station, scenario)


def _name(path: Path, key: str, site: str, title: str, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for a name that is no group, lot or category, and for an ambiguous one.

    A name is ambiguous if, at this station, it means other movers as a category than as a group or lot.
    """
    movers, categories = (*scenario.group, *scenario.lot), get_args(Category)
    if key in movers and key not in categories:
        return
    category_of = {who: names_of(who, mover)[1] for _, who, mover in passers(scenario, site, title)}
    if key not in categories:
        listed = f"{', '.join([*category_of][:MOST_NAMES])}{' and others' if len(category_of) > MOST_NAMES else ''}"
        text = f"expected a group, a lot or a category; {listed or 'no group or lot'} may pass {title}, "
        text += f"and the categories are {', '.join(categories)}"
        yield Finding(path, quoted(key), text, nearest(key, (*movers, *categories)))
        return
    by_name = {who for who in category_of if who == key}
    by_category = {who for who, category in category_of.items() if category == key}
    if key in movers and by_name != by_category:
        section = "group" if key in scenario.group else "lot"
        text = "expected a name with one meaning; this is a category, "
        text += f"and a {section} has the same name: rename the {section}"
        yield Finding(path, quoted(key), text)


def _too_many(at: Path, station: Station, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each shift with more servers than the station has in any world."""
    most = reach(scenario, ".".join((*at, "servers")), station.servers)[1]
    for position, shift in enumerate(station.hours):
        path = (*at, "hours", str(position), "servers")
        if shift.servers is not None and reach(scenario, ".".join(path), shift.servers)[0] > most:
            text = f"expected at most {most:g}, the servers of the station: no shift may have more"
            yield Finding(path, f"{shift.servers}", text, parts=((*at, "servers"),))


def _in_lanes(at: Path, name: str, title: str, station: Station, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if lanes together have more servers than their station, or none takes a mover that must pass."""
    if not station.lanes:
        return
    least, _ = reach(scenario, ".".join((*at, "servers")), station.servers)
    sizes = [
        reach(scenario, ".".join((*at, "lanes", str(position), "servers")), lane.servers)
        for position, lane in enumerate(station.lanes)
    ]
    path, total = (*at, "lanes"), sum(high for _, high in sizes)
    if total > least:
        most = f"at most {counted(least, 'server')} in all, as many as the station has"
        text = f"expected lanes of {most}; they have {total:g}"
        parts = ((*at, "servers"), *((*path, str(position), "servers") for position in range(len(sizes))))
        yield Finding((*path, str(len(sizes) - 1), "servers"), f"{station.lanes[-1].servers}", text, parts=parts)
        return
    for section, who, mover in _not_taken(at, name, title, station, scenario):
        if mover.site == name and _has_to_pass(scenario, f"{section}.{who}", mover, title):
            names = names_of(who, mover)
            why = "no lane takes it" if not any(set(names) & set(lane.takes) for lane in station.lanes) else ""
            why = why or "no shift has enough servers for the lane that takes it"
            text = f"expected a server that takes {who}, which passes {title}: all servers are in lanes, and {why}"
            yield Finding(path, None, text)
            return


def _not_taken(
    at: Path, name: str, title: str, station: Station, scenario: Scenario
) -> Iterator[tuple[str, str, Group | Lot]]:
    """Yield (section, name, mover) for the movers that no server ever takes; none if a number of servers is
    uncertain.
    """
    paths = [".".join((*at, "lanes", str(position), "servers")) for position in range(len(station.lanes))]
    stated = [(".".join((*at, "servers")), station.servers)]
    stated += zip(paths, (lane.servers for lane in station.lanes), strict=True)
    if any(reach(scenario, path, servers) != (servers, servers) for path, servers in stated):
        return
    shifts = [
        station.servers
        if shift.servers is None
        else reach(scenario, ".".join((*at, "hours", str(number), "servers")), shift.servers)[1]
        for number, shift in enumerate(station.hours)
    ]
    taken = taken_by_lanes(station, station.servers, [lane.servers for lane in station.lanes], shifts)
    if taken is None:
        return
    for section, who, mover in passers(scenario, name, title):
        if not taken.intersection(names_of(who, mover)):
            yield section, who, mover


def _closed(at: Path, name: str, title: str, station: Station, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if a mover must pass a station that never opens, or that closes before the mover may begin."""
    last = follows_until(scenario)
    if last is None or (station.begins is None and station.until is None):
        return
    opens, closes = 0.0, float(last)
    if station.begins is not None:
        opens = days(scenario, ".".join((*at, "begins")), station.begins, ends=False)[0]
    if station.until is not None:
        closes = days(scenario, ".".join((*at, "until")), station.until, ends=True)[1]
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for who, mover in movers.items():
            path = f"{section}.{who}"
            if mover.site != name or not _has_to_pass(scenario, path, mover, title):
                continue
            if opens >= last:
                end = f"the end of the clock, {moment(last, scenario.clock):%Y-%m-%d %H:%M}"
                text = f"expected a date before {end}: {who} passes {title}, which never opens"
                yield Finding((*at, "begins"), f"{station.begins}", text)
                return
            earliest = _begins(path, mover, scenario)
            if closes <= earliest:
                when = (
                    "the start of the clock"
                    if earliest <= 0.0
                    else f"{moment(round(earliest), scenario.clock):%Y-%m-%d %H:%M}"
                )
                text = f"expected a date after {when}: {who} has to pass {title}, and may not begin earlier"
                yield Finding((*at, "until"), f"{station.until}", text)
                return


def _has_to_pass(scenario: Scenario, path: str, mover: Group | Lot, title: str) -> bool:
    """Whether, in every world, some members to be shipped have yet to pass a station of their own site."""
    if mover.disposition != "ship" or title not in mover.stations:
        return False
    behind = mover.stations[mover.stations.index(title) :]
    begun = mover.start.left + staged(scenario, path, mover)[1]
    begun += sum(passed(scenario, path, mover, other)[1] for other in behind)
    return mover.count is None or reach(scenario, f"{path}.count", mover.count)[0] > begun


def _begins(path: str, mover: Group | Lot, scenario: Scenario) -> float:
    """Return the earliest instant at which any member may begin in any world, by dates alone [s]."""
    found = [0.0, first(scenario, path, mover)]
    if mover.release is not None:
        released = days(scenario, f"{path}.release", mover.release, ends=False)[0]
        found.append(min(released, released_from(mover.site, scenario)))
    hold = scenario.hold.get(mover.begin_after or "")
    if hold is not None and hold.not_before is not None:
        begins = days(scenario, f"hold.{mover.begin_after}.not_before", hold.not_before, ends=False)[0]
        found.append(min(begins, lifted_from(str(mover.begin_after), scenario)))
    return max(found)


def never_all(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each station with servers that work in no shift, and for each group or lot that may come to a
    station, on a route or when it is given up, but that no server there takes.

    A group or lot that must pass the station at its own site is left out: `serving` reports it as an error.
    """
    for name, site in scenario.site.items():
        for title, station in site.station.items():
            at = ("site", name, "station", title)
            for section, who, mover in _not_taken(at, name, title, station, scenario) if station.lanes else ():
                if mover.site != name or not _has_to_pass(scenario, f"{section}.{who}", mover, title):
                    text = f"no server takes {who}: if it comes to {title} on a route or when given up, it stays there"
                    yield Finding((*at, "lanes"), None, text)
            stated = [(position, shift.servers) for position, shift in enumerate(station.hours)]
            if not stated or any(servers is None for _, servers in stated):
                continue
            paths = [(".".join((*at, "hours", str(position), "servers")), servers or 0) for position, servers in stated]
            most = max(reach(scenario, path, servers)[1] for path, servers in paths)
            if most < reach(scenario, ".".join((*at, "servers")), station.servers)[0]:
                text = f"never more than {most:g} of them work: no shift has more"
                yield Finding((*at, "servers"), f"{station.servers}", text)
