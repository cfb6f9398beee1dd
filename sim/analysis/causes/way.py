"""Steps back along the leg of a sortie from its site: offloading, the wait to come in or land, and the leg itself.

A walk goes back through a history; its cursor, `h.t`, is the instant that it has reached. `h` is the `Past` of the
walk. A step assigns time to reasons, which moves the cursor back, and sets where the walk goes on.
"""

from sim.analysis.causes.attacked import OUT as _OUT
from sim.analysis.causes.attacked import lost_to_attacks
from sim.analysis.causes.kernels.past import OF_SORTIE, Past
from sim.analysis.causes.legs import stay_before
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import RUNWAY, assign, assign_kind, begin_company, follow, go, pieces, reason
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.terms import Cause, Fate

__all__ = ["arrived", "came", "offloaded"]

NEVER, OUT = _NEVER, _OUT
UP, ARRIVED = int(Point.UP), int(Point.ARRIVED)
OFFLOADING, SPOTS, RUNWAY_HOURS = int(ReasonKind.OFFLOADING), int(ReasonKind.SPOTS), int(ReasonKind.RUNWAY_HOURS)
TURNED, UNDER_WAY = int(ReasonKind.TURNED), int(ReasonKind.UNDER_WAY)
SPOT, PERMISSION, TURNED_BACK = int(Cause.SPOT), int(Cause.PERMISSION), int(Fate.TURNED_BACK)


@kernel
def came(h: Past) -> None:
    """Go back from the arrival of a mover at a stop, or back at its own site, to the sortie that brought it."""
    row = h.stays[stay_before(h, h.row, h.t)].sortie
    h.company[0] = h.row
    begin_company(h, 1)
    follow(h, row)
    go(h, ARRIVED, row, -1, 0)
    if h.slots[row].down >= 0:
        offloaded(h)


@kernel
def offloaded(h: Past) -> None:
    """Go back from the end of offloading through the work and the wait to come in or land to the end of the leg."""
    row = h.row
    down, lift = h.offloaded[h.slots[row].down], h.sorties[row].lift
    assign_kind(h, OFFLOADING, down.site, down.landed, OF_SORTIE, row)
    if h.t > down.overhead:
        if down.cause == SPOT:
            assign_kind(h, SPOTS, down.site, down.overhead, OF_SORTIE, row)
        elif down.cause == PERMISSION:
            barred = len(h.lifts) + lift  # when the destination of the lift may not be used
            for place in range(h.span_first[barred + 1] - 1, h.span_first[barred] - 1, -1):
                span = h.spans[place]
                if span.begins < h.t <= span.until:
                    assign(h, span.reason, max(span.begins, down.overhead), OF_SORTIE, row)
        pieces(
            h, RUNWAY, down.site, down.overhead, RUNWAY_HOURS, reason(h, RUNWAY_HOURS, down.site), OF_SORTIE, row
        )  # fmt: skip
    h.point = ARRIVED


@kernel
def arrived(h: Past) -> None:
    """Go back from the end of a leg to its departure, through the time lost to attacks and the leg itself."""
    sortie = h.sorties[h.row]
    if sortie.fate != TURNED_BACK:
        down = h.slots[h.row].down
        arrives = h.offloaded[down].overhead if down >= 0 else sortie.arrived
        lost_to_attacks(h, h.row, OUT, sortie.up, max(h.t, arrives) if arrives < NEVER else h.t)
    assign_kind(h, TURNED if sortie.fate == TURNED_BACK else UNDER_WAY, sortie.lift, sortie.up, OF_SORTIE, h.row)
    go(h, UP, h.row, -1, 0)
