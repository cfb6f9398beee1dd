"""When does it go wrong: the rule with one or two conditions under which most histories miss a promise.

All rules are tried (scenario discovery without a person who prunes: Bryant and Lempert 2010 use PRIM), on a half of the
worlds; the other half says what the best one is worth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.inputs import Input
from sim.analysis.decisions.smooth import shuffled
from sim.analysis.estimates import Estimate, estimate

__all__ = ["FEWEST", "Condition", "Discovery", "discovery"]

Array = npt.NDArray[Any]
FEWEST: Final = 20
"""Least number of histories that kept the promise, and of those that missed it."""
PARTS: Final = 10
SHUFFLES: Final = 99
MOST: Final = 2_000
"""Most histories in which a rule is looked for; all others check it."""
LEAST: Final = 0.02
"""Least part of the histories to which a rule must apply."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An input is below a value, or is at least that."""

    input: Input
    value: float
    below: bool

    def holds(self) -> Array:
        """Return in which histories it holds."""
        inside: Array = (self.input.values < self.value) == self.below
        return inside


@dataclass(frozen=True, slots=True)
class Discovery:
    """The best rule, and what it is worth.

    Attributes
    ----------
    conditions
        One or two, which hold together; none where no rule says anything of these histories.
    p
        In which part of studies, in which promises are missed regardless of all inputs, a rule as good is found.
    within, outside
        Probability of a miss, where the rule holds and where it does not, in histories in which it was not looked for.
        None where there are none of them.
    coverage
        Part of all that missed in which the rule holds, in these histories.
    missed
        Probability of a miss in them.
    found_within
        As `within`, in the histories in which the rule was found: too good, since it is the best of many.
    n, looked
        Histories, and those in which the rule was looked for.
    tried
        Rules that were tried.
    """

    conditions: tuple[Condition, ...]
    p: float
    within: Estimate | None
    outside: Estimate | None
    coverage: float
    missed: Estimate
    found_within: Estimate | None
    n: int
    looked: int
    tried: int

    @property
    def found(self) -> bool:
        """Whether there is a rule that chance does not explain: p at most 0.05, and the other histories confirm it."""
        return self.p <= 0.05 and self.confirmed

    @property
    def confirmed(self) -> bool:
        """Whether misses under it are more frequent in the other histories too: the interval lies above all of them."""
        return self.within is not None and self.within.low > self.missed.value


def discovery(inputs: Sequence[Input], met: Array, world: Array, *, confidence: float = 0.95) -> Discovery:
    """Find the rule that tells best which histories miss a promise.

    Parameters
    ----------
    inputs
        What a rule may speak of.
    met
        Whether the promise was kept, shape (n,).
    world
        World of each history, neighbours together; those of a world stay on one side.

    Raises
    ------
    ValueError
        Fewer than `FEWEST` histories kept it, or missed it.

    Notes
    -----
    Conditions are cut at tenths of each input, at three digits or at midnight. A rule is as good as the gain in
    likelihood when histories with it and without it have a probability each instead of one together, less log(number
    of conditions) for each condition: the words that it takes to say it. p comes from shuffling misses among worlds and
    looking for the best rule again, 99 times.
    """
    missed = np.asarray(met) == 0
    if min(int(missed.sum()), int((~missed).sum())) < FEWEST:
        raise ValueError(f"expected at least {FEWEST} histories that kept the promise, and as many that missed it")
    names, place = np.unique(world, return_inverse=True)
    shared = len(names) < len(place)
    half = place % 2 == 0
    over = half & (np.cumsum(half) > MOST)
    if over.any():
        half &= place < max(int(place[over].min()), 1)
    checks = ~half
    conditions = [each for one in inputs for each in _cuts(one, half)]
    holds = [condition.holds() for condition in conditions]
    clusters = world if shared else None
    overall = estimate(missed[checks], None if clusters is None else clusters[checks], confidence)
    looked, n = int(half.sum()), len(missed)
    if not conditions:
        return Discovery((), 1.0, None, None, math.nan, overall, None, n, looked, 0)
    search = _Search(np.array([each[half] for each in holds], np.float32).T, len(conditions))
    best, rule = search.best(missed[half])
    p = (1 + sum(search.best(missed[half][order])[0] >= best for order in _orders(place[half]))) / (1 + SHUFFLES)
    if not rule:
        return Discovery((), 1.0, None, None, math.nan, overall, None, n, looked, search.tried)
    inside = np.logical_and.reduce([holds[each] for each in rule])

    def among(rows: Array) -> Estimate | None:
        some = None if clusters is None else clusters[rows]
        return estimate(missed[rows], some, confidence) if rows.any() else None

    caught = int((missed & inside & checks).sum())
    return Discovery(
        tuple(conditions[each] for each in rule),
        p,
        among(inside & checks),
        among(~inside & checks),
        caught / max(overall.met, 1),
        overall,
        among(inside & half),
        n,
        looked,
        search.tried,
    )


