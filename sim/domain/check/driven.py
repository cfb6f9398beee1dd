"""Driven lifts: vehicles without drivers, people without vehicles, and people who may not turn up to drive."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
from sim.domain.empty import peopled
from sim.domain.force import Group, Lot
from sim.domain.journey import Hop, journeys
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["driven", "takes_no_vehicle"]


def driven(scenario: Scenario) -> Iterator[Finding]:
    """Yield what can never be driven out, and who would have to be called for it and may not turn up."""
    lifts = {name for name, lift in scenario.lift.items() if lift.driven}
    if not lifts:
        return
    vehicles = _vehicles(scenario)
    for name, group in scenario.group.items():
        hops = [hop for way in journeys(group, scenario) for hop in way.hops]
        if group.no_show is not None and any(lifts.intersection(hop.lifts) for hop in hops):
            text = f"expected none, as {name} may ride on {_named(hops, lifts)}: who drives a vehicle is there;"
            yield Finding(("group", name, "no_show"), f"{group.no_show:g}", f"{text} state its lifts without that one")
        ways = journeys(group, scenario) if group.count else ()
        stuck = [_without(way.hops, lifts, vehicles) for way in ways]
        if stuck and all(stuck):
            hop = next(hop for hop in stuck if hop is not None)
            text = f"expected a lot with drives that may leave {hop.site} by {', '.join(hop.lifts)}: people ride in it"
            yield Finding(("group", name), None, text)
    yield from _too_few_drivers(scenario, lifts)
    yield from _too_few_seats(scenario, lifts)


def takes_no_vehicle(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each driven lift by which no lot that drives may go."""
    taken = _vehicles(peopled(scenario, touched(scenario)))
    for name, lift in scenario.lift.items():
        if lift.driven and not any(name == other for _, other in taken):
            text = "no lot with drives may go by it, so it takes no one; give a lot drives, or leave the lift out"
            yield Finding(("lift", name, "driven"), "true", text)


def _vehicles(scenario: Scenario) -> set[tuple[str, str]]:
    """Return the sites and lifts by which vehicles may drive on."""
    return {
        (hop.site, lift)
        for lot in scenario.lot.values()
        if lot.drives is not None
        for way in journeys(lot, scenario)
        for hop in way.hops
        for lift in hop.lifts
        if scenario.lift[lift].driven
    }


def _named(hops: list[Hop], lifts: set[str]) -> str:
    """Return the names of some lifts that go any of some hops."""
    return ", ".join(dict.fromkeys(lift for hop in hops for lift in hop.lifts if lift in lifts))


def _without(hops: tuple[Hop, ...], lifts: set[str], vehicles: set[tuple[str, str]]) -> Hop | None:
    """Return the first leg that only driven lifts go and no vehicle drives; None if there is none."""
    for hop in hops:
        if hop.lifts and lifts.issuperset(hop.lifts) and not any((hop.site, lift) in vehicles for lift in hop.lifts):
            return hop
    return None


def _too_few_drivers(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each site whose required vehicles need more drivers than people may ever leave it with them.

    Each drives once, as no one comes back. Judged are vehicles at their own site that may go by driven lifts alone.
    """
    asked: dict[str, list[tuple[str, Lot, set[str]]]] = {}
    for name, lot in scenario.lot.items():
        first = {lift for way in journeys(lot, scenario) for lift in way.hops[0].lifts}
        if lot.drives is not None and lot.is_required and lot.disposition == "ship" and first and first <= lifts:
            asked.setdefault(lot.site, []).append((name, lot, first))
    for site, lots in asked.items():
        by = set.union(*(first for _, _, first in lots))
        people = sum(_most(name, group, scenario) for name, group in scenario.group.items()
                     if any(hop.site == site and by.intersection(hop.lifts)
                            for way in journeys(group, scenario) for hop in way.hops))  # fmt: skip
        drivers = sum(_least(name, lot, scenario) * lot.drives.drivers for name, lot, _ in lots if lot.drives)
        if drivers > people:
            name, lot, _ = lots[-1]
            text = f"expected at least {drivers:g} people who may leave {site} by {', '.join(sorted(by))}, to drive the"
            text += f" required vehicles there; {people:g} may, and no one comes back to drive again"
            yield Finding(("lot", name, "drives"), None, text)


def _too_few_seats(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each site from which required people may go by driven lifts alone and find too few seats.

    Judged are people at their own site, by all vehicles that may ever drive on from there.
    """
    asked: dict[str, list[tuple[str, Group]]] = {}
    for name, group in scenario.group.items():
        first = {lift for way in journeys(group, scenario) for lift in way.hops[0].lifts}
        if group.required and first and first <= lifts:
            asked.setdefault(group.site, []).append((name, group))
    for site, groups in asked.items():
        there = [(name, lot) for name, lot in scenario.lot.items() if lot.drives is not None
                 and any(hop.site == site and lifts.intersection(hop.lifts)
                         for way in journeys(lot, scenario) for hop in way.hops)]  # fmt: skip
        if any(lot.count is None for _, lot in there):
            continue
        seats = sum(reach(scenario, f"lot.{name}.count", lot.count or 0)[1] * lot.drives.seats
                    for name, lot in there if lot.drives)  # fmt: skip
        people = sum(max(0.0, reach(scenario, f"group.{name}.count", group.count)[0] - group.start.left)
                     for name, group in groups)  # fmt: skip
        if 0 < seats < people:
            text = f"expected at least {people:g} seats in vehicles that may drive from {site}, as its people may ride"
            yield Finding(("group", groups[-1][0]), None, f"{text} nothing else; there are {seats:g}")


def _most(name: str, group: Group, scenario: Scenario) -> float:
    """Return the most people of a group who have not left before the start."""
    return max(0.0, reach(scenario, f"group.{name}.count", group.count)[1] - group.start.left)


def _least(name: str, lot: Lot, scenario: Scenario) -> float:
    """Return the fewest items of a lot that have not left before the start; 0 where only their weight is stated."""
    if lot.count is None:
        return 0.0
    return max(0.0, reach(scenario, f"lot.{name}.count", lot.count)[0] - lot.start.left)
