"""When a run stops: at numbers of histories fixed beforehand, a rule is checked, and the run stops once it holds."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.sequence import Means, Verdict, interval, settled
from sim.analysis.statistics.estimates import Estimate

__all__ = ["Rule", "Tally", "Watch", "always", "looks"]

EVERY = 25
"""Number of histories between two looks in the first thousand; twice this in the second, and so on (`looks`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a run has to establish before it stops; a rule with both `within` and `decide` holds when both hold.

    Attributes
    ----------
    within
        Half the width of the interval of the probability must be at most this; None if the rule does not ask for it.
    decide
        The target: the probability must be known to be above or below it; None if the rule does not ask for this.
    milestone, column
        The milestone of the rule, and the column of the outcomes that says whether it was met.
    """

    within: float | None = None
    decide: float | None = None
    milestone: str = "deadline"
    column: str = "met_deadline"

    @property
    def name(self) -> str:
        """The parts of the rule: `within`, `decide`, or `within and decide`."""
        return " and ".join(part for part in ("within", "decide") if getattr(self, part) is not None)


class Tally:
    """Counts of histories in the order of their numbers, with an interval that is valid whenever the run stops.

    Parameters
    ----------
    inner
        Number of histories that share a world; a world counts once it is complete.
    confidence
        Least chance that all intervals contain the probability, however often they are computed.
    first
        Number of the first history added; if its world began with an earlier history, this world is left out.

    Attributes
    ----------
    n, met
        Number of histories counted, and of those in which the event happened.
    """

    def __init__(self, inner: int = 1, confidence: float = 0.95, first: int = 0) -> None:
        self.n, self.met, self.confidence = 0, 0, confidence
        self._inner, self._skip = inner, -first % inner
        self._pending = np.empty(0, np.bool_)  # histories of a world that is not complete yet
        self._means = Means(confidence)

    def add(self, met: npt.NDArray[Any]) -> None:
        """Add the next histories; `met` says whether the event happened in each, shape (n,)."""
        fresh = np.asarray(met) != 0
        if self._inner > 1:
            left_out = min(self._skip, len(fresh))
            self._skip -= left_out
            pending = np.concatenate([self._pending, fresh[left_out:]])
            worlds = len(pending) // self._inner
            fresh, self._pending = pending[: worlds * self._inner], pending[worlds * self._inner :]
            self._means.add(fresh.reshape(worlds, self._inner).mean(axis=1))
        self.n += len(fresh)
        self.met += int(np.count_nonzero(fresh))

    def interval(self) -> tuple[float, float]:
        """Return the limits of the probability; [0, 1] before the first history or the first complete world."""
        return interval(self.met, self.n, self.confidence) if self._inner == 1 else self._means.interval()

    def estimate(self) -> Estimate | None:
        """Return the probability so far; None before the first history, or the first complete world."""
        if not self.n:
            return None
        worlds = self.n // self._inner if self._inner > 1 else 0
        return Estimate(self.met / self.n, *self.interval(), self.met, self.n, self.confidence, worlds)

    def verdict(self, target: float) -> Verdict | None:
        """Return on which side of a target the probability lies; None while the side is not known.

        Notes
        -----
        The chance of ever naming the wrong side is at most 1 - confidence. For independent histories there are two
        one-sided tests (`settled`); for histories that share worlds, the interval must lie on one side of the target.
        """
        error = 1.0 - self.confidence
        if self._inner == 1:
            return settled(self.met, self.n, target, error)
        if not self.n or self._means.against(target) < -math.log(error):
            return None
        return "above" if self.met / self.n > target else "below"


def always(met: npt.NDArray[Any], first: int = 0, inner: int = 1, confidence: float = 0.95) -> Estimate:
    """Estimate a probability with an interval that is valid whenever the run stops.

    Parameters
    ----------
    met
        Whether the event happened in each history, in the order of their numbers; at least one history.
    first, inner, confidence
        As for `Tally`. The estimated probability is the share of all histories, those of incomplete worlds included;
        the interval leaves these out.

    Raises
    ------
    ValueError
        There are no histories.
    """
    if not len(met):
        raise ValueError("expected at least one history")
    tally = Tally(inner, confidence, first)
    tally.add(met)
    hits, worlds = int(np.count_nonzero(met)), tally.n // inner if inner > 1 else 0
    return Estimate(hits / len(met), *tally.interval(), hits, len(met), confidence, worlds)


def looks(most: int, inner: int = 1) -> Iterator[int]:
    """Yield the numbers of histories at which to look: every 25, from 1,000 on every 50, from 2,000 on every 75 ...

    Parameters
    ----------
    most
        Number of histories at the last look.
    inner
        Number of histories per world; all looks but the last come after whole worlds.
    """
    n = 0
    while n < most:
        further = n + EVERY * (1 + n // 1000)
        n = min(most, -(-further // inner) * inner)
        yield n


class Watch:
    """Checks a rule at numbers of histories fixed beforehand (looks), and decides after how many histories a run stops.

    Parameters
    ----------
    rule
        The rule that has to hold.
    most
        Number of histories after which the run stops in any case; a multiple of `inner`.
    inner, confidence
        As for `Tally`.

    Attributes
    ----------
    stop
        Number of histories after which the run stops; None while it goes on.
    holds
        Whether the rule held at the last look.
    looks, most
        Number of looks so far, and the largest number of histories.
    verdict
        Side of the target on which the probability lies, as found at the first look that could tell; None before.
    tally
        Counts at the last look so far.

    Notes
    -----
    Histories count in the order of their numbers, so the number at which a run stops depends only on the question and
    the seed, not on workers or interruptions. Histories with higher numbers do not count, even if they were run.
    """

    def __init__(self, rule: Rule, most: int, inner: int = 1, confidence: float = 0.95) -> None:
        self.rule, self.holds, self.looks = rule, False, 0
        self.stop: int | None = None
        self.verdict: Verdict | None = None
        self.tally = Tally(inner, confidence)
        self.most, self._due = most, looks(most, inner)
        self._seen, self._next = 0, next(self._due)

    def see(self, met: npt.NDArray[Any]) -> None:
        """Make all looks that are due; `met` covers all histories so far, in the order of their numbers."""
        while self.stop is None and self._next <= len(met):
            self.tally.add(met[self._seen : self._next])
            self._seen = self._next
            self._look()

    def _look(self) -> None:
        """Make one look: set `stop` if the rule holds, or if this was the last look."""
        rule, self.looks = self.rule, self.looks + 1
        if rule.decide is not None and self.verdict is None:
            self.verdict = self.tally.verdict(rule.decide)
        self.holds = (rule.decide is None or self.verdict is not None) and self._narrow()
        if self.holds or self._next == self.most:
            self.stop = self._next
        else:
            self._next = next(self._due)

    def _narrow(self) -> bool:
        """Return whether the interval is narrow enough for the rule; True if the rule has no `within`."""
        if self.rule.within is None:
            return True
        low, high = self.tally.interval()
        return 0.5 * (high - low) <= self.rule.within
