"""Am I on track? What must be out by each week, and when heavy flights must begin, to keep a chance.

A tripwire comes from the histories: what share of those that had x out by a date met the deadline? The
probability is fitted as a curve that never falls with x (`sim.analysis.statistics.isotonic`), and the tripwire for 0.9
is the least observed x at which the curve reaches 0.9. It is associated with success rather than its cause: a history
that is ahead also tends to have better lift to come.
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
"""Least number of histories that met the deadline, and of those that did not, for a curve to be useful."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One tripwire.

    Attributes
    ----------
    value
        What must be out, or the latest instant [s]; None if there is no such number.
    reason
        Why there is none: `few` (fewer than 20 histories met the deadline, or missed it), `always` (even the
        least observed amount keeps the probability), `never` (not even the largest does). Empty if there is
        one.
    """

    value: float | None
    reason: str = ""


def at_least(amounts: npt.NDArray[Any], met: npt.NDArray[Any], keep: float) -> Wire:
    """Return the least amount that keeps the probability of meeting the deadline.

    Parameters
    ----------
    amounts
        What was out by the date, one per history, shape (n,).
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
    """Return the latest instant that keeps the probability of meeting the deadline [s].

    Notes
    -----
    The curve falls with the instant; NEVER is the latest of all. `always`: even the latest observed instant
    keeps it.
    """
    wire = at_least(-np.minimum(instants, NEVER), met, keep)
    return wire if wire.value is None else Wire(-wire.value)
