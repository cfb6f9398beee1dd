"""Required movers whose lift ends before they may go: no history of such a scenario can close."""

from __future__ import annotations

from collections.abc import Iterator, Set

from sim.domain.check.blocks import Block
from sim.domain.check.finding import Finding
from sim.domain.check.soonest import A_DAY, Soonest
from sim.domain.check.targets import touched
from sim.domain.check.timing import follows_until
from sim.domain.dates import moment, seconds
from sim.domain.force import Group, Lot
from sim.domain.journey import Hop, Journey, journeys
from sim.domain.lift import Lift
from sim.domain.scenario import Scenario
from sim.domain.span import days
from sim.domain.supply import Dated, Rate, Ready, Scheduled

__all__ = ["stranded"]

LATER = ("refuse", "cancel", "late", "delay", "min_load")
"""Keys of a lift that can delay a mission long after its planned time."""


def stranded(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each required group or lot that may go only after the last mission of its lifts.

    Notes
    -----
    The earliest departure follows from dates and holds: a guard, for example, may go no earlier than the movers for
    which it waits.
    """
    last = follows_until(scenario)
    if last is None or last <= 0:
        return
    changed = touched(scenario)
    ends = {name: _last_mission(name, lift, scenario, last, changed) for name, lift in scenario.lift.items()}
    soonest = Soonest(scenario, ends)
    reported: set[tuple[str, str]] = set()
    for block in soonest.blocks:
        first = soonest.may_go(block)
        if not _must_go(block.mover) or (block.section, block.name) in reported or first >= last:
            continue  # if it cannot go within the clock, another finding reports the cause
        legs = [_too_late(way, first, ends) for way in journeys(block.mover, scenario)]
        if legs and all(legs):
            reported.add((block.section, block.name))
            why = _kept_by(block, first, soonest)
            words = _words(block.name, legs[0], round(first), ends, scenario)
            yield Finding((block.section, block.name), None, words + why)


def _must_go(mover: Group | Lot) -> bool:
    """Whether a group or lot is required to leave, and by lift."""
    return mover.required if isinstance(mover, Group) else mover.is_required and mover.disposition == "ship"


def _kept_by(block: Block, first: float, soonest: Soonest) -> str:
    """Return the words for the hold and floor that keep a block until `first` [s]; "" if its own dates do."""
    if first <= soonest.dated(block):
        return ""
    hold = next(hold for hold in block.holds if soonest.clears(hold, block) >= first)
    floor = next((floor for floor, until in block.stays if until == hold), None)
    kept = (
        f'floor "{floor}" keeps {block.count} of them until hold "{hold}"' if floor else f'it waits for hold "{hold}"'
    )
    return f" ({kept}); let a lift come later, or end the hold earlier (at_latest)"


def _last_mission(name: str, lift: Lift, scenario: Scenario, last: int, changed: Set[str]) -> int:
    """Return the instant after which no mission of a lift comes any more [s]; below 0 if none ever does.

    The result is at least `last`, the end of the clock, if missions may come later than planned, may wait for a fuller
    load or have no last date.
    """
    supply, clock = lift.supply, scenario.clock
    if isinstance(supply, Rate) and supply.per_week == 0 and f"lift.{name}.supply.per_week" not in changed:
        return -1
    if any(getattr(lift, key) != 0 or f"lift.{name}.{key}" in changed for key in LATER):
        return last
    if isinstance(supply, Dated):
        planned = [seconds(mission.at, clock, ends=True) for mission in supply.missions]
        return max((at + A_DAY for at in planned if at >= 0 and at - A_DAY < last), default=-1)
    if isinstance(supply, Rate | Scheduled):
        at = f"lift.{name}.supply"
        begins = 0.0 if supply.begins is None else days(scenario, f"{at}.begins", supply.begins, ends=False)[0]
        until = last if supply.until is None else min(last, days(scenario, f"{at}.until", supply.until, ends=True)[1])
        return round(until) + A_DAY if begins < until else -1
    if isinstance(supply, Ready) and supply.until is not None:
        until = min(last, days(scenario, f"lift.{name}.supply.until", supply.until, ends=True)[1])
        return round(until + lift.lead_d * A_DAY) + A_DAY if until > 0 else -1
    return last


def _too_late(way: Journey, first: float, ends: dict[str, int]) -> Hop | None:
    """Return a leg of a journey all of whose lifts have ended before `first` [s]; None if there is none."""
    for hop in way.hops:
        if hop.lifts and all(ends[lift] < first or ends[lift] < 0 for lift in hop.lifts):
            return hop
    return None


def _words(name: str, hop: Hop | None, first: int, ends: dict[str, int], scenario: Scenario) -> str:
    """Return the message that a mover may leave only from `first` [s] on, when the lifts of leg `hop` have ended."""
    assert hop is not None
    never = all(ends[lift] < 0 for lift in hop.lifts)
    lifts = " and ".join(hop.lifts)
    when = moment(first, scenario.clock)
    why = f"no mission of {lifts} ever comes" if never else f"the last mission of {lifts} is over by then"
    return f"no history can close: {name} may leave {hop.site} only from {when:%Y-%m-%d %H:%M} on, and {why}"
