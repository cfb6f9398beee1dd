"""Back along a leg to another place: offloading, the wait to come down, the way itself."""

from sim.analysis.causes.log import RUNWAY
from sim.analysis.causes.reason import Kind
from sim.analysis.causes.walk import Point, Step, Walk
from sim.model.terms import Cause, Fate

__all__ = ["STEPS"]


def _came(walk: Walk, step: Step) -> Step:
    """From the instant at which a mover came to a stop, or back: with what brought it."""
    log, mover = walk.log, step.row
    stay = log.legs.came_by(mover, walk.t)
    assert stay is not None
    walk.follow(stay.sortie, [mover])
    step = Step(Point.ARRIVED, stay.sortie)
    return _offloaded(walk, step) if stay.sortie in log.offloaded else step


def _offloaded(walk: Walk, step: Step) -> Step:
    """From the end of offloading: that, a parking spot, or hours in which nothing may come down."""
    log, row = walk.log, step.row
    down = log.offloaded[row]
    walk.own(Kind.OFFLOADING, down.site, down.landed, "sortie", row)
    if walk.t > down.overhead:
        lift = log.sortie["lift"][row]
        if down.cause == Cause.SPOT:
            walk.own(Kind.SPOTS, down.site, down.overhead, "sortie", row)
        elif down.cause == Cause.PERMISSION:
            for begins, until, reason in reversed(log.lost(lift)):
                if begins < walk.t <= until:
                    walk.give(reason, max(begins, down.overhead), "sortie", row)
        walk.pieces(
            RUNWAY, down.site, down.overhead, Kind.RUNWAY_HOURS,
            log.reasons.at(Kind.RUNWAY_HOURS, down.site), "sortie", row,
        )  # fmt: skip
    return step._replace(point=Point.ARRIVED)


def _arrived(walk: Walk, step: Step) -> Step:
    """From the end of a leg: the way itself, to its departure."""
    log, row = walk.log, step.row
    turned = log.sortie["fate"][row] == Fate.TURNED_BACK
    walk.own(Kind.TURNED if turned else Kind.UNDER_WAY, log.sortie["lift"][row], log.sortie["up"][row], "sortie", row)
    return Step(Point.UP, row)


STEPS = {Point.CAME: _came, Point.OFFLOADED: _offloaded, Point.ARRIVED: _arrived}
