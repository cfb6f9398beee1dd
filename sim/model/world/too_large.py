"""What is too large to be counted, as a world has it: refused by name before its history begins."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

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
"""Table and column of what is numbered one by one, and its name."""


def refuse_too_large(numbers: Numbers, items: Items) -> None:
    """Refuse what is too large to be counted, by name, as this world has it.

    Raises
    ------
    EngineError
        Names the first thing that is too large, how large it is, and the limit.
    """
    for found, most, name, unit in _measured(numbers, items):
        over = np.flatnonzero(found > most)
        if len(over):
            number = int(found[over[0]])
            shown = f"{number / unit:,.0f}" if unit > 1 else f"{number:,}"
            text = f"{name(int(over[0]))}: {shown}; expected at most {most // unit:,}"
            raise EngineError(text, seed=numbers.seed, replication=numbers.replication)


Measured = tuple[npt.NDArray[Any], int, Callable[[int], str], int]


def _measured(numbers: Numbers, items: Items) -> Iterable[Measured]:
    """Measure everything of a world that has a limit: (numbers, most, name of one of them, unit in which it is shown).

    Sums of weights that would not fit into 64 bits are as good as infinite: they are added up as real numbers.
    """
    plan = numbers.plan
    for what, values in (("tonnes of people and items together", items.kg),
                         ("pallet positions of all items together", items.mpos)):  # fmt: skip
        yield np.array([values.sum(dtype=np.float64)]), WIDEST, lambda _, what=what: what, 1000  # type: ignore[misc]
    for table, column, words in NUMBERED:
        yield numbers.wholes(plan.tables[table][column]), MANY, _named(plan, table, words), 1
    yield numbers.wholes(plan.resource["count_s"]), MANY, lambda row: _machines(plan, row), 1
    growth = {ask.lift: numbers.value(ask.ceiling_s) for ask in numbers.rows("ask")}
    looks = len(plan.look) if growth else 0
    yield np.array([looks]), TAILS, lambda _: "dates of reviews that ask for more lift", 1
    for row, lift in enumerate(numbers.rows("lift")):
        missions = f"missions of {plan.name_of('lift', row)} at its rate (per_week, as this world has it)"
        yield np.array([_missions(numbers, lift)]), 1 << ENTITY_BITS, lambda _, what=missions: what, 1  # type: ignore[misc]
        tails = numbers.whole(lift.tails_s)
        more = int(min(tails * max(0.0, growth[row] - 1.0), WIDEST)) + looks if row in growth else 0
        what = f"tails of {plan.name_of('lift', row)}, with those that reviews may add"
        yield np.array([tails + more]), TAILS, lambda _, what=what: what, 1  # type: ignore[misc]


def _named(plan: Plan, table: str, words: str) -> Callable[[int], str]:
    return lambda row: words.format(plan.name_of(table, row))


def _machines(plan: Plan, row: int) -> str:
    spec = plan.resource[row]
    return f"machines: {plan.name_of('resource', int(spec['kind']))} at {plan.name_of('site', int(spec['site']))}"


def _missions(numbers: Numbers, lift: Any) -> int:
    """Return how many missions a lift is expected to bring at its rate, 0 for one without."""
    if lift.supply != Supply.RATE:
        return 0
    seconds = max(0, min(lift.until, numbers.plan.horizon) - max(lift.begins, 0))
    return int(min(max(numbers.value(lift.per_week_s), 0.0) * (seconds / 604_800), 2.0**53))
