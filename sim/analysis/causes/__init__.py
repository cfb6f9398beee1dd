"""Why a history closed when it did: back from the last departure to the start, each span owned by one reason.

Start with `kernels/back.py` (the loop), `walk.py` (the cursor) and `ride.py` (back along a sortie). The walk follows
one mover: of those on the sortie that set the date, the one that was free to go last. Back to the instant at which it
was free, what the lift waited for owns the time; before that, what the mover waited for. If earlier sorties left it
behind, there was a backlog, and the walk follows the mover that had been free longest. Every link ends where the next
begins, so the links sum to the closure exactly.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.log import Log
from sim.analysis.causes.reason import Reason, ReasonKind, Reasons, reasons

__all__ = ["Link", "Log", "Reason", "ReasonKind", "Reasons", "chain", "reasons"]


class Link(NamedTuple):
    """A span of a history with the one thing that owns it.

    Attributes
    ----------
    since, until
        The span [s].
    reason
        Index in the `reasons` of the plan.
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
        When the date in question was reached [s].
    movers
        Movers that left the country then and so set the date.
    still
        Whether these movers had not left by the instant (the end of the clock); the walk then follows what they were
        waiting for.

    Returns
    -------
    list of Link
        From the start to the instant, without gaps; none for an instant of 0.
    """
    return [Link(*each) for each in reversed(log.links(*log.walk(instant, movers, still)))]
