"""Checks of unknowns that set several numbers at once: parts of one total, or alternatives."""

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
    """Yield a finding for parts that cannot add up to their total, for each number that an alternative sets to a date,
    and for each `same_as` that names an entry with parts or alternatives.
    """
    stated = numbers(scenario)
    for name, entry in scenario.uncertainty.items():
        path = ("uncertainty", name)
        source = entry.same_as or ""
        if source in scenario.uncertainty and is_composed(scenario.uncertainty[source]):
            text = "expected an entry whose draw is one number; that entry has parts or alternatives instead"
            yield Finding((*path, "same_as"), quoted(source), text)
        for position, each in enumerate(entry.alternatives):
            for target, value in each.set.items():
                if isinstance(value, date) and target in stated and stated[target].written is None:
                    text = f"expected a number: {target} is not a date"
                    yield Finding((*path, "alternatives", str(position), "set", target), f"{value}", text)
        if entry.parts:
            yield from _parts(scenario, name, stated)


def _parts(scenario: Scenario, name: str, stated: Mapping[str, Number]) -> Iterator[Finding]:
    """Yield findings on why the parts of an entry cannot add up to their total."""
    entry, path = scenario.uncertainty[name], ("uncertainty", name)
    found = [(position, target, stated[target]) for position, target in enumerate(entry.to) if target in stated]
    for position, target, number in found:
        first = found[0][2]
        if number.written is not None:
            text = "expected a number, as parts add up to a total; this is a date"
        elif number.unit != first.unit:
            text = f"expected a number in the unit of {found[0][1]}, as the parts add up to one total"
        elif number.bounds.whole != first.bounds.whole:
            text = f"expected all parts to be whole numbers, or none; {found[0][1]} and this one differ"
        else:
            continue
        yield Finding((*path, "to", str(position)), quoted(target), text)
        return
    if found and found[0][2].bounds.whole and entry.total is None:
        text = f"missing; expected the whole number to which the parts add up, as {found[0][1]} is a whole number"
        yield Finding((*path, "total"), None, text)
        return
    if found and found[0][2].bounds.whole and not entry.whole.is_integer():
        text = f"expected a whole number, as {found[0][1]} is one"
        yield Finding((*path, "total"), f"{entry.whole:g}", text)
    known = on_known(scenario, name, dict(stated))
    known_sum, listed = math.fsum(known.values()), ", ".join(f"{target} = {value:g}" for target, value in known.items())
    if len(known) == len(entry.to):
        wrong = not math.isclose(known_sum, entry.whole)
        text = f"expected the parts, which are all known, to add up to total = {entry.whole:g}; {listed}"
    else:
        wrong = sum(known.values()) > entry.whole
        text = f"expected the known parts to add up to no more than total = {entry.whole:g}; {listed}"
    if wrong:
        parts = tuple(tuple(part for part, _ in stated[target].parts) for target in known)
        yield Finding(path, None, text, parts=parts)
