"""Events of reviews in a history, and of movers that were handed over, sold, destroyed or retained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sim.model.calendars import NEVER
from sim.model.schema.row import rows
from sim.model.terms import Fate, Response, Step, Way
from sim.report.history import Event, History
from sim.report.words import day, number, plural, tonnes

__all__ = ["ENDED", "disposals", "reviews"]

ENDED: Final = {
    Fate.TRANSFERRED: "handed over to the host",
    Fate.SOLD: "sold",
    Fate.DESTROYED: "destroyed under supervision",
    Fate.RETAINED: "retained in the country",
}
"""Fate of a mover that did not leave the country -> its words."""
PEOPLE: Final = 1
"""Value of `Milestone.of` for a milestone that counts people."""


def reviews(story: History) -> Iterator[Event]:
    """Yield each review with its projection, and each response with its result."""
    for row in rows(story.trajectory.reviewed):
        yield row.at, 5, _look(story, row) if row.kind < 0 else _response(story, row)


def _look(story: History, row: Any) -> str:
    """Return the words for a review: how much is left to go, at which pace, and the date that follows from this."""
    plan = story.plan
    milestone = int(plan.review["milestone"][0])
    heads = plan.milestone["of"][milestone] == PEOPLE
    what = f'review of "{plan.names["milestone"][milestone]}"'
    rest = f"{row.remaining:,.0f} people" if heads else tonnes(row.remaining / 1000)
    if row.remaining <= 0:
        return f"{what}: nothing is left to go"
    if row.pace <= 0 and row.effect >= NEVER:
        passed = "come through the stations" if row.subject == Step.STATIONS else "left"
        return f"{what}: {rest} to go, and nothing has {passed} lately, so no date can be projected"
    pace = f"{row.pace:,.0f} people a day" if heads else f"{tonnes(row.pace / 1000)} a day"
    when = "never" if row.effect >= NEVER else day(row.effect, plan.clock)
    step = "come through the stations" if row.subject == Step.STATIONS else "leave"
    return f"{what}: {rest} to go, {pace} {step}, so out {when}"


def _response(story: History, row: Any) -> str:
    """Return the words for a response to a review."""
    match row.kind:
        case Response.LIFT:
            answer = "granted" if row.granted else "refused"
            return f"more {story.lift(row.subject)} is requested; {answer} on {day(row.effect, story.plan.clock)}"
        case Response.CALL:
            answer = "granted" if row.granted else "refused"
            return f"{story.lift(row.subject)} is called; {answer} on {day(row.effect, story.plan.clock)}"
        case Response.TAKE_BACK:
            return f"{plural(row.items, 'item')}, {tonnes(row.kg / 1000)}: fit again and are to be shipped after all"
        case Response.FAVOUR:
            return _turn(story, row)
        case Response.HOURS:
            return f"{story.site(row.subject)} works {number(row.granted / 3600)} h longer than planned from now on"
    if row.items == 0:
        return "nothing has to be given up, or nothing may be"
    verb = f"given up, {_to_be(story, row.at)}" if row.kind == Response.DISPOSE else "left behind"
    price = "" if row.price != row.price else f"; price of lift {row.price:,.0f} USD a sortie"
    return f"{plural(row.items, 'item')}, {tonnes(row.kg / 1000)}: {verb}{price}"


def _turn(story: History, row: Any) -> str:
    """Return the words for the response `favour` to one site: its place in the order for shared lift, and why."""
    site = story.site(row.subject)
    if not row.granted:
        return f"{site} is no longer behind: shared lift goes there in the usual order again"
    turn = "first" if row.number == 1 else f"as number {row.number} of the sites behind"
    never = row.effect >= NEVER
    ends = "nothing leaves it" if never else f"all gone by {day(row.effect, story.plan.clock)} at this pace"
    return f"{site} is behind, {ends}: shared lift goes there {turn}"


def _to_be(story: History, at: int) -> str:
    """Return the words for what becomes of the items given up at an instant [s]; "retained" only if some are."""
    given = story.trajectory.given
    retained = (given["way"][given["at"] == at] == Way.RETAIN).any()
    return f"to be handed over, sold{', destroyed or retained' if retained else ' or destroyed'}"


def disposals(story: History) -> Iterator[Event]:
    """Yield for each day, site and disposition the movers that were handed over, sold, destroyed or retained."""
    ended: dict[tuple[str, int, Fate], list[int]] = {}
    for number_, mover in enumerate(story.movers):
        if mover.fate in ENDED:
            key = (story.at(mover.left)[:6], story.stays[number_][-1].site, Fate(mover.fate))
            ended.setdefault(key, []).append(number_)
    for (_, site, fate), movers in ended.items():
        last = max(story.movers[m].left for m in movers)
        yield last, 8, f"{story.site(site)} today: {ENDED[fate]}: {story.force(movers)}"
