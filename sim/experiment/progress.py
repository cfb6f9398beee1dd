"""How far a run is: replications done, the answer so far, the time left."""

from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.estimates import Estimate, estimate

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
        self._met = np.full(last - first, -1, np.int8)
        self._began = monotonic()
        self._here = 0

    def count(self, outcomes: npt.NDArray[Any], *, before: bool = False) -> Progress:
        """Count replications in; `before` says that an earlier run made them."""
        self._met[outcomes["replication"] - self._first] = outcomes["met_deadline"]
        if not before:
            self._here += len(outcomes)
        known = np.flatnonzero(self._met >= 0)
        world = (known + self._first) // self._inner if self._inner > 1 else None
        so_far = estimate(self._met[known], world, self._confidence) if len(known) else None
        rate = self._here / max(monotonic() - self._began, 1e-9)
        left = (len(self._met) - len(known)) / rate if self._here else None
        return Progress(len(known), len(self._met), so_far, rate, left)
