"""The check that drivers and their vehicles do not wait for each other, and functions shared with `driven.py`.

Driven lifts are convoys of the force's own vehicles, each of which moves only with its drivers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor

from sim.domain.check.blocks import Block, blocks
from sim.domain.check.finding import Finding
from sim.domain.check.holds import met
from sim.domain.force import Group, Lot
from sim.domain.journey import journeys
from sim.domain.scenario import Scenario
from sim.domain.span import reach

__all__ = ["most_vehicles", "only_driven", "only_riding", "waits_in_a_circle"]


def waits_in_a_circle(scenario: Scenario, lifts: set[str]) -> Iterator[Finding]:
    """Yield a finding for each site where drivers and vehicles can never leave because they wait for each other.

    This is so if all who may drive wait until the required vehicles have left, or if all vehicles wait until all
    required people who may leave in nothing else have left. Holds are judged as if one full convoy had left already,
    because at boarding a hold counts those who are on board as gone.
    """
    for site, (lots, by) in only_driven(scenario, lifts).items():
        names, most = [name for name, _ in lots], most_vehicles(by, scenario)
        drive = [(name, group) for name, group in scenario.group.items() if _leaves_by(group, site, by, scenario)]
        words = f"all who may drive from {site}", "more vehicles have left than one convoy takes"
        yield from _all_wait(names, _after_leaving(most, "lot", names, scenario), drive, words, scenario)
    for site, groups in only_riding(scenario, lifts).items():
        vehicles = [(name, lot) for name, lot in scenario.lot.items()
                    if lot.drives is not None and _leaves_by(lot, site, lifts, scenario)]  # fmt: skip
        seats = max((lot.drives.seats for _, lot in vehicles if lot.drives is not None), default=0)
        names, most = [name for name, _ in groups], seats * most_vehicles(lifts, scenario)
        words = f"all vehicles in which they may ride from {site}", "more people have left than one convoy takes"
        yield from _all_wait(names, _after_leaving(most, "group", names, scenario), vehicles, words, scenario)


def _after_leaving(n_left: int, section: str, names: list[str], scenario: Scenario) -> list[Block]:
    """Return the blocks of the named groups or lots as they are after `n_left` members of each block have left.

    A block is the members of one group or lot that wait for the same holds.
    """
    named = [block for block in blocks(scenario) if block.section == section and block.name in names]
    return [replace(block, count=max(0, block.count - n_left)) for block in named]


def _leaves_by(mover: Group | Lot, site: str, lifts: set[str], scenario: Scenario) -> bool:
    """Whether a group or lot may leave a site by one of `lifts`."""
    return any(hop.site == site and lifts & set(hop.lifts) for way in journeys(mover, scenario) for hop in way.hops)


def _all_wait(
    first: list[str],
    remaining: list[Block],
    others: Sequence[tuple[str, Group | Lot]],
    words: tuple[str, str],
    scenario: Scenario,
) -> Iterator[Finding]:
    """Yield a finding if each group or lot of `others` has a hold that waits for the blocks `remaining`.

    `first` has the names of the groups or lots to which these blocks belong. `words` says, for the message, who the
    others are and until when they wait.
    """
    holds = [[hold for hold in (mover.begin_after, mover.board_after) if hold is not None] for _, mover in others]
    never = [next((hold for hold in own if not met(hold, remaining, scenario)), None) for own in holds]
    if never and all(never):
        (who, until), names = words, ", ".join(name for name, _ in others)
        why = f'hold "{never[0]}" waits for {", ".join(first)}, and holds keep {who} ({names}) until {until}:'
        why += " none of these movers can ever leave"
        yield Finding(("hold", str(never[0])), None, why)


def most_vehicles(lifts: set[str], scenario: Scenario) -> int:
    """Return the largest number of vehicles that one convoy of any of these driven lifts may have in any world."""
    stated = {name: scenario.lift[name].most_vehicles or 1 for name in lifts}
    return floor(max(reach(scenario, f"lift.{name}.most_vehicles", most)[1] for name, most in stated.items()) + 0.5)


def only_driven(
    scenario: Scenario, lifts: set[str], *, on_the_way: bool = False
) -> dict[str, tuple[list[tuple[str, Lot]], set[str]]]:
    """Return site -> (required lots with `drives` that can leave it only by `lifts`, the lifts by which they can).

    A lot counts at the site at which it begins; with `on_the_way` also at the sites that it passes on all its ways.
    """
    found: dict[str, tuple[list[tuple[str, Lot]], set[str]]] = {}
    for name, lot in scenario.lot.items():
        if lot.drives is None or not lot.is_required or lot.disposition != "ship":
            continue
        ways = journeys(lot, scenario)
        passed = [site for site in ways[0].sites if all(site in way.sites for way in ways)] if ways else []
        for site in passed if on_the_way else passed[:1]:
            by = {lift for way in ways for hop in way.hops if hop.site == site for lift in hop.lifts}
            if by and by <= lifts:
                lots, others = found.setdefault(site, ([], set()))
                lots.append((name, lot))
                others |= by
    return found


def only_riding(scenario: Scenario, lifts: set[str]) -> dict[str, list[tuple[str, Group]]]:
    """Return, for each site, the required groups that begin at the site and can leave it only by `lifts`."""
    found: dict[str, list[tuple[str, Group]]] = {}
    for name, group in scenario.group.items():
        first = {lift for way in journeys(group, scenario) for lift in way.hops[0].lifts}
        if group.required and first and first <= lifts:
            found.setdefault(group.site, []).append((name, group))
    return found
