"""Parties that no sortie can take or that are larger than their group, and batches of more members than ever arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import floor, inf

from sim.domain.begun import passed, staged
from sim.domain.check.cabins import most_by_weight
from sim.domain.check.finding import Finding
from sim.domain.force import Group
from sim.domain.journey import journeys, most_weight
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.span import reach, span

__all__ = ["larger_than_group", "larger_than_those_who_come", "no_room_for_party", "party_of"]


def larger_than_group(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each party size (`together`) above the number of people still to go in every world."""
    for name, group in scenario.group.items():
        if not isinstance(group.together, int):
            continue
        most = floor(reach(scenario, f"group.{name}.count", group.count)[1] + 0.5) - group.start.left
        if 2 <= most < group.together:
            text = (
                f"at most {most} of {name} are still to go, so all of them travel as one party;"
                f' state {most} or less, or "all"'
            )
            yield Finding(("group", name, "together"), f"{group.together}", text)


def larger_than_those_who_come(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each `batch` of arrivals that is larger than the number of members that ever arrive."""
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            if mover.arrives is None or mover.count is None:
                continue
            path = f"{section}.{name}"
            batch = reach(scenario, f"{path}.arrives.batch", mover.arrives.batch)[0]
            most = floor(reach(scenario, f"{path}.count", mover.count)[1] + 0.5) - mover.start.left
            most -= staged(scenario, path, mover)[0]
            most -= sum(passed(scenario, path, mover, station)[0] for station in mover.start.passed)
            if 1 <= most < batch:
                text = f"at most {most} of {name} come, so all of them arrive together; state {most} or less"
                yield Finding((section, name, "arrives", "batch"), f"{mover.arrives.batch}", text)


def no_room_for_party(
    name: str, group: Group, lifts: Mapping[str, Lift], site: str, scenario: Scenario
) -> Iterator[Finding]:
    """Yield a finding if a group travels in parties and none of `lifts` takes a full party in any world.

    Parameters
    ----------
    name, group
        The group and its name.
    lifts, site
        The lifts that may carry the group from a site, by name, and this site.
    """
    party = party_of(name, group, scenario)
    if party <= 1:
        return
    weight = reach(scenario, f"group.{name}.weight_t", group.weight_t)[0]
    most = {
        title: min(_most_people(title, site, scenario), most_by_weight(most_weight(title, scenario), weight))
        for title in lifts
    }
    if most and max(most.values()) < party:
        takes = ", ".join(f"{title} takes {people:g}" for title, people in most.items())
        text = f"expected a lift that takes {party} people at once from {site}; {takes}"
        stated = '"all"' if group.together == "all" else f"{group.together}"
        yield Finding(("group", name, "together"), stated, text)


def party_of(name: str, group: Group, scenario: Scenario) -> int:
    """Return the size of a full party of a group, the smallest in any world; 1 if each person travels alone."""
    if group.together is None:
        return 1
    least = floor(max(0.0, reach(scenario, f"group.{name}.count", group.count)[0]) + 0.5) - group.start.left
    return max(1, least if group.together == "all" else min(least, group.together))


def _most_people(title: str, site: str, scenario: Scenario) -> float:
    """Return the most people that a sortie of a lift takes in any world, by seats and by `room` at its destination."""
    lift = scenario.lift[title]
    seats = inf if lift.seats is None else span(scenario, f"lift.{title}.seats", lift.seats)[1]
    if lift.driven:
        seats = _seats_of_vehicles(title, site, scenario)
    place = scenario.site.get(lift.to)
    room = inf if place is None or place.room is None else reach(scenario, f"site.{lift.to}.room", place.room)[1]
    most = min(seats, room)
    return floor(most + 0.5) if most < inf else inf


def _seats_of_vehicles(title: str, site: str, scenario: Scenario) -> float:
    """Return the most seats in one convoy of a driven lift from a site, in any world.

    The result is infinite if the number of vehicles of some lot is not known. It is also infinite if no vehicle may
    drive from the site; another check reports this.
    """
    vehicles_left = reach(scenario, f"lift.{title}.most_vehicles", scenario.lift[title].most_vehicles or 1)[1]
    vehicles = [
        (lot.drives.seats, name, lot)
        for name, lot in scenario.lot.items()
        if lot.drives is not None
        and any(hop.site == site and title in hop.lifts for way in journeys(lot, scenario) for hop in way.hops)
    ]
    if not vehicles or any(lot.count is None for _, _, lot in vehicles):
        return inf
    total = 0.0
    for seats, name, lot in sorted(vehicles, key=lambda each: -each[0]):
        n = max(0.0, min(vehicles_left, reach(scenario, f"lot.{name}.count", lot.count or 0)[1] - lot.start.left))
        total, vehicles_left = total + n * seats, vehicles_left - n
    return total
