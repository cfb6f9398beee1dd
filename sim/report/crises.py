"""Sentences on what each crisis will do according to the file, and events for what it did in a history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Stops, Way
from sim.model.world.crises import freed, holds_of, sites_of
from sim.model.world.means import Means
from sim.report.history import Event, History
from sim.report.words import day, number, plural, tonnes

__all__ = ["crises", "stated"]

BECOMES: Final = {
    Way.TRANSFER: "handed over",
    Way.SELL: "sold",
    Way.DESTROY: "destroyed",
    Way.RETAIN: "retained in the country",
    Way.ABANDON: "left behind",
}
"""Disposition that a crisis gives to wanted equipment -> words for what becomes of the equipment."""


def stated(plan: Plan) -> list[str]:
    """Return a sentence for each crisis: where and when it begins, with which probability, and what it then does."""
    means = Means(plan)
    return [_stated(means, row, name) for row, name in enumerate(plan.names["crisis"])]


def _stated(means: Means, row: int, name: str) -> str:
    """Return the sentence for one crisis."""
    spec, plan = means.rows("crisis")[row], means.plan
    if spec.after < 0:
        when = f"on {day(max(0, spec.on), plan.clock)}"
    else:
        low, high = means.spread(spec.after)
        when = f"on {day(low, plan.clock)}"
        if day(low, plan.clock) != day(high, plan.clock):
            when = f"between {day(low, plan.clock)} and {day(high, plan.clock)} in 9 of 10 cases"
    chance = means.value(spec.chance_s)
    if chance < 1.0:
        when += f", with probability {number(chance, 2)}"
    does = ["movers there are released at once from dates and plans"] * bool(spec.release)
    does += [f'hold "{plan.name_of("hold", hold)}" is lifted' for hold in holds_of(means, row)]
    does += ["people are loaded before equipment"] * bool(spec.people_first)
    if spec.way != Way.SHIP:
        does.append(f"wanted equipment for which this is allowed is {BECOMES[Way(spec.way)]}")
    does += _closes(means, row)
    return f"{name} at {_sites(means, row)} {when}: {'; '.join(does)} (not in the dates of this check)"


def _closes(means: Means, row: int) -> list[str]:
    """Return the words for what a crisis closes, and for how long; empty if it closes nothing."""
    closed = _closed(means, row)
    if not closed:
        return []
    spec = means.rows("crisis")[row]
    if spec.lasts < 0:
        return [f"{', '.join(closed)} closed from then on"]
    low, high = (end / 86_400 for end in means.spread(spec.lasts))
    lasts = number(low) if high - low < 0.5 else f"{number(low)} to {number(high)}"
    return [f"{', '.join(closed)} closed for {lasts} days"]


def _closed(numbers: Any, row: int) -> list[str]:
    """Return the names of what a crisis closes: parts of its sites, the way to them, lifts and routes."""
    spec, plan = numbers.rows("crisis")[row], numbers.plan
    named = [part.name.lower() for part in Stops if spec.stops >> part & 1]
    named += ["the way there"] * bool(spec.shuts)
    named += [plan.name_of("lift", lift) for lift in plan.crisis_lifts[row].nonzero()[0].tolist()]
    return named + [
        f'route "{plan.name_of("route", route)}"' for route in plan.crisis_routes[row].nonzero()[0].tolist()
    ]


def _sites(numbers: Any, row: int) -> str:
    """Return the names of the sites that a crisis hits; "all sites" if it hits every site of several in country."""
    hit, plan = sites_of(numbers, row), numbers.plan
    every = sorted(set(hit)) == [at for at, site in enumerate(numbers.rows("site")) if site.base]
    return "all sites" if every and len(hit) > 1 else ", ".join(plan.name_of("site", site) for site in hit)


def crises(story: History) -> Iterator[Event]:
    """Yield each crisis that began before a history ended, with what it did."""
    for row, at in enumerate(story.world.crises):
        if at > story.trajectory.end:
            continue
        spec = story.world.rows("crisis")[row]
        does = [f"{plural(n, 'mover')} released"] if spec.release and (n := _released(story, row, at)) else []
        does += [f'hold "{story.plan.name_of("hold", hold)}" is lifted' for hold in _still_kept(story, row, at)]
        does += ["people go before equipment"] * bool(spec.people_first)
        does += [f"{part} closed" for part in _closed(story.world, row)]
        given = _given(story, row, at) if spec.way != Way.SHIP else []
        if given:
            weight = tonnes(sum(story.movers[mover].kg for mover in given) / 1000)
            to_be = "" if spec.way == Way.ABANDON else "to be "
            does.append(f"{plural(len(given), 'item')} ({weight}) {to_be}{BECOMES[Way(spec.way)]}")
        name = story.plan.name_of("crisis", row)
        done = ", ".join(does) or "it has no effect any more"
        yield at, 4, f'crisis "{name}" at {_sites(story.world, row)}: {done}'


def _released(story: History, row: int, at: int) -> int:
    """Return how many movers a crisis released before their date or plan, of those that begin at its sites."""
    planned, sites = freed(story.world, before=at), set(sites_of(story.world, row))
    return sum(
        m.arrived <= at < planned[number_] and at <= m.released and at <= min(m.up, m.left)
        for number_, m in enumerate(story.movers)
        if story.lots[m.lot].site in sites
    )


def _still_kept(story: History, row: int, at: int) -> list[int]:
    """Return the rows of the holds that a crisis lifted before they had cleared."""
    found = story.clearings
    return [hold for hold in holds_of(story.world, row) if at <= found[hold].at < NEVER]


def _given(story: History, row: int, at: int) -> list[int]:
    """Return the rows of the items that a crisis left behind or gave another disposition when it began."""
    way, sites = story.world.rows("crisis")[row].way, set(sites_of(story.world, row))
    if way == Way.ABANDON:
        items = [number_ for number_, m in enumerate(story.movers) if m.left == at and not story.lots[m.lot].person]
    else:
        given = story.trajectory.given
        items = given["mover"][(given["at"] == at) & (given["way"] == way)].tolist()
    return [mover for mover in items if story.stays[mover][-1].site in sites]
