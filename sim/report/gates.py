"""What opened and closed in a history: holds, permissions, sites."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.chain.clearing import clearings
from sim.model.calendars import NEVER
from sim.model.terms import Fate
from sim.report.history import Event, History
from sim.report.words import count

__all__ = ["cleared", "gates"]


def cleared(story: History) -> dict[int, int]:
    """Return the instant at which each hold cleared [s]; those that did not are missing."""
    found = clearings(story.world, story.trajectory)
    return {row: clearing.at for row, clearing in enumerate(found) if clearing.at < NEVER}


def gates(story: History, holds: dict[int, int]) -> Iterator[Event]:
    """Yield the holds that cleared after the start, permissions given and withdrawn, sites that emptied."""
    for row, at in holds.items():
        if 0 < at <= story.trajectory.end:
            yield at, 6, f'hold "{story.plan.name_of("hold", row)}" clears'
    for shut in story.shut:
        if shut.outage < 0:
            name = story.lift(shut.lift)
            if shut.begins > 0:
                yield shut.begins, 0, f"permission for {name} is withdrawn"
            if shut.until <= story.trajectory.end:
                yield shut.until, 0, f"permission for {name} is given"
    for row, site in enumerate(story.world.rows("site")):
        here = [m for m in story.movers if story.lots[m.lot].site == row]
        required = [min(m.up, m.left) for m in here if story.lots[m.lot].required]
        if not site.base or not required or not 0 < max(required) < NEVER:
            continue
        there = sum(
            m.fate == Fate.OPEN or max(required) < min(m.up, m.left) < NEVER for m in here if m.fate != Fate.LEFT
        )
        wanted = f"; {count(there)} wanted still to go" if there else ""
        yield max(required), 7, f"{story.site(row)}: all that is required has left{wanted}"
