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
"""Range of concentrations for which the tables of quantiles are made."""
NEAR = 1e-9
Case = tuple[float, ...]
"""Outcome of such an unknown: the parts of 1, in the order of its numbers; or (position of the alternative,)."""


def _number_or_date(value: Any) -> Any:
    """Raise one error for a value that is neither a number nor a date."""
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        raise ValueError("expected a number, or a date such as 2024-07-01")
    return value


class Alternative(Noun):
    """One of several mutually exclusive alternatives: its weight, and the numbers that it sets."""

    weight: Annotated[float, Field(gt=0, le=1e9)] = 1.0
    """Its weight relative to those of the other alternatives."""
    set: dict[str, Annotated[float | When, BeforeValidator(_number_or_date)]] = {}
    """Dotted paths, each with its number or date; numbers that only other alternatives set stay as stated."""


def is_composed(entry: Uncertainty) -> bool:
    """Whether an entry of `[uncertainty]` sets several numbers at once."""
    return bool(entry.parts or entry.alternatives)


def titles(name: str, entry: Uncertainty) -> tuple[str, ...]:
    """Return the names of the draws of an entry: its own name, or one name for each part but the last.

    For a total, the first draw is the part of the first number, the second draw is the share of the second number in
    the rest, and so on. These draws are independent, so the value of knowing each can be estimated.
    """
    if not entry.parts:
        return (name,)
    first, *others = entry.to[:-1]
    return (f"{name}: {first}", *(f"{name}: {other} (part of the rest)" for other in others))


def chosen(entry: Uncertainty) -> list[float]:
    """Return the probability of each alternative, shape (n_alternatives,)."""
    total = sum(each.weight for each in entry.alternatives)
    return [each.weight / total for each in entry.alternatives]


def put(value: float | date, clock: Clock) -> float:
    """Return what an alternative sets as a number; a date becomes days from the start of the clock."""
    return seconds(value, clock, ends=False) / DAY_S if isinstance(value, date) else float(value)


def on_known(scenario: Scenario, name: str, there: dict[str, Number]) -> dict[str, float]:
    """Return the known parts of an entry, each with its number in the unit of its key."""
    from sim.domain.known import covered

    return {
        path: there[path].value
        for path in scenario.uncertainty[name].to
        if path in there and covered(path, scenario.known)
    }


def cases(entry: Uncertainty) -> list[Case]:
    """Return the extreme outcomes of an entry: one part takes nearly the whole total; or each alternative."""
    if entry.alternatives:
        return [(float(at),) for at in range(len(entry.alternatives))]
    many = len(entry.parts)
    return [tuple(1.0 - NEAR if at == most else NEAR / (many - 1) for at in range(many)) for most in range(many)]


def alternative_at(entry: Uncertainty, u: float) -> Case:
    """Return the alternative that a number in (0, 1) selects."""
    below = 0.0
    for at, part in enumerate(chosen(entry)):
        below += part
        if u < below:
            return (float(at),)
    return (float(len(entry.alternatives) - 1),)


def value(scenario: Scenario, name: str, case: Case, number: tuple[str, Number], there: dict[str, Number]) -> float:
    """Return the value of a number for one outcome of an entry, in the unit of its key.

    Parameters
    ----------
    number
        Its dotted path, and the number as stated.
    there
        Every number of the scenario.
    """
    entry, (path, stated) = scenario.uncertainty[name], number
    if entry.alternatives:
        made = entry.alternatives[int(case[0])].set.get(path)
        return stated.value if made is None else put(made, scenario.clock)
    known = on_known(scenario, name, there)
    if path in known:
        return stated.value
    free = sum(part for part, at in zip(case, entry.to, strict=True) if at not in known)
    return (entry.whole - sum(known.values())) * case[entry.to.index(path)] / (free or 1.0)


def reach(scenario: Scenario, entry: Uncertainty, path: str, stated: float) -> tuple[float, float]:
    """Return the least and the greatest value that an entry may set a number to, in the unit of its key."""
    if entry.alternatives:
        made = [put(each.set[path], scenario.clock) if path in each.set else stated for each in entry.alternatives]
        return min(made), max(made)
    return 0.0, entry.whole


def numbers_set(alternatives: object) -> Iterator[str]:
    """Yield the paths that alternatives set, each once; alternatives that are still plain tables are read too."""
    seen: dict[str, None] = {}
    for each in alternatives if isinstance(alternatives, list | tuple) else ():
        sets = each.set if isinstance(each, Alternative) else each.get("set") if isinstance(each, dict) else None
        if isinstance(sets, dict):
            seen |= dict.fromkeys(path for path in sets if isinstance(path, str))
    yield from seen
