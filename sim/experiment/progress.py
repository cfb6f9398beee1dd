"""How far a run is: replications done, the answer so far, the time left."""

from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.estimates import Estimate, estimate, proportion

__all__ = ["Meter", "Progress"]


@dataclass(frozen=True, slots=True)
class Progress:
    """One reading.

    Attributes
    ----------
    done, total
        Replications, those of an earlier run included.
    estimate
        Probability of the deadline so far; None before the first replication.
    rate
        Replications a second in this run; 0 before the first.
    left_s
        Time left at this rate [s]; None before the first.
    """

    done: int
    total: int
    estimate: Estimate | None
    rate: float
    left_s: float | None


class Meter:
    """Counts what comes in.

    Parameters
    ----------
    first, last
        The study has replications [first, last).
    inner
        Replications a world.
    """

    def __init__(self, first: int, last: int, inner: int, confidence: float = 0.95) -> None:
        # Loaded before the first replication: a Ctrl-C while a compiled module is being loaded can get lost in it.
        import_module("scipy.special")
        self._first, self._inner, self._confidence = first, inner, confidence
        self._met = np.full(last - first if inner > 1 else 0, -1, np.int8)
        self._total, self._done, self._kept = last - first, 0, 0
        self._began = monotonic()
        self._here = 0

    def count(self, outcomes: npt.NDArray[Any], *, before: bool = False) -> Progress:
        """Count replications in; `before` says that an earlier run made them."""
        self._done += len(outcomes)
        self._kept += int(np.count_nonzero(outcomes["met_deadline"]))
        if self._inner > 1:
            self._met[outcomes["replication"] - self._first] = outcomes["met_deadline"]
        if not before:
            self._here += len(outcomes)
        rate = self._here / max(monotonic() - self._began, 1e-9)
        left = (self._total - self._done) / rate if self._here else None
        return Progress(self._done, self._total, self._so_far(), rate, left)

    def _so_far(self) -> Estimate | None:
        """Return the estimate from what has been counted in."""
        if not self._done:
            return None
        if self._inner == 1:
            return proportion(self._kept, self._done, self._confidence)
        known = np.flatnonzero(self._met >= 0)
        return estimate(self._met[known], (known + self._first) // self._inner, self._confidence)
