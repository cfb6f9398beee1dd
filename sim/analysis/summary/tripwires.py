"""Tripwires: how much must be out by a date, or by when something must have happened, to meet the deadline.

A tripwire belongs to a probability of meeting the deadline, such as 0.9. Of the histories that had an amount x out by a
date, a share met the deadline. This share is fitted as a curve that never falls with x
(`sim.analysis.statistics.isotonic`), and the tripwire for 0.9 is the least observed x at which the curve reaches 0.9.
Reaching the tripwire does not cause success: a history that is ahead also tends to have better lift to come.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.isotonic import rising
from sim.model.calendars import NEVER

__all__ = ["FEWEST", "KEEPS", "Wire", "at_latest", "at_least"]

KEEPS: Final = (0.9, 0.5)
"""Probabilities for which tripwires are computed."""
FEWEST: Final = 20
"""A curve needs at least this many histories that met the deadline, and at least this many that missed it."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One tripwire.

    Attributes
    ----------
    value
        How much must be out (`at_least`), or the latest instant [s] (`at_latest`); None if there is no tripwire.
    reason
        Why there is no tripwire: `few` (fewer than `FEWEST` histories met the deadline, or fewer than `FEWEST` missed
        it), `always` (even the least observed amount keeps the probability), `never` (not even the largest amount keeps
        it). Empty if there is a tripwire.
    """

    value: float | None
    reason: str = ""


def at_least(amounts: npt.NDArray[Any], met: npt.NDArray[Any], keep: float) -> Wire:
    """Return the least amount with which the probability of meeting the deadline is at least `keep`.

    Parameters
    ----------
    amounts
        How much was out by the date in each history, shape (n,).
    met
        Whether the history met the deadline, shape (n,).
    keep
        Probability to keep.
    """
    hits = int(np.count_nonzero(met))
    if min(hits, len(met) - hits) < FEWEST:
        return Wire(None, "few")
    points, fitted = rising(amounts, met)
    enough = np.flatnonzero(fitted >= keep - 1e-12)
    if len(enough) == 0:
        return Wire(None, "never")
    return Wire(None, "always") if enough[0] == 0 else Wire(float(points[enough[0]]))


def at_latest(instants: npt.NDArray[Any], met: npt.NDArray[Any], keep: float) -> Wire:
    """Return the latest instant [s] with which the probability of meeting the deadline is at least `keep`.

    Parameters
    ----------
    instants
        Instant of the event in each history [s], shape (n,); NEVER counts as the latest instant of all.
    met, keep
        As in `at_least`.

    Notes
    -----
    The curve never rises with the instant. Here `always` means that even the latest observed instant keeps the
    probability, and `never` that not even the earliest does.
    """
    wire = at_least(-np.minimum(instants, NEVER), met, keep)
    return wire if wire.value is None else Wire(-wire.value)
