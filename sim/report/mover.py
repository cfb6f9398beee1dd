"""The events of one person or item in a history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.domain.check.finding import nearest
from sim.errors import ConfigError, Problem
from sim.model.calendars import NEVER
from sim.model.terms import Cause, Fate, Way
from sim.report.history import Event, History
from sim.report.reviews import ENDED
from sim.report.station_work import visit_words
from sim.report.words import plural, span, tonnes

DISPOSITIONS = {
    Way.TRANSFER: "to be handed over",
    Way.SELL: "to be sold",
    Way.DESTROY: "to be destroyed",
    Way.RETAIN: "to be retained in the country",
}
FEW = 8
"""An error about an unknown name lists the groups and lots if they are at most this many and none is similar."""
__all__ = ["find_mover", "mover_events"]


def find_mover(story: History, name: str) -> int:
    """Return the row of a mover by its name, such as "guards/3": its group or lot, and its number in it, from 1.

    Raises
    ------
    ConfigError
        There is no such group or lot, or it has no such member in this history.
    """
    lot, _, index = name.rpartition("/")
    names = story.plan.names["lot"]
    if lot not in names:
        known = nearest(lot or name, names)
        of_few = f"; groups and lots: {', '.join(names)}" if known is None and len(names) <= FEW else ""
        text = f'expected a group or lot and a number, such as "{known or names[0]}/1"{of_few}'
        raise ConfigError([Problem("command line", None, "--mover", f'"{name}"', text, known and f"{known}/1")])
    row = names.index(lot)
    members = [number for number, mover in enumerate(story.movers) if mover.lot == row]
    if not members:
        text = f"expected a group or lot with members: {lot} has none in this history"
        raise ConfigError([Problem("command line", None, "--mover", f'"{name}"', text)])
    if not index.isdecimal() or not 1 <= int(index) <= len(members):
        text = f"expected a number from 1 to {len(members)} after the slash"
        raise ConfigError([Problem("command line", None, "--mover", f'"{name}"', text)])
    return members[int(index) - 1]


def mover_events(story: History, number: int) -> Iterator[Event]:
    """Yield the events of the mover in row `number`."""
    mover = story.movers[number]
    lot, name = story.lots[mover.lot], story.mover(number)
    what = "a person" if lot.person else tonnes(mover.kg / 1000)
    if mover.up == 0:
        yield 0, 0, f"{name} had left before the start"
        return
    if mover.arrived < NEVER:
        yield mover.arrived, 0, f"{name} ({what}) is at {story.site(lot.site)}"
    if NEVER > mover.released > mover.arrived:
        wait = span(mover.released - mover.arrived)
        held = lot.begin_hold >= 0 and story.clearings[lot.begin_hold].at == mover.released
        hold = f' (hold "{story.plan.name_of("hold", lot.begin_hold)}")' if held else ""
        yield mover.released, 1, f"{name} may begin, after {wait}{hold}"
    for visit in story.visits:
        if visit.mover == number and visit.place >= 0:
            yield min(visit.started, visit.arrived if visit.started >= NEVER else NEVER), 2, visit_words(story, visit)
    for row in story.trajectory.given[story.trajectory.given["mover"] == number]:
        what = f"given up: {DISPOSITIONS[Way(row['way'])]}" if row["way"] != Way.SHIP else "taken back, to be shipped"
        yield int(row["at"]), 1, f"{name} is {what}"
    for (row, who), call in story.missed.items():
        if who == number:
            words = f"does not turn up for {story.sortie(row)}"
            if call < 0:
                words = f"is called for {story.sortie(row)}, and has to stay because others do not turn up"
            yield story.sorties[row].worked, 4, f"{name} {words}"
    yield from _stays(story, number)
    if mover.up < NEVER:
        return
    if mover.fate == Fate.LEFT:
        yield mover.left, 9, f"{name} is left behind"
    elif mover.fate in ENDED:
        yield mover.left, 9, f"{name} has been {ENDED[mover.fate]}"
    else:
        is_here = mover.arrived <= story.trajectory.end
        where = "is still in country" if is_here else "has not come yet"
        yield story.trajectory.end, 9, f"{name} {where} when the history ends"


def _stays(story: History, number: int) -> Iterator[Event]:
    """Yield how a mover goes from place to place: its arrivals, staging, loading and departures."""
    downs = {down.sortie: down for down in story.downs}
    name = story.mover(number)
    for turn, stay in enumerate(story.stays[number]):
        if turn and stay.arrived < NEVER:
            yield stay.arrived, 0, f"{name} is at {story.site(stay.site)}"
        if stay.staged < NEVER:
            yield stay.staged, 3, f"{name} is ready and waits for lift"
        if stay.sortie >= 0:
            yield from _ride(story, stay)
            down = downs.get(stay.sortie)
            if down is not None and story.sorties[stay.sortie].fate == Fate.TURNED_BACK:
                yield down.landed, 0, f"is back at {story.site(down.site)}, where it set out"
            elif down is not None and turn + 1 == len(story.stays[number]) and down.landed < NEVER:
                yield down.landed, 6, f"comes to {story.site(down.site)}"


def _ride(story: History, stay: Any) -> Iterator[Event]:
    """Yield the loading of a mover on the sortie that took it from a stay, and the departure of that sortie."""
    sortie, flight = story.sorties[stay.sortie], story.sortie(stay.sortie)
    others = plural(len(story.chalk.get(stay.sortie, [0])) - 1, "other")
    waited = span(sortie.worked - stay.staged)
    why = {
        Cause.TEAM: "a load team",
        Cause.WORKING: "a working spot",
        Cause.SHIFT: "ramp hours",
        Cause.TOOL: "a machine",
        Cause.ROOM: f"room at {story.site(story.lifts[sortie.lift].to)}",
    }.get(sortie.load_cause, "")
    last = f"; {flight} had waited for {why}" if why else ""
    yield sortie.worked, 4, f"loaded on {flight} with {others}, {waited} after it was ready{last}"
    if stay.up < NEVER:
        yield stay.up, 5, f"leaves {story.site(sortie.site)} on {flight}"
