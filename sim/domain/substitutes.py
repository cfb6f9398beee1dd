"""Substitutes (sites that open after another site is lost): whether, and from when, the other site may be lost."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from sim.domain.crises import begins_from, hits
from sim.domain.scenario import Scenario
from sim.domain.span import days, reach, span

__all__ = ["lost_from", "may_be_lost", "unread_of_substitutes"]

DAY = 86_400.0


def may_be_lost(site: str, scenario: Scenario) -> bool:
    """Whether a crisis, the withdrawal of a permission or a dated outage may close a site to lift in some history."""
    return lost_from(site, scenario) < inf


def lost_from(site: str, scenario: Scenario) -> float:
    """Return the earliest instant at which a site may be lost in any history [s]; infinite if it never is."""
    return min(_losses(site, scenario), default=inf)


def _losses(site: str, scenario: Scenario) -> Iterator[float]:
    """Yield the earliest instant of each possible loss of a site [s]; a closure that lasts no time is not a loss."""
    for name, outage in scenario.outage.items():
        for number, dates in enumerate(outage.dates if "runway" in outage.stops and site in outage.sites else ()):
            path = f"outage.{name}.dates.{number}"
            begins = max(0.0, days(scenario, f"{path}.begins", dates.begins, ends=False)[0])
            if days(scenario, f"{path}.until", dates.until, ends=True)[1] > begins:
                yield begins
    for name, permission in scenario.permission.items():
        at = f"permission.{name}"
        lasts = span(scenario, f"{at}.lost_for_d", permission.lost_for_d)[1] > 0.0
        withdrawn = lasts and reach(scenario, f"{at}.lost", permission.lost)[1] > 0.0
        if withdrawn and site in permission.sites and not permission.lifts:
            opens = span(scenario, f"{at}.opens_after_d", permission.opens_after_d)[0]
            yield DAY * (opens + span(scenario, f"{at}.lost_after_d", permission.lost_after_d)[0])
    for name, crisis in scenario.crisis.items():
        lasts = crisis.lasts_d is None or span(scenario, f"crisis.{name}.lasts_d", crisis.lasts_d)[1] > 0.0
        closes = lasts and {"runway", "permission"} & set(crisis.stops) and scenario.site[site].kind != "apod"
        if closes and hits(crisis, site):
            yield begins_from(name, scenario)


def unread_of_substitutes(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path of `after_d`, reason) for each substitute that never opens because nothing closes the other site."""
    for name, site in scenario.site.items():
        spare = site.in_place_of
        if spare is not None and not may_be_lost(spare.site, scenario):
            yield ("site", name, "in_place_of", "after_d"), f"nothing closes {spare.site}, so {name} never opens"