def _cuts(one: Input, rows: Array) -> list[Condition]:
    """Return the conditions on an input: below each tenth of its values, and from there on."""
    values = one.values[rows]
    marks = np.quantile(values, np.arange(1, PARTS) / PARTS, method="inverted_cdf")
    if one.midnights:
        edges = np.array(one.midnights)
        marks = edges[np.argmin(np.abs(marks[:, None] - edges), axis=1)].astype(np.float64)
    else:
        marks = np.array([float(f"{mark:.3g}") for mark in marks])
    inside = [mark for mark in np.unique(marks) if values.min() < mark <= values.max()]
    return [Condition(one, float(mark), below) for mark in inside for below in (True, False)]


def _orders(place: Array) -> Array:
    """Return permutations of histories that move whole worlds, shape (SHUFFLES, n); those of a size change places."""
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    sizes = np.diff(np.append(starts, len(place)))
    orders = np.tile(np.arange(len(place)), (SHUFFLES, 1))
    for size in np.unique(sizes):
        alike = starts[sizes == size]
        moved = alike[shuffled(len(alike), SHUFFLES)]
        for step in range(size):
            orders[:, alike + step] = moved + step
    return orders


class _Search:
    """All rules of one and two conditions.

    Parameters
    ----------
    holds
        Whether each condition holds in each history, shape (n, conditions).
    words
        Conditions to choose from.
    """

    def __init__(self, holds: Array, words: int) -> None:
        self._holds, self._n = holds, len(holds)
        self._one, self._two = np.triu_indices(words)  # a condition with itself is a rule of one
        both = (holds.T @ holds).round().astype(np.int64)[self._one, self._two]
        usable = (both >= LEAST * self._n) & (both < self._n)
        self._one, self._two, self._many = self._one[usable], self._two[usable], both[usable]
        self._cost = math.log(max(words, 2)) * np.where(self._one == self._two, 1, 2)
        whole = np.arange(self._n + 1, dtype=np.float64)
        self._table = whole * np.log(np.maximum(whole, 1.0))

    @property
    def tried(self) -> int:
        """Rules."""
        return len(self._one)

    def best(self, missed: Array) -> tuple[float, tuple[int, ...]]:
        """Return how good the best rule is, and its conditions; none where no rule has more misses than all."""
        n, total = self._n, int(missed.sum())
        hit = (self._holds[missed].T @ self._holds[missed]).round().astype(np.int64)[self._one, self._two]
        gain = self._log(hit, self._many) + self._log(total - hit, n - self._many)
        gain -= self._log(np.array(total), np.array(n)) + self._cost
        gain[hit * n <= total * self._many] = -np.inf
        if not len(gain) or not np.isfinite(gain.max()):
            return -math.inf, ()
        at = int(np.argmax(gain))
        return float(gain[at]), tuple(sorted({int(self._one[at]), int(self._two[at])}))

    def _log(self, hit: Array, many: Array) -> Array:
        """Return the largest log likelihood of so many hits among so many."""
        likelihood: Array = self._table[hit] + self._table[many - hit] - self._table[many]
        return likelihood
