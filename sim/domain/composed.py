"""Unknowns that set several numbers at once: parts of one total, or alternatives, exactly one of which holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from sim.domain.dates import seconds
from sim.domain.nouns import Noun, When

if TYPE_CHECKING:
    from sim.domain.paths import Number
    from sim.domain.scenario import Clock, Scenario
    from sim.domain.uncertainty import Uncertainty

__all__ = [
    "LEAST_PART",
    "MOST_PART",
    "Alternative",
    "Case",
    "alternative_at",
    "cases",
    "chosen",
    "is_composed",
    "numbers_set",
    "on_known",
    "put",
    "reach",
    "titles",
    "value",
]

DAY_S = 86_400.0
LEAST_PART, MOST_PART = 0.05, 10_000.0
"""Range of the concentrations (`parts`) for which the tables of quantiles are made."""
NEAR = 1e-9
"""Share of the total that all other parts have together in a case in which one part takes nearly the whole total."""
Case = tuple[float, ...]
"""One outcome of an unknown that sets several numbers. For parts of a total: the share of each number in the total, in
the order of `to`; the shares add up to 1. For alternatives: (position of the alternative that holds,)."""


def _number_or_date(value: Any) -> Any:
    """Return the value unchanged; raise `ValueError` if it is neither a number nor a date."""
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        raise ValueError("expected a number, or a date such as 2024-07-01")
    return value


class Alternative(Noun):
    """One of several mutually exclusive alternatives: its weight, and the numbers that it sets."""

    weight: Annotated[float, Field(gt=0, le=1e9)] = 1.0
    """Its weight relative to those of the other alternatives."""
    set: dict[str, Annotated[float | When, BeforeValidator(_number_or_date)]] = {}
    """Dotted path -> number or date; a number that this alternative does not set stays as the file states it."""


def is_composed(entry: Uncertainty) -> bool:
    """Whether an entry of `[uncertainty]` sets several numbers at once."""
    return bool(entry.parts or entry.alternatives)


def titles(name: str, entry: Uncertainty) -> tuple[str, ...]:
    """Return the names of the draws of an entry: its own name, or for parts of a total one per part except the last.

    For parts, the first draw is the share of the first number in the total, the second draw is the share of the second
    number in the rest of the total, and so on. These draws are independent, so the effect of each can be estimated.
    """
    if not entry.parts:
        return (name,)
    first, *others = entry.to[:-1]
    return (f"{name}: {first}", *(f"{name}: {other} (part of the rest)" for other in others))


def chosen(entry: Uncertainty) -> list[float]:
    """Return the probability of each alternative, in the order of the file, shape (n_alternatives,)."""
    total = sum(each.weight for each in entry.alternatives)
    return [each.weight / total for each in entry.alternatives]


def put(value: float | date, clock: Clock) -> float:
    """Return a value that an alternative sets, as a number: a date becomes days from the start of the clock."""
    return seconds(value, clock, ends=False) / DAY_S if isinstance(value, date) else float(value)


def on_known(scenario: Scenario, name: str, numbers: dict[str, Number]) -> dict[str, float]:
    """Return the parts of a total that the entry leaves unchanged because `known` names them: path -> stated value.

    `numbers` has every number of the scenario, by dotted path.
    """
    from sim.domain.known import covered

    return {
        path: numbers[path].value
        for path in scenario.uncertainty[name].to
        if path in numbers and covered(path, scenario.known)
    }


def cases(entry: Uncertainty) -> list[Case]:
    """Return the extreme outcomes: each alternative; or for each part, that in which it is nearly the whole total."""
    if entry.alternatives:
        return [(float(position),) for position in range(len(entry.alternatives))]
    n = len(entry.parts)
    return [tuple(1.0 - NEAR if part == largest else NEAR / (n - 1) for part in range(n)) for largest in range(n)]


def alternative_at(entry: Uncertainty, u: float) -> Case:
    """Return the outcome (position of the alternative,) that a random number `u` in (0, 1) selects."""
    cumulative = 0.0
    for position, probability in enumerate(chosen(entry)):
        cumulative += probability
        if u < cumulative:
            return (float(position),)
    return (float(len(entry.alternatives) - 1),)


def value(scenario: Scenario, name: str, case: Case, number: tuple[str, Number], numbers: dict[str, Number]) -> float:
    """Return the value of a number for one outcome of an entry, in the unit of the number's key.

    Parameters
    ----------
    scenario, name
        The scenario, and the name of the entry.
    case
        The outcome.
    number
        The dotted path of the number, and the number as stated.
    numbers
        Every number of the scenario, by dotted path.
    """
    entry, (path, stated) = scenario.uncertainty[name], number
    if entry.alternatives:
        to = entry.alternatives[int(case[0])].set.get(path)
        return stated.value if to is None else put(to, scenario.clock)
    known = on_known(scenario, name, numbers)
    if path in known:
        return stated.value
    free = sum(share for share, target in zip(case, entry.to, strict=True) if target not in known)
    return (entry.whole - sum(known.values())) * case[entry.to.index(path)] / (free or 1.0)


def reach(scenario: Scenario, entry: Uncertainty, path: str, stated: float) -> tuple[float, float]:
    """Return the least and the greatest value to which an entry may set a number, in the unit of the number's key."""
    if entry.alternatives:
        values = [put(each.set[path], scenario.clock) if path in each.set else stated for each in entry.alternatives]
        return min(values), max(values)
    return 0.0, entry.whole


def numbers_set(alternatives: object) -> Iterator[str]:
    """Yield the paths that alternatives set, each once; an alternative may still be a plain table."""
    seen: dict[str, None] = {}
    for each in alternatives if isinstance(alternatives, list | tuple) else ():
        sets = each.set if isinstance(each, Alternative) else each.get("set") if isinstance(each, dict) else None
        if isinstance(sets, dict):
            seen |= dict.fromkeys(path for path in sets if isinstance(path, str))
    yield from seen
