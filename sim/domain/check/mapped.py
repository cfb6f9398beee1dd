"""The check that unknowns keep the numbers that they change within the bounds of their keys."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, product
from typing import Any, NamedTuple

from sim.domain import composed
from sim.domain.bounds import Bounds
from sim.domain.check.finding import Finding
from sim.domain.force import Group, Lot
from sim.domain.known import set_by
from sim.domain.paths import Number, matching, numbers, stars_at_key
from sim.domain.scenario import Scenario
from sim.domain.support import broken_off, mapped_to, quantile, support
from sim.domain.uncertainty import QUANTILES, Uncertainty

__all__ = ["MOST_ROOTS", "Beliefs", "ends_of", "mapped"]

DRAWS = 4096
"""Number of evenly spread worlds from which the share outside the bounds is estimated."""
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
MOST_ROOTS = len(PRIMES)
"""Most independent draws on which one condition may depend, since all combinations of their ends are checked."""
NEAR, FAR = 1e-9, 1e9
"""A distribution without an upper end is checked at its median times `NEAR` and at its median times `FAR`."""
ORDERED = (("low", "mode", "high"), QUANTILES, ("open_h", "close_h"), ("begins", "until"), ("not_before", "at_latest"))
"""Keys of one table whose numbers must be in ascending order."""

Raws = Mapping[str, Any]
"""Entry of `[uncertainty]` -> its draw: a number, or a `composed.Case` if the entry sets several numbers at once."""


class Judged(NamedTuple):
    """A condition that some numbers must meet in every world.

    Attributes
    ----------
    paths
        Dotted paths of the numbers.
    expected
        The condition in words.
    holds
        Whether it holds for given values of these numbers.
    """

    paths: tuple[str, ...]
    expected: str
    holds: Callable[[Sequence[float]], bool]


class Beliefs:
    """The unknowns of a scenario and the values that they give to numbers.

    Attributes
    ----------
    scenario, entries, numbers
        The scenario, its entries of `[uncertainty]`, and its numbers by dotted path.
    on
        Dotted path -> entries that change this number, in the order in which they apply: `set`, `times`, `plus`.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.entries, self.numbers = scenario, scenario.uncertainty, numbers(scenario)
        self.on: dict[str, list[str]] = {}
        for apply in ("set", "times", "plus"):
            for name, entry in self.entries.items():
                reached = [path for target in entry.to or (name,) for path in matching(target, self.numbers)]
                reached = [path for path in dict.fromkeys(reached) if not _starred(entry, self.numbers[path])]
                for path in set_by(scenario, name, reached) if entry.apply == apply else ():
                    self.on.setdefault(path, []).append(name)

    def root(self, name: str) -> str | None:
        """Return the entry whose draw an entry uses: itself or, by `same_as`, another; None if `same_as` is wrong."""
        seen: set[str] = set()
        while name in self.entries and name not in seen:
            source = self.entries[name].same_as
            if source is None:
                return None if seen and composed.is_composed(self.entries[name]) else name
            seen.add(name)
            name = source
        return None

    def value(self, path: str, raws: Raws) -> float:
        """Return the value of a number for given draws."""
        value = self.numbers[path].value
        for name in self.on.get(path, ()):
            entry = self.entries[name]
            raw = raws[self.root(name) or name]
            if composed.is_composed(entry):
                given = composed.value(self.scenario, name, raw, (path, self.numbers[path]), self.numbers)
            else:
                given = mapped_to(entry, raw)
            value = given if entry.apply == "set" else value * given if entry.apply == "times" else value + given
        return value


def _starred(entry: Uncertainty, number: Number) -> bool:
    """Whether a `*` of an entry stands for a key in the path of a number; another check reports this."""
    return any(stars_at_key(target, number) for target in entry.to)


