"""Checks of driven lifts (convoys of the force's own vehicles): who can never leave, and where too few may drive."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, inf

from sim.domain.check.convoys import most_vehicles, only_driven, only_riding, waits_in_a_circle
from sim.domain.check.finding import Finding, counted
from sim.domain.check.parties import party_of
from sim.domain.check.targets import touched
from sim.domain.driven import PLAIN
from sim.domain.empty import peopled
from sim.domain.force import Group, Lot
from sim.domain.journey import Hop, journeys
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["driven", "drivers_may_leave", "takes_no_vehicle"]


def driven(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each reason why groups or lots can never leave by driven lifts, for each `no_show` of a group
    that may ride on one of these lifts, and for each key that must keep its default on one but that an unknown changes.
    """
    lifts = {name for name, lift in scenario.lift.items() if lift.driven}
    if not lifts:
        return
    vehicles = _vehicles(peopled(scenario, touched(scenario)))
    for name, group in scenario.group.items():
        hops = [hop for way in journeys(group, scenario) for hop in way.hops]
        if group.no_show is not None and any(lifts.intersection(hop.lifts) for hop in hops):
            text = f"expected no no_show, as {name} may ride on {_named(hops, lifts)}, whose drivers must turn up;"
            text += " or state other lifts for the group"
            yield Finding(("group", name, "no_show"), f"{group.no_show:g}", text)
        ways = journeys(group, scenario) if group.count else ()
        stuck = [_undrivable(way.hops, lifts, vehicles) for way in ways]
        if stuck and all(stuck):
            hop = next(hop for hop in stuck if hop is not None)
            text = f"expected a lot with drives in which these people can leave {hop.site} by {', '.join(hop.lifts)}"
            yield Finding(("group", name), None, text)
    yield from _changed_keys(scenario, lifts)
    yield from _no_room(scenario, lifts)
    yield from waits_in_a_circle(scenario, lifts)
    yield from _too_few_drivers(scenario, lifts)
    yield from _too_few_parties(scenario, lifts)
    yield from _too_few_seats(scenario, lifts)


