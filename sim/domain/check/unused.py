"""Definitions without effect: lifts, routes, machines and sites that no mover uses, and holds that keep no mover."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.targets import touched
from sim.domain.empty import peopled
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys, taken
from sim.domain.lift import is_on_call
from sim.domain.review import called
from sim.domain.scenario import Scenario

__all__ = ["unused"]


def unused(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every lift, route, hold, machine and site that no group or lot with members uses, and for
    every lift on call that no review calls.
    """
    scenario = peopled(scenario, touched(scenario))
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    ways = [(mover, way) for mover in movers for way in journeys(mover, scenario)]
    ridden = {lift for _, way in ways for hop in way.hops for lift in hop.lifts}
    for name in scenario.lift:
        if name not in ridden:
            yield Finding(("lift", name), None, "no group or lot may ride on it: it never comes")
        elif is_on_call(scenario.lift[name]) and name not in called(scenario.review):
            yield Finding(("lift", name), None, "it is on call and no review calls it: it never comes")
    named = {route for mover in movers for route in taken(mover, scenario)}
    for name in scenario.route:
        if name not in named:
            yield Finding(("route", name), None, "no group or lot takes it")
    holds = [hold for mover in movers for hold in (mover.begin_after, mover.board_after, mover.leave_when)]
    holds += [floor.until for floor in scenario.floor.values()]
    for title in holds:  # the loop extends the list
        spec = scenario.hold.get(title or "")
        holds += [other for other in (spec.after if spec is not None else ()) if other not in holds]
    for name in scenario.hold:
        if name not in holds:
            yield Finding(("hold", name), None, "it keeps no mover: no group, lot, floor or other hold in use names it")
    yield from _at_sites(scenario, movers)


def _at_sites(scenario: Scenario, movers: list[Group | Lot]) -> Iterator[Finding]:
    """Yield a finding for each site that no mover uses, and each machine that no task needs."""
    ends = {lift.to for lift in scenario.lift.values()} | {
        site for lift in scenario.lift.values() for site in lift.sites
    }
    used = {mover.site for mover in movers} | ends
    used |= {site for route in scenario.route.values() for site in (*route.via, route.to) if site is not None}
    for name, site in scenario.site.items():
        if name not in used:
            yield Finding(("site", name), None, "no mover begins there, passes it or goes there")
            continue
        needed = {task.needs for lift in scenario.lift.values() if name in lift.sites for task in lift.task}
        for title in site.resource:
            if title not in needed:
                yield Finding(
                    ("site", name, "resource", title), None, "no task of a lift that serves this site needs it"
                )
