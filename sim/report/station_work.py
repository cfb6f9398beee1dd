"""Events of the work at stations in a history: totals for each day and site, or every visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.domain.dates import local_midnights
from sim.model.calendars import NEVER
from sim.model.terms import Cause, Way
from sim.report.history import Event, History
from sim.report.words import span

__all__ = ["station_days", "visit_words", "visits"]

LONG = 3600
"""Shortest wait that the summary of a day reports [s]."""


def station_days(story: History) -> Iterator[Event]:
    """Yield for each day and site how many visits each station finished, and how many of them were rework.

    The longest wait of these visits follows if it is at least `LONG`.
    """
    clock, horizon = story.plan.clock, story.plan.horizon
    day_ends = [*[second for _, second in local_midnights(clock, horizon)][1:], horizon]  # the last day may be partial
    done: dict[tuple[int, int], list[Any]] = {}
    day = 0
    for visit in sorted((v for v in story.visits if v.place >= 0 and v.ended < NEVER), key=lambda v: v.ended):
        while day < len(day_ends) - 1 and visit.ended > day_ends[day]:
            day += 1
        site = story.world.rows("station")[visit.place].site
        done.setdefault((day, site), []).append(visit)
    for (number, site), finished in sorted(done.items()):
        at = min(day_ends[number], story.trajectory.end) - 1
        yield max(at, max(v.ended for v in finished)), 8, f"{story.site(site)} today: {_finished(story, finished)}"


def _finished(story: History, finished: list[Any]) -> str:
    """Return the words for the finished visits of a day and site, station by station."""
    parts = []
    for place in sorted({visit.place for visit in finished}):
        here = [visit for visit in finished if visit.place == place]
        site = story.site(int(story.plan.station["site"][place]))
        name = story.plan.name_of("station", place).removeprefix(f"{site}/")
        notes = []
        again = sum(visit.attempt > 0 for visit in here)
        if again:
            notes.append(f"{again} again")
        longest = max(visit.started - visit.arrived for visit in here)
        if longest >= LONG:
            notes.append(f"waits up to {span(longest)}")
        parts.append(f"{name} {len(here)}" + (f" ({', '.join(notes)})" if notes else ""))
    return ", ".join(parts)


def visits(story: History) -> Iterator[Event]:
    """Yield every visit to a station, at the instant at which its work began."""
    for visit in story.visits:
        if visit.place >= 0 and visit.started < NEVER:
            yield visit.started, 2, f"{story.mover(visit.mover)}: {visit_words(story, visit)}"


def visit_words(story: History, visit: Any) -> str:
    """Return the words for one visit to a station: the wait and its cause, and when the work was done, if ever."""
    name = story.plan.name_of("station", visit.place)
    again = f", visit {visit.attempt + 1}" if visit.attempt else ""
    if visit.started >= NEVER:
        given = story.trajectory.given
        decided = given[(given["mover"] == visit.mover) & (given["at"] >= visit.arrived)]
        what = "taken back" if len(decided) and decided["way"][0] == Way.SHIP else "given up"
        when = f" until {story.at(int(decided['at'][0]))}, when it is {what}" if len(decided) else ""
        left = when or ", and is never served"
        return f"queues at {name}{again}{left}"
    why = {
        Cause.SERVER: "for a free server",
        Cause.STAFF: "for its staff",
        Cause.SHIFT: "for working hours",
    }.get(visit.cause, "")
    freed = ""
    if visit.cause == Cause.SERVER and visit.ref >= 0:
        freed = f", freed by {story.mover(story.visits[visit.ref].mover)}"
    wait = story.waited(visit.arrived, visit.started)
    if visit.ended == visit.started and visit.server < 0:
        waited = f", after waiting {wait} until too few of them were left" if wait else ""
        return f"passes {name}{again} without a server, as one of the last of its staff{waited}"
    waited = f" after waiting {wait} {why}{freed}" if wait else ""
    ended = (
        "not done by the end of the clock" if visit.ended >= NEVER else f"done {story.hour(visit.ended, visit.started)}"
    )
    return f"{name}{again}{waited}, {ended}".rstrip()
