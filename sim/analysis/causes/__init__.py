"""Why a history closed when it did: back from the last departure to the start, each span owned by one reason.

Start with `walk.py` (the cursor, and what a link is) and `ride.py` (back along a sortie). The walk follows one mover:
the last that was free to go on the sortie that set the date. Down to the instant at which that one was free, what the
lift waited for owns the time; before it, what the mover waited for. Where earlier sorties left it behind there was a
backlog, and the one is followed who had been free longest. Every link ends where the next begins, so the links sum to
the closure exactly.
"""

from collections.abc import Sequence

from sim.analysis.causes import gate, ground, preparation, ride, supply, way
from sim.analysis.causes import still as waiting
from sim.analysis.causes.log import Log
from sim.analysis.causes.reason import Kind, Reason, Reasons, reasons
from sim.analysis.causes.walk import AWAY, Found, Link, Point, Step, Walk, link_of

__all__ = ["Kind", "Link", "Log", "Reason", "Reasons", "chain", "reasons", "walk_back"]

RIDE = {**ride.STEPS, **ground.STEPS, **supply.STEPS}
STEPS = {**RIDE, **way.STEPS, **preparation.STEPS, **gate.STEPS}


def chain(log: Log, instant: int, movers: Sequence[int], *, still: bool = False) -> list[Link]:
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
    return [link_of(found) for found in reversed(walk_back(log, instant, movers, still=still))]


def walk_back(log: Log, instant: int, movers: Sequence[int], *, still: bool = False) -> list[Found]:
    """Walk back as `chain` does, and return what was found, the last span first."""
    walk = Walk(log, instant)
    begin = waiting.aim if still else gate.aim
    step = begin(walk, list(movers)) if instant > 0 else None
    while walk.t > 0 and step is not None:
        if step.point in RIDE and walk.t <= walk.stop:
            step = Step(Point.FREE, walk.witness)
        if walk.been_here(step):
            break
        if (step, walk.t) in walk.seen:
            step = _out_of_a_circle(walk, step)
        walk.seen.add((step, walk.t))
        step = STEPS[step.point](walk, step)
    return walk.links


def _out_of_a_circle(walk: Walk, step: Step) -> Step:
    """Leave a circle: those who only keep one another, and were loaded at once, had waited for lift."""
    ride = Step(Point.WORKED, walk.sortie)
    if walk.sortie == AWAY or (ride, walk.t) in walk.seen:
        return Step(Point.UNEXPLAINED, step.row)
    walk.stop = min(walk.log.legs.staged_for(walk.witness, walk.ride), walk.t)
    return ride
