"""Which hold keeps a mover at the cursor: the hold that applies to the mover, or a hold for which that hold waits.

The word cursor and the names `h` and `m` are explained in `sim.analysis.causes`.
"""

from sim.analysis.causes.kernels.past import Past
from sim.analysis.causes.legs import counts_in, last_counted
from sim.compiler.kernel import kernel

__all__ = ["counts_too_many", "keeper"]


@kernel
def keeper(h: Past, hold: int) -> int:
    """Return the hold that keeps a mover at the cursor; `hold` applies to the mover and has not cleared by then.

    The result is `hold` itself if only its date or its hand-over time is still to come, or if one of its own conditions
    is not met. Otherwise `hold` waits for other holds, and the first of these that has not cleared is judged in the
    same way.
    """
    for _ in range(len(h.holds)):
        if h.clearings[hold].met <= h.t or _waits_itself(h, hold):
            return hold
        following = hold
        for at in range(h.holds[hold].after, h.holds[hold].after_last):
            if following == hold and h.clearings[h.afters[at].hold].at > h.t:
                following = h.afters[at].hold
        if following == hold:
            return hold
        hold = following
    return hold


@kernel
def _waits_itself(h: Past, hold: int) -> bool:
    """Return whether a condition of a hold is not met at the cursor."""
    for counter in range(h.holds[hold].first, h.holds[hold].last):
        if counts_too_many(h, counter):
            return True
    return False


@kernel
def counts_too_many(h: Past, counter: int) -> bool:
    """Return whether a condition is not met at the cursor."""
    still = 0
    for m in range(len(h.movers)):
        if counts_in(h, counter, m) and last_counted(h, counter, m)[0] > h.t:
            still += 1
    return bool(still > h.at_most[counter])
