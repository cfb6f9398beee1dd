"""Distributions that can give values outside the bounds of their key, such as a time below zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.domain.bounds import FREE, Bounds, drawn_bounds
from sim.domain.check.finding import Finding
from sim.domain.nouns import PLAIN, Noun
from sim.domain.scenario import Scenario
from sim.domain.support import Support, support
from sim.domain.uncertainty import FAMILIES, Empirical

__all__ = ["drawn", "inside"]


def drawn(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each distribution that may give values outside the bounds of its key.

    A list of observed values has one finding for each value outside. Draws of `[uncertainty]` are skipped: `mapped`
    checks the numbers that they change.
    """
    yield from _walked(scenario, (), FREE)


def inside(bounds: Bounds, reach: Support) -> bool:
    """Whether all values that can be drawn lie within bounds; an end that is never drawn may be an excluded bound."""
    if reach.reached:
        return bounds.holds(reach.least) and bounds.holds(reach.most)
    return reach.least >= bounds.least and reach.most <= bounds.most


def _walked(value: Any, path: tuple[str, ...], bounds: Bounds) -> Iterator[Finding]:
    """Yield the findings on every distribution inside a value; `bounds` are those of the key of this value."""
    if type(value) in PLAIN:
        return
    if isinstance(value, FAMILIES):
        yield from _judged(value, path, bounds)
    elif isinstance(value, Noun):
        for name in type(value).model_fields:
            if path or name != "uncertainty":
                yield from _walked(getattr(value, name), (*path, name), drawn_bounds(type(value), name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _walked(inner, (*path, str(name)), bounds)
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _walked(inner, (*path, str(position)), bounds)


def _judged(chance: Any, path: tuple[str, ...], bounds: Bounds) -> Iterator[Finding]:
    """Yield the findings on one distribution."""
    expected = f"expected values {bounds} for {path[-1]}"
    if isinstance(chance, Empirical):
        for position, value in enumerate(chance.values):
            if not bounds.holds(value):
                yield Finding((*path, "values", str(position)), f"{value:g}", expected)
        return
    reach = support(chance)
    if not inside(bounds, reach):
        yield Finding(path, None, f"{expected}; this {chance.dist} reaches from {reach.least:g} to {reach.most:g}")
