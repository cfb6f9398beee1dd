"""What unknowns make of the numbers that they name: it stays within the bounds of each key, or the file is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from sim.domain.bounds import Bounds
from sim.domain.check.finding import Finding
from sim.domain.known import set_by
from sim.domain.paths import Number, matching, numbers, stars_at_key
from sim.domain.scenario import Scenario
from sim.domain.support import mapped_to, quantile, support
from sim.domain.uncertainty import QUANTILES, Uncertainty

__all__ = ["mapped"]

DRAWS = 4096
"""Worlds, evenly spread, of which the share outside is reported."""
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
MOST_ROOTS = len(PRIMES)
"""More draws of their own than this on one number are not followed into every corner."""
NEAR, FAR = 1e-9, 1e9
"""Parts of the middle that stand for the ends of a tail."""
ORDERED = (("low", "mode", "high"), QUANTILES, ("open_h", "close_h"), ("begins", "until"), ("not_before", "at_latest"))
"""Keys of one table whose numbers rise."""

Raws = Mapping[str, float]


class Judged(NamedTuple):
    """One thing that has to hold in every world: of which numbers, in words, and the test."""

    paths: tuple[str, ...]
    expected: str
    holds: Callable[[Sequence[float]], bool]


class _Beliefs:
    """The unknowns of a scenario, and what they make of a number, in the order set, times, plus."""

    def __init__(self, scenario: Scenario) -> None:
        self.entries, self.numbers = scenario.uncertainty, numbers(scenario)
        self.on: dict[str, list[str]] = {}
        for apply in ("set", "times", "plus"):
            for name, entry in self.entries.items():
                reached = [path for target in entry.to or (name,) for path in matching(target, self.numbers)]
                reached = [path for path in dict.fromkeys(reached) if not _starred(entry, self.numbers[path])]
                for path in set_by(scenario, name, reached) if entry.apply == apply else ():
                    self.on.setdefault(path, []).append(name)

    def root(self, name: str) -> str | None:
        """Return the entry whose draw an entry uses; None if there is none, which another check reports."""
        seen: set[str] = set()
        while name in self.entries and name not in seen:
            seen.add(name)
            source = self.entries[name].same_as
            if source is None:
                return name
            name = source
        return None

    def value(self, path: str, raws: Raws) -> float:
        """Return what a number becomes where the draws came out so."""
        value = self.numbers[path].value
        for name in self.on.get(path, ()):
            entry = self.entries[name]
            made = mapped_to(entry, raws[self.root(name) or name])
            value = made if entry.apply == "set" else value * made if entry.apply == "times" else value + made
        return value


def _starred(entry: Uncertainty, number: Number) -> bool:
    """Whether a `*` stands for a key on the way to a number: that is refused elsewhere."""
    return any(stars_at_key(target, number) for target in entry.to)


def mapped(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each unknown that takes a number, or numbers that must rise, out of bounds in some world.

    Notes
    -----
    Judged at the ends of every draw, and between them where one draw enters twice. The share of worlds outside is
    reckoned on draws that are spread evenly.
    """
    beliefs = _Beliefs(scenario)
    reported: set[str] = set()
    for case in (*_cases(beliefs), *_beside(beliefs, scenario)):
        names = [name for path in case.paths for name in beliefs.on.get(path, ())]
        roots = sorted({beliefs.root(name) or "" for name in names})
        if not names or "" in roots or names[-1] in reported:
            continue
        path = ("uncertainty", names[-1])
        if len(roots) > MOST_ROOTS:
            yield Finding(path, None, f"expected at most {MOST_ROOTS} unknowns on {case.paths[0]}, not {len(roots)}")
            continue
        twice = [root for root in roots if sum(beliefs.root(name) == root for name in names) > 1]
        corners = product(*(_ends(beliefs.entries[root], root in twice) for root in roots))
        made = [[beliefs.value(one, dict(zip(roots, raws, strict=True))) for one in case.paths] for raws in corners]
        bad = [values for values in made if not case.holds(values)]
        if bad:
            reported.add(names[-1])
            dated = any(beliefs.numbers[one].written for one in case.paths)
            yield Finding(path, None, _words(case, bad, _share(beliefs, roots, case), names, dated))


