"""When to stop: histories in the order of their numbers, looked at now and then, until a rule holds."""

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
"""Histories between two looks, for each thousand begun."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a run is to know before it stops; a rule with both parts holds when both hold.

    Attributes
    ----------
    within
        Largest half-width of the interval of the probability; None asks for none.
    decide
        Probability of which is to be known whether the true one is above or below; None asks for nothing.
    milestone, column
        The promise that is looked at, and the column of the outcomes that says whether it was met.
    """

    within: float | None = None
    decide: float | None = None
    milestone: str = "deadline"
    column: str = "met_deadline"

    @property
    def name(self) -> str:
        """Its parts: `within`, `decide`, or `within and decide`."""
        return " and ".join(part for part in ("within", "decide") if getattr(self, part) is not None)


class Tally:
    """Counts of histories in the order of their numbers, with an interval that is valid whenever one stops.

    Parameters
    ----------
    inner
        Histories that share a world; a world counts once it is complete.
    confidence
        Least chance that every interval, whenever it is asked for, covers.
    first
        Number of the first history; those of a world that began before it are left out.

    Attributes
    ----------
    n, met
        Histories counted, and those in which it happened.
    """

    def __init__(self, inner: int = 1, confidence: float = 0.95, first: int = 0) -> None:
        self.n, self.met, self.confidence = 0, 0, confidence
        self._inner, self._skip = inner, -first % inner
        self._rest = np.empty(0, np.bool_)
        self._means = Means(confidence)

    def add(self, met: npt.NDArray[Any]) -> None:
        """Count in the next histories: whether it happened in each."""
        fresh = np.asarray(met) != 0
        if self._inner > 1:
            left_out = min(self._skip, len(fresh))
            self._skip -= left_out
            whole = np.concatenate([self._rest, fresh[left_out:]])
            worlds = len(whole) // self._inner
            fresh, self._rest = whole[: worlds * self._inner], whole[worlds * self._inner :]
            self._means.add(fresh.reshape(worlds, self._inner).mean(axis=1))
        self.n += len(fresh)
        self.met += int(np.count_nonzero(fresh))

    def interval(self) -> tuple[float, float]:
        """Return the limits of the probability; [0, 1] before the first history, or the first complete world."""
        return interval(self.met, self.n, self.confidence) if self._inner == 1 else self._means.interval()

    def estimate(self) -> Estimate | None:
        """Return the probability so far; None where nothing was counted."""
        if not self.n:
            return None
        worlds = self.n // self._inner if self._inner > 1 else 0
        return Estimate(self.met / self.n, *self.interval(), self.met, self.n, self.confidence, worlds)

    def verdict(self, target: float) -> Verdict | None:
        """Say on which side of a target the probability is; None while that is not known.

        Notes
        -----
        The chance ever to name the wrong side is 1 - confidence at most. Independent histories are asked by two tests
        of one side each (`settled`), the means of worlds by the interval, which leaves the target on one side.
        """
        error = 1.0 - self.confidence
        if self._inner == 1:
            return settled(self.met, self.n, target, error)
        if not self.n or self._means.against(target) < -math.log(error):
            return None
        return "above" if self.met / self.n > target else "below"


def always(met: npt.NDArray[Any], first: int = 0, inner: int = 1, confidence: float = 0.95) -> Estimate:
    """Estimate a probability with an interval that is valid whenever one stops.

    Parameters
    ----------
    met
        Whether it happened in each history, in the order of their numbers; at least one.
    first, inner, confidence
        As for `Tally`. The share is that of all histories, also where the interval leaves incomplete worlds out.
    """
    if not len(met):
        raise ValueError("expected at least one history")
    tally = Tally(inner, confidence, first)
    tally.add(met)
    hits, worlds = int(np.count_nonzero(met)), tally.n // inner if inner > 1 else 0
    return Estimate(hits / len(met), *tally.interval(), hits, len(met), confidence, worlds)


def looks(most: int, inner: int = 1) -> Iterator[int]:
    """Yield after how many histories a run is looked at: every 25, from 1,000 on every 50, from 2,000 on every 75 ...

    Parameters
    ----------
    most
        The last look.
    inner
        Looks are after whole worlds of so many histories.
    """
    n = 0
    while n < most:
        further = n + EVERY * (1 + n // 1000)
        n = min(most, -(-further // inner) * inner)
        yield n


class Watch:
    """Looks at a run at times fixed beforehand, and says where it stops.

    Parameters
    ----------
    rule
        What is to hold.
    most
        Histories after which the run stops in any case: whole worlds.
    inner, confidence
        As for `Tally`.

    Attributes
    ----------
    stop
        Histories of the study; None while the run goes on.
    holds
        Whether the rule held there.
    looks, most
        Looks so far, and the most histories.
    verdict
        Side of the probability to decide on, as it first became known.
    tally
        Counts at the last look.

    Notes
    -----
    Histories count in the order of their numbers, so where a run stops depends on the question and the seed alone, not
    on workers, nor on how often it was broken off. Those that were run beyond it by then are never looked at.
    """

    def __init__(self, rule: Rule, most: int, inner: int = 1, confidence: float = 0.95) -> None:
        self.rule, self.holds, self.looks = rule, False, 0
        self.stop: int | None = None
        self.verdict: Verdict | None = None
        self.tally = Tally(inner, confidence)
        self.most, self._due = most, looks(most, inner)
        self._seen, self._next = 0, next(self._due)

    def see(self, met: npt.NDArray[Any]) -> None:
        """Take notice of the first histories of the run, in order, those that were seen before included."""
        while self.stop is None and self._next <= len(met):
            self.tally.add(met[self._seen : self._next])
            self._seen = self._next
            self._look()

    def _look(self) -> None:
        rule, self.looks = self.rule, self.looks + 1
        if rule.decide is not None and self.verdict is None:
            self.verdict = self.tally.verdict(rule.decide)
        self.holds = (rule.decide is None or self.verdict is not None) and self._narrow()
        if self.holds or self._next == self.most:
            self.stop = self._next
        else:
            self._next = next(self._due)

    def _narrow(self) -> bool:
        if self.rule.within is None:
            return True
        low, high = self.tally.interval()
        return 0.5 * (high - low) <= self.rule.within
