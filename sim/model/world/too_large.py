"""Refuses a world with values that are too large to be computed with, before its history begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.memo import memoised
from sim.errors import EngineError
from sim.model.limits import ENTITY_BITS, MANY, TAILS, WIDEST
from sim.model.plan import Plan
from sim.model.terms import Supply
from sim.model.world.items import Items
from sim.model.world.numbers import Numbers

__all__ = ["refuse_too_large"]

NUMBERED = (
    ("station", "servers_s", "servers of {}"),
    ("site", "parking_s", "parking spots at {}"),
    ("site", "working_s", "working spots at {}"),
    ("site", "teams_s", "load teams at {}"),
    ("lift", "crews_s", "crews of {}"),
    ("lift", "vehicles_s", "vehicles in a sortie of {}"),
)
"""Table and column of the counts of things that are numbered one by one, and the words for them in messages."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A quantity in words, its largest value, and the unit in which it is shown."""

    what: str
    most: int
    unit: int = 1


def refuse_too_large(numbers: Numbers, items: Items) -> None:
    """Raise an error if something in this world is too large to be computed with.

    Raises
    ------
    EngineError
        Names the first thing that is too large, how large it is, and the limit.
    """
    limits, _, most = _limits(numbers.plan)
    found = list(_measured(numbers, items))
    if (np.array(found) <= most).all():
        return
    for limit, value in zip(limits, found, strict=True):
        if value > limit.most:
            number = int(value)
            shown = f"{number / limit.unit:,.0f}" if limit.unit > 1 else f"{number:,}"
            text = f"{limit.what}: {shown}; expected at most {limit.most // limit.unit:,}"
            raise EngineError(text, seed=numbers.seed, replication=numbers.replication)


@memoised
def _limits(plan: Plan) -> tuple[list[Limit], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the quantities with a limit, the slots of the quantities that are numbers of the plan, and the limits."""
    weights = ("tonnes of people and items together", "pallet positions of all items together")
    found = [Limit(what, WIDEST, 1000) for what in weights]
    slots = [plan.tables[table][column] for table, column, _ in NUMBERED]
    for (table, _, words), each in zip(NUMBERED, slots, strict=True):
        found += [Limit(words.format(plan.name_of(table, row)), MANY) for row in range(len(each))]
    found += [Limit(_machines(plan, row), MANY) for row in range(len(plan.resource))]
    found.append(Limit("dates of reviews that ask for more lift", TAILS))
    for row in range(len(plan.lift)):
        name = plan.name_of("lift", row)
        found.append(Limit(f"missions of {name} at its rate (per_week in this world)", 1 << ENTITY_BITS))
        found.append(Limit(f"tails of {name}, including those that reviews may add", TAILS))
    single = np.concatenate([*slots, plan.resource["count_s"]]).astype(np.int64)
    return found, single, np.array([limit.most for limit in found], np.float64)


def _measured(numbers: Numbers, items: Items) -> Iterator[float]:
    """Yield the values that have a limit, in the order of `_limits`.

    Weights are summed as floats, because their sum might not fit into 64 bits.
    """
    yield from (float(values.sum(dtype=np.float64)) for values in (items.kg, items.mpos))
    yield from numbers.wholes(_limits(numbers.plan)[1]).tolist()
    growth = {ask.lift: numbers.value(ask.ceiling_s) for ask in numbers.rows("ask")}
    looks = len(numbers.plan.look) if growth else 0
    yield looks
    for row, lift in enumerate(numbers.rows("lift")):
        yield _missions(numbers, lift)
        tails = numbers.whole(lift.tails_s)
        more = int(min(tails * max(0.0, growth[row] - 1.0), WIDEST)) + looks if row in growth else 0
        yield tails + more


def _machines(plan: Plan, row: int) -> str:
    spec = plan.resource[row]
    return f"machines: {plan.name_of('resource', int(spec['kind']))} at {plan.name_of('site', int(spec['site']))}"


def _missions(numbers: Numbers, lift: Any) -> int:
    """Return how many missions a lift is expected to bring at its rate; 0 for a lift without a rate."""
    if lift.supply != Supply.RATE:
        return 0
    seconds = max(0, min(lift.until, numbers.plan.horizon) - max(lift.begins, 0))
    return int(min(max(numbers.value(lift.per_week_s), 0.0) * (seconds / 604_800), 2.0**53))
