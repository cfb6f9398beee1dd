"""The rule of one or two conditions on inputs that best separates the histories that miss a milestone from others.

All rules are tried on every second world, or on fewer if these have more than `MOST` histories; the other worlds check
the best rule. This is scenario discovery without manual pruning (Bryant and Lempert 2010 use the algorithm PRIM).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.inputs import Input
from sim.analysis.decisions.smooth import shuffled
from sim.analysis.statistics.estimates import Estimate, estimate

__all__ = ["FEWEST", "Condition", "Discovery", "discovery"]

Array = npt.NDArray[Any]
FEWEST: Final = 20
"""Least number of histories that must have met the milestone, and that must have missed it."""
PARTS: Final = 10
"""Largest number of parts into which the values of an input are cut."""
SHUFFLES: Final = 99
"""Number of random assignments of misses to worlds from which `Discovery.p` is computed."""
MOST: Final = 2_000
"""Largest number of histories used to find a rule (but at least one world); all others check the rule."""
LEAST: Final = 0.02
"""Smallest share of the histories used to find a rule in which the rule must hold."""
SPANS: Final = np.triu_indices(PARTS - 1, 1)
"""Numbers of the lower cuts and of the higher cuts in all pairs of cuts of an input."""


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition that an input is below a value or, if `below` is false, that it is at least the value."""

    input: Input
    value: float
    below: bool

    def holds(self) -> Array:
        """Return whether the condition holds in each history, shape (n,)."""
        inside: Array = (self.input.values < self.value) == self.below
        return inside


