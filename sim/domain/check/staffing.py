"""Stations and ramps that never have staff: a mover that must be prepared or loaded there never leaves."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.begun import passed, staged
from sim.domain.check.blocks import Block
from sim.domain.check.cargo import carriers
from sim.domain.check.finding import Finding, quoted
from sim.domain.counted import allowed, counts
from sim.domain.crises import lifted_by
from sim.domain.force import Group
from sim.domain.scenario import Scenario

__all__ = ["unstaffed"]


def unstaffed(block: Block, scenario: Scenario) -> Finding | None:
    """Return the finding that a block can never be prepared or loaded for lack of staff; None if it can be.

    Notes
    -----
    A station works only while members of the group that staffs it are present. People need no load team, and a group
    skips the stations that it staffs itself. Wanted movers are not judged: they stay behind in the end.
    """
    if not block.required:
        return None
    for path, place, group in _staff_needed(block, scenario):
        people = scenario.group.get(group)
        if people is None or people.site != block.mover.site:
            continue  # the check of references reports this
        if people.count - people.start.left <= 0:
            text = f"expected a group with people: {place} works only with them, and {block} can never leave"
            return Finding(path, quoted(group), text)
        hold = block.mover.begin_after
        if hold in scenario.hold and _needs_gone(hold, group, people, scenario):
            text = f"expected a hold that does not wait for group {quoted(group)}"
            why = f"{block} begins only when they have gone, and {place} works only with them"
            return Finding((block.section, block.name, "begin_after"), quoted(hold), f"{text}: {why}")
    return None


def _staff_needed(block: Block, scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield (path, place in words, group) for each station or ramp where a group must work on a block."""
    name, mover = block.mover.site, block.mover
    site = scenario.site.get(name)
    if site is None:
        return
    at = f"{block.section}.{block.name}"
    unstaged = block.count - staged(scenario, at, mover)[1]
    for title in reversed(mover.stations):
        from_here_on = mover.stations[mover.stations.index(title) :]
        yet_to_pass = unstaged - sum(passed(scenario, at, mover, other)[1] for other in from_here_on)
        group = site.station[title].staffed_by if title in site.station else None
        if group is not None and group != block.name and yet_to_pass > 0:
            yield ("site", name, "station", title, "staffed_by"), f"station {title}", group
    lifts = carriers(mover, scenario).values()
    if (
        not isinstance(mover, Group)
        and site.teams_staffed_by is not None
        and lifts
        and all(lift.uses_ramp for lift in lifts)
    ):
        yield ("site", name, "teams_staffed_by"), "the ramp", site.teams_staffed_by


def _needs_gone(hold: str, name: str, people: Group, scenario: Scenario) -> bool:
    """Whether a hold is satisfied only once all people of a group have gone."""
    spec = scenario.hold[hold]
    if (
        spec.at_latest is not None
        or lifted_by(hold, scenario, surely=True)
        or (spec.need == "any" and len(spec.until) + len(spec.after) > 1)
    ):
        return False
    leaving = [condition for condition in spec.until if not condition.is_staging and not allowed(condition, scenario)]
    return any(counts(condition, name, people) for condition in leaving)
