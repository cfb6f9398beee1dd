"""Keys that have nothing to decide, such as `route_rule` of a group that names one route."""

from __future__ import annotations

from collections.abc import Iterator, Set

from sim.domain.classes import Sort, category_of, is_parted
from sim.domain.coming import surprises
from sim.domain.counted import counts
from sim.domain.ends import covers, ends, is_about
from sim.domain.force import Group, Lot
from sim.domain.journey import carries, goes_on, journeys, places, taken
from sim.domain.lift import Lift
from sim.domain.milestone import Milestone
from sim.domain.order import Order
from sim.domain.phased import phased
from sim.domain.scenario import Scenario
from sim.domain.supply import Fleet, Ready
from sim.domain.waiting import waited_for

__all__ = ["may_divert", "undecided"]

Off = Iterator[tuple[tuple[str, ...], str]]
"""Iterator over (path of a key that has no effect, reason)."""
SETTLED = frozenset({"transfer", "sell", "destroy", "retain"})
"""Dispositions that a milestone counts as done if `settled` is true. A milestone for leaving a site counts retained
items as done even if `settled` is false."""


def undecided(scenario: Scenario, changed: Set[str]) -> Off:
    """Yield each key that has nothing to decide, whether stated or not, with the reason.

    Parameters
    ----------
    scenario
        The scenario as it would be run, without groups and lots that have no members.
    changed
        Dotted paths of the numbers that `[uncertainty]` changes; a key whose effect depends on one of them is not
        returned.
    """
    for section in ("group", "lot"):
        for name, mover in getattr(scenario, section).items():
            chooses = _chooses_onward(mover, scenario) or _has_several_lifts(mover, scenario)
            if len(mover.routes) < 2 and not chooses:
                yield (section, name, "route_rule"), f"{name} {'has one route' if mover.routes else 'names no routes'}"
    plans = phased(scenario)
    for section, name, mover in (
        (each, *pair) for each in ("group", "lot") for pair in getattr(scenario, each).items()
    ):
        kept = mover.stations or mover.release or mover.begin_after or mover.arrives or (section, name) in plans
        if not kept and mover.disposition == "ship":
            why = f"all of {name} are staged at the start, because nothing keeps them"
            yield (section, name, "start", "staged"), why
    for name, route in scenario.route.items():
        if len(route.onward) < 2:
            why = "one onward route" if route.onward else "no onward routes"
            yield ("route", name, "onward_rule"), f"{name} has {why}"
    for name, group in scenario.group.items():
        if group.count - group.start.left < 2 and f"group.{name}.count" not in changed:
            yield ("group", name, "together"), f"{name} has fewer than two people still to go"
    for name, lift in scenario.lift.items():
        if not isinstance(lift.supply, Fleet) and not _may_fail(name, lift, scenario, changed):
            why = f"nothing refuses, cancels, diverts or turns back a mission of {name}"
            yield ("lift", name, "on_cancel"), why
    for name, milestone in scenario.milestone.items():
        if not _settles(milestone, scenario):
            ways = "sold or destroyed" if milestone.leaves_site else "sold, destroyed or retained"
            why = f"the milestone counts no wanted item that is ever handed over, {ways}"
            yield ("milestone", name, "settled"), why
    yield from _leaves(scenario)
    yield from _undated(scenario, changed)
    waiting = set(_waiting(scenario))
    yield from _apart(scenario)
    yield from _on_the_ramp(scenario, waiting)


def _chooses_onward(mover: Group | Lot, scenario: Scenario) -> bool:
    """Whether a group or lot chooses between onward routes of a route that states no `onward_rule`."""
    routes = [scenario.route[name] for name in taken(mover, scenario)]
    return any(len(route.onward) > 1 and route.onward_rule is None for route in routes)


def _has_several_lifts(mover: Group | Lot, scenario: Scenario) -> bool:
    """Whether a mover has `route_rule = "earliest_arrival"` and may choose between several lifts at some site."""
    several = any(len(lifts) > 1 for lifts in carries(mover, scenario).values())
    return mover.route_rule == "earliest_arrival" and several


