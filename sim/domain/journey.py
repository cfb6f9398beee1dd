"""The journeys that a group or lot may take, leg by leg: its routes, or straight out where it names none."""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.force import Group, Lot
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.uncertainty import Empirical

__all__ = ["Hop", "Journey", "carries", "fits", "inside", "journeys", "places"]


@dataclass(frozen=True)
class Hop:
    """One leg: from a site to the next (None: out, to whichever APOD), and the lifts that fly or drive it."""

    site: str
    to: str | None
    lifts: tuple[str, ...]


@dataclass(frozen=True)
class Journey:
    """One way out: the route it follows (None: straight out) and its legs in order."""

    route: str | None
    hops: tuple[Hop, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """Sites at which it waits for lift, in order."""
        return tuple(hop.site for hop in self.hops)


def inside(scenario: Scenario, site: str) -> bool:
    """Whether a site lies in the country."""
    place = scenario.site.get(site)
    return place is not None and (place.kind == "base" or (place.kind == "hub" and not place.abroad))


def journeys(mover: Group | Lot, scenario: Scenario) -> tuple[Journey, ...]:
    """Return the journeys of a group or lot, preferred first; unknown routes are passed over."""
    if not mover.routes:
        return (Journey(None, (Hop(mover.site, None, _lifts(mover, scenario, mover.site, None, None)),)),)
    found = []
    for name in mover.routes:
        route = scenario.route.get(name)
        if route is None:
            continue
        ends = (*route.via, route.to)
        legs = zip((mover.site, *route.via), ends, strict=True)
        hops = tuple(Hop(here, to, _lifts(mover, scenario, here, to, route.lifts)) for here, to in legs)
        found.append(Journey(name, hops))
    return tuple(found)


def _lifts(
    mover: Group | Lot, scenario: Scenario, here: str, to: str | None, allowed: tuple[str, ...] | None
) -> tuple[str, ...]:
    """Lifts that may carry a mover from one site to another."""
    return tuple(
        name
        for name, lift in scenario.lift.items()
        if here in lift.sites
        and _goes(lift, to, scenario)
        and (mover.lifts is None or name in mover.lifts)
        and (allowed is None or name in allowed)
        and not (isinstance(mover, Group) and _has_no_seats(name, scenario))
    )


def _has_no_seats(name: str, scenario: Scenario) -> bool:
    """Whether a lift never has a seat: people draw no mission of it, and wait for another."""
    return scenario.lift[name].seats == 0 and not _unknown(scenario, ".seats")


def fits(mover: Group | Lot, name: str, scenario: Scenario) -> bool:
    """Whether some member finds the pallet positions it needs on a lift; a lot of which none does draws no mission."""
    most = scenario.lift[name].pallets
    if most is None or isinstance(mover, Group) or _unknown(scenario, ".pallets", ".pallets_per_t", ".weight_t"):
        return True
    weights = mover.item_t.values if isinstance(mover.item_t, Empirical) else (mover.weight_t or 0.0,)
    least = mover.pallets + mover.pallets_per_t * min(weights, default=0.0)
    return least <= most + 1e-9 and not (most == 0.0 and mover.pallets_per_t > 0.0)


def _unknown(scenario: Scenario, *ends: str) -> bool:
    """Whether `[uncertainty]` changes some number with such a name."""
    paths = [path for key, entry in scenario.uncertainty.items() for path in entry.to or (key,)]
    return any(path.endswith(ends) for path in paths)


def _goes(lift: Lift, to: str | None, scenario: Scenario) -> bool:
    """Whether a lift goes to a site; one whose own end is a mistake, told elsewhere, is believed to go out."""
    if to is not None:
        return lift.to == to
    place = scenario.site.get(lift.to)
    return place is None or place.kind == "apod" or lift.to in lift.sites


def carries(mover: Group | Lot, scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the lifts that may carry a group or lot from each site on any of its journeys."""
    found: dict[str, dict[str, None]] = {}
    for journey in journeys(mover, scenario):
        for hop in journey.hops:
            found.setdefault(hop.site, {}).update(dict.fromkeys(hop.lifts))
    return {site: tuple(lifts) for site, lifts in found.items()}


def places(mover: Group | Lot, scenario: Scenario) -> tuple[str, ...]:
    """Return the sites that a group or lot leaves, in order, on the first of its routes."""
    found = journeys(mover, scenario)
    return found[0].sites if found else (mover.site,)
