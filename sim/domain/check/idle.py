"""What is stated and has no effect: missions that never come, numbers that switch off what they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
from sim.domain.check.timing import follows_until
from sim.domain.dates import moment, seconds
from sim.domain.lift import Dated, Rate
from sim.domain.scenario import Clock, Scenario

__all__ = ["idle"]


def idle(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for every entry of a scenario that changes nothing in it."""
    last = follows_until(scenario)
    if last is None:
        return
    yield from _supply(scenario, last)


def _supply(scenario: Scenario, last: int) -> Iterator[Finding]:
    """Yield a finding for each mission outside the clock, and each lift that never comes."""
    clock, changed = scenario.clock, touched(scenario)
    for name, lift in scenario.lift.items():
        supply, path = lift.supply, ("lift", name, "supply")
        if isinstance(supply, Dated):
            for position, mission in enumerate(supply.missions):
                outside = _outside(seconds(mission.at, clock, ends=False), clock, last)
                if outside:
                    where = (*path, "missions", str(position), "at")
                    yield Finding(where, f"{mission.at}", f"this mission never comes, as it is planned {outside}")
        elif isinstance(supply, Rate) and supply.per_week == 0.0 and f"lift.{name}.supply.per_week" not in changed:
            yield Finding((*path, "per_week"), "0", f"no mission of {name} ever comes")


def _outside(second: float, clock: Clock, last: int) -> str | None:
    """Return where an instant lies that is not within the clock; None where it is."""
    if second < 0:
        return f"before the start, {clock.start}"
    return f"after the end of the clock, {moment(last, clock):%Y-%m-%d %H:%M}" if second >= last else None
