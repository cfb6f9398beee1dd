"""The check that people of two floors, who must leave together, fit on one sortie and into its destination."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import inf

from sim.domain.check.cargo import largest
from sim.domain.check.finding import Finding, quoted
from sim.domain.check.targets import touched
from sim.domain.counted import allowed, counts
from sim.domain.force import Group
from sim.domain.journey import inside, journeys
from sim.domain.order import Floor
from sim.domain.scenario import Scenario

__all__ = ["chalks"]


def chalks(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each two floors that wait for one another if no sortie can take all people whom they keep.

    At boarding, each hold is judged as if the chalk had already left, so these people can leave only on the same chalk.
    Seats and `room` that `[uncertainty]` may change are not checked.
    """
    floors = [
        (name, floor, scenario.group[floor.group])
        for name, floor in scenario.floor.items()
        if floor.group in scenario.group and floor.until in scenario.hold
    ]
    for (name, floor, group), (second, other, others) in combinations(floors, 2):
        ours, theirs = _to_go_first(floor, group, other, scenario), _to_go_first(other, others, floor, scenario)
        if group is others or ours <= 0 or theirs <= 0:
            continue
        limits, other_limits = _most_aboard(group, scenario), _most_aboard(others, scenario)
        shared = {title: most for title, most in limits.items() if title in other_limits}
        if shared and max(shared.values()) < ours + theirs:
            takes = ", ".join(f"{title} {most:g}" for title, most in shared.items())
            text = f"expected no more people than one sortie takes ({takes}): {ours} of this floor and {theirs}"
            text += f" of floor {quoted(second)} wait for one another, so they must board the same sortie"
            yield Finding(("floor", name, "at_least"), f"{floor.at_least}", text)


def _to_go_first(floor: Floor, group: Group, other: Floor, scenario: Scenario) -> int:
    """Return how many of the people whom a floor keeps must leave before floor `other` ends.

    The result is 0 or less if the end of the other floor does not wait for them.
    """
    hops = [hop for way in journeys(group, scenario) for hop in way.hops]
    straight = not any(hop.to is not None and inside(scenario, hop.to) for hop in hops)
    return max(
        (
            min(floor.at_least, group.count) - allowed(condition, scenario)
            for condition in scenario.hold[other.until].until
            if not condition.is_staging
            and counts(condition, floor.group, group)
            and (straight or condition.site == group.site)
        ),
        default=0,
    )


def _most_aboard(group: Group, scenario: Scenario) -> dict[str, float]:
    """Return lift -> the most people that one sortie takes, by seats and by `room` of its destination.

    Only lifts that may carry the group over its first leg are listed.
    """
    changed, limits = touched(scenario), {}
    for name in dict.fromkeys(lift for way in journeys(group, scenario) for lift in way.hops[0].lifts):
        lift = scenario.lift[name]
        uncertain = any(path.startswith(f"lift.{name}.seats") for path in changed)
        seats = inf if lift.seats is None or uncertain else largest(lift.seats)
        place = scenario.site.get(lift.to)
        room = place.room if place is not None and f"site.{lift.to}.room" not in changed else None
        limits[name] = min(seats, inf if room is None else float(room))
    return limits
