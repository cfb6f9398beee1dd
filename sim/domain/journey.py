"""The journeys that a group or lot may take, leg by leg: along its routes, or straight out if it names no route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import inf

from sim.domain.bulk import SIZES, takes
from sim.domain.force import Group, Lot
from sim.domain.lift import Lift
from sim.domain.memo import memoised
from sim.domain.scenario import Scenario
from sim.domain.site import Leg
from sim.domain.span import reach, span

__all__ = [
    "Hop",
    "Journey",
    "carries",
    "chains",
    "fits",
    "goes_on",
    "has_no_seats",
    "inside",
    "journeys",
    "most_weight",
    "places",
    "taken",
]

MOST = 64
"""Largest number of chains (a route, then an onward route, and so on to the end) that may begin with one route."""
GRAM = 1e-6
"""How far a weight may exceed a limit [t], to allow for rounding errors."""


@dataclass(frozen=True)
class Hop:
    """One leg of a journey.

    Attributes
    ----------
    site, to
        Where the leg begins and where it ends; `to` is None for a leg that may end at any APOD.
    lifts
        The lifts that may carry the mover over this leg.
    route
        The route, or onward route, that contains the leg; None for a way straight out.
    """

    site: str
    to: str | None
    lifts: tuple[str, ...]
    route: str | None = None


@dataclass(frozen=True)
class Journey:
    """One way out: the route with which it begins (None: straight out) and its legs in order."""

    route: str | None
    hops: tuple[Hop, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites at which the mover waits for lift, in order."""
        return tuple(hop.site for hop in self.hops)


def inside(scenario: Scenario, site: str) -> bool:
    """Whether a site lies in the country."""
    place = scenario.site.get(site)
    return place is not None and (place.kind == "base" or (place.kind == "hub" and not place.abroad))


def journeys(mover: Group | Lot, scenario: Scenario) -> tuple[Journey, ...]:
    """Return the journeys of a group or lot, preferred first; none if the plan retains it in the country.

    Unknown routes are skipped.
    """
    if mover.disposition == "retain":
        return ()
    if not mover.routes:
        return (Journey(None, (Hop(mover.site, None, _lifts(mover, scenario, mover.site, None, None)),)),)
    return tuple(
        Journey(chain[0], tuple(_legs(mover, chain, scenario)))
        for name in mover.routes
        for chain in chains(name, scenario)
    )


def _legs(mover: Group | Lot, chain: tuple[str, ...], scenario: Scenario) -> Iterator[Hop]:
    """Yield the legs along a chain of routes; each route begins where the one before it ends."""
    site = mover.site
    for position, name in enumerate(chain):
        route = scenario.route[name]
        for to in (*route.via, *(() if position + 1 < len(chain) else (route.to,))):
            yield Hop(site, to, _lifts(mover, scenario, site, to, route.lifts), name)
            site = site if to is None else to


