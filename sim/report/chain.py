"""Sentences on why a history is stuck: which movers wait, and for what."""

from __future__ import annotations

from collections.abc import Sequence

from sim.model.plan import Plan
from sim.model.trajectory import Wait
from sim.report.words import plural

__all__ = ["chain"]


def chain(plan: Plan, stuck: Sequence[Wait]) -> list[str]:
    """Return one sentence for each wait in `stuck` (`Trajectory.stuck`)."""
    return [_link(plan, wait) for wait in stuck]


def _place(plan: Plan, row: int) -> tuple[int, int]:
    """Return the row of the group or lot, and the row of the site, for which `row` in a `Wait` stands.

    The first rows are the groups and lots, each at its own site; the rows after them are the stops of routes.
    """
    stop = row - len(plan.lot)
    if stop < 0:
        return row, int(plan.lot["site"][row])
    return int(plan.stop["lot"][stop]), int(plan.stop["site"][stop])


def _link(plan: Plan, wait: Wait) -> str:
    """Return the sentence for one wait: who waits, where, for what and for whom."""
    row, site = _place(plan, wait.lot)
    noun = plural(wait.count, "person", "people") if plan.lot["person"][row] else plural(wait.count, "item")
    who = f'{noun} of "{plan.name_of("lot", row)}" at {plan.name_of("site", site)}'
    names = dict.fromkeys(plan.name_of("lot", _place(plan, row)[0]) for row in wait.waits_for)
    others = ", ".join(f'"{name}"' for name in names)
    waits = f", which waits for {others}" if others else ""
    match wait.reason:
        case "hold":
            return f'{who}: held by "{plan.name_of("hold", wait.on)}"{waits}'
        case "floor":
            return f'{who}: must stay until "{plan.name_of("hold", wait.on)}" clears{waits}'
        case "staff":
            place = f"station {plan.name_of('station', wait.on)}" if wait.on >= 0 else "the load teams"
            return f"{who}: no one is left to work at {place}"
        case "closed":
            return f"{who}: station {plan.name_of('station', wait.on)} has closed for good"
        case "drivers":
            return f"{who}: too few people are left to drive in {plan.name_of('lift', wait.on)}"
        case "vehicles":
            return f"{who}: {plan.name_of('lift', wait.on)} has no vehicle left to ride in"
        case _:
            if wait.on < 0:
                return f"{who}: no lift comes any more"
            return f'{who}: "{plan.name_of("lift", wait.on)}" no longer comes'
