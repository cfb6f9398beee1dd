"""The rows with which every replication of a plan begins: made once, and copied by `reset.py` for each replication."""

from typing import Any, Final

from sim.engines.compiled.loop import Point
from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.engines.compiled.tables import Tables, as_wholes
from sim.model.plan import Plan
from sim.model.terms import Step

__all__ = ["at_the_start", "put_holds_and_reviews", "put_others"]

AT_THE_START: Final = (
    "lots",
    "stations",
    "ramps",
    "lifts",
    "legs",
    "crew_pools",
    "holds",
    "floors",
    "counters",
    "crises",
    "reviews",
    "paces",
    "judged",
    "asks",
    "expected",
    "at_home",
    "inbound_as",
    "at_home_as",
    "kept_off",
    "tallies",
    "last_off",
    "streams",
    "hops",
    "dirty",
)
"""Tables whose rows are the same at the start of every replication, apart from numbers that `reset.py` fills in."""


def at_the_start(tables: Tables) -> list[tuple[Any, Any]]:
    """Return each table of AT_THE_START and a copy of its present rows, both as `tables.as_wholes` returns them."""
    return [(as_wholes(tables.table[name]), as_wholes(tables.table[name].copy())) for name in AT_THE_START]


def put_holds_and_reviews(tables: Tables, plan: Plan, point: dict[tuple[int, int], int], floors: Any) -> None:
    """Make the tables of holds, their conditions, floors and crises, and of what reviews judge and request."""
    _counters(tables, plan)
    hold = tables.copy("holds", plan.hold)
    for date in ("not_before", "at_latest"):
        hold[date] = plan.hold[date]
    hold["cleared_at"] = hold["opens_at"] = hold["known"] = NEVER
    tables.copy("floors", floors)
    crisis = tables.copy("crises", plan.crisis)
    crisis["point"] = [point[Point.CRISIS, row] for row in range(len(crisis))]
    reviewed = len(plan.review) > 0
    review = tables.new("reviews", int(reviewed))
    review["takes_back"], review["to_do"] = plan.review["takes_back"], len(plan.response)
    review["point"] = point[Point.REVIEW, 0]
    tables.new("paces", len(Step) if reviewed else 0)
    tables.copy("judged", plan.judged)
    ask = tables.copy("asks", plan.ask)
    ask["share"] = ask["before"] = 1 - ask["call"]  # multiple of the plan's lift; 0 while lift on call is not called


def put_others(tables: Tables, plan: Plan, places: int) -> None:
    """Make further tables that begin with the same values in every replication."""
    sites, lifts, fits = len(plan.site), len(plan.lift), len(plan.configuration)
    for name in ("expected", "at_home"):
        tables.new(name, sites * lifts)
    for name in ("inbound_as", "at_home_as"):
        tables.new(name, sites * fits)
    tables.new("kept_off", places * lifts)
    tables.new("tallies", places)
    tables.new("last_off", sites * lifts)[:] = LONG_AGO
    tables.new("streams", lifts + 8 * len(plan.ask) * max(1, len(plan.look)) + 1)
    tables.copy("hops", plan.hop)


def _counters(tables: Tables, plan: Plan) -> None:
    """Make the table of counters, each with the lots of which it counts the movers yet to leave or to be staged."""
    tables.copy("afters", plan.after)
    tables.copy("befores", plan.before)
    counter = tables.new("counters", len(plan.counter))
    counter["staging"] = plan.counter["staging"]
    for row in range(len(counter)):
        counter["rows"][row], counter["rows_last"][row] = tables.relate(plan.counts[row].nonzero()[0])
