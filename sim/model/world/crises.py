"""When crises begin in a replication, what they close, and which dates and holds they change."""

from typing import TYPE_CHECKING

import numpy as np

from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.schema.row import Table
from sim.model.world.numbers import Ints, Numbers
from sim.model.world.weather import Shut

if TYPE_CHECKING:
    from sim.model.world.world import World

__all__ = [
    "begins",
    "closings",
    "comes_to",
    "first_lifted",
    "freed",
    "holds_of",
    "lifted",
    "people_first_from",
    "sites_of",
]


def begins(numbers: Numbers) -> list[int]:
    """Return the instant at which each crisis begins [s], not before the start; NEVER if it does not happen.

    No decision in a history may use this instant before it has come.
    """
    found = []
    for crisis in numbers.rows("crisis"):
        comes = numbers.happens(crisis.chance_s, Stream.CRISIS, crisis.key, 0)
        after = numbers.sample(crisis.after, Stream.CRISIS_AFTER, crisis.key, 0) if crisis.after >= 0 else crisis.on
        found.append(min(max(0, after), NEVER) if comes else NEVER)
    return found


def closings(numbers: Numbers, begin: list[int]) -> list[Shut]:
    """Return the intervals in which crises close sites, lifts and routes; `begin` is when each crisis begins [s]."""
    plan, shut = numbers.plan, list[Shut]()
    outages, permissions = len(plan.outage), len(plan.permission)
    for row, (crisis, at) in enumerate(zip(numbers.rows("crisis"), begin, strict=True)):
        lifts, routes = plan.crisis_lifts[row].nonzero()[0].tolist(), plan.crisis_routes[row].nonzero()[0].tolist()
        if at >= NEVER or not (crisis.stops or crisis.shuts or lifts or routes):
            continue
        until = NEVER
        if crisis.lasts >= 0:
            until = min(NEVER, at + numbers.sample(crisis.lasts, Stream.CRISIS_LENGTH, crisis.key, 0))
        sites, code = sites_of(numbers, row), -1 - permissions - row
        places = [-1] if crisis.everywhere else sites
        stops = [(outages + row, site, -1) for site in sites if crisis.stops]
        stops += [(code, site, lift) for site in sites if crisis.shuts for lift in comes_to(numbers, site)]
        stops += [(code, site, lift) for site in places for lift in lifts]
        stops += [(code, -1, -2 - route) for route in routes]
        shut += [(*what, at, until) for what in stops if at < until]
    return shut


def comes_to(numbers: Numbers, site: int) -> list[int]:
    """Return the rows of the lifts that come to a site, to load or to set down."""
    to_load = {leg.lift for leg in numbers.rows("leg") if leg.site == site}
    return [row for row, lift in enumerate(numbers.rows("lift")) if row in to_load or lift.to == site]


def people_first_from(world: "World") -> Ints:
    """Return the instant from which a crisis lets people be loaded before equipment, shape (n_sites,) [s].

    It is NEVER for a site without such a crisis.
    """
    found = np.full(len(world.plan.site), NEVER)
    for row, at in enumerate(world.crises):
        if world.rows("crisis")[row].people_first:
            found[sites_of(world, row)] = np.minimum(found[sites_of(world, row)], at)
    return found


def first_lifted(world: "World") -> Ints:
    """Return for each hold the row of `crisis_hold` whose crisis lifts it first, shape (n_holds,); -1 for none.

    A crisis counts only if it begins after `not_before` and before `at_latest` of the hold.
    """
    holds, found = world.table("hold"), np.full(len(world.plan.hold), -1)
    until = holds["at_latest"].copy()
    for row, at in enumerate(world.crises):
        crisis = world.rows("crisis")[row]
        for pair in range(crisis.holds, crisis.holds_last):
            hold = world.rows("crisis_hold")[pair].hold
            if holds["not_before"][hold] < at < until[hold]:
                found[hold], until[hold] = pair, at
    return found


def sites_of(numbers: Numbers, crisis: int) -> list[int]:
    """Return the rows of the sites that a crisis affects."""
    spec = numbers.rows("crisis")[crisis]
    return [row.site for row in numbers.rows("crisis_site")[spec.sites : spec.sites_last]]


def holds_of(numbers: Numbers, crisis: int) -> list[int]:
    """Return the rows of the holds that a crisis lifts."""
    spec = numbers.rows("crisis")[crisis]
    return [row.hold for row in numbers.rows("crisis_hold")[spec.holds : spec.holds_last]]


def freed(world: "World", before: int = NEVER) -> Ints:
    """Return when each person or item may begin [s]; only crises that begin before the instant `before` count."""
    release, site = world.release, world.plan.lot["site"]
    for row, at in enumerate(world.crises):
        if world.rows("crisis")[row].release and at < before:
            hit = np.repeat(np.isin(site, sites_of(world, row)), world.items.many)
            release = np.where(hit, np.minimum(release, at), release)
    return release


def lifted(world: "World") -> Table:
    """Return the table of holds, with dates as crises change them.

    From the beginning of the crisis on, a hold that it lifts waits only for its hand-over time.
    """
    holds = world.table("hold").copy()
    for row, at in enumerate(world.crises):
        for hold in holds_of(world, row) if at < NEVER else ():
            for date in ("not_before", "at_latest"):
                holds[date][hold] = min(at, holds[date][hold])
    return holds
