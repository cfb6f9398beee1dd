"""Notices about the last people: they may take a way that lasts days although a faster lift serves their site."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.blocks import Block, blocks
from sim.domain.check.finding import Finding
from sim.domain.check.rounding import mean_of
from sim.domain.globe import great_circle_nm
from sim.domain.journey import Hop, Journey, carries, inside, journeys
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.site import Leg

__all__ = ["slow_way"]

SLOWER_D = 3.0
"""A way is reported if it takes at least this much longer than the fastest lift [days]."""
DAY_H = 24.0


def slow_way(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each last group that may take at least `SLOWER_D` longer than the fastest lift from its site.

    Notes
    -----
    The last groups are the required ones that wait for a hold with conditions, or for a hold that waits for others. If
    there are none, all required groups count as last. A group that takes the first open route is judged by the first of
    its ways, and other groups by the slowest. The time of a way ends where its movers count as out of the country.
    """
    groups = [block for block in blocks(scenario) if block.section == "group" and block.required]
    waiting = [block for block in groups if any(_waits(hold, scenario) for hold in block.holds)]
    reported: set[str] = set()
    for block in waiting or groups:
        ways = [(hours, way) for way in journeys(block.mover, scenario) if (hours := _way_h(way, scenario)) is not None]
        if not ways or block.name in reported:
            continue
        slow, way = ways[0] if block.mover.route_rule == "first_open" else max(ways, key=lambda each: each[0])
        fast, lift = _fastest(block, scenario)
        if lift is None or slow - fast < SLOWER_D * DAY_H or _chooses(block, lift, scenario):
            continue
        reported.add(block.name)
        by = " and ".join(dict.fromkeys(_slowest(hop, scenario) for hop in way.hops))
        text = f"the last people may take {slow / DAY_H:.3g} days to the border by {by}, and the deadline counts them;"
        may_ride = lift in carries(block.mover, scenario)[block.mover.site]
        site = block.mover.site
        text += (
            f" {lift} takes {fast:.3g} h from {site}: "
            if fast > 0.0
            else f" by {lift} they are out when they leave {site}: "
        )
        text += "" if may_ride else "let them ride it (lifts, routes) and "
        text += 'state route_rule = "earliest_arrival", or let them begin earlier'
        key = "routes" if block.mover.routes else "lifts" if block.mover.lifts is not None else "site"
        yield Finding(("group", block.name, key), None, text)


def _chooses(block: Block, lift: str, scenario: Scenario) -> bool:
    """Whether the group of a block may ride a lift and, by its `route_rule`, takes the way that is out earliest."""
    return block.mover.route_rule == "earliest_arrival" and lift in carries(block.mover, scenario)[block.mover.site]


def _waits(hold: str, scenario: Scenario) -> bool:
    """Whether a hold waits for conditions or other holds, rather than for dates alone."""
    return bool(scenario.hold[hold].until or scenario.hold[hold].after)


def _way_h(way: Journey, scenario: Scenario) -> float | None:
    """Return the time of a way to the border by the slowest lift of each leg [h]; None if it is not known."""
    hours = [max((_leg_h(lift, hop.site, scenario) for lift in hop.lifts), default=None) for hop in way.hops]
    return None if not hours or None in hours else sum(each for each in hours if each is not None)


def _slowest(hop: Hop, scenario: Scenario) -> str:
    """Return the name of the slowest lift of a leg."""
    return max(hop.lifts, key=lambda lift: _leg_h(lift, hop.site, scenario))


def _leg_h(name: str, site: str, scenario: Scenario) -> float:
    """Return the time on a leg by a lift, rests outside its `moves` included [h]; 0 if movers are out at wheels-up."""
    lift = scenario.lift[name]
    if lift.crosses == "departure" and not inside(scenario, lift.to):
        return 0.0
    open_h = sum(shift.close_h - shift.open_h for shift in lift.moves)
    return _block_h(lift, site, scenario) * (max(1.0, DAY_H / open_h) if open_h > 0.0 else 1.0)


def _block_h(lift: Lift, site: str, scenario: Scenario) -> float:
    """Return the mean travel time on a leg [h]; 0 if its distance or speed is not known."""
    leg = lift.leg.get(site, Leg())
    if leg.block_h is not None:
        return mean_of(leg.block_h)
    miles, here, there = leg.nm, scenario.site[site].position, scenario.site[lift.to].position
    if miles is None:
        miles = great_circle_nm(here, there) if here is not None and there is not None else 0.0
    return miles / lift.kt if lift.kt else 0.0


def _fastest(block: Block, scenario: Scenario) -> tuple[float, str | None]:
    """Return (time [h], name) of the fastest lift with seats that goes from the site of a block out of the country.

    (0, None) if there is none.
    """
    found = [
        (_leg_h(name, block.mover.site, scenario), name)
        for name, lift in scenario.lift.items()
        if block.mover.site in lift.sites and not inside(scenario, lift.to)
        and (lift.seats is None or mean_of(lift.seats) >= 1.0)
    ]  # fmt: skip
    return min(found, default=(0.0, None))
