"""Numbers, shares and weights as text, and the totals of the force in the file, the mean world and the histories."""

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.arithmetic.force import Count, mean_world, stated
from sim.model.plan import Plan

__all__ = ["counted", "force", "has", "number", "percent", "plural", "states", "tonnes"]


def plural(n: int, word: str, many: str | None = None) -> str:
    """Return a number and its noun: 1 item, 412 items, 1,146 people."""
    return f"{n:,} {word if n == 1 else many or word + 's'}"


def number(x: float, digits: int = 3) -> str:
    """Return a number as text: 61, 2.5, 1,756; "no limit" if it is infinite or NaN.

    If it has `digits` digits or more before the point, it is rounded to a whole number, otherwise to `digits`
    significant digits, but to at most six decimals. Trailing zeros after the point are left out.
    """
    if not math.isfinite(x):
        return "no limit"
    if abs(x) >= 10 ** (digits - 1) or x == 0:
        return f"{round(x):,}"
    places = max(0, digits - 1 - math.floor(math.log10(abs(x))))
    text = f"{x:.{min(places, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """Return a share in percent: 62 %.

    A share above 0 that rounds to 0 % is "< 1 %", and a share below 1 that rounds to 100 % is "> 99 %".
    """
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "< 1 %"
    return "> 99 %" if whole == 100 and share < 1 else f"{whole} %"


def tonnes(t: float) -> str:
    """Return a weight as text: 828 t, 63.1 t, 2.5 t."""
    return f"{number(t, 2 if t < 10 else 3)} t" if t < 100 else f"{round(t):,} t"


def counted(count: Count) -> str:
    """Return people and equipment in words: 1,135 people, 2,338 t in 1,020 items (829 t required)."""
    people = plural(count.people, "person", "people")
    if count.required_people != count.people:
        people += f" ({f'{count.required_people:,}' if count.required_people else 'none'} required)"
    required = {count.tonnes: "all", 0.0: "none"}.get(count.required_tonnes, tonnes(count.required_tonnes))
    equipment = f"{tonnes(count.tonnes)} in {plural(count.items, 'item')} ({required} required)"
    return ", ".join([people] * (count.people > 0) + [equipment] * (count.items > 0)) or "no people or equipment"


def states(plan: Plan) -> str:
    """Return "states" followed by the force that the file states."""
    return f"states {counted(stated(plan).whole)}"


def has(plan: Plan) -> str:
    """Return "has" followed by the force of the mean world; empty if the file states a force of the same words."""
    mean = counted(mean_world(plan).whole)
    return "" if mean == counted(stated(plan).whole) else f"has {mean}"


def force(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return the force in the file and in the mean world, and mean and quantiles of people and tonnes in histories."""
    return {
        "stated": asdict(stated(plan).whole),
        "mean_world": asdict(mean_world(plan).whole),
        "histories": {
            name: {"mean": float(np.mean(outcomes[column])), **(spread(outcomes[column]) or {})}
            for name, column in (("people", "people"), ("tonnes", "equipment_t"))
        },
    }
