"""Events of missions and trips in a history: how each was tasked, came, was loaded and left, or why it did not come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.analysis.sums.mode import flies
from sim.model.calendars import NEVER, is_open
from sim.model.terms import Cause, Fate, Stops
from sim.report.chalk import left_out
from sim.report.history import Event, History
from sim.report.legs import NOTICED, departure
from sim.report.words import plural, span, tonnes

__all__ = ["flights"]

LONG = 3600
"""A wait of a landed sortie for an earlier task is reported from this length [s]; other waits from NOTICED."""


def flights(story: History, holds: Mapping[int, int], everything: bool) -> Iterator[Event]:
    """Yield the events of every mission and trip.

    Parameters
    ----------
    story
        The history.
    holds
        Row of each hold that cleared -> instant at which it cleared [s].
    everything
        Whether to include each tasking and each mission that was not tasked; otherwise the latter are summed up.
    """
    if not everything:
        yield from _not_tasked(story)
    for row, sortie in enumerate(story.sorties):
        name = f"{story.sortie(row)}{story.configuration(sortie)}"
        place = story.site(sortie.site)
        if sortie.fate in (Fate.STRUCK, Fate.SHUT):
            if everything:
                yield sortie.tasked, 9, f"{name} is not tasked: {_why_not(sortie)}"
            continue
        if everything:
            yield sortie.tasked, 1, f"{name} is tasked to {place}, planned {story.at(sortie.planned)}"
        if sortie.fate in (Fate.REFUSED, Fate.CANCELLED):
            word = "is refused clearance" if sortie.fate == Fate.REFUSED else "is cancelled"
            yield max(sortie.planned, sortie.tasked), 1, f"{name} to {place} {word}{_again(story, row)}"
        elif sortie.fate == Fate.WAVED_OFF:
            yield sortie.free, 1, f"{name} to {place} is waved off: nothing is left to carry"
        elif sortie.fate == Fate.TURNED_BACK and sortie.landed >= NEVER:
            yield sortie.overhead, 1, f"{name} to {place} turns back: permission was withdrawn{_again(story, row)}"
        elif sortie.fate == Fate.DIVERTED:
            held = story.world.whole(story.lifts[sortie.lift].holding_s)
            fate = ("land at", "diverts") if flies(story.plan, sortie.lift) else ("come into", "turns away")
            why = f"{name} cannot {fate[0]} {place} and {fate[1]} after {span(held)}"
            yield sortie.overhead + held, 1, f"{why}{_again(story, row)}"
        elif sortie.landed < NEVER:
            yield from _visit(story, row, sortie, name, place, holds)


def _visit(story: History, row: int, sortie: Any, name: str, place: str, holds: Mapping[int, int]) -> Iterator[Event]:
    """Yield landing, loading and departure of a sortie; for a lift that uses no ramp, only the departure.

    If the destination may no longer be used when a sortie is to depart, unloading takes the place of the departure. If
    it closes while the sortie is on the way, the sortie turns back; `legs` yields its return.
    """
    if story.lifts[sortie.lift].uses_ramp:
        spot = f", spot {sortie.spot + 1}" if sortie.spot >= 0 else ""
        comes = "lands at" if flies(story.plan, sortie.lift) else "comes to"
        yield sortie.landed, 3, f"{name} {comes} {place}{_late(story, sortie, name)}{spot}"
        if sortie.worked < NEVER:
            text = f"loading {name}: {story.force(story.chalk.get(row, ()))}"
            out = left_out(story, row, holds)
            waited = _load_wait(story, sortie)
            yield sortie.worked, 4, text + (f"; left out: {out}" if out else "") + waited
    if sortie.fate == Fate.TURNED_BACK and sortie.up >= NEVER:
        to = story.site(story.lifts[sortie.lift].to)
        yield _unloaded_at(story, sortie), 5, f"{name} is unloaded at {place}: {to} may not be used{_again(story, row)}"
    if sortie.up < NEVER:
        yield sortie.up, 5, f"{name} leaves {place} {_with(story, row, sortie)}{departure(story, row)}"


def _unloaded_at(story: History, sortie: Any) -> int:
    """Return when a sortie was unloaded [s]: when it was ready, or when its destination closed if that was later."""
    opens, closes = story.world.set_down[sortie.lift]
    if not is_open(opens, closes, sortie.ready):
        return int(sortie.ready)
    return next((int(close) for close in closes if close > sortie.ready), int(sortie.ready))


def _with(story: History, row: int, sortie: Any) -> str:
    """Return the words for what a sortie carries."""
    if sortie.fate == Fate.EMPTY:
        return "empty"
    if not story.lifts[sortie.lift].uses_ramp:
        return f"with {story.force(story.chalk.get(row, ()))}"
    cargo = sortie.kg - sum(m.kg for m in _people(story, row))
    parts = [tonnes(cargo / 1000)] if cargo else []
    parts += [plural(sortie.people, "person", "people")] if sortie.people else []
    return f"with {' and '.join(parts)}"


def _people(story: History, row: int) -> list[Any]:
    """Return the people on a sortie."""
    movers = [story.movers[number] for number in story.chalk.get(row, ())]
    return [mover for mover in movers if story.lots[mover.lot].person]


def _late(story: History, sortie: Any, name: str) -> str:
    """Return the words, in parentheses, for a late arrival and a wait before landing; empty if both were short."""
    notes = []
    if sortie.overhead - sortie.planned >= NOTICED:
        notes.append(f"{span(sortie.overhead - sortie.planned)} late")
    if sortie.landed - sortie.overhead >= 60:
        waited = f"waited {span(sortie.landed - sortie.overhead)}"
        if sortie.land_cause == Cause.SPOT:
            freed = f", freed by {story.sortie(sortie.land_ref)}" if sortie.land_ref >= 0 else ""
            notes.append(f"{waited} for {story.spot(sortie.lift)}{freed}")
        else:
            notes.append(f"{waited} for {story.way_in(sortie.lift)}, {story.closed_until(sortie.site, sortie.landed)}")
    return f" ({'; '.join(notes)})" if notes else ""


def _load_wait(story: History, sortie: Any) -> str:
    """Return the words for a wait between landing and loading; empty if it was short."""
    if sortie.worked - sortie.landed < (LONG if sortie.load_cause == Cause.TASK else NOTICED):
        return ""
    what = {
        Cause.WORKING: "for a working spot",
        Cause.TEAM: "for a load team",
        Cause.STAFF: "for people to form a load team",
        Cause.SHIFT: f"for the ramp, {story.closed_until(sortie.site, sortie.worked, Stops.RAMP)}",
        Cause.CARGO: "until there was enough to carry, or nothing more to come",
        Cause.PATIENCE: "for a fuller load, as long as allowed",
        Cause.TOOL: "for a machine",
        Cause.TASK: "while the previous task was done",
        Cause.ROOM: f"for room at {story.site(story.lifts[sortie.lift].to)}",
    }.get(sortie.load_cause, "")
    freed = f", freed by {story.sortie(sortie.load_ref)}" if sortie.load_ref >= 0 else ""
    return f"; waited {span(sortie.worked - sortie.landed)} {what}{freed}".rstrip()


def _again(story: History, row: int) -> str:
    """Return the words for what becomes of a mission that did not come, for example when it comes again."""
    sortie = story.sorties[row]
    if not story.lifts[sortie.lift].slips:
        return "; it is lost"
    for later in story.sorties[row + 1 :]:
        if (later.lift, later.number, later.attempt) == (sortie.lift, sortie.number, sortie.attempt + 1):
            return f"; again {story.at(later.planned)}"
    return "; it does not come again"


def _why_not(sortie: Any) -> str:
    return "no permission" if sortie.fate == Fate.SHUT else "nothing to carry"


def _not_tasked(story: History) -> Iterator[Event]:
    """Yield one event for each run of consecutive missions of a lift that were not tasked for the same reason."""
    last: dict[int, Any] = {}
    runs: dict[int, list[int]] = {}
    found: list[list[int]] = []
    for row, sortie in enumerate(story.sorties):
        none = sortie.fate in (Fate.STRUCK, Fate.SHUT)
        before = last.get(sortie.lift)
        if none and before is not None and before.fate == sortie.fate:
            runs[sortie.lift].append(row)
        elif none:
            runs[sortie.lift] = [row]
            found.append(runs[sortie.lift])
        last[sortie.lift] = sortie
    for run in found:
        first, until = story.sorties[run[0]], story.at(story.sorties[run[-1]].tasked)
        what = f"{story.sortie(run[0])} is not tasked"
        if len(run) > 1:
            what = f"{plural(len(run), 'mission')} of {story.lift(first.lift)}, up to {until}, are not tasked"
        yield first.tasked, 8, f"{what}: {_why_not(first)}"