@dataclass(frozen=True, slots=True)
class Discovery:
    """The best rule, and how well it separates the histories that miss the milestone from all others.

    Attributes
    ----------
    conditions
        The one or two conditions, which must hold together; none if no rule has a larger share of misses than all
        histories used to find rules.
    p
        Chance of finding a rule at least as good if misses depend on no input; 1 if there is no rule.
    within, outside
        Probability of a miss where the rule holds, and where it does not, in the histories that check the rule; None if
        there is no rule, or if there are no such histories.
    coverage
        Of the histories that check the rule and miss the milestone, the share in which the rule holds; NaN if there is
        no rule.
    missed
        Probability of a miss in all histories that check the rule.
    found_within
        The same as `within`, but in the histories used to find the rule. It is too high, since the rule is the best of
        many. None if there is no rule.
    n, looked
        Number of all histories, and of the histories used to find the rule.
    tried
        Number of rules that were tried.
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
        """Whether chance hardly explains the rule: `p` is at most 0.05, and the rule is `confirmed`."""
        return self.p <= 0.05 and self.confirmed

    @property
    def confirmed(self) -> bool:
        """Whether the histories that check the rule confirm it: the interval of `within` lies above `missed`."""
        return self.within is not None and self.within.low > self.missed.value


def discovery(inputs: Sequence[Input], met: Array, world: Array, *, confidence: float = 0.95) -> Discovery:
    """Find the rule that best separates the histories that miss a milestone from all others.

    Parameters
    ----------
    inputs
        Inputs that a rule may use.
    met
        Whether the milestone was met, shape (n,).
    world
        World of each history, shape (n,). The histories of a world are consecutive; either all of them are used to find
        the rule, or all check it.
    confidence
        Confidence of the intervals of all probabilities.

    Raises
    ------
    ValueError
        Fewer than `FEWEST` histories met the milestone, or fewer than `FEWEST` missed it.

    Notes
    -----
    The values of conditions are the nine deciles of each input, rounded to three significant digits or to midnight. The
    score of a rule is a gain minus a cost. The gain is in log likelihood, if the histories in which the rule holds and
    the others have separate probabilities of a miss instead of a common one. The cost is the description length of the
    rule: log(number of possible conditions) for each of its conditions. For `p`, misses are assigned to worlds at
    random, and the best rule is searched for again, 99 times.
    """
    missed = np.asarray(met) == 0
    if min(int(missed.sum()), int((~missed).sum())) < FEWEST:
        raise ValueError(f"expected at least {FEWEST} histories that met the milestone and {FEWEST} that missed it")
    names, place = np.unique(world, return_inverse=True)
    shared = len(names) < len(place)
    half = place % 2 == 0  # whether each history is used to find the rule
    beyond = half & (np.cumsum(half) > MOST)
    if beyond.any():
        half &= place < max(int(place[beyond].min()), 1)
    checks = ~half
    clusters = world if shared else None
    overall = estimate(missed[checks], None if clusters is None else clusters[checks], confidence)
    looked, n = int(half.sum()), len(missed)
    search = _Search(inputs, half)
    best, rule = search.best(missed[half])
    p = (1 + sum(search.best(missed[half][order])[0] >= best for order in _orders(place[half]))) / (1 + SHUFFLES)
    if not rule:
        return Discovery((), 1.0, None, None, math.nan, overall, None, n, looked, search.tried)
    inside = np.logical_and.reduce([each.holds() for each in rule])

    def of_miss(rows: Array) -> Estimate | None:
        worlds = None if clusters is None else clusters[rows]
        return estimate(missed[rows], worlds, confidence) if rows.any() else None

    covered = int((missed & inside & checks).sum())
    return Discovery(
        rule,
        p,
        of_miss(inside & checks),
        of_miss(~inside & checks),
        covered / max(overall.met, 1),
        overall,
        of_miss(inside & half),
        n,
        looked,
        search.tried,
    )


def _cuts(one: Input, rows: Array) -> Array:
    """Return the values at which an input is cut: at most nine, each with histories below it, and at or above it."""
    values = one.values[rows]
    marks = np.quantile(values, np.arange(1, PARTS) / PARTS, method="inverted_cdf")
    if one.midnights:
        edges = np.array(one.midnights)
        marks = edges[np.argmin(np.abs(marks[:, None] - edges), axis=1)].astype(np.float64)
    else:
        marks = np.array([float(f"{mark:.3g}") for mark in marks])
    marks = np.unique(marks)
    inside: Array = marks[(marks > values.min()) & (marks <= values.max())]
    return inside


def _orders(place: Array) -> Array:
    """Return permutations of histories that swap whole worlds of equal size, shape (SHUFFLES, n).

    `place` is the number of the world of each history.
    """
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
    """The search among all rules of one and two conditions.

    Parameters
    ----------
    inputs
        Inputs that rules may use.
    rows
        Whether each history is used to find a rule, shape (n,).

    Notes
    -----
    Each input is cut into at most ten parts. For each pair of inputs, a table of ten by ten counts, cumulated along
    both inputs, gives the counts of all rules with one condition on each of the two.
    """

    def __init__(self, inputs: Sequence[Input], rows: Array) -> None:
        self._inputs, self._n = inputs, int(rows.sum())
        self._cuts = [_cuts(each, rows) for each in inputs]
        parts = [
            np.searchsorted(cuts, each.values[rows], "right") for each, cuts in zip(inputs, self._cuts, strict=True)
        ]
        self._parts = np.array(parts, np.int64).reshape(len(inputs), self._n)
        self._i, self._j = np.triu_indices(len(inputs), 1)
        self._cell = PARTS * self._parts[self._i] + self._parts[self._j] + PARTS**2 * np.arange(len(self._i))[:, None]
        self._parts += PARTS * np.arange(len(inputs))[:, None]
        self._one, self._two = self._rules()
        conditions = sum(2 * len(cuts) for cuts in self._cuts)
        self._holds_in = self._count(np.ones(self._n, np.bool_))
        self._usable = (self._holds_in >= LEAST * self._n) & (self._holds_in < self._n)
        for which in (self._one, self._two):
            self._usable &= self._exists()[which]
        self._cost = math.log(max(conditions, 2)) * np.where(self._two < 0, 1, 2)
        numbers = np.arange(self._n + 1, dtype=np.float64)
        self._table = numbers * np.log(np.maximum(numbers, 1.0))

    @property
    def tried(self) -> int:
        """Number of rules that the search tries."""
        return int(self._usable.sum())

    def best(self, missed: Array) -> tuple[float, tuple[Condition, ...]]:
        """Return the score of the best rule and its conditions, given which of the histories used missed the milestone.

        If under no rule the share of misses is larger than among all these histories, return minus infinity and no
        conditions.
        """
        n, total = self._n, int(missed.sum())
        hit = self._count(missed)
        gain = self._log(hit, self._holds_in) + self._log(total - hit, n - self._holds_in)
        gain -= self._log(np.array(total), np.array(n)) + self._cost
        gain[~self._usable | (hit * n <= total * self._holds_in)] = -np.inf
        if not len(gain) or gain.max() == -np.inf:
            return -math.inf, ()
        at = int(np.argmax(gain))
        found = [self._condition(int(which[at])) for which in (self._one, self._two) if which[at] >= 0]
        return float(gain[at]), tuple(found)

    def _count(self, rows: Array) -> Array:
        """Return in how many of the histories marked in `rows` each rule holds, in the order of `_rules`."""
        inputs, pairs, total = len(self._inputs), len(self._i), int(rows.sum())
        below = np.bincount(self._parts[:, rows].ravel(), minlength=PARTS * inputs)
        below = below.reshape(inputs, PARTS).cumsum(axis=1)[:, :-1]
        both = np.bincount(self._cell[:, rows].ravel(), minlength=PARTS**2 * pairs)
        both = both.reshape(pairs, PARTS, PARTS).cumsum(axis=1).cumsum(axis=2)
        inner, first, second = both[:, :-1, :-1], both[:, :-1, -1:], both[:, -1:, :-1]
        low, high = SPANS
        counts = [below, total - below, below[:, high] - below[:, low]]
        counts += [inner, first - inner, second - inner, total - first - second + inner]
        return np.concatenate([each.ravel() for each in counts])

    def _rules(self) -> tuple[Array, Array]:
        """Return the number of the first and of the second condition of each rule; -1 for no second condition.

        The condition that input i is below its cut c has the number 2 (PARTS i + c); the condition that it is at least
        this cut has the next number.
        """
        below = 2 * PARTS * np.arange(len(self._inputs))[:, None] + 2 * np.arange(PARTS - 1)
        low, high = SPANS
        one = [below, below + 1, below[:, low] + 1]
        two = [np.full_like(below, -1), np.full_like(below, -1), below[:, high]]
        first, second = np.broadcast_arrays(below[self._i][:, :, None], below[self._j][:, None, :])
        one += [first, first, first + 1, first + 1]
        two += [second, second + 1, second, second + 1]
        return np.concatenate([each.ravel() for each in one]), np.concatenate([each.ravel() for each in two])

    def _exists(self) -> Array:
        """Return whether the condition with each number exists, since an input may have fewer than nine cuts.

        The last entry, which the number -1 selects, is true: it stands for "no second condition".
        """
        exists = np.zeros(2 * PARTS * len(self._inputs) + 1, np.bool_)
        exists[-1] = True
        for place, cuts in enumerate(self._cuts):
            exists[2 * PARTS * place :][: 2 * len(cuts)] = True
        return exists

    def _condition(self, number: int) -> Condition:
        place, cut = divmod(number // 2, PARTS)
        return Condition(self._inputs[place], float(self._cuts[place][cut]), number % 2 == 0)

    def _log(self, hit: Array, n: Array) -> Array:
        """Return the log likelihood of `hit` misses in `n` histories at the probability that makes it largest."""
        likelihood: Array = self._table[hit] + self._table[n - hit] - self._table[n]
        return likelihood
