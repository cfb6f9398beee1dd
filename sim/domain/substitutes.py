"""Sites that open in place of others: whether those may be lost at all."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.crises import hits, may_come
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["may_be_lost", "unread_of_substitutes"]


def may_be_lost(site: str, scenario: Scenario) -> bool:
    """Whether a crisis, a permission or an outage on given dates may close a site to all lift in some history."""
    for outage in scenario.outage.values():
        if outage.dates and "runway" in outage.stops and site in outage.sites:
            return True
    for name, permission in scenario.permission.items():
        withdrawn = reach(scenario, f"permission.{name}.lost", permission.lost)[1] > 0.0
        if withdrawn and site in permission.sites and not permission.lifts:
            return True
    return any(
        hits(crisis, site)
        and {"runway", "permission"} & set(crisis.stops)
        and scenario.site[site].kind != "apod"
        and may_come(name, scenario)
        for name, crisis in scenario.crisis.items()
    )


def unread_of_substitutes(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the key of each substitute that never opens, as nothing closes the other site."""
    for name, site in scenario.site.items():
        spare = site.in_place_of
        if spare is not None and not may_be_lost(spare.site, scenario):
            yield ("site", name, "in_place_of", "after_d"), f"nothing closes {spare.site}, so {name} never opens"
