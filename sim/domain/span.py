"""The range of a number or date over all worlds, with the changes that `[uncertainty]` may make."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf

from sim.domain import composed
from sim.domain.dates import seconds
from sim.domain.known import set_by
from sim.domain.nouns import When
from sim.domain.paths import DAY_S
from sim.domain.scenario import Scenario
from sim.domain.support import Support, mapped_to, support
from sim.domain.uncertainty import QUANTILES, Chance, Pert, Triangular, Uncertainty, Uniform

__all__ = ["days", "reach", "span"]


def reach(scenario: Scenario, path: str, stated: float) -> tuple[float, float]:
    """Return the least and the greatest value of a number in any world.

    Parameters
    ----------
    scenario
        The scenario; entries of its `[uncertainty]` may change the number.
    path
        Dotted path of the number.
    stated
        The number as stated.
    """
    low = high = stated
    named = [
        (entry, path in targets)
        for name, entry in scenario.uncertainty.items()
        if _names(targets := entry.to or (name,), path) and set_by(scenario, name, [path])
    ]
    for operation in ("set", "times", "plus"):  # in the order in which they are applied
        for entry, surely in named:
            if entry.apply != operation:
                continue
            if composed.is_composed(entry):
                least, most = composed.reach(scenario, entry, path, stated)
            else:
                least, most = _ends(scenario, entry)
            if operation == "plus":
                least, most = low + least, high + most
            elif operation == "times":
                corners = [_product(a, b) for a in (low, high) for b in (least, most)]
                least, most = min(corners), max(corners)
            low, high = (least, most) if surely else (min(low, least), max(high, most))
    return low, high


def days(scenario: Scenario, path: str, when: When, *, ends: bool) -> tuple[float, float]:
    """Return the earliest and the latest instant that a date has in any world, from the start of the clock [s].

    Parameters
    ----------
    scenario, path
        As for `reach`.
    when
        The date as stated.
    ends
        Whether a bare date means the end of its day.
    """
    begins = seconds(when, scenario.clock, ends=False)
    after = seconds(when, scenario.clock, ends=ends) - begins
    first, last = reach(scenario, path, begins / DAY_S)
    return first * DAY_S + after, last * DAY_S + after


def span(scenario: Scenario, path: str, chance: Chance) -> tuple[float, float]:
    """Return the least and the greatest value of a number or distribution, stated at a dotted path, in any world."""
    if isinstance(chance, int | float):
        return reach(scenario, path, float(chance))
    low, high, _ = support(chance)
    if isinstance(chance, Uniform | Triangular | Pert):
        keys = ("low", "high") if isinstance(chance, Uniform) else ("low", "mode", "high")
        ends = [reach(scenario, f"{path}.{key}", float(getattr(chance, key))) for key in keys]
        return min(least for least, _ in ends), max(most for _, most in ends)
    if low == high and any(
        _names(entry.to or (name,), f"{path}.{key}")
        for name, entry in scenario.uncertainty.items()
        for key in ("p", "mean", "cv", *QUANTILES)
    ):
        return 0.0, inf  # an unknown may turn this constant into a distribution
    return low, high


def _names(targets: tuple[str, ...], path: str) -> bool:
    """Whether one of these targets may name a path; `*` stands for any name, which may contain dots."""
    if path in targets:
        return True
    forms = _forms(targets)
    return bool(forms) and any(form.fullmatch(path) for form in forms)


@lru_cache(maxsize=4096)
def _forms(targets: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return an expression for each target that contains `*`."""
    return tuple(
        re.compile(".*".join(re.escape(part) for part in target.split("*"))) for target in targets if "*" in target
    )


def _ends(scenario: Scenario, entry: Uncertainty) -> tuple[float, float]:
    """Return the least and the greatest value to which an entry maps a draw: its own, or that of `same_as`."""
    source, seen = entry, 0
    while source.same_as in scenario.uncertainty and seen < len(scenario.uncertainty):
        source, seen = scenario.uncertainty[str(source.same_as)], seen + 1
    if composed.is_composed(source):  # another check reports that `same_as` may not name such an entry
        return 0.0, source.whole
    # without a draw, the entries of `same_as` form a circle, which another check reports
    drawn = Support(-inf, inf, False) if source.draw is None else support(source.draw)
    ends = [mapped_to(entry, end) for end in (drawn.least, drawn.most)]
    return min(ends), max(ends)


def _product(a: float, b: float) -> float:
    """Return the product of two numbers; zero times infinity is zero."""
    return 0.0 if a == 0.0 or b == 0.0 else a * b
