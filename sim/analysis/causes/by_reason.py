"""How much of the time to each target of a history (closure, milestone, site) is due to each reason.

These sums are small enough to be stored for many histories; the chains of links behind them are not.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.log import Log
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER

__all__ = ["ALL_BELOW", "BY_REASON", "EVERY", "ByReason", "by_reason", "is_traced"]

BY_REASON: Final = np.dtype([("target", "<u2"), ("reason", "<u2"), ("seconds", "<i8")])
"""Columns of `ByReason`: index of the target in `targets`, index of the reason in `reasons`, time due to it [s]."""
ByReason = npt.NDArray[np.void]
"""Time to each target by reason: rows of type `BY_REASON`, without rows of 0 s."""
ALL_BELOW: Final = 1000
EVERY: Final = 100
"""The causes are kept for the replications with a number below `ALL_BELOW`, and for those whose number is a multiple of
`EVERY`. Only this number decides, so a study is the same however it was split into runs. A thousand replications are
enough: the standard error of a mean over them is about a thirtieth of the standard deviation."""


def is_traced(replication: "npt.NDArray[np.int64]") -> "npt.NDArray[np.bool_]":
    """Return for each number of a replication whether the causes of its history are kept, shape (n,)."""
    kept: npt.NDArray[np.bool_] = (replication < ALL_BELOW) | (replication % EVERY == 0)
    return kept


def by_reason(sums: Sums) -> ByReason:
    """Return how much of the time to each target is due to each reason.

    The seconds of one target add up to the instant at which it was reached or, if it was not, to the end of the clock.
    """
    plan = sums.plan
    log = Log(plan, sums.trajectory)
    rows: list[tuple[int, int, int]] = []
    for target, (instant, movers) in enumerate(marks(plan, sums)):
        first, _ = log.walk(min(instant, plan.horizon), movers, instant >= NEVER)
        seconds = log.seconds(first)
        rows += [(target, reason, int(seconds[reason])) for reason in np.flatnonzero(seconds).tolist()]
    return np.array(rows, BY_REASON)
