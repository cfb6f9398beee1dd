"""What the levers of a few plans cost: of each lever, at the value at which it stands in each plan."""

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

__all__ = ["Prices", "Set", "prices_of"]

Set = Mapping[str, Mapping[str, Any]]
"""Values at which a plan sets levers, by name of the plan and of the lever."""
NEUTRAL = {"times": 1.0, "plus": 0.0}
"""Value of a lever that multiplies or adds, where nothing is changed."""


@dataclass(frozen=True)
class Prices:
    """What the levers of each plan cost.

    Attributes
    ----------
    usd
        Their sum, by name of the plan [USD]; None in all where no lever has a price by which plans differ.
    unpriced
        Levers whose cost is not known in some plans and counts as nothing there, with the names of those plans.
    others
        Plans with a `usd_per_step` of their own for a lever, which is not used.
    """

    usd: Mapping[str, float | None]
    unpriced: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[str, ...]]

    def notes(self) -> Iterator[str]:
        """Yield what of the prices of levers is not known, or not used."""
        counted = any(usd is not None for usd in self.usd.values())
        for name, plans in self.unpriced.items():
            which = "any plan" if len(plans) == len(self.usd) else ", ".join(plans)
            how = "counts as nothing" if counted else "is left out of the choice"
            yield f"The cost of {name} (usd_per_step) is not known in {which} and {how}."
        for each, levers in self.others.items():
            yield f"{each} states usd_per_step of {', '.join(levers)}, which is not used: prices are those of plan 1."


def prices_of(plans: Mapping[str, Scenario], stated: Set | None = None) -> Prices:
    """Return what the levers of each plan cost, by the prices of the first.

    Parameters
    ----------
    plans
        By name; the levers are those of the first.
    stated
        Values at which plans set levers by name. Elsewhere a value is read where a lever that sets one stands in the
        plan; one that multiplies or adds is known only where a plan leaves alone what it changes.

    Notes
    -----
    A lever counts where its cost is not the same in all plans.
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
    if all(each is None for each in usd.values()):  # where nothing has a price, that a lever has none is no news
        unpriced = {name: lacking for name, lacking in unpriced.items() if first.lever[name].usd_per_step is not None}
    return Prices(usd, unpriced, _others(first, plans))


def _usd(name: str, lever: Lever, first: Scenario, plan: Scenario, stated: Mapping[str, Any]) -> float | None:
    """Return what one lever costs in one plan; None where that is not known."""
    if lever.usd_per_step is None:
        return None
    axis = Axis(name, lever.to or (name,), lever.apply, lever.steps(), lever.usd_per_step, lever.begins, lever.step)
    if name in stated:
        return axis.usd(stated[name])
    stands = _standing(plan, axis.targets)
    if stands is None:
        return None
    if lever.apply != "set":
        return axis.usd(NEUTRAL[lever.apply]) if stands == _standing(first, axis.targets) else None
    return axis.usd(stands[0]) if len(set(map(alike, stands))) == 1 else None


def _standing(plan: Scenario, targets: tuple[str, ...]) -> list[Any] | None:
    """Return what stands at the targets of a lever; None where one leads nowhere, or its value is not known."""
    found: list[Any] = []
    there = numbers(plan)
    for target in targets:
        reached = matching(target, there)
        if reached:
            found += [there[path].written or there[path].value for path in reached]
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
    return value[int(part)] if isinstance(value, tuple) else value[part]


def _others(first: Scenario, plans: Mapping[str, Scenario]) -> dict[str, tuple[str, ...]]:
    """Return plans that state prices of levers, which are not those of the first."""

    def own(plan: Scenario) -> tuple[str, ...]:
        priced = {name: lever.usd_per_step for name, lever in plan.lever.items() if lever.usd_per_step is not None}
        there = {name: lever.usd_per_step for name, lever in first.lever.items()}
        return tuple(name for name, usd in priced.items() if usd != there.get(name))

    return {name: found for name, plan in plans.items() if (found := own(plan))}
