"""Fleets whose tails begin at a site and leave it without a load, because no mover may board there so early."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.begun import staged
from sim.domain.check.finding import Finding
from sim.domain.check.targets import touched
from sim.domain.coming import first
from sim.domain.crises import lifted_from, released_from
from sim.domain.empty import peopled
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.span import days, reach
from sim.domain.supply import Fleet

__all__ = ["early"]

HOUR, DAY = 3600, 86_400


def early(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each fleet whose tails begin at a site and surely leave it before any mover may board.

    Notes
    -----
    The longest wait of the tails in any world is compared with the earliest dates of the movers. Work at stations and
    the conditions of holds are left out: they can only keep the movers longer.
    """
    populated = peopled(scenario, touched(scenario))
    for name, lift in scenario.lift.items():
        if not isinstance(lift.supply, Fleet) or lift.supply.begin_at != "site":
            continue
        waits = reach(scenario, f"lift.{name}.wait_h", lift.wait_h)[1] if lift.min_load > 0.0 else 0.0
        riders = list(_may_ride(name, lift, populated))
        if not riders:
            continue
        earliest = min(_earliest(path, mover, scenario) for path, mover in riders)
        if earliest > HOUR * waits:
            at = ("supply", "begin_at") if lift.min_load == 0.0 else ("wait_h",)
            wait = "do not wait (min_load = 0)" if lift.min_load == 0.0 else f"wait {waits:g} h"
            text = f"its tails leave {lift.sites[0]} without a load: they {wait}, and what they may carry from there"
            yield Finding(
                ("lift", name, *at), None, f"{text} may leave {earliest / HOUR:g} h after the start at the earliest"
            )


def _may_ride(name: str, lift: Lift, scenario: Scenario) -> Iterator[tuple[str, Group | Lot]]:
    """Yield (path, mover) for each group or lot that may ride on a lift from the first site of the lift."""
    movers: dict[str, Group | Lot] = {f"group.{title}": group for title, group in scenario.group.items()}
    movers |= {f"lot.{title}": lot for title, lot in scenario.lot.items()}
    for path, mover in movers.items():
        hops = [hop for way in journeys(mover, scenario) for hop in way.hops]
        if mover.disposition == "ship" and any(hop.site == lift.sites[0] and name in hop.lifts for hop in hops):
            yield path, mover


def _earliest(path: str, mover: Group | Lot, scenario: Scenario) -> float:
    """Return the earliest instant at which any member may leave its site in any world [s], judged by dates alone."""
    found = [first(scenario, path, mover)] if mover.arrives else []
    holds = [mover.begin_after, mover.board_after]
    some_staged = staged(scenario, path, mover)[1] > 0
    if some_staged:  # staged members wait only for the hold of boarding
        found, holds = [], [mover.board_after]
    if mover.release is not None and not some_staged:
        released = days(scenario, f"{path}.release", mover.release, ends=False)[0]
        found.append(min(released, released_from(mover.site, scenario)))
    for name in holds:
        hold = scenario.hold.get(name) if name is not None else None
        if name is not None and hold is not None:
            at = f"hold.{name}.not_before"
            begins = 0 if hold.not_before is None else max(0, days(scenario, at, hold.not_before, ends=False)[0])
            begins = min(begins, lifted_from(name, scenario))
            found.append(begins + DAY * reach(scenario, f"hold.{name}.then_d", hold.then_d)[0])
    return max(found, default=0.0)
