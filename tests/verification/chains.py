"""Helpers for the chain of causes behind a date: the links in hours, and a check that the links sum to the date.

A link is a span of time between the start and the date, with the one reason to which this span is due.
"""

from __future__ import annotations

from itertools import pairwise

from sim.analysis.causes import Link, Log, ReasonKind, chain, reasons
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.target import marks, targets
from sim.analysis.outcomes.record import outcomes
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.world import World
from tests.scenarios import HOUR


def closing(compiled: Plan, history: Trajectory) -> list[Link]:
    """Return the chain of the closure."""
    instant, movers = marks(compiled, Sums(compiled, history))[0]
    return chain(Log(compiled, history), instant, movers)


def spans_of(compiled: Plan, links: list[Link]) -> list[tuple[float, float, str]]:
    """Return each link as (begin [h], end [h], key of the reason)."""
    known = reasons(compiled)
    return [(link.since / HOUR, link.until / HOUR, known[link.reason].key) for link in links]


def assert_exact_sums(compiled: Plan, history: Trajectory) -> None:
    """Check that the chain of each target date runs from the start to the date, or to the horizon, without gaps.

    Each link must have a reason, and the seconds by reason must sum to the date. If time is due to the date of a hold,
    this hold, or a hold that it waits for, must have a date.
    """
    log, known = Log(compiled, history), reasons(compiled)
    figures = outcomes(compiled, history)
    kept = by_reason(Sums(compiled, history))
    for place, (target, (instant, movers)) in enumerate(
        zip(targets(compiled), marks(compiled, Sums(compiled, history)), strict=True)
    ):
        assert instant == figures[target.column]
        mine = kept[kept["target"] == place]
        still, instant = instant >= NEVER, min(instant, compiled.horizon)
        links = chain(log, instant, movers, still=still)
        assert sum(link.until - link.since for link in links) == instant == int(mine["seconds"].sum())
        assert all(link.since < link.until for link in links)
        assert all(one.until == other.since for one, other in pairwise(links))
        assert not links or (links[0].since, links[-1].until) == (0, instant)
        assert not [link for link in links if known[link.reason].kind is ReasonKind.UNTOLD]
        dated = [known[link.reason].row for link in links if known[link.reason].kind is ReasonKind.DATE]
        assert all(_has_date(log.world, hold) for hold in dated), "time is due to the date of a hold without a date"


def _has_date(world: World, row: int) -> bool:
    """Return whether a hold, or a hold that it waits for, has a date in this world."""
    holds = world.table("hold")
    hold = holds[row]
    rows = [row, *world.plan.before["hold"][hold["before"] : hold["before_last"]].tolist()]
    dates = holds[rows]
    return bool(((dates["not_before"] > 0) | (dates["at_latest"] < NEVER)).any())
