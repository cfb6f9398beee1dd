"""Events of holds, permissions, closures by crises, substitute sites, and sites that all required movers have left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.model.calendars import NEVER
from sim.model.terms import Fate
from sim.model.world.substitutes import site_of
from sim.report.history import Event, History
from sim.report.words import count

__all__ = ["cleared", "gates"]


def cleared(story: History) -> dict[int, int]:
    """Return when each hold cleared: row of the hold -> instant [s]. Holds that did not clear are left out."""
    return {row: clearing.at for row, clearing in enumerate(story.clearings) if clearing.at < NEVER}


def gates(story: History, holds: dict[int, int]) -> Iterator[Event]:
    """Yield the clearing of holds, permissions that are given or withdrawn, and the ends of closures by crises.

    Also yield the opening of substitute sites, and the departure of the last required mover from each site in country.
    `holds` is the result of `cleared`.
    """
    for row, at in holds.items():
        if 0 < at <= story.trajectory.end:
            yield at, 6, f'hold "{story.plan.name_of("hold", row)}" clears'
    for shut in story.shut:
        crisis = -1 - shut.outage - len(story.plan.permission)
        if crisis >= len(story.plan.crisis):
            continue
        if crisis >= 0 and shut.until <= story.trajectory.end:
            ended = story.plan.name_of("crisis", crisis)
            yield shut.until, 0, f'{_permitted(story, shut)} may be used again after crisis "{ended}"'
        elif shut.outage < 0 and crisis < 0:
            name = _permitted(story, shut)
            if shut.begins > 0:
                yield shut.begins, 0, f"permission for {name} is withdrawn"
            if shut.until <= story.trajectory.end:
                yield shut.until, 0, f"permission for {name} is given"
    yield from _substitutes(story)
    for row, site in enumerate(story.world.rows("site")):
        here = [(number, stay) for number, stays in enumerate(story.stays) for stay in stays if stay.site == row]
        required = [min(stay.up, m.left) for m, stay in _with_movers(story, here) if story.lots[m.lot].required]
        if not site.base or not required or not 0 < max(required) < NEVER:
            continue
        wanted_here = len({
            number
            for number, stay in here
            if not story.lots[story.movers[number].lot].required
            and stay.arrived <= max(required) < min(stay.up, story.movers[number].left)
            and story.movers[number].fate in (Fate.OUT, Fate.OPEN)
        })  # fmt: skip
        wanted = f"; {count(wanted_here)} wanted still to go" if wanted_here else ""
        yield max(required), 7, f"{story.site(row)}: all that is required has left{wanted}"


def _substitutes(story: History) -> Iterator[Event]:
    """Yield the opening of each site that took the place of another."""
    found = {(site_of(story.plan, shut.outage), shut.until) for shut in story.shut if shut.outage < 0}
    for row, at in sorted(found):
        if row >= 0 and at <= story.trajectory.end:
            lost = story.site(story.world.rows("site")[row].in_place_of)
            yield at, 0, f"{story.site(row)} opens in place of {lost}"


def _with_movers(story: History, stays: list[tuple[int, Any]]) -> list[tuple[Any, Any]]:
    """Return pairs of a mover and a stay, with the record of the mover in place of its row."""
    return [(story.movers[number], stay) for number, stay in stays]


def _permitted(story: History, shut: Any) -> str:
    """Return the name of what a row of `shut` closes: a route, a lift, a site, or a lift at a site."""
    if shut.lift <= -2:
        return f'route "{story.plan.name_of("route", -2 - shut.lift)}"'
    lift = story.lift(shut.lift) if shut.lift >= 0 else ""
    site = story.site(shut.site) if shut.site >= 0 else ""
    return " at ".join(name for name in (lift, site) if name)
