"""Why a history closed when it did: back from the last departure to the start, each span owned by one reason.

Start with `kernels/back.py` (the loop), `walk.py` (the cursor) and `ride.py` (back along a sortie). The walk follows
one mover: the last that was free to go on the sortie that set the date. Down to the instant at which that one was free,
what the lift waited for owns the time; before it, what the mover waited for. Where earlier sorties left it behind there
was a backlog, and the one is followed who had been free longest. Every link ends where the next begins, so the links
sum to the closure exactly.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.log import Log
from sim.analysis.causes.reason import Kind, Reason, Reasons, reasons

__all__ = ["Kind", "Link", "Log", "Reason", "Reasons", "chain", "reasons"]


class Link(NamedTuple):
    """A span of a history with the one thing that owns it.

    Attributes
    ----------
    since, until
        The span [s].
    reason
        Place among the `reasons` of the plan.
    what, row
        Where it was seen: `sortie`, `visit`, `mover` or `hold`, and its row.
    """

    since: int
    until: int
    reason: int
    what: str
    row: int


def chain(log: Log, instant: int, movers: Sequence[int] | npt.NDArray[np.int64], *, still: bool = False) -> list[Link]:
    """Walk back from an instant to the start.

    Parameters
    ----------
    log
        The history.
    instant
        When what is asked about was reached [s].
    movers
        Those who left the country then, and made it so.
    still
        Whether the instant is one by which these movers had not left, the end of the clock: what they were waiting
        for is followed.

    Returns
    -------
    list of Link
        From the start to the instant, without gaps; none for an instant of 0.
    """
    return [Link(*each) for each in reversed(log.links(*log.walk(instant, movers, still)))]
