"""Holds, counters, floors and milestones as tables."""

from collections import Counter
from typing import Any

import numpy as np

from sim.domain.classes import Sort, classed, is_meant
from sim.domain.counted import counts as counted
from sim.domain.ends import covers
from sim.domain.journey import inside, places
from sim.domain.milestone import Milestone
from sim.domain.scenario import Scenario
from sim.domain.waiting import waited_for
from sim.model.calendars import NEVER
from sim.model.compile.compiler import Compiler, named
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import CATEGORIES, Date, Left


def order(work: Compiler) -> dict[str, Table]:
    """Return the tables of holds, their counters, and floors."""
    holds: list[dict[str, Any]] = []
    counters: list[dict[str, Any]] = []
    after: list[int] = []
    before: list[int] = []
    for name, hold in work.scenario.hold.items():
        first = len(counters)
        for position, condition in enumerate(hold.until):
            at_most, share = (work.slots.slot(f"hold.{name}.until.{position}.{key}") for key in ("at_most", "share"))
            count = {"wanted": condition.wanted, "staging": condition.is_staging}
            counters.append({"hold": len(holds), "at_most_s": at_most, "share_s": share, **count})
        firsts = len(after), len(before)
        after += [work.rows["hold"][other] for other in hold.after]
        before += [work.rows["hold"][other] for other in waited_for(name, work.scenario)]
        holds.append({
            "first": first,
            "last": len(counters),
            "not_before": work.date(Date.NOT_BEFORE, len(holds), f"hold.{name}.not_before", hold.not_before, 0),
            "at_latest": work.date(Date.AT_LATEST, len(holds), f"hold.{name}.at_latest", hold.at_latest, NEVER),
            "any_one": hold.need == "any",
            "after": firsts[0],
            "after_last": len(after),
            "before": firsts[1],
            "before_last": len(before),
        })  # fmt: skip
    floors = [
        {
            "lot": work.rows["lot"][floor.group],
            "hold": work.rows["hold"][floor.until],
        }
        for name, floor in work.scenario.floor.items()
    ]
    return {
        "hold": work.table(tables.Hold, holds, of=named("hold", work.scenario.hold)),
        "after": work.table(tables.After, [{"hold": row} for row in after]),
        "before": work.table(tables.Before, [{"hold": row} for row in before]),
        "counter": work.table(tables.Counter, counters),
        "floor": work.table(tables.Floor, floors, of=named("floor", work.scenario.floor)),
    }


def counts(work: Compiler) -> Any:
    """Return the lots (at their own site, then at each stop) that each counter counts: booleans, a row per counter.

    A condition on a site counts movers there, and movers whose first route still leads there. One on the country counts
    movers until they are out of it; one on stations counts them only at their own site.
    """
    conditions = [condition for hold in work.scenario.hold.values() for condition in hold.until]
    many = len(work.movers)
    table = np.zeros((len(conditions), many + len(work.stops)), np.bool_)
    for row, condition in enumerate(conditions):
        for column, (_, name, mover) in enumerate(work.movers):
            table[row, column] = counted(condition, name, mover, places(mover, work.scenario))
        for column, stop in enumerate(work.stops, many):
            _, name, mover = work.movers[stop.lot]
            if not (inside(work.scenario, stop.site) or stop.road):
                continue  # movers there are out of the country
            if condition.is_staging or (condition.left == "site" and condition.site is None):
                continue  # movers there were staged before, and have left their own site
            ahead = places(mover, work.scenario)
            ahead = ahead[ahead.index(stop.site) :] if stop.site in ahead else (stop.site,)
            if stop.road:
                ahead = ("",)  # movers on the road have left every site
            table[row, column] = counted(condition, name, mover, ahead)
    return table


def milestones(work: Compiler) -> Table:
    """Return the table of milestones."""
    of = {"required": 0, "people": 1, "equipment": 2, "everything": 3}
    return work.table(
        tables.Milestone,
        [
            {
                "by": work.date(Date.BY, row, f"milestone.{name}.by", milestone.by, 0),
                "of": of[milestone.of],
                "left": _left(work, milestone),
                "initial": milestone.basis == "initial",
            }
            for row, (name, milestone) in enumerate(work.scenario.milestone.items())
        ],
        of=named("milestone", work.scenario.milestone),
    )


def _left(work: Compiler, milestone: Milestone) -> int:
    """Return what a milestone counts as left: one site, each mover's own site, or the country."""
    if not milestone.leaves_site:
        return Left.COUNTRY
    return Left.OWN_SITE if milestone.site is None else work.rows["site"][milestone.site]


def covered(work: Compiler) -> Any:
    """Return the lots that each milestone covers, booleans of shape (n_milestones, n_lots)."""
    covered = np.zeros((len(work.scenario.milestone), len(work.movers)), np.bool_)
    for row, milestone in enumerate(work.scenario.milestone.values()):
        for column, (_, _, mover) in enumerate(work.movers):
            covered[row, column] = covers(milestone, mover, work.scenario)
    return covered


def segregation(scenario: Scenario) -> Any:
    """Return what may not ride together, booleans of shape (n_lifts, n, n): categories first, then classes.

    A pair covers everything in the categories or classes that it names. If a pair names a class and its own category,
    the category means the other classes in it.
    """
    sorts: list[Sort] = [*((name, None) for name in CATEGORIES), *((of, name) for name, of in classed(scenario))]
    apart = np.zeros((len(scenario.lift), len(sorts), len(sorts)), np.bool_)
    for row, lift in enumerate(scenario.lift.values()):
        for one, other in scenario.order.segregate if lift.pairs is None else lift.pairs:
            first, second = ([is_meant(*pair, sort) for sort in sorts] for pair in ((one, other), (other, one)))
            apart[row] |= np.outer(first, second) | np.outer(second, first)
    return apart


def class_names(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the class names in the order of `segregation`, with the category where several categories share one."""
    found = classed(scenario)
    many = Counter(name for name, _ in found)
    named = tuple(name if many[name] == 1 else f"{name} ({category})" for name, category in found)
    return {"load_class": named} if named else {}
