"""Costs of the levers in several plans, by the value that each lever has in each plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.config.axes import Axis, alike
from sim.domain.lever import Lever
from sim.domain.levers import place
from sim.domain.nouns import Noun
from sim.domain.paths import matching, numbers
from sim.domain.scenario import Scenario

__all__ = ["LeverValues", "Prices", "prices_of"]

LeverValues = Mapping[str, Mapping[str, Any]]
"""Plan -> lever that it sets by name -> value of the lever."""
NEUTRAL = {"times": 1.0, "plus": 0.0}
"""Operation of a lever -> the value with which it changes nothing."""


@dataclass(frozen=True)
class Prices:
    """Costs of the levers of each plan.

    Attributes
    ----------
    usd
        Plan -> sum of the costs of its levers [USD]; None for all plans if no lever's cost differs between plans.
    unpriced
        Lever -> plans in which its cost is not known and therefore counts as 0 USD.
    others
        Plan -> levers for which the plan states another `usd_per_step` than the first plan; this price is not used.
    """

    usd: Mapping[str, float | None]
    unpriced: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[str, ...]]

    def notes(self) -> Iterator[str]:
        """Yield sentences on prices of levers that are not known or not used."""
        counted = any(usd is not None for usd in self.usd.values())
        for name, plans in self.unpriced.items():
            which = "any plan" if len(plans) == len(self.usd) else ", ".join(plans)
            how = "counts as 0 USD" if counted else "is left out of the choice"
            yield f"The cost of {name} (usd_per_step) is not known in {which} and {how}."
        for each, levers in self.others.items():
            yield f"{each} states another usd_per_step for {', '.join(levers)} than plan 1, whose price is used."


def prices_of(plans: Mapping[str, Scenario], stated: LeverValues | None = None) -> Prices:
    """Return the costs of the levers of each plan, at the prices of the first plan.

    Parameters
    ----------
    plans
        Name -> scenario; the levers are those of the first scenario.
    stated
        Values of the levers that plans set by name.

    Notes
    -----
    A lever counts only if its cost differs between plans. If a plan does not set a lever by name, the value of the
    lever is read from its targets in the plan; if the lever multiplies or adds, this value is known only if the plan
    leaves the targets unchanged.
    """
    first, stated = next(iter(plans.values())), stated or {}
    usd: dict[str, float | None] = dict.fromkeys(plans)
    unpriced: dict[str, tuple[str, ...]] = {}
    named = {lever for values in stated.values() for lever in values}
    for name, lever in first.lever.items():
        costs = {each: _usd(name, lever, first, plan, stated.get(each, {})) for each, plan in plans.items()}
        if len(set(costs.values())) == 1 and (name not in named or None not in costs.values()):
            continue
        lacking = tuple(each for each, cost in costs.items() if cost is None)
        if lacking:
            unpriced[name] = lacking
        if len(lacking) < len(plans):
            usd = {each: (before or 0.0) + (costs[each] or 0.0) for each, before in usd.items()}
    if all(each is None for each in usd.values()):  # no cost counts: only levers with a price are noted
        unpriced = {name: lacking for name, lacking in unpriced.items() if first.lever[name].usd_per_step is not None}
    return Prices(usd, unpriced, _others(first, plans))


def _usd(name: str, lever: Lever, first: Scenario, plan: Scenario, stated: Mapping[str, Any]) -> float | None:
    """Return the cost of one lever in one plan; None if it is not known."""
    if lever.usd_per_step is None:
        return None
    axis = Axis(name, lever.to or (name,), lever.apply, lever.steps(), lever.usd_per_step, lever.begins, lever.step)
    if name in stated:
        return axis.usd(stated[name])
    values = _values_at(plan, axis.targets)
    if values is None:
        return None
    if lever.apply != "set":
        return axis.usd(NEUTRAL[lever.apply]) if values == _values_at(first, axis.targets) else None
    return axis.usd(values[0]) if len(set(map(alike, values))) == 1 else None


def _values_at(plan: Scenario, targets: tuple[str, ...]) -> list[Any] | None:
    """Return the values at the targets of a lever; None if a target does not exist or its value is not known."""
    found: list[Any] = []
    stated = numbers(plan)
    for target in targets:
        reached = matching(target, stated)
        if reached:
            found += [stated[path].written or stated[path].value for path in reached]
            continue
        at = place(plan, target)
        value: Any = plan
        for part in at or ():
            value = getattr(value, part) if isinstance(value, Noun) else _inner(value, part)
        if at is not None and at[0] == "uncertainty" and len(at) == 2:
            low, high = (getattr(value.draw, end, None) for end in ("low", "high"))
            value = low if low == high else None
        if at is None or value is None:
            return None
        found.append(value)
    return found


def _inner(value: Any, part: str) -> Any:
    """Return the item at a position of a list, or the value of a key of a table."""
    return value[int(part)] if isinstance(value, tuple) else value[part]


def _others(first: Scenario, plans: Mapping[str, Scenario]) -> dict[str, tuple[str, ...]]:
    """Return plan -> levers for which it states another price than the first plan; other plans are left out."""

    def own(plan: Scenario) -> tuple[str, ...]:
        """Return the levers for which a plan states another price than the first plan."""
        priced = {name: lever.usd_per_step for name, lever in plan.lever.items() if lever.usd_per_step is not None}
        of_first = {name: lever.usd_per_step for name, lever in first.lever.items()}
        return tuple(name for name, usd in priced.items() if usd != of_first.get(name))

    return {name: found for name, plan in plans.items() if (found := own(plan))}
