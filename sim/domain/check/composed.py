"""Checks of unknowns that set several numbers at once: parts add up to their total, alternatives fit their keys."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date

from sim.domain.check.finding import Finding, quoted
from sim.domain.composed import is_composed, on_known
from sim.domain.paths import Number, numbers
from sim.domain.scenario import Scenario

__all__ = ["composed"]


def composed(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for parts that cannot be added, alternatives of the wrong kind, and `same_as` without a draw."""
    stated = numbers(scenario)
    for name, entry in scenario.uncertainty.items():
        path = ("uncertainty", name)
        source = entry.same_as or ""
        if source in scenario.uncertainty and is_composed(scenario.uncertainty[source]):
            text = "expected an entry whose draw is one number; that entry sets several numbers at once"
            yield Finding((*path, "same_as"), quoted(source), text)
        for position, each in enumerate(entry.alternatives):
            for target, value in each.set.items():
                if isinstance(value, date) and target in stated and stated[target].written is None:
                    text = f"expected a number: {target} is not a date"
                    yield Finding((*path, "alternatives", str(position), "set", target), f"{value}", text)
        if entry.parts:
            yield from _parts(scenario, name, stated)


def _parts(scenario: Scenario, name: str, stated: Mapping[str, Number]) -> Iterator[Finding]:
    """Yield a finding for what prevents the parts of an entry from adding up to their total."""
    entry, path = scenario.uncertainty[name], ("uncertainty", name)
    found = [(position, target, stated[target]) for position, target in enumerate(entry.to) if target in stated]
    for position, target, number in found:
        first = found[0][2]
        if number.written is not None:
            text = "expected numbers, which can add up to the total; this is a date"
        elif (number.unit, number.bounds.whole) != (first.unit, first.bounds.whole):
            text = f"expected numbers of one unit, all whole or none, that add up to the total, like {found[0][1]}"
        else:
            continue
        yield Finding((*path, "to", str(position)), quoted(target), text)
        return
    if found and found[0][2].bounds.whole and entry.total is None:
        text = f"missing; expected the total number: {found[0][1]} is a whole number"
        yield Finding((*path, "total"), None, text)
        return
    if found and found[0][2].bounds.whole and not entry.whole.is_integer():
        text = f"expected a whole total: {found[0][1]} is a whole number"
        yield Finding((*path, "total"), f"{entry.whole:g}", text)
    known = on_known(scenario, name, dict(stated))
    if known and (sum(known.values()) > entry.whole or len(known) == len(entry.to)):
        known_sum = math.fsum(known.values())
        if not math.isclose(known_sum, entry.whole) or known_sum > entry.whole:
            listed = ", ".join(f"{target} = {value:g}" for target, value in known.items())
            text = f"expected the known parts to leave some of total = {entry.whole:g} for the others: {listed}"
            parts = tuple(tuple(part for part, _ in stated[target].parts) for target in known)
            yield Finding(path, None, text, parts=parts)
