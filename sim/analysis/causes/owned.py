"""How long each reason owned of each target of one history: the chain summed up, small enough to keep."""

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.log import Log
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER

__all__ = ["ALL_BELOW", "EVERY", "OWNED", "Owned", "owned", "told_of"]

OWNED: Final = np.dtype([("target", "<u2"), ("reason", "<u2"), ("seconds", "<i8")])
"""Which of the `targets`, which of the `reasons`, and how long [s]."""
Owned = npt.NDArray[np.void]
ALL_BELOW: Final = 1000
EVERY: Final = 100
"""Chains are told of each of the first replications, and of every so many after them. Their numbers alone say which:
a study is the same however it was cut up. A mean over a thousand histories is known to a thirtieth of its spread."""


def told_of(replication: "npt.NDArray[np.int64]") -> "npt.NDArray[np.bool_]":
    """Whether what owned its dates is kept of each of some replications, by their numbers, shape (n,)."""
    kept: npt.NDArray[np.bool_] = (replication < ALL_BELOW) | (replication % EVERY == 0)
    return kept


def owned(sums: Sums) -> Owned:
    """Return what each reason owned, by target and reason; seconds of a target sum to when it was reached.

    Those of one that was not reached sum to the end of the clock.
    """
    plan = sums.plan
    log = Log(plan, sums.trajectory)
    rows: list[tuple[int, int, int]] = []
    for target, (instant, movers) in enumerate(marks(plan, sums)):
        first, _ = log.walk(min(instant, plan.horizon), movers, instant >= NEVER)
        seconds = log.seconds(first)
        rows += [(target, reason, int(seconds[reason])) for reason in np.flatnonzero(seconds).tolist()]
    return np.array(rows, OWNED)
