"""Steps back from a sortie to an earlier one for which the followed mover had been called and did not turn up.

The words walk, follow and company, and the names `h` and `m`, are explained in `sim.analysis.causes`.
"""

from typing import Final

from sim.analysis.causes.kernels.floors import was_kept_by
from sim.analysis.causes.kernels.past import NO_ROW, OF_SORTIE, Past
from sim.analysis.causes.legs import is_away, is_counted_until_left, last_missed, last_staged
from sim.analysis.causes.point import Point
from sim.analysis.causes.readiness import satisfied_without
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import assign_kind, begin_company, go
from sim.compiler.kernel import kernel

__all__ = ["called_before", "freed_missed", "from_missed", "had_missed"]

AS_IF, HOLD, WORKED = int(Point.AS_IF), int(Point.HOLD), int(Point.WORKED)
FREE, STAGED = int(Point.FREE), int(Point.STAGED)
NO_SHOW: Final = int(ReasonKind.NO_SHOW)


@kernel
def had_missed(h: Past, row: int) -> bool:
    """Go on with the last sortie that the followed mover had missed; return whether there is one.

    The time since the mover's call for that sortie is due to NO_SHOW.

    Parameters
    ----------
    row
        The sortie for which the mover was called later, and whose loading the walk has reached; NO_ROW if the mover was
        not called again.
    """
    m = h.witness
    if h.goings[m].missed < 0:
        return False
    at = last_missed(h, m, row, h.t if row < 0 else h.sorties[row].worked)
    if at < 0:
        return False
    before = last_missed(h, m, h.missed[at].sortie, h.missed[at].at)
    while before >= 0 and h.missed[before].at == h.missed[at].at:  # take the first of several calls at one instant
        at = before
        before = last_missed(h, m, h.missed[at].sortie, h.missed[at].at)
    h.stop = 0
    assign_kind(h, NO_SHOW, h.movers[m].lot, h.missed[at].at, OF_SORTIE, h.missed[at].sortie)
    from_missed(h, m, h.missed[at].sortie)
    return True


@kernel
def from_missed(h: Past, m: int, row: int) -> None:
    """Go on as if a mover had ridden on a sortie that it missed."""
    h.sortie = row
    h.ride = row
    h.witness = m
    h.stop = min(called_before(h, m, row), h.t)
    hold = _held(h, m, row)
    for seat in range(h.slots[row].first, h.slots[row].last):
        rider = h.riders[seat]
        if hold >= 0 and rider.free > h.stop and is_counted_until_left(h, hold, rider.mover):
            h.witness = rider.mover  # the rider was free later, and the mover had to wait for it
            h.stop = min(rider.free, h.t)
    for at in range(len(h.missed) if hold >= 0 else 0):
        call = h.missed[at]
        if call.sortie == row and call.mover != m and is_counted_until_left(h, hold, call.mover):
            free = called_before(h, call.mover, row)
            if free > h.stop:
                h.witness = call.mover  # the same for a mover that missed the call too
                h.stop = min(free, h.t)
    h.company[0] = h.witness
    begin_company(h, 1)
    h.rank = h.lots[h.movers[m].lot].rank
    if h.stop < h.t:
        go(h, WORKED, row, NO_ROW, m + 2)  # `m + 2` makes the step differ from that of riders at the same instant
    elif h.witness != m:
        go(h, FREE, h.witness, NO_ROW, m + 2)
    else:
        h.stop = 0
        if not freed_missed(h, m, row):
            go(h, STAGED, m, NO_ROW, m + 2)


@kernel
def called_before(h: Past, m: int, row: int) -> int:
    """Return when a mover was free to go with a sortie that it missed [s].

    From then on, the mover was staged, no hold or floor kept it from boarding, and its earlier missed call was over.
    """
    worked, going = h.sorties[row].worked, h.goings[m]
    free = last_staged(h, m, worked)
    hold = _held(h, m, row)
    if hold >= 0:
        free = max(free, satisfied_without(h, hold, row))
    elif going.hold >= 0 and free < going.free <= worked and not is_away(h, m, worked):
        free = going.free
    missed = last_missed(h, m, row, worked)
    return max(free, h.missed[missed].at) if missed >= 0 else free


@kernel
def _held(h: Past, m: int, row: int) -> int:
    """Return the hold that kept a mover, directly or by a floor, at its call for a sortie; NO_ROW for none.

    Such a hold let the mover board all the same: the engines judge a hold as if the load had left already.
    """
    lot, worked = h.movers[m].lot, h.sorties[row].worked
    if is_away(h, m, worked):
        return NO_ROW
    hold = h.lots[lot].board_hold
    if hold >= 0 and h.clearings[hold].at > worked:
        return hold
    for floor in range(len(h.floors)):
        hold = h.floors[floor].hold
        if h.clearings[hold].at > worked and was_kept_by(h, floor, m, row):
            return hold
    return NO_ROW


@kernel
def freed_missed(h: Past, m: int, row: int) -> bool:
    """Go on with the hold that freed a mover for a sortie that it missed; return whether there is one."""
    going, worked, hold = h.goings[m], h.sorties[row].worked, _held(h, m, row)
    if hold >= 0 and last_staged(h, m, worked) < h.t == satisfied_without(h, hold, row):
        go(h, AS_IF, m, hold, last_staged(h, m, worked))
        return True
    if going.hold >= 0 and going.free == h.t and not is_away(h, m, worked):
        go(h, AS_IF if going.as_if else HOLD, m, going.hold, going.staged)
        return True
    return False
