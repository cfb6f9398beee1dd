"""The check that each lift has missions, and that the time of each of its legs is known."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.scenario import Scenario
from sim.domain.site import Leg
from sim.domain.supply import Dated

__all__ = ["ways"]


def ways(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each lift without missions, and each leg whose time is not known."""
    for name, lift in scenario.lift.items():
        if isinstance(lift.supply, Dated) and not lift.supply.missions:
            text = "expected per_week, tails, missions (a list or a CSV file) or other supply; so far nothing comes"
            yield Finding(("lift", name, "supply"), None, text)
        for site in lift.sites:
            leg = lift.leg.get(site, Leg())
            if leg.block_h is not None:
                continue
            ends = [place for place in (site, lift.to) if place in scenario.site]
            placed = len(ends) == 2 and all(scenario.site[place].position is not None for place in ends)
            missing = [] if lift.kt is not None else ["speed_kt"]
            if leg.nm is None and not placed:
                missing.append(f"either distance_nm or the positions of {site} and {lift.to}")
            if missing:
                text = f"expected block_h, or a distance and a speed; missing: {' and '.join(missing)}"
                path = ("lift", name, "leg", site) if site in lift.leg else ("lift", name)
                yield Finding(path, None, text if site in lift.leg else f"{text} (leg to {site})")
