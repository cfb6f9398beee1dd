"""Compile holds, their conditions (counters), floors, milestones and segregation into tables."""

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


def order(compiler: Compiler) -> dict[str, Table]:
    """Return the tables of holds, of the holds that each waits for, of conditions (counters), and of floors."""
    holds: list[dict[str, Any]] = []
    counters: list[dict[str, Any]] = []
    after: list[int] = []
    before: list[int] = []
    for name, hold in compiler.scenario.hold.items():
        first = len(counters)
        for position, condition in enumerate(hold.until):
            at_most_slot, share_slot = (
                compiler.slots.slot(f"hold.{name}.until.{position}.{key}") for key in ("at_most", "share")
            )
            counted_movers = {"wanted": condition.wanted, "staging": condition.is_staging}
            counters.append({"hold": len(holds), "at_most_s": at_most_slot, "share_s": share_slot, **counted_movers})
        first_after, first_before = len(after), len(before)
        after += [compiler.rows["hold"][other] for other in hold.after]
        before += [compiler.rows["hold"][other] for other in waited_for(name, compiler.scenario)]
        holds.append({
            "first": first,
            "last": len(counters),
            "not_before": compiler.date(Date.NOT_BEFORE, len(holds), f"hold.{name}.not_before", hold.not_before, 0),
            "at_latest": compiler.date(Date.AT_LATEST, len(holds), f"hold.{name}.at_latest", hold.at_latest, NEVER),
            "any_one": hold.need == "any",
            "after": first_after,
            "after_last": len(after),
            "before": first_before,
            "before_last": len(before),
        })  # fmt: skip
    floors = [
        {
            "lot": compiler.rows["lot"][floor.group],
            "hold": compiler.rows["hold"][floor.until],
        }
        for name, floor in compiler.scenario.floor.items()
    ]
    return {
        "hold": compiler.table(tables.Hold, holds, of=named("hold", compiler.scenario.hold)),
        "after": compiler.table(tables.After, [{"hold": row} for row in after]),
        "before": compiler.table(tables.Before, [{"hold": row} for row in before]),
        "counter": compiler.table(tables.Counter, counters),
        "floor": compiler.table(tables.Floor, floors, of=named("floor", compiler.scenario.floor)),
    }


def counts(compiler: Compiler) -> Any:
    """Return which lots each condition of a hold counts, booleans of shape (n_counters, n_lots + n_stops).

    The columns are the lots at their own sites, then at their stops. A condition about leaving a site counts movers
    that are at the site, and movers whose first route still leads to it. A condition about leaving the country counts
    movers until they are out. A condition about stations counts movers only at their own site.
    """
    conditions = [condition for hold in compiler.scenario.hold.values() for condition in hold.until]
    many = len(compiler.movers)
    table = np.zeros((len(conditions), many + len(compiler.stops)), np.bool_)
    for row, condition in enumerate(conditions):
        for column, (_, name, mover) in enumerate(compiler.movers):
            table[row, column] = counted(condition, name, mover, places(mover, compiler.scenario))
        for column, stop in enumerate(compiler.stops, many):
            _, name, mover = compiler.movers[stop.lot]
            if not (inside(compiler.scenario, stop.site) or stop.road):
                continue  # movers at this stop are out of the country already
            if condition.is_staging or (condition.left == "site" and condition.site is None):
                continue  # movers at a stop have passed the stations of their own site and have left it
            ahead = places(mover, compiler.scenario)
            ahead = ahead[ahead.index(stop.site) :] if stop.site in ahead else (stop.site,)
            if stop.road:
                ahead = ("",)  # movers on the road have left every site
            table[row, column] = counted(condition, name, mover, ahead)
    return table


def milestones(compiler: Compiler) -> Table:
    """Return the table of milestones."""
    codes = {"required": 0, "people": 1, "equipment": 2, "everything": 3}
    return compiler.table(
        tables.Milestone,
        [
            {
                "by": compiler.date(Date.BY, row, f"milestone.{name}.by", milestone.by, 0),
                "of": codes[milestone.of],
                "left": _left(compiler, milestone),
                "initial": milestone.basis == "initial",
            }
            for row, (name, milestone) in enumerate(compiler.scenario.milestone.items())
        ],
        of=named("milestone", compiler.scenario.milestone),
    )


def _left(compiler: Compiler, milestone: Milestone) -> int:
    """Return what movers must have left to count for a milestone: the row of a site, or a member of `Left`."""
    if not milestone.leaves_site:
        return Left.COUNTRY
    return Left.OWN_SITE if milestone.site is None else compiler.rows["site"][milestone.site]


def covered(compiler: Compiler) -> Any:
    """Return which lots each milestone covers, booleans of shape (n_milestones, n_lots)."""
    table = np.zeros((len(compiler.scenario.milestone), len(compiler.movers)), np.bool_)
    for row, milestone in enumerate(compiler.scenario.milestone.values()):
        for column, (_, _, mover) in enumerate(compiler.movers):
            table[row, column] = covers(milestone, mover, compiler.scenario)
    return table


def segregation(scenario: Scenario) -> Any:
    """Return which kinds of load may not ride together on each lift, booleans of shape (n_lifts, n, n).

    The n kinds are the categories, then the load classes. A pair in the scenario names two categories or classes, and
    keeps everything in the first apart from everything in the second. If a pair names a class and the category of this
    class, the category stands only for what is not in the class.
    """
    sorts: list[Sort] = [*((name, None) for name in CATEGORIES), *((of, name) for name, of in classed(scenario))]
    apart = np.zeros((len(scenario.lift), len(sorts), len(sorts)), np.bool_)
    for row, lift in enumerate(scenario.lift.values()):
        for one, other in scenario.order.segregate if lift.pairs is None else lift.pairs:
            first, second = ([is_meant(*pair, sort) for sort in sorts] for pair in ((one, other), (other, one)))
            apart[row] |= np.outer(first, second) | np.outer(second, first)
    return apart


def class_names(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the names of load classes under `load_class`, in the order of `segregation`; empty if there are none.

    If several categories have a class of the same name, the category is added to the name.
    """
    classes = classed(scenario)
    categories_of = Counter(name for name, _ in classes)
    titles = tuple(name if categories_of[name] == 1 else f"{name} ({category})" for name, category in classes)
    return {"load_class": titles} if titles else {}