def chains(name: str, scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Return the chains by which a route may be followed to its end: its name, then the name of each onward route.

    Preferred chains come first. The result leaves out chains with an unknown route or with the same route twice, and
    all chains after the first `MOST` + 1; checks refuse scenarios with such chains.
    """
    return tuple(islice(_chains(name, scenario, ()), MOST + 1))


def _chains(name: str, scenario: Scenario, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the chains that begin with the routes `before`, followed by the route `name`."""
    route = scenario.route.get(name)
    if route is None or name in before:
        return
    if not route.onward:
        yield (*before, name)
    for then in route.onward:
        yield from _chains(then, scenario, (*before, name))


def taken(mover: Group | Lot, scenario: Scenario) -> tuple[str, ...]:
    """Return every route that a group or lot may take, onward routes included, each once."""
    found = (route for name in mover.routes for chain in chains(name, scenario) for route in chain)
    return tuple(dict.fromkeys(found))


@memoised
def _served(scenario: Scenario) -> dict[str, dict[str, Lift]]:
    """Return site -> the lifts that serve it, by name, in the order of the file."""
    found: dict[str, dict[str, Lift]] = {}
    for name, lift in scenario.lift.items():
        for site in lift.sites:
            found.setdefault(site, {})[name] = lift
    return found


def _lifts(
    mover: Group | Lot, scenario: Scenario, here: str, to: str | None, allowed: tuple[str, ...] | None
) -> tuple[str, ...]:
    """Return the lifts that may carry a mover from site `here` to site `to` (None: out of the country).

    `allowed` are the lifts that a route permits; None if it permits all.
    """
    return tuple(
        name
        for name, lift in _served(scenario).get(here, {}).items()
        if _goes(lift, to, scenario)
        and (mover.lifts is None or name in mover.lifts)
        and (allowed is None or name in allowed)
        and not (isinstance(mover, Group) and has_no_seats(name, scenario))
        and (not lift.driven or isinstance(mover, Group) or mover.drives is not None)
    )


def has_no_seats(name: str, scenario: Scenario) -> bool:
    """Whether a lift has no seats in any world, so that none of its missions comes for people."""
    seats = scenario.lift[name].seats
    return seats is not None and span(scenario, f"lift.{name}.seats", seats)[1] < 0.5


def fits(title: str, mover: Group | Lot, name: str, scenario: Scenario) -> bool:
    """Whether some member of a group or lot fits a lift in some world, by weight, pallet positions and size.

    Any member fits a driven lift, because `journeys` names driven lifts only for movers that may ride on them.

    Parameters
    ----------
    title, mover
        The name of the group or lot, and the group or lot.
    name, scenario
        The name of the lift, and the scenario.
    """
    lift, weight = scenario.lift[name], _least_weight(title, mover, scenario)
    if lift.driven:
        return True
    if weight > most_weight(name, scenario) + GRAM:
        return False
    if isinstance(mover, Group):
        return True
    if not all(takes(name, title, mover, key, scenario) for key in SIZES):
        return False
    if lift.pallets is None:
        return True
    most = reach(scenario, f"lift.{name}.pallets", lift.pallets)[1]
    each = max(0.0, reach(scenario, f"lot.{title}.pallets", mover.pallets)[0])
    per_t = max(0.0, reach(scenario, f"lot.{title}.pallets_per_t", mover.pallets_per_t)[0])
    return each + per_t * weight <= most + 1e-3 and not (most <= 0.0 and per_t > 0.0)


def most_weight(name: str, scenario: Scenario) -> float:
    """Return the weight of the heaviest single item that a lift can carry [t]; infinite for a driven lift.

    This is the largest value in any world, from any site that the lift serves, in any month and at any hour.
    """
    return _most_weights(scenario)[name]


@memoised
def _most_weights(scenario: Scenario) -> dict[str, float]:
    """Return lift -> the result of `most_weight` [t]."""
    return {name: _most_weight(name, scenario) for name in scenario.lift}


def _most_weight(name: str, scenario: Scenario) -> float:
    lift = scenario.lift[name]
    if lift.driven:
        return inf
    if lift.max_payload_t is None:
        limit = span(scenario, f"lift.{name}.payload_t", lift.payload)[1]
    else:
        limit = reach(scenario, f"lift.{name}.max_payload_t", lift.max_payload_t)[1]
    return limit * max((lift.leg.get(site, Leg()).best_factor for site in lift.sites), default=1.0)


def _least_weight(title: str, mover: Group | Lot, scenario: Scenario) -> float:
    """Return the least weight of a member in any world [t]."""
    section = "group" if isinstance(mover, Group) else "lot"
    if isinstance(mover, Lot) and mover.item_t is not None:
        return max(0.0, span(scenario, f"{section}.{title}.item_t", mover.item_t)[0])
    return max(0.0, reach(scenario, f"{section}.{title}.weight_t", mover.weight_t or 0.0)[0])


def _goes(lift: Lift, to: str | None, scenario: Scenario) -> bool:
    """Whether a lift goes to site `to` (None: out of the country).

    A lift with an invalid destination, which another check reports, counts as going out of the country.
    """
    if to is not None:
        return lift.to == to
    place = scenario.site.get(lift.to)
    return place is None or place.kind == "apod" or lift.to in lift.sites


def carries(mover: Group | Lot, scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return, for each site on any journey of a group or lot, the lifts that may carry it on from there."""
    found: dict[str, dict[str, None]] = {}
    for journey in journeys(mover, scenario):
        for hop in journey.hops:
            found.setdefault(hop.site, {}).update(dict.fromkeys(hop.lifts))
    return {site: tuple(lifts) for site, lifts in found.items()}


def goes_on(mover: Group | Lot, scenario: Scenario) -> bool:
    """Whether a mover that has left its own site may still be in the country: on its way, or because it is retained."""
    if mover.disposition == "retain":
        return True
    for way in journeys(mover, scenario):
        if len(way.hops) > 1 or any(scenario.lift[lift].crosses == "arrival" for lift in way.hops[0].lifts):
            return True
    return False


def places(mover: Group | Lot, scenario: Scenario) -> tuple[str, ...]:
    """Return the sites that a group or lot leaves on its preferred journey, in order; if it has none, its own site."""
    found = journeys(mover, scenario)
    return found[0].sites if found else (mover.site,)
