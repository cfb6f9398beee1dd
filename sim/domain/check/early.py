"""Convoys that stand at their site at the start and drive off with nothing, as nobody may leave it so early."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.ignorance import touched
from sim.domain.dates import seconds
from sim.domain.empty import peopled
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys
from sim.domain.lift import Fleet, Lift
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["early"]

HOUR, DAY = 3600, 86_400


def early(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each fleet that begins at its site and surely leaves it before anybody may board.

    Notes
    -----
    Judged by dates alone, in the world that waits longest. What else keeps movers there (stations, conditions of holds)
    makes it no better.
    """
    crowd = peopled(scenario, touched(scenario))
    for name, lift in scenario.lift.items():
        if not isinstance(lift.supply, Fleet) or lift.supply.begin_at != "site":
            continue
        waits = reach(scenario, f"lift.{name}.wait_h", lift.wait_h)[1] if lift.min_load > 0.0 else 0.0
        there = list(_may_ride(name, lift, crowd))
        if not there:
            continue
        first = min(_earliest(mover, scenario) for mover in there)
        if first > HOUR * waits:
            at = ("supply", "begin_at") if lift.min_load == 0.0 else ("wait_h",)
            told = "do not wait (min_load = 0)" if lift.min_load == 0.0 else f"wait {waits:g} h"
            text = f"its tails drive off empty from {lift.sites[0]}: they {told}, and what they may carry from there"
            yield Finding(
                ("lift", name, *at), None, f"{text} may leave {first / HOUR:g} h after the start at the earliest"
            )


def _may_ride(name: str, lift: Lift, scenario: Scenario) -> Iterator[Group | Lot]:
    """Yield who may ride on a lift from its first site; who only comes to that site later is there no earlier."""
    movers: list[Group | Lot] = [*scenario.group.values(), *scenario.lot.values()]
    for mover in movers:
        hops = [hop for way in journeys(mover, scenario) for hop in way.hops]
        if getattr(mover, "disposition", "ship") == "ship" and any(
            hop.site == lift.sites[0] and name in hop.lifts for hop in hops
        ):
            yield mover


def _earliest(mover: Group | Lot, scenario: Scenario) -> float:
    """Return the least instant at which any of them may leave their site, by the dates alone [s]."""
    dates = [mover.release, mover.arrives.begins if mover.arrives else None]
    holds = [mover.begin_after, mover.board_after]
    if mover.start.staged:  # who is through every station already waits for the hold of boarding alone
        dates, holds = [], [mover.board_after]
    found = [float(seconds(date, scenario.clock, ends=False)) for date in dates if date is not None]
    for name in holds:
        hold = scenario.hold.get(name) if name is not None else None
        if name is not None and hold is not None:
            begins = 0 if hold.not_before is None else max(0, seconds(hold.not_before, scenario.clock, ends=False))
            found.append(begins + DAY * reach(scenario, f"hold.{name}.then_d", hold.then_d)[0])
    return max(found, default=0.0)