def _changed_keys(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each key of a driven lift that must keep its default but that an unknown changes."""
    changed = touched(scenario)
    for name in sorted(lifts):
        for key, (_, why) in PLAIN.items():
            if f"lift.{name}.{key}" in changed:
                text = f"with driven = true, expected no unknown that changes lift.{name}.{key}: {why}"
                yield Finding(("lift", name, "driven"), "true", text)


def _no_room(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each lot that must drive over a leg, to sites that all have too little `room`.

    The `room` is too little if it is smaller than the number of drivers of one item of the lot.
    """
    for name, lot in scenario.lot.items():
        for hop in (hop for way in journeys(lot, scenario) for hop in way.hops) if lot.drives is not None else ():
            limits = [(scenario.lift[lift].to, _room(scenario.lift[lift].to, scenario)) for lift in hop.lifts]
            if limits and lot.drives is not None and lifts.issuperset(hop.lifts):
                to, most = max(limits, key=lambda each: each[1])
                if most < lot.drives.drivers:
                    text = f"expected at most {most:g}, as {to} has no room for more people at once (site.{to}.room)"
                    yield Finding(("lot", name, "drives", "drivers"), f"{lot.drives.drivers}", text)
                    break


def _room(site: str, scenario: Scenario) -> float:
    """Return the largest `room` of a site in any world; infinite if the site states none."""
    room = scenario.site[site].room if site in scenario.site else None
    return inf if room is None else reach(scenario, f"site.{site}.room", room)[1]


def drivers_may_leave(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each site whose drivers may leave by other lifts, so that too few may stay for its vehicles.

    The vehicles are required ones that can leave the site only by driven lifts, whether they begin at the site or pass
    it. Some people are sure to stay for them: groups that can leave the site by no other lift; groups that begin at the
    site and wait for a hold; and, of other groups that begin at the site, as many people as a floor keeps.
    """
    lifts = {name for name, lift in scenario.lift.items() if lift.driven}
    populated = peopled(scenario, touched(scenario))
    driven_from = _vehicles(populated)
    for site, (lots, by) in only_driven(populated, lifts, on_the_way=True).items():
        stay, leave = 0.0, dict[str, None]()
        for name, group in scenario.group.items():
            hops = [hop for way in journeys(group, scenario) for hop in way.hops if hop.site == site]
            first = {lift for hop in hops for lift in hop.lifts if lift not in lifts or (site, lift) in driven_from}
            if not first & by:
                continue
            floors = (floor for floor in scenario.floor.values() if floor.group == name and group.site == site)
            kept = max((float(floor.at_least) for floor in floors), default=0.0)
            if first <= by or (group.site == site and (group.board_after or group.begin_after)):
                kept = float(_most(name, group, scenario))
            else:
                leave |= dict.fromkeys(sorted(first - by))
            stay += kept
        drivers = sum(_least(name, lot, scenario) * lot.drives.drivers for name, lot in lots if lot.drives)
        if leave and stay < drivers:
            text = f"its drivers may leave {site} by {', '.join(leave)} before it is driven, and then it stays behind:"
            text += f" {drivers:g} are needed for the required vehicles there, and {stay:g} are sure to stay;"
            text += f" keep them with a floor, or state lifts of their group without {', '.join(leave)}"
            yield Finding(("lot", lots[-1][0], "drives"), None, text)


def takes_no_vehicle(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each driven lift by which no lot with `drives` may go."""
    vehicles = _vehicles(peopled(scenario, touched(scenario)))
    for name, lift in scenario.lift.items():
        if lift.driven and not any(name == other for _, other in vehicles):
            text = "no lot with drives may go by it, so it takes no one; state drives for a lot, or leave the lift out"
            yield Finding(("lift", name, "driven"), "true", text)


def _vehicles(scenario: Scenario) -> set[tuple[str, str]]:
    """Return (site, lift) for each site and each driven lift by which some vehicle may leave the site."""
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
    """Return, as text, the names of the lifts in `lifts` that serve at least one of these legs."""
    return ", ".join(dict.fromkeys(lift for hop in hops for lift in hop.lifts if lift in lifts))


def _undrivable(hops: tuple[Hop, ...], lifts: set[str], vehicles: set[tuple[str, str]]) -> Hop | None:
    """Return the first leg that only driven lifts serve and over which no vehicle can drive; None if there is none."""
    for hop in hops:
        if hop.lifts and lifts.issuperset(hop.lifts) and not any((hop.site, lift) in vehicles for lift in hop.lifts):
            return hop
    return None


def _too_few_drivers(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each site whose required vehicles need more drivers than there are people to drive them.

    Each person drives once, as no one comes back. Only vehicles that begin at the site, and that no other lift takes,
    are counted.
    """
    for site, (lots, by) in only_driven(scenario, lifts).items():
        people = sum(_most(name, group, scenario) for name, group in scenario.group.items()
                     if any(hop.site == site and by.intersection(hop.lifts)
                            for way in journeys(group, scenario) for hop in way.hops))  # fmt: skip
        drivers = sum(_least(name, lot, scenario) * lot.drives.drivers for name, lot in lots if lot.drives)
        if drivers > people:
            who = f"{counted(drivers, 'person', 'people')} who may leave {site} by {', '.join(sorted(by))}"
            text = f"expected at least {who}, to drive the required vehicles there; {people:g} may, and none of them"
            text += " comes back to drive again"
            yield Finding(("lot", lots[-1][0], "drives"), None, text)


def _too_few_parties(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each site whose required vehicles need more convoys than there are parties to drive them.

    A party rides on one convoy as a whole; a person who travels alone counts as a party. The vehicles are the same as
    in `_too_few_drivers`. A site from which everyone travels alone is skipped.
    """
    for site, (lots, by) in only_driven(scenario, lifts).items():
        groups = [(name, group) for name, group in scenario.group.items()
                  if any(hop.site == site and by.intersection(hop.lifts)
                         for way in journeys(group, scenario) for hop in way.hops)]  # fmt: skip
        parties = sum(ceil(_most(name, group, scenario) / party_of(name, group, scenario)) for name, group in groups)
        convoys = ceil(sum(_least(name, lot, scenario) for name, lot in lots) / most_vehicles(by, scenario))
        if any(group.together for _, group in groups) and convoys > parties:
            text = f"expected at least {convoys} parties or single people who may leave {site} by"
            text += f" {', '.join(sorted(by))},"
            text += f" one for each convoy of the required vehicles there; {parties} may (a party rides as a whole)"
            yield Finding(("lot", lots[-1][0], "drives"), None, text)


def _too_few_seats(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each site with fewer seats in vehicles than required people who can leave in nothing else.

    The people are those who begin at the site; the vehicles are all that may drive from it. A site is skipped if it has
    no seats or if the number of its vehicles is not known.
    """
    for site, groups in only_riding(scenario, lifts).items():
        vehicles = [(name, lot) for name, lot in scenario.lot.items() if lot.drives is not None
                    and any(hop.site == site and lifts.intersection(hop.lifts)
                            for way in journeys(lot, scenario) for hop in way.hops)]  # fmt: skip
        if any(lot.count is None for _, lot in vehicles):
            continue
        seats = sum(reach(scenario, f"lot.{name}.count", lot.count or 0)[1] * lot.drives.seats
                    for name, lot in vehicles if lot.drives)  # fmt: skip
        people = sum(max(0.0, reach(scenario, f"group.{name}.count", group.count)[0] - group.start.left)
                     for name, group in groups)  # fmt: skip
        if 0 < seats < people:
            text = f"expected at least {counted(people, 'seat')} in vehicles that may drive from {site}, for the"
            text += f" required people there who may ride on nothing else; there are {seats:g}"
            yield Finding(("group", groups[-1][0]), None, text)


def _most(name: str, group: Group, scenario: Scenario) -> float:
    """Return the largest number of people of a group, in any world, who have not left before the start."""
    return max(0.0, reach(scenario, f"group.{name}.count", group.count)[1] - group.start.left)


def _least(name: str, lot: Lot, scenario: Scenario) -> float:
    """Return the least number of items of a lot, in any world, that have not left before the start; 0 if not known."""
    if lot.count is None:
        return 0.0
    return max(0.0, reach(scenario, f"lot.{name}.count", lot.count)[0] - lot.start.left)
