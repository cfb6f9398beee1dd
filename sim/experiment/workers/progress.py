"""The progress of a run: replications done, probability so far, time left."""

from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.stopping import Rule, Tally, Watch
from sim.analysis.statistics.estimates import Estimate, in_words

__all__ = ["Meter", "Progress", "so_far"]

ESTIMATE_S = 0.2
"""Shortest time between two computations of the estimate, in seconds; one computation takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One reading of the progress of a run.

    Attributes
    ----------
    done, total
        Number of replications done, and of all replications; both include replications of earlier runs.
    estimate
        Probability of the milestone so far, with an interval that is valid whenever the run stops. It is computed from
        the whole worlds before the first missing replication; None if there is no such world. It may be older than the
        reading (`ESTIMATE_S`).
    rate
        Replications per second in this run; 0 before its first replication.
    left_s
        Time left at this rate, in seconds; None before the first replication of this run.
    milestone
        Name of the milestone.
    at_most
        Whether the run has a stopping rule, so that it may stop before `total`.
    """

    done: int
    total: int
    estimate: Estimate | None
    rate: float
    left_s: float | None
    milestone: str = "deadline"
    at_most: bool = False


def so_far(milestone: str, seen: Estimate) -> str:
    """Return the probability of a milestone and its interval as text; `seen` is the estimate."""
    of = "on time" if milestone == "deadline" else milestone.replace("_", " ")
    return f"P({of}) {in_words(seen.value, seen.low, seen.high, seen.met, seen.n)}"


class Meter:
    """Counts replications as they arrive, and applies a stopping rule.

    Parameters
    ----------
    first, last
        The run has at most the replications [first, last).
    inner
        Replications per world.
    confidence
        Confidence of intervals and verdicts.
    rule
        The rule that stops the run; None if the run has a fixed number of replications.

    Attributes
    ----------
    watch
        The object that applies the rule; None without a rule.
    milestone
        The milestone whose probability is shown.
    """

    def __init__(self, first: int, last: int, inner: int, confidence: float = 0.95, rule: Rule | None = None) -> None:
        # This import comes before the first replication, because a Ctrl-C during the import could get lost.
        import_module("scipy.special")
        self.watch = None if rule is None else Watch(rule, last - first, inner, confidence)
        self.milestone, self._column = (rule or Rule()).milestone, (rule or Rule()).column
        self._first, self._total, self._done, self._here = first, last - first, 0, 0
        self._met = np.full(last - first, -1, np.int8)
        self._known = 0  # number of replications before the first missing one
        self._tally = Tally(inner, confidence, first)
        self._estimate: Estimate | None = None
        self._began, self._estimated = monotonic(), -ESTIMATE_S

    @property
    def stop(self) -> int | None:
        """Number of replications at which the rule stops the run; None without a rule or while it does not hold."""
        return None if self.watch is None else self.watch.stop

    def count(self, outcomes: npt.NDArray[Any], *, before: bool = False) -> Progress:
        """Add replications, given by their records, and return a reading.

        `before` says that an earlier run made these replications, so that they do not count for the rate.
        """
        self._done += len(outcomes)
        self._here += 0 if before else len(outcomes)
        self._met[outcomes["replication"] - self._first] = outcomes[self._column] != 0
        before_this = self._known
        while self._known < self._total and self._met[self._known] >= 0:
            self._known += 1
        self._tally.add(self._met[before_this : self._known])
        if self.watch is not None:
            self.watch.see(self._met[: self._known])
        now = monotonic()
        if self._done == self._total or now - self._estimated >= ESTIMATE_S:
            self._estimate, self._estimated = self.so_far(), now
        rate = self._here / max(now - self._began, 1e-9)
        left = (self._total - self._done) / rate if self._here else None
        at_most = self.watch is not None
        return Progress(self._done, self._total, self._estimate, rate, left, self.milestone, at_most)

    def so_far(self) -> Estimate | None:
        """Return the estimate from the whole worlds before the first missing replication; None without such worlds."""
        return self._tally.estimate()

    def stopped(self) -> Progress | None:
        """Return the last reading of a run that its rule stopped before all replications; None for any other run."""
        if self.watch is None or self.stop is None or self.stop == self._total:
            return None
        rate = self._here / max(monotonic() - self._began, 1e-9)
        return Progress(self.stop, self.stop, self.watch.tally.estimate(), rate, 0.0, self.milestone)