def may_divert(lift: Lift, scenario: Scenario, changed: Set[str]) -> bool:
    """Whether a closed runway or a lack of parking spots may keep a lift from landing at a site that it serves."""
    shut: set[str] = set()
    for name, outage in scenario.outage.items():
        begins = bool(outage.dates) or outage.per_day != 0.0 or f"outage.{name}.per_day" in changed
        shut |= set(outage.sites) if begins and "runway" in outage.stops else set()
    places = {name: scenario.site[name] for name in lift.sites}
    spots = lift.uses_ramp and any(site.parking is not None for site in places.values())
    return spots or any(site.runway_hours or name in shut for name, site in places.items())


def _may_fail(name: str, lift: Lift, scenario: Scenario, changed: Set[str]) -> bool:
    """Whether a mission of a lift may be refused, cancelled, diverted or turned back."""
    if any(getattr(lift, key) != 0.0 or f"lift.{name}.{key}" in changed for key in ("refuse", "cancel")):
        return True
    if any(name in outage.lifts for outage in scenario.outage.values()):
        return True
    places = {*lift.sites, lift.to}
    for permission in scenario.permission.values():
        meant = bool(permission.lifts or permission.sites) and (not permission.lifts or name in permission.lifts)
        if meant and (not permission.sites or places & set(permission.sites)):
            return True
    return may_divert(lift, scenario, changed)


def _settles(milestone: Milestone, scenario: Scenario) -> bool:
    """Whether a wanted lot of a milestone may get a disposition that counts as done only if `settled` is true."""
    settled = SETTLED - {"retain"} if milestone.leaves_site else SETTLED
    return any(
        covers(milestone, lot, scenario) and not lot.is_required and settled & {way for _, way in ends(lot, scenario)}
        for lot in scenario.lot.values()
    )


def _leaves(scenario: Scenario) -> Off:
    """Yield each `left` of a milestone or condition whose movers leave the country whenever they leave the site."""
    movers: dict[str, Group | Lot] = {**scenario.group, **scenario.lot}
    going_on = {name for name, mover in movers.items() if goes_on(mover, scenario)}
    why = "leaving the site is leaving the country"
    for name, milestone in scenario.milestone.items():
        if not any(is_about(milestone, movers[other], scenario) for other in going_on):
            yield ("milestone", name, "left"), why
    for name, hold in scenario.hold.items():
        for position, condition in enumerate(hold.until):
            if condition.is_staging:
                continue
            counted = (counts(condition, other, movers[other], places(movers[other], scenario)) for other in going_on)
            if not any(counted):
                yield ("hold", name, "until", str(position), "left"), why


def _undated(scenario: Scenario, changed: Set[str]) -> Off:
    """Yield `ahead` of each lift on request whose movers never wait for a known date."""
    plans = phased(scenario)
    dated: set[str] = set()
    for section in ("group", "lot"):
        for name, mover in getattr(scenario, section).items():
            holds = [mover.board_after, *(floor.until for floor in scenario.floor.values() if floor.group == name)]
            begins = False
            if not mover.stations:
                announced = mover.arrives is not None and not surprises(scenario, name, mover)
                begins = bool(mover.release or announced or (section, name) in plans)
                holds.append(mover.begin_after)
            if begins or any(_has_date(hold, scenario, changed) for hold in holds if hold is not None):
                hops = (way.hops[0] for way in journeys(mover, scenario) if way.hops)
                dated |= {lift for hop in hops for lift in hop.lifts}
    for name, lift in scenario.lift.items():
        if isinstance(lift.supply, Ready) and name not in dated:
            yield ("lift", name, "supply", "ahead"), f"no mover that waits for {name} is kept by a known date"


def _has_date(hold: str, scenario: Scenario, changed: Set[str]) -> bool:
    """Whether a hold, or a hold for which it waits, states a date or the delay `then_d`."""
    for name in (hold, *waited_for(hold, scenario)):
        spec = scenario.hold[name]
        if spec.not_before or spec.at_latest or spec.then_d or f"hold.{name}.then_d" in changed:
            return True
    return False


