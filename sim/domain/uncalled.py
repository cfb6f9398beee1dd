"""Groups whose people are never called for a sortie: they never wait for lift, or no lift comes for them."""

from __future__ import annotations

from collections.abc import Iterator, Set

from sim.domain.coming import first
from sim.domain.dates import seconds
from sim.domain.force import Group
from sim.domain.journey import journeys
from sim.domain.lift import Lift, is_on_call
from sim.domain.review import called
from sim.domain.scenario import Scenario
from sim.domain.span import days
from sim.domain.supply import Dated, Rate, Ready, Scheduled

__all__ = ["unread_of_uncalled"]

DAY_S = 86_400


def unread_of_uncalled(scenario: Scenario, changed: Set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path of `no_show` of each group whose people are never called for a sortie, with the reason.

    Parameters
    ----------
    scenario
        The scenario as it would be run, without groups and lots that have no members.
    changed
        Dotted paths of the numbers that `[uncertainty]` changes.
    """
    deadline = scenario.milestone.get("deadline")
    if deadline is None:
        return
    last = seconds(deadline.by, scenario.clock, ends=True) + scenario.clock.horizon_d * DAY_S
    never = {name for name, lift in scenario.lift.items() if _never_comes(name, lift, scenario, changed, last)}
    for name, group in scenario.group.items():
        why = _uncalled(name, group, scenario, never, last)
        if why is not None:
            yield ("group", name, "no_show"), f"no one of {name} is ever called for a sortie: {why}"


def _uncalled(name: str, group: Group, scenario: Scenario, never: Set[str], last: float) -> str | None:
    """Return why people of a group are never called for a sortie; None if no reason is found.

    `never` are the lifts that never come; `last` is the instant at which histories end [s].
    """
    at = f"group.{name}"
    if group.leave_after is not None and days(scenario, f"{at}.leave_after", group.leave_after, ends=True)[1] <= 0:
        return "they stay behind at the start (leave_after)"
    release = group.release
    if release is not None and not scenario.crisis and days(scenario, f"{at}.release", release, ends=False)[0] >= last:
        return "they are released after the end of the clock"
    if group.start.staged == 0 and not group.start.passed and first(scenario, at, group) >= last:
        return "they arrive after the end of the clock"
    lifts = {lift for way in journeys(group, scenario) for hop in way.hops[:1] for lift in hop.lifts}
    if lifts and lifts <= never:
        return "no lift that may take them ever comes"
    return None


def _never_comes(name: str, lift: Lift, scenario: Scenario, changed: Set[str], last: float) -> bool:
    """Whether no mission of a lift comes in any world, by its rate or its dates, or because no review calls it."""
    supply, at = lift.supply, f"lift.{name}.supply"
    if is_on_call(lift) and name not in called(scenario.review):
        return True
    if isinstance(supply, Rate) and supply.per_week == 0 and f"{at}.per_week" not in changed:
        return True
    if isinstance(supply, Dated):
        clock = scenario.clock
        return all(
            seconds(mission.at, clock, ends=True) <= 0 or seconds(mission.at, clock, ends=False) >= last
            for mission in supply.missions
        )
    if isinstance(supply, Rate | Ready | Scheduled):
        if supply.until is not None and days(scenario, f"{at}.until", supply.until, ends=True)[1] <= 0:
            return True
        return supply.begins is not None and days(scenario, f"{at}.begins", supply.begins, ends=False)[0] >= last
    return False