def _words(case: Judged, bad: list[list[float]], share: float, names: list[str], dated: bool) -> str:
    worst = ", ".join(_reach([values[at] for values in bad]) for at in range(len(case.paths)))
    worst += " days after the start of the clock" if dated else ""
    part = (
        f"{float(f'{100 * share:.2g}'):g} % of its draws"
        if share * DRAWS >= 1
        else f"fewer than 1 in {DRAWS:,} of its draws"
    )
    also = "" if len(set(names)) == 1 else f" (with {', '.join(dict.fromkeys(names[:-1]))})"
    what = case.paths[0] if len(case.paths) == 1 else ", ".join(case.paths)
    return f"expected {what} {case.expected}; {part}{also} lie outside ({worst}): state least and most, or another draw"


def _reach(values: list[float]) -> str:
    low, high = (f"{value:.6g}" if abs(value) < FAR / 1e3 else "no end" for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def _cases(beliefs: _Beliefs) -> Iterator[Judged]:
    """Yield what has to hold of each number that an unknown changes: its bounds, and its place among its like."""
    tables: dict[str, dict[str, str]] = {}
    for path in beliefs.on:
        bounds = beliefs.numbers[path].bounds
        yield _bounded(path, bounds, str(bounds))
        tables[path.rpartition(".")[0]] = {}
    for path in beliefs.numbers:
        table, _, key = path.rpartition(".")
        if table in tables:
            tables[table][key] = path
    for keys in tables.values():
        for order in ORDERED:
            paths = tuple(keys[key] for key in order if key in keys)
            if len(paths) > 1:
                yield Judged(paths, "in rising order", lambda values: all(a <= b for a, b in pairwise(values)))


def _beside(beliefs: _Beliefs, scenario: Scenario) -> Iterator[Judged]:
    """Yield what has to hold of a number beside others that are stated: progress at the start, and repairs."""
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            begun = mover.start.left + mover.start.staged + sum(mover.start.passed.values())
            if begun and (path := f"{section}.{name}.count") in beliefs.on:
                yield _bounded(path, Bounds(begun, whole=True), f"of at least {begun}, as so many have begun")
    for table, key in (("supply.mission_capable", "supply.down_h"), ("available", "repair_h")):
        for path in beliefs.on:
            repair = f"{path.removesuffix(table)}{key}"
            if path.endswith(f".{table}") and repair in beliefs.numbers and beliefs.numbers[repair].value == 0.0:
                yield _bounded(path, Bounds(least=1.0), f"of at least 1, as {repair} = 0")


def _bounded(path: str, bounds: Bounds, expected: str) -> Judged:
    return Judged((path,), expected, lambda values: bounds.holds(values[0]))


def _ends(entry: Uncertainty, twice: bool) -> list[float]:
    """Return the least and the most of a draw, just inside where they are never drawn, and some between if asked."""
    assert entry.draw is not None  # a root has one
    least, most, reached = support(entry.draw)
    if reached:
        return [least] if least == most else [least, most, *(_between(least, most) if twice else ())]
    if math.isinf(most):
        middle = quantile(entry.draw)(0.5)
        return [NEAR * middle, FAR * middle, *([middle * 2.0**k for k in range(-6, 7)] if twice else ())]
    inside = NEAR * (most - least)
    return [least + inside, most - inside, *(_between(least, most) if twice else ())]


def _between(least: float, most: float) -> list[float]:
    return [least + (most - least) * k / 16 for k in range(1, 16)]


def _share(beliefs: _Beliefs, roots: list[str], case: Judged) -> float:
    """Return the share of worlds in which a case does not hold."""
    draws = {root: quantile(beliefs.entries[root].draw) for root in roots}
    steps = [1.0 / DRAWS] if len(roots) == 1 else [math.sqrt(prime) % 1.0 for prime in PRIMES]
    outside = 0
    for k in range(DRAWS):
        raws = {root: draws[root](((k + 0.5) * step) % 1.0) for root, step in zip(roots, steps, strict=False)}
        outside += not case.holds([beliefs.value(path, raws) for path in case.paths])
    return outside / DRAWS