def mapped(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each unknown that takes a number out of bounds, or numbers out of order, in some world.

    Notes
    -----
    The ends of every draw are checked, and also points between them if a condition depends on the draw through two
    entries. The share of worlds in which a condition does not hold is estimated from evenly spread draws.
    """
    beliefs = Beliefs(scenario)
    reported = {  # entries whose known parts exceed the total; another check reports this
        name
        for name, entry in scenario.uncertainty.items()
        if entry.parts and sum(composed.on_known(scenario, name, beliefs.numbers).values()) > entry.whole
    }
    for case in (*_cases(beliefs), *_beside(beliefs, scenario)):
        names = [name for path in case.paths for name in beliefs.on.get(path, ())]
        roots = sorted({beliefs.root(name) or "" for name in names})
        if not names or "" in roots or names[-1] in reported:
            continue
        path = ("uncertainty", names[-1])
        if len(roots) > MOST_ROOTS:
            text = f"expected at most {MOST_ROOTS} unknowns that change {case.paths[0]}, not {len(roots)}"
            yield Finding(path, None, text)
            continue
        twice = [root for root in roots if sum(beliefs.root(name) == root for name in names) > 1]
        corners = product(*(ends_of(beliefs.entries[root], root in twice) for root in roots))
        worlds = [dict(zip(roots, raws, strict=True)) for raws in corners]
        values_in = [[beliefs.value(number, raws) for number in case.paths] for raws in worlds]
        bad = [values for values in values_in if not case.holds(values)]
        if bad:
            reported.add(names[-1])
            dated = any(beliefs.numbers[number].written for number in case.paths)
            draws = [draw for root in roots if (draw := beliefs.entries[root].draw) is not None]
            endless = any(math.isinf(support(draw).most) for draw in draws)
            several = composed.is_composed(beliefs.entries[names[-1]])
            cure = "state other numbers" if several else "state least and most, or another draw"
            worst = ", ".join(_reach([values[at] for values in bad], endless) for at in range(len(case.paths)))
            worst += " days after the start of the clock" if dated else ""
            yield Finding(path, None, f"{_words(case, worst, _share(beliefs, roots, case), names)}: {cure}")


def _words(case: Judged, worst: str, share: float, names: list[str]) -> str:
    """Return the message about a condition that does not hold in the share `share` of the worlds.

    `worst` says which values do not meet the condition; `names` are the entries that change its numbers.
    """
    part = (
        f"{float(f'{100 * share:.2g}'):g} % of its draws"
        if share * DRAWS >= 1
        else f"fewer than 1 in {DRAWS:,} of its draws"
    )
    also = "" if len(set(names)) == 1 else f" (with {', '.join(dict.fromkeys(names[:-1]))})"
    what = case.paths[0] if len(case.paths) == 1 else ", ".join(case.paths)
    return f"expected {what} {case.expected}; {part}{also} do not meet this ({worst})"


def _reach(values: list[float], endless: bool) -> str:
    """Return the range of some values as text: "3 to 7".

    If a draw has no upper end (`endless`), a value that is very far from 0 stands for "any above" or "any below".
    """
    low, high = (f"{value:.6g}" for value in (min(values), max(values)))
    if endless and max(values) >= FAR / 1e3:
        return "without an upper end" if low == high else f"{low} and above"
    if endless and min(values) <= -FAR / 1e3:
        return "without a lower end" if low == high else f"{high} and below"
    return low if low == high else f"{low} to {high}"


def _cases(beliefs: Beliefs) -> Iterator[Judged]:
    """Yield the conditions on the numbers that unknowns change: the bounds of each, and the order within a table."""
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


def _beside(beliefs: Beliefs, scenario: Scenario) -> Iterator[Judged]:
    """Yield the conditions that other keys put on numbers.

    A group or lot has at least as many members as have begun at the start. A repair time of 0 allows no failures.
    """
    for section, movers in (("group", scenario.group), ("lot", scenario.lot)):
        for name, mover in movers.items():
            yield from _begun(beliefs, f"{section}.{name}", mover)
            begun = mover.start.left + mover.start.staged + sum(mover.start.passed.values())
            if begun and (path := f"{section}.{name}.count") in beliefs.on:
                yield _bounded(path, Bounds(begun, whole=True), f"of at least {begun}, the number that have begun")
    for table, key in (("supply.mission_capable", "supply.down_h"), ("available", "repair_h")):
        for path in beliefs.on:
            repair = f"{path.removesuffix(table)}{key}"
            if path.endswith(f".{table}") and repair in beliefs.numbers and beliefs.numbers[repair].value == 0.0:
                yield _bounded(path, Bounds(least=1.0), f"of at least 1, as {repair} = 0")


def _begun(beliefs: Beliefs, at: str, mover: Group | Lot) -> Iterator[Judged]:
    """Yield the conditions on the numbers of members that are staged, or have passed a station, at the start."""
    begun = (f"{at}.start.staged", *(f"{at}.start.passed.{station}" for station in mover.start.passed))
    if not any(path in beliefs.on for path in begun):
        return
    if mover.disposition == "retain":
        for path in begun:
            yield _bounded(path, Bounds(0, 0, whole=True), "of 0, as retained movers wait for no lift")
    elif mover.count is not None:
        left, most = mover.start.left, f"{at}.count"
        text = "with the last no smaller than the sum of the others"
        text += f" and the {left} that have left" if left else ""
        yield Judged((*begun, most), text, lambda values: left + sum(map(_whole, values[:-1])) <= _whole(values[-1]))


def _whole(value: float) -> int:
    """Return a number rounded as the plan rounds it: halves go up."""
    return math.floor(value + 0.5)


def _bounded(path: str, bounds: Bounds, expected: str) -> Judged:
    """Return the condition that a number lies within bounds."""
    return Judged((path,), expected, lambda values: bounds.holds(values[0]))


def ends_of(entry: Uncertainty, twice: bool) -> Sequence[Any]:
    """Return the ends of an entry's draw, or values just inside them if they are never drawn.

    For a draw without an upper end, these are its median times `NEAR` and times `FAR`. With `twice`, points between the
    ends are returned as well. For an entry that sets several numbers at once, the result is its extreme outcomes.
    """
    if composed.is_composed(entry):
        return composed.cases(entry)
    assert entry.draw is not None  # only an entry with a draw of its own gets here
    least, most, reached = support(entry.draw)
    if reached:
        return [least] if least == most else [least, most, *(_between(least, most) if twice else ())]
    if math.isinf(most):
        middle = quantile(entry.draw)(0.5)
        return [NEAR * middle, FAR * middle, *([middle * 2.0**k for k in range(-6, 7)] if twice else ())]
    inside = NEAR * (most - least)
    return [least + inside, most - inside, *(_between(least, most) if twice else ())]


def _between(least: float, most: float) -> list[float]:
    """Return 15 evenly spaced values between two ends."""
    return [least + (most - least) * k / 16 for k in range(1, 16)]


def _share(beliefs: Beliefs, roots: list[str], case: Judged) -> float:
    """Return the share of worlds in which a condition does not hold, from 0 to 1."""
    draws = {root: _draw(beliefs.entries[root]) for root in roots}
    steps = [1.0 / DRAWS] if len(roots) == 1 else [math.sqrt(prime) % 1.0 for prime in PRIMES]
    outside = 0
    for k in range(DRAWS):
        raws = {root: draws[root](((k + 0.5) * step) % 1.0) for root, step in zip(roots, steps, strict=False)}
        outside += not case.holds([beliefs.value(path, raws) for path in case.paths])
    return outside / DRAWS


def _draw(entry: Uncertainty) -> Callable[[float], Any]:
    """Return the function that maps a number in (0, 1) to a draw of an entry."""
    if entry.parts:
        return broken_off(entry.parts)
    return partial(composed.alternative_at, entry) if entry.alternatives else quantile(entry.draw)
