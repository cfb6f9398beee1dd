"""Events of the legs of sorties: arrivals and offloading, delays on the way, tasks of ground times, and crews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.model.terms import Cause, Fate
from sim.model.world.attacks import attacks
from sim.model.world.flying import recovery_seconds
from sim.report.history import Event, History
from sim.report.words import span

__all__ = ["NOTICED", "departure", "legs"]

NOTICED = 15 * 60
"""Shortest delay or wait that is reported [s]; for landing at a site and for take-off it is a minute."""
LONG = 2 * 3600
"""Shortest task that is reported even if it did not wait to begin [s]; its machine may have failed."""
OUTBOUND = 1
"""Number of the leg from the site of a sortie to its destination."""


def legs(story: History, everything: bool) -> Iterator[Event]:
    """Yield how legs ended, and what tasks and crews waited for.

    Parameters
    ----------
    story
        The history.
    everything
        Whether to include all tasks and crews; otherwise only waits of at least NOTICED and tasks of at least LONG.
    """
    yield from _set_down(story)
    yield from _tasks(story, everything)
    yield from _crews(story, everything)


def _set_down(story: History) -> Iterator[Event]:
    """Yield each arrival of a sortie at its destination, or back at its site, with the delays on the way."""
    for down in story.downs:
        sortie, name, place = story.sorties[down.sortie], story.sortie(down.sortie), story.site(down.site)
        lift = story.lifts[sortie.lift]
        if sortie.fate == Fate.TURNED_BACK:
            to = story.site(lift.to)
            yield down.landed, 2, f"{name} is back at {place} with what it carried: {to} may not be used"
            continue
        notes = []
        lost = recovery_seconds(story.world, lift, sortie.number, sortie.attempt, OUTBOUND, sortie.mpos)
        if lost:
            notes.append(f"breakdowns cost {span(lost)}")
        leg = next(row for row in story.world.rows("leg") if (row.lift, row.site) == (sortie.lift, sortie.site))
        losses = attacks(story.world, lift, leg, sortie.number, sortie.attempt, OUTBOUND)
        if losses:
            subject = "an attack" if len(losses) == 1 else f"{len(losses)} attacks"
            notes.append(f"{subject} cost {span(sum(losses))}")
        if down.landed - down.overhead >= NOTICED:
            notes.append(f"waited {span(down.landed - down.overhead)} {_down_wait(story, down)}".rstrip())
        remarks = f" ({'; '.join(notes)})" if notes else ""
        until = f", offloaded {story.hour(down.ended, down.landed)}" if sortie.fate != Fate.EMPTY else ", empty"
        yield down.landed, 2, f"{name} comes to {place}, {span(down.overhead - sortie.up)} on the way{remarks}{until}"


def _down_wait(story: History, down: Any) -> str:
    """Return the words for what a sortie waited for before it landed at its destination; empty for other causes."""
    if down.cause == Cause.SPOT:
        freed = f", freed by {story.sortie(down.ref)}" if down.ref >= 0 else ""
        return f"for {story.spot(story.sorties[down.sortie].lift)}{freed}"
    if down.cause == Cause.RUNWAY:
        return f"for {story.way_in(story.sorties[down.sortie].lift)}, {story.closed_until(down.site, down.landed)}"
    return "for permission" if down.cause == Cause.PERMISSION else ""


def _tasks(story: History, everything: bool) -> Iterator[Event]:
    """Yield tasks of ground times, all or only those that took or waited long, and long waits for a working spot."""
    kinds = {spec.kind: row for row, spec in enumerate(story.world.rows("resource"))}
    for job in story.jobs:
        name, waited = story.sortie(job.sortie), job.began - job.since
        freed = f", freed by {story.sortie(job.ref)}" if job.ref >= 0 else ""
        if job.task < 0:
            if waited >= NOTICED:
                yield job.began, 4, f"{name} has a working spot; waited {span(waited)}{freed}"
            continue
        spec, task = story.world.rows("task")[job.task], story.last("task", job.task)
        why = ""
        if waited >= NOTICED and not spec.loads:  # what the loading waited for is reported with the load
            what = {Cause.SHIFT: " for ramp hours"}.get(job.cause, "")
            if job.cause == Cause.TOOL:
                what = f" for a {story.last('resource', kinds[spec.kind])}"
            why = f"; waited {span(waited)}{what}{freed}"
        long = job.ended - job.began >= LONG and not spec.loads
        if everything or why or long:
            yield job.began, 4, f"{name}: {task}, until {story.hour(job.ended, job.began)}{why}"


def _crews(story: History, everything: bool) -> Iterator[Event]:
    """Yield the crew of each leg; without `everything`, only if the sortie waited long at home for a crew."""
    for duty in story.duties:
        waited = duty.departs - duty.since if duty.leg != OUTBOUND else 0  # a wait at the site is reported at take-off
        if not everything and waited < NOTICED:
            continue
        name, way = story.sortie(duty.sortie), "home" if duty.leg != OUTBOUND else story.site(_site(story, duty))
        since = f"crew {duty.crew + 1}, on duty since {story.hour(duty.duty, duty.departs)}"
        why = f"; waited {span(waited)} for a rested crew" if waited >= NOTICED else ""
        yield duty.departs, 4, f"{name} sets out from {way} with {since}{why}"


def _site(story: History, duty: Any) -> int:
    return int(story.sorties[duty.sortie].site)


def departure(story: History, row: int) -> str:
    """Return the words for repair and waits between loading and take-off; empty if there was neither."""
    sortie, notes = story.sorties[row], []
    done = max([sortie.loaded, *(job.ended for job in story.jobs_of.get(row, ()))])
    if sortie.ready > done:
        notes.append(f"repaired for {span(sortie.ready - done)}")
    if sortie.up - sortie.ready >= 60:
        why = {
            Cause.SHIFT: "for the hours in which it moves",
            Cause.HEADWAY: "for the interval after the previous departure",
            Cause.CREW: "for a rested crew",
        }.get(sortie.up_cause, f"for {_hours(story, sortie)}")
        notes.append(f"waited {span(sortie.up - sortie.ready)} {why}")
    return f" ({'; '.join(notes)})" if notes else ""


def _hours(story: History, sortie: Any) -> str:
    """Return the words for what a departure waited for: its own runway or gate, or the hours of its destination."""
    to = story.lifts[sortie.lift].to
    own = any(row.site == sortie.site and row.until == sortie.up for row in story.shut)
    if not own and story.world.rows("site")[sortie.site].runway < 0 <= story.world.rows("site")[to].runway:
        return f"open hours at {story.site(to)}"
    return f"{story.way_in(sortie.lift)}, {story.closed_until(sortie.site, sortie.up)}"
