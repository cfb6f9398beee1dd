"""Checks of attacks on the road: the rate needs a distance, and the mean number of attacks on a leg is limited."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Final

from sim.domain.check.finding import Finding
from sim.domain.globe import great_circle_nm
from sim.domain.lift import Lift
from sim.domain.nouns import unit_of
from sim.domain.scenario import Scenario
from sim.domain.site import Leg
from sim.domain.span import reach

__all__ = ["MOST", "attacks"]

MOST: Final = 100.0
"""Largest mean number of attacks on one leg; sums of Poisson probabilities are accurate in 64 bits up to this mean."""
RATE: Final = "attacks_per_1000_km"


def attacks(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each leg with attacks that states a time but no distance, or on which their mean number may
    be above `MOST`.
    """
    for name, lift in scenario.lift.items():
        if lift.attacks_per_1000_km is None:
            continue
        at = ("lift", name, RATE)
        rate = reach(scenario, ".".join(at), lift.attacks_per_1000_km)[1]
        for site in lift.sites:
            leg = lift.leg.get(site, Leg())
            if leg.block_h is not None and leg.nm is None:
                text = f"expected distance_km beside block_h in leg.{site}: attacks depend on distance, not on time"
                yield Finding(at, f"{lift.attacks_per_1000_km:g}", text)
            elif (most := rate * _longest_km(name, site, lift, scenario) / 1000.0) > MOST:
                may_be = (
                    "has no upper end: state `most` of the unknown that changes it"
                    if most == inf
                    else f"may be {most:.4g}"
                )
                text = f"expected a mean of at most {MOST:g} attacks on the leg from {site}; it {may_be}"
                yield Finding(at, f"{lift.attacks_per_1000_km:g}", text)


def _longest_km(name: str, site: str, lift: Lift, scenario: Scenario) -> float:
    """Return the largest distance of a leg in any world [km]; 0 if it is unknown, which another check reports."""
    leg, at, km = lift.leg.get(site, Leg()), f"lift.{name}.leg.{site}", unit_of("distance_km")
    if leg.distance_km is not None:
        return reach(scenario, f"{at}.distance_km", leg.distance_km)[1]
    if leg.distance_nm is not None:
        return reach(scenario, f"{at}.distance_nm", leg.distance_nm)[1] / km
    places = [scenario.site[place].position for place in (site, lift.to) if place in scenario.site]
    here, there = places if len(places) == 2 else (None, None)
    return great_circle_nm(here, there) / km if here and there else 0.0
