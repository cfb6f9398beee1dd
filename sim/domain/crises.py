"""The holds that crises lift, and the earliest times at which crises begin, lift a hold or release movers."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from sim.domain.crisis import Crisis
from sim.domain.scenario import Scenario
from sim.domain.span import days, reach, span

__all__ = ["begins_from", "hits", "lifted", "lifted_by", "lifted_from", "may_come", "released_from"]

DAY = 86_400.0


def lifted(crisis: Crisis, scenario: Scenario) -> tuple[str, ...]:
    """Return the holds that a crisis lifts: those that it names, each once, in the order of `holds`.

    With `holds = "all"`, return the holds that keep movers that begin at its sites, in the order of the file.
    """
    if crisis.holds != "all":
        return tuple(dict.fromkeys(crisis.holds))
    keeping = set(_keeping(crisis, scenario))
    return tuple(name for name in scenario.hold if name in keeping)


def _keeping(crisis: Crisis, scenario: Scenario) -> Iterator[str | None]:
    """Yield each hold that keeps movers that begin at the sites of a crisis, directly or through a floor.

    None stands for a key of a group or lot that names no hold.
    """
    for movers in (scenario.group, scenario.lot):
        for mover in movers.values():
            if hits(crisis, mover.site):
                yield from (mover.begin_after, mover.board_after, mover.leave_when)
    for floor in scenario.floor.values():
        group = scenario.group.get(floor.group)
        if group is not None and hits(crisis, group.site):
            yield floor.until


def hits(crisis: Crisis, site: str) -> bool:
    """Whether a crisis hits the base or hub `site`."""
    return not crisis.sites or site in crisis.sites


def lifted_by(hold: str, scenario: Scenario, *, surely: bool = False) -> list[str]:
    """Return the crises that lift a hold and may occur; with `surely`, only those with probability 1 in every world."""
    return [
        name
        for name, crisis in scenario.crisis.items()
        if hold in lifted(crisis, scenario)
        and (_chance(name, crisis, scenario)[0] >= 1.0 if surely else _chance(name, crisis, scenario)[1] > 0.0)
    ]


def may_come(name: str, scenario: Scenario) -> bool:
    """Whether a crisis has a probability above 0 in some world."""
    return _chance(name, scenario.crisis[name], scenario)[1] > 0.0


def lifted_from(hold: str, scenario: Scenario) -> float:
    """Return the earliest instant at which a crisis lifts a hold in any history [s]; infinite if none does."""
    return min((_begins(name, scenario.crisis[name], scenario) for name in lifted_by(hold, scenario)), default=inf)


def released_from(site: str, scenario: Scenario) -> float:
    """Return the earliest instant at which a crisis releases movers that begin at a site [s]; infinite if none does."""
    releasing = [(name, crisis) for name, crisis in scenario.crisis.items() if crisis.release and hits(crisis, site)]
    return min((_begins(name, crisis, scenario) for name, crisis in releasing), default=inf)


def begins_from(name: str, scenario: Scenario) -> float:
    """Return the earliest instant at which a crisis may begin in any history [s]; infinite if it never occurs."""
    return _begins(name, scenario.crisis[name], scenario)


def _begins(name: str, crisis: Crisis, scenario: Scenario) -> float:
    """Return the result of `begins_from` for the crisis `crisis` of this name."""
    at = f"crisis.{name}"
    if _chance(name, crisis, scenario)[1] <= 0.0:
        return inf
    if crisis.on is not None:
        return max(0.0, days(scenario, f"{at}.on", crisis.on, ends=False)[0])
    assert crisis.after_d is not None
    return max(0.0, DAY * span(scenario, f"{at}.after_d", crisis.after_d)[0])


def _chance(name: str, crisis: Crisis, scenario: Scenario) -> tuple[float, float]:
    """Return the least and the greatest probability of a crisis in any world."""
    return reach(scenario, f"crisis.{name}.chance", crisis.chance)