def _waiting(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Yield (site, lift, category) for all movers that are to be shipped and may wait at the site for the lift."""
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    for mover in movers:
        category = mover.category if isinstance(mover, Lot) else "people"
        for way in journeys(mover, scenario) if mover.disposition == "ship" else ():
            yield from ((hop.site, lift, category) for hop in way.hops for lift in hop.lifts)


def _apart(scenario: Scenario) -> Off:
    """Yield each pair of `segregate` that never meets at a lift, or the whole list if the list has no effect.

    A pair meets at a lift if movers that it keeps apart may wait for this lift at one site. The list of
    `[order]` applies to lifts that state no list of their own and replaces the default list: it has no effect if no
    pair of either list meets at such a lift. The list of a lift replaces the list of `[order]`: it has no effect if no
    pair of either list meets at this lift.
    """
    met: dict[tuple[str, str], set[Sort]] = {}
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    for mover in movers:
        for way in journeys(mover, scenario) if mover.disposition == "ship" else ():
            for hop in way.hops:
                for name in hop.lifts:
                    met.setdefault((hop.site, name), set()).add((category_of(mover), mover.load_class))
    own = {name for name, lift in scenario.lift.items() if lift.pairs is not None}

    def meet(pair: tuple[str, ...], lifts: Set[str]) -> bool:
        """Whether a pair meets at one of these lifts."""
        return any(
            is_parted(pair, one, other)
            for (_, lift), sorts in met.items()
            if lift in lifts
            for one in sorts
            for other in sorts
        )

    pairs, others = scenario.order.segregate, scenario.lift.keys() - own
    idle = [at for at, pair in enumerate(pairs) if not meet(pair, others)]
    list_has_effect = len(idle) < len(pairs) or any(meet(pair, others) for pair in Order().segregate)
    for at in idle:
        of_own = " that states no segregate of its own" if meet(pairs[at], own) else ""
        why = f"{_both(pairs[at])} never wait for the same lift{of_own}"
        yield ("order", "segregate", *((str(at),) if list_has_effect else ())), why
    for name in sorted(own):
        own_pairs = scenario.lift[name].segregate or ()
        idle = [at for at, pair in enumerate(own_pairs) if not meet(pair, {name})]
        if len(idle) == len(own_pairs) and not any(meet(pair, {name}) for pair in pairs):
            never = dict.fromkeys(_both(pair) for pair in (*own_pairs, *pairs))
            why = f"{', '.join(never)} never wait for {name} together" if never else "[order] segregates nothing either"
            yield ("lift", name, "segregate"), why
        else:
            for at in idle:
                yield ("lift", name, "segregate", str(at)), f"{_both(own_pairs[at])} never wait for {name} together"


def _both(pair: tuple[str, ...]) -> str:
    """Return the two names of a pair, such as "people and lethal"; one name if both are the same."""
    return " and ".join(dict.fromkeys(pair))


def _on_the_ramp(scenario: Scenario, waiting: Set[tuple[str, str, str]]) -> Off:
    """Yield each key of a ramp that has no effect, and `room` of each site to which no people come by lift.

    `waiting` has the (site, lift, category) of movers that may wait at the site for the lift.
    """
    for name in scenario.site:
        on_ramp = {(lift, what) for at, lift, what in waiting if at == name and scenario.lift[lift].uses_ramp}
        serve = [lift for lift in scenario.lift.values() if lift.uses_ramp and name in lift.sites]
        # a sortie keeps its load team while it waits for room for its people at its destination
        may_keep_team = any(scenario.site[lift.to].room is not None for lift in serve)
        if all(what == "people" for _, what in on_ramp) and not may_keep_team:
            for key in ("teams", "teams_staffed_by", "people_per_team"):
                yield ("site", name, key), f"no equipment is loaded on the ramp of {name}"
        if not serve:
            for key in ("working", "ramp_hours"):
                yield ("site", name, key), f"no lift is loaded on the ramp of {name}"
        if not serve and not any(lift.uses_ramp and lift.to == name for lift in scenario.lift.values()):
            yield ("site", name, "parking"), f"no lift uses the ramp of {name}"
        if not any(what == "people" and scenario.lift[by].to == name for _, by, what in waiting):
            yield ("site", name, "room"), f"no people come to {name} by lift"
