"""Permissions that are given only after the end of the clock, so that some group or lot has no way out."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.cargo import smallest
from sim.domain.check.finding import Finding, counted
from sim.domain.check.targets import touched
from sim.domain.check.timing import follows_until
from sim.domain.journey import Journey, journeys
from sim.domain.outage import Permission
from sim.domain.scenario import Scenario

__all__ = ["never_permitted"]

DAY = 86_400


def never_permitted(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each permission that opens too late and without which some group or lot has no way out."""
    ends = follows_until(scenario)
    if ends is None or not scenario.permission:
        return
    last = ends / DAY
    changed = touched(scenario)
    never = {
        name: permission
        for name, permission in scenario.permission.items()
        if smallest(permission.opens_after_d) >= last
        and not any(path.startswith(f"permission.{name}.opens_after_d") for path in changed)
    }
    reported: set[str] = set()
    for movers in (scenario.group, scenario.lot) if never else ():
        for title, mover in movers.items():
            if mover.disposition != "ship":
                continue
            blocked = [_closed(journey, never, scenario) for journey in journeys(mover, scenario)]
            if not blocked or not all(blocked) or blocked[0] in reported:
                continue
            reported.add(str(blocked[0]))
            days = never[str(blocked[0])].opens_after_d
            text = f"expected less than {counted(last, 'day')}, the end of the clock: {title} cannot leave without this"
            value = f"{days:g}" if isinstance(days, int | float) else None
            yield Finding(("permission", str(blocked[0]), "opens_after_d"), value, text)


def _closed(journey: Journey, never: dict[str, Permission], scenario: Scenario) -> str | None:
    """Return the name of a permission in `never` without which a journey cannot be made; None if it can be made."""
    for name, permission in never.items():
        if any(hop.route in permission.routes for hop in journey.hops):
            return name
    for hop in journey.hops:
        lacking = [_lacking(hop.site, lift, scenario.lift[lift].to, never) for lift in hop.lifts]
        if lacking and all(lacking):
            return lacking[0]
    return None


def _lacking(site: str, lift: str, to: str, never: dict[str, Permission]) -> str | None:
    """Return the name of a permission in `never` that a lift needs for a leg; None if it needs none of them."""
    for name, permission in never.items():
        if not (permission.lifts or permission.sites) or (permission.lifts and lift not in permission.lifts):
            continue
        if not permission.sites or site in permission.sites or to in permission.sites:
            return name
    return None
