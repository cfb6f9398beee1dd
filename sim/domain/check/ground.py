"""Checks of lifts: the machines that tasks need, duty days of crews, headways, and the time that breakdowns take."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from sim.domain.check.finding import Finding, unknown
from sim.domain.check.targets import touched
from sim.domain.check.timing import follows_until
from sim.domain.globe import great_circle_nm
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.site import Leg
from sim.domain.span import span

__all__ = ["ground"]


def ground(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each error in the machines of tasks, duty days, headways and breakdowns of all lifts."""
    needed: dict[str, set[str]] = {site: set() for site in scenario.site}
    for name, lift in scenario.lift.items():
        for position, task in enumerate(lift.task):
            for site in lift.sites:
                if task.needs is None or site not in scenario.site:
                    continue
                needed[site].add(task.needs)
                if task.needs not in scenario.site[site].resource:
                    where = ("lift", name, "task", str(position), "needs")
                    yield unknown(where, task.needs, f"a resource of site {site}", scenario.site[site].resource)
        yield from _duty(name, lift, scenario)
        yield from _headway(name, lift, scenario)
        recover_h = span(scenario, f"lift.{name}.recover_h", lift.recover_h)[1]
        if lift.breakdown > 0.0 and recover_h == 0.0:
            text = "expected recover_h above 0 beside breakdown: it is the time that a breakdown takes"
            yield Finding(("lift", name, "breakdown"), f"{lift.breakdown:g}", text)
    for name, place in scenario.site.items():
        for resource in place.resource:
            if resource not in needed[name]:
                text = "expected a task of a lift that serves this site to name this resource in needs;"
                text += " none does: leave the resource out"
                yield Finding(("site", name, "resource", resource), None, text)


def _duty(name: str, lift: Lift, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for the first leg that, with the report time before it, is always longer than a duty day."""
    if lift.crew is None or f"lift.{name}.crew.duty_h" in touched(scenario):
        return
    for site in lift.sites:
        takes = _least_h(lift, site, scenario) / lift.leg.get(site, Leg()).best_speed
        if takes + lift.crew.report_h > lift.crew.duty_h:
            least = ceil(100.0 * (takes + lift.crew.report_h) - 1e-6) / 100.0  # rounded up: this is enough
            text = f"expected at least report_h and one leg between {site} and {lift.to}, {least:g} h in all"
            yield Finding(("lift", name, "crew", "duty_h"), f"{lift.crew.duty_h:g}", text)
            return


def _least_h(lift: Lift, site: str, scenario: Scenario) -> float:
    """Return the least time of the leg from a site in any world [h], at speed factor 1; 0 if it is not known."""
    leg = lift.leg.get(site, Leg())
    name = next(name for name, other in scenario.lift.items() if other is lift)
    if leg.block_h is not None:
        return span(scenario, f"lift.{name}.leg.{site}.block_h", leg.block_h)[0]
    uncertain = any(path.startswith((f"lift.{name}.leg.{site}.", f"lift.{name}.speed_k")) for path in touched(scenario))
    distance_nm = leg.nm if leg.nm is not None else _between(site, lift.to, scenario)
    return 0.0 if uncertain or not lift.kt else distance_nm / lift.kt


def _between(site: str, to: str, scenario: Scenario) -> float:
    """Return the great-circle distance between two sites [nm]; 0 if a position is missing or uncertain."""
    ends = [scenario.site[place].position for place in (site, to) if place in scenario.site]
    moved = any(path.startswith((f"site.{site}.position", f"site.{to}.position")) for path in touched(scenario))
    here, there = ends if len(ends) == 2 else (None, None)
    return great_circle_nm(here, there) if here and there and not moved else 0.0


def _headway(name: str, lift: Lift, scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding if the headway of a lift is at least as long as the clock."""
    last = follows_until(scenario)
    if last is None or f"lift.{name}.headway_h" in touched(scenario) or lift.headway_h * 3600.0 < last:
        return
    text = f"expected less than {last / 3600:g} h, the length of the clock: no second sortie would ever leave a site"
    yield Finding(("lift", name, "headway_h"), f"{lift.headway_h:g}", text)
