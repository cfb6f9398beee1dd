"""Why a date was reached when it was: a walk back through a history that assigns every second to one reason.

Start with `kernels/back.py` (the loop), `walk.py` (the cursor) and `ride.py` (back along a sortie). The *cursor* is the
instant that the walk has reached; it moves from the date to the start of the history. The walk *follows* one mover at a
time (`Past.witness`). Of the movers that set the date, it begins with the last to be *free* to go: staged, and kept by
no hold or floor. The time after this mover became free is due to what the lift waited for; the time before, to what the
mover waited for. If earlier sorties left the mover behind, there was a backlog, and the walk then follows the mover
that had been free longest. The result is a *chain* of *links*, spans with one reason each. Every link ends where the
next one begins, so their lengths add up exactly to the time from the start to the date. The *company* is the list of
movers that the walk may follow. In all files of this folder, `h` is the `Past` that the walk works on, `m` the row of a
mover, and a lot may be a group of people.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.log import Log
from sim.analysis.causes.reason import Reason, ReasonKind, Reasons, reasons

__all__ = ["Link", "Log", "Reason", "ReasonKind", "Reasons", "chain", "reasons"]


class Link(NamedTuple):
    """A span of a history and the reason to which it is due.

    Attributes
    ----------
    since, until
        The span [s].
    reason
        Index in the `reasons` of the plan.
    what, row
        The row that shows the reason: its kind (`sortie`, `visit`, `mover` or `hold`) and its number.
    """

    since: int
    until: int
    reason: int
    what: str
    row: int


def chain(log: Log, instant: int, movers: Sequence[int] | npt.NDArray[np.int64], *, still: bool = False) -> list[Link]:
    """Walk back from the instant at which a date was reached to the start of the history, and return the links.

    Parameters
    ----------
    log
        The history.
    instant
        When the date in question was reached [s].
    movers
        Rows of the movers that set the date: they left the country or a site, or were disposed of, at that instant;
        with `still`, of movers that had not done so by then.
    still
        Whether the instant is the end of the clock; the walk then begins with what the movers were waiting for.

    Returns
    -------
    list of Link
        The links from the start to the instant, without gaps; none for an instant of 0.
    """
    return [Link(*each) for each in reversed(log.links(*log.walk(instant, movers, still)))]
