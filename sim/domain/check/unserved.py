"""Worlds in which a station has no staff or no server for some of its movers, or a ramp has no load team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import floor
from typing import Any

from sim.domain.check.finding import Finding
from sim.domain.check.mapped import MOST_ROOTS, Beliefs, ends_of
from sim.domain.check.targets import touched
from sim.domain.force import Group, Lot
from sim.domain.scenario import Scenario
from sim.domain.serving import names_of, passers, taken_by_lanes
from sim.domain.site import Station

__all__ = ["unserved"]

Passer = tuple[str, str, Group | Lot]
"""(section, name, group or lot) of movers that pass a station or ramp."""


@dataclass(frozen=True)
class _Place:
    """A station, or a ramp with load teams.

    Attributes
    ----------
    named
        What is missing there, in words: "no server of station check at A".
    at
        Dotted path.
    station
        The station; None for a ramp.
    staff
        Group that staffs it; None if no group does.
    movers
        The groups and lots that pass it.
    """

    named: str
    at: str
    station: Station | None
    staff: str | None
    movers: list[Passer]

    def numbers(self) -> Iterator[str]:
        """Yield the paths of the numbers that decide which movers are served: people of its staff, and servers."""
        if self.staff is not None:
            yield f"group.{self.staff}.count"
        if self.station is not None and self.station.lanes:
            yield f"{self.at}.servers"
            yield from (f"{self.at}.lanes.{lane}.servers" for lane in range(len(self.station.lanes)))
            yield from (f"{self.at}.hours.{shift}.servers" for shift in range(len(self.station.hours)))


@dataclass(frozen=True)
class _World:
    """One combination of draws of unknowns, and the numbers that result from it."""

    beliefs: Beliefs
    draws: Mapping[str, Any]

    def number(self, path: str, stated: int) -> int:
        """Return a whole number in this world; if it also depends on other unknowns, return the stated number."""
        if not _roots([path], self.beliefs) <= self.draws.keys() or path not in self.beliefs.on:
            return stated
        return floor(self.beliefs.value(path, self.draws) + 0.5)


def unserved(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each station and ramp where some mover is never served in some worlds, but not in all worlds.

    Notes
    -----
    The ends of every draw and every alternative are tried. A mover that is served in no world is an error, which other
    checks report.
    """
    changed = touched(scenario)
    beliefs = Beliefs(scenario)
    for place in _places(scenario) if changed else ():
        moved = [path for path in place.numbers() if path in changed]
        sizes = [f"{section}.{name}.count" for section, name, _ in place.movers]
        roots = _roots(moved, beliefs)
        if not moved or "" in roots or len(roots) > MOST_ROOTS:
            continue
        more = roots | _roots(sizes, beliefs)
        drawn = sorted(more if "" not in more and len(more) <= MOST_ROOTS else roots)
        cases = product(*(ends_of(beliefs.entries[root], False) for root in drawn))
        worlds = [_World(beliefs, dict(zip(drawn, case, strict=True))) for case in cases]
        bad = [(world, who) for world in worlds if (who := _left_out(world, place, scenario)) is not None]
        if bad and len(bad) < len(worlds):
            yield _finding(*bad[0], place, moved)


def _roots(paths: Iterable[str], beliefs: Beliefs) -> set[str]:
    """Return the unknowns whose draws change the numbers at `paths`; "" stands for an unknown without a valid draw."""
    return {beliefs.root(name) or "" for path in paths for name in beliefs.on.get(path, ())}


def _places(scenario: Scenario) -> Iterator[_Place]:
    """Yield each station, with the movers that pass it, and each ramp whose load teams a group staffs."""
    for name, site in scenario.site.items():
        for title, station in site.station.items():
            movers, at = passers(scenario, name, title), f"site.{name}.station.{title}"
            yield _Place(f"no server of station {title} at {name}", at, station, station.staffed_by, movers)
        if site.teams_staffed_by is not None:
            cargo: list[Passer] = [("lot", lot, each) for lot, each in scenario.lot.items() if each.site == name]
            yield _Place(f"no load team at {name}", f"site.{name}", None, site.teams_staffed_by, cargo)


def _left_out(world: _World, place: _Place, scenario: Scenario) -> tuple[str, Group | Lot] | None:
    """Return a group or lot that is never served in a world, preferably a required one; None if all are served."""
    group, staff = scenario.group.get(place.staff or ""), f"group.{place.staff}.count"
    unstaffed = group is not None and world.number(staff, group.count) <= group.start.left
    taken = _taken(world, place.at, place.station) if place.station is not None and place.station.lanes else None
    found = [
        (name, mover)
        for section, name, mover in place.movers
        if (unstaffed and name != place.staff) or (taken is not None and not taken.intersection(names_of(name, mover)))
        if mover.count is None or world.number(f"{section}.{name}.count", mover.count) > mover.start.left
    ]
    return min(found, key=lambda each: not _is_required(each[1]), default=None)


def _taken(world: _World, at: str, station: Station) -> set[str] | None:
    """Return the names and categories that the lanes of a station take at some time; None if a server takes all."""
    servers = max(1, world.number(f"{at}.servers", station.servers))
    sizes = [max(1, world.number(f"{at}.lanes.{i}.servers", lane.servers)) for i, lane in enumerate(station.lanes)]
    works = [
        servers if shift.servers is None else world.number(f"{at}.hours.{i}.servers", shift.servers)
        for i, shift in enumerate(station.hours)
    ]
    return taken_by_lanes(station, servers, sizes, works)


def _finding(world: _World, who: tuple[str, Group | Lot], place: _Place, moved: list[str]) -> Finding:
    """Return the finding that a mover is never served in a world, at the unknown whose draw makes this world."""
    named = world.beliefs.on[moved[0]][0]
    root = world.beliefs.root(named) or named
    path: tuple[str, ...] = ("uncertainty", root)
    if world.beliefs.entries[root].alternatives:
        path = (*path, "alternatives", str(int(world.draws[root][0])))
    values = " and ".join(f"{number} = {world.number(number, 0)}" for number in moved)
    end = "such histories never close" if _is_required(who[1]) else "it never leaves"
    return Finding(path, None, f"where {values}, {place.named} ever takes {who[0]}: {end}")


def _is_required(mover: Group | Lot) -> bool:
    """Whether a mover must be out for the deadline to be met."""
    return mover.required if isinstance(mover, Group) else mover.is_required
