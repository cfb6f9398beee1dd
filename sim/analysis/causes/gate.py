"""Steps back through a hold: its hand-over time, its date, and the movers for which it waited.

The words walk, cursor and company, and the names `h` and `m`, are explained in `sim.analysis.causes`.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, OF_HOLD, Past
from sim.analysis.causes.legs import (
    counts_in,
    free_at,
    is_counted,
    is_counted_until_left,
    is_counted_until_staged,
    last_counted,
    sortie_at,
    staged_first,
)
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import assign_kind, begin_company, follow, go, has_seen
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.terms import Fate

__all__ = ["aim", "as_if", "choose", "dated", "gone", "hold", "left", "met"]

NEVER: Final = _NEVER
STAGED, ARRIVED, UP, OFFLOADED = int(Point.STAGED), int(Point.ARRIVED), int(Point.UP), int(Point.OFFLOADED)
WORKED, LEFT, HOLD = int(Point.WORKED), int(Point.LEFT), int(Point.HOLD)
UNEXPLAINED: Final = int(Point.UNEXPLAINED)
BEHIND, RETAINED = int(Fate.LEFT), int(Fate.RETAINED)
HAND_OVER, DATE = int(ReasonKind.HAND_OVER), int(ReasonKind.DATE)
KEPT, LIFTED = int(ReasonKind.KEPT), int(ReasonKind.LIFTED)


@kernel
def choose(h: Past, m: int) -> None:
    """Add a mover to the list `h.chosen`."""
    h.chosen[h.chosen_count] = m
    h.chosen_count += 1


@kernel
def gone(h: Past, m: int) -> int:
    """Return when a mover was out of the country, left behind or disposed of [s]; no hold counts it after that."""
    return min(h.movers[m].up, h.movers[m].left)


@kernel
def aim(h: Past) -> None:
    """Go on with the sortie that took, of the chosen movers, the one that was the last to be free.

    What this sortie did at the cursor (begin to load, take off, arrive, end its offloading) decides where the walk goes
    on. If no sortie took any of the chosen movers, the walk goes on with the staging of the first chosen mover.
    """
    best, row, latest = NO_ROW, NO_ROW, 0
    for at in range(h.chosen_count):
        m = h.chosen[at]
        sortie = sortie_at(h, m, h.t)
        if sortie >= 0:
            free = free_at(h, m, sortie)
            if best < 0 or free > latest or (free == latest and m < best):
                best = m
                row = sortie
                latest = free
    if best < 0:
        go(h, STAGED, h.chosen[0], NO_ROW, 0)
        return
    n = 0
    for at in range(h.chosen_count):
        if sortie_at(h, h.chosen[at], h.t) == row:
            h.company[n] = h.chosen[at]
            n += 1
    begin_company(h, n)
    follow(h, row)
    down, point = h.slots[row].down, WORKED
    if down >= 0 and h.offloaded[down].ended == h.t:  # the movers crossed the border when offloading ended
        point = OFFLOADED
    elif h.sorties[row].up == h.t:
        point = UP
    elif h.sorties[row].arrived == h.t:
        point = ARRIVED
    go(h, point, row, NO_ROW, 0)


@kernel
def hold(h: Past) -> None:
    """Go back from when the hold `first_arg` cleared.

    It had kept the mover `row`, which had been ready since `second_arg` [s].
    """
    clearing = h.clearings[h.first_arg]
    assign_kind(h, HAND_OVER, h.first_arg, max(h.t - clearing.then, h.second_arg), OF_HOLD, h.first_arg)
    if clearing.date > clearing.met:
        dated(h, h.first_arg, clearing.lifted, max(clearing.met, h.second_arg))
    met(h)


@kernel
def dated(h: Past, spec: int, by: int, since: int) -> None:
    """Assign the span from `since` up to the cursor to the date of a hold, or to the crisis that lifted the hold.

    `by` is the row of the pair of crisis and hold; it is below 0 if no crisis lifted the hold.
    """
    if by >= 0:
        assign_kind(h, LIFTED, by, since, OF_HOLD, spec)
    else:
        assign_kind(h, DATE, spec, since, OF_HOLD, spec)


@kernel
def met(h: Past) -> None:
    """Go back from when the conditions of a hold were met, to the movers or the other hold for which it waited last.

    If the cursor is later than that instant, or the hold waited for neither, the walk goes on with the mover `row`,
    which became ready at the cursor.
    """
    clearing = h.clearings[h.first_arg]
    if h.t <= clearing.met and clearing.after >= 0:
        go(h, HOLD, h.row, clearing.after, h.second_arg)
        return
    if h.t > clearing.met or clearing.counter < 0:  # the hold waited for no mover
        go(h, STAGED, h.row, NO_ROW, 0)
        return
    h.chosen_count = 0
    for m in range(len(h.movers)):
        if counts_in(h, clearing.counter, m) and last_counted(h, clearing.counter, m)[0] == h.t:
            choose(h, m)
    if h.counters[clearing.counter].staging and _staged(h):
        return
    _went(h)


@kernel
def _staged(h: Past) -> bool:
    """Go on with the first chosen mover that finished its stations at the cursor; return whether there is one.

    Such a mover was staged at the cursor, or disposed of or retained. A mover left behind does not count.
    """
    for at in range(h.chosen_count):
        m = h.chosen[at]
        if staged_first(h, m) == h.t or (h.movers[m].left == h.t and h.movers[m].fate != BEHIND):
            go(h, STAGED, m, NO_ROW, 0)
            return True
    return False


@kernel
def as_if(h: Past) -> None:
    """Go back from when a hold would have been satisfied if all movers loaded by then had gone.

    From then on, movers that the hold keeps may board: the engines judge it as if the movers on their own sortie had
    gone, too.
    """
    spec = h.first_arg
    h.chosen_count = 0
    for m in range(len(h.movers)):
        if is_counted_until_left(h, spec, m):
            row = sortie_at(h, m, h.t)
            if row >= 0 and row != h.ride and h.sorties[row].worked == h.t:
                choose(h, m)
    if not h.chosen_count:
        for m in range(len(h.movers)):
            if h.movers[m].left == h.t and is_counted_until_left(h, spec, m):
                choose(h, m)
    if not h.chosen_count:  # a sortie may have to take off before its movers count
        for m in range(len(h.movers)):
            row = sortie_at(h, m, h.t)
            if row >= 0 and row != h.ride and h.sorties[row].up == h.t and is_counted_until_left(h, spec, m):
                choose(h, m)
    if not h.chosen_count:
        for m in range(len(h.movers)):
            until = min(staged_first(h, m), h.movers[m].left)
            if until == h.t and is_counted_until_staged(h, spec, m):
                choose(h, m)
        if _staged(h):
            return
    if h.chosen_count:
        _went(h)
        return
    dated(h, spec, h.lifted[spec] if h.t == h.holds[spec].at_latest else NO_ROW, h.second_arg)
    go(h, STAGED, h.row, NO_ROW, 0)


@kernel
def _went(h: Past) -> None:
    """Go back from when the chosen movers left, were left behind or were disposed of.

    If no mover is chosen, go on with the mover `row`.
    """
    if not h.chosen_count:  # the condition was met from the start
        go(h, STAGED, h.row, NO_ROW, 0)
        return
    n = 0
    for at in range(h.chosen_count):
        if h.movers[h.chosen[at]].left != h.t:
            h.chosen[n] = h.chosen[at]
            n += 1
    if not n:
        for at in range(h.chosen_count):
            if h.movers[h.chosen[at]].fate == RETAINED:  # its way ended in the country at the cursor
                go(h, STAGED, h.chosen[at], NO_ROW, 0)
                return
        h.point = LEFT
        return
    h.chosen_count = n
    aim(h)


@kernel
def left(h: Past) -> None:
    """Go back from when wanted movers that a hold counts were left behind.

    They are left behind on a date; or when the hold of their lot for this (`leave_when`) clears; or when only they keep
    the hold that counts them from clearing. For a date, the time since the last other mover that the hold counts was
    gone is due to KEPT, and the walk goes on with that mover.
    """
    t, spec, first, dated, last, by = h.t, h.first_arg, NO_ROW, False, 0, NO_ROW
    for m in range(len(h.movers)):
        since = gone(h, m)
        if since <= t and is_counted(h, spec, m):
            if since < t:
                last = max(last, since)
            else:
                lot = h.movers[m].lot
                first = lot if first < 0 else min(first, lot)
                dated = dated or h.lots[lot].leave_after == t
                if h.lots[lot].leave_hold >= 0 and h.clearings[h.lots[lot].leave_hold].at == t:
                    by = h.lots[lot].leave_hold
    if by >= 0 and not has_seen(h, HOLD, h.row, by, h.second_arg):
        go(h, HOLD, h.row, by, h.second_arg)
        return
    if not dated and _shown(h, spec):
        return
    if first < 0:
        go(h, UNEXPLAINED, h.witness, NO_ROW, 0)
        return
    assign_kind(h, KEPT, h.lots[first].site, max(h.second_arg, last), OF_HOLD, spec)
    if h.t > last or not last:
        go(h, STAGED, h.row, NO_ROW, 0)
        return
    h.chosen_count = 0
    for m in range(len(h.movers)):
        if gone(h, m) == last and is_counted(h, spec, m):
            choose(h, m)
    _went(h)


@kernel
def _shown(h: Past, spec: int) -> bool:
    """Go on with the event after which only the movers left behind at the cursor kept the hold `spec` from clearing.

    The event is the staging, loading or departure of a required mover, or the clearing of another hold. Return whether
    there is such an event.
    """
    t, latest = h.t, NO_ROW
    for m in range(len(h.movers)):
        if h.movers[m].staged == t and _is_like(h, spec, m):
            latest = m
    if latest >= 0:
        go(h, STAGED, latest, NO_ROW, 0)
        return True
    h.chosen_count = 0
    for m in range(len(h.movers)):
        row = sortie_at(h, m, t)
        if row >= 0 and h.slots[row].rode != h.walk:
            sortie = h.sorties[row]
            if t in (sortie.worked, sortie.up, h.movers[m].up) and _is_like(h, spec, m):
                choose(h, m)
    if h.chosen_count:
        aim(h)
        return True
    for other in range(len(h.holds)):
        if other != spec and h.clearings[other].at == t and not has_seen(h, HOLD, h.row, other, h.second_arg):
            go(h, HOLD, h.row, other, h.second_arg)
            return True
    return False


@kernel
def _is_like(h: Past, spec: int, m: int) -> bool:
    """Return whether a mover is required, and one of its site that the hold counts was gone exactly at the cursor."""
    lot = h.lots[h.movers[m].lot]
    if not lot.required:
        return False
    for other in range(len(h.movers)):
        if gone(h, other) == h.t and h.lots[h.movers[other].lot].site == lot.site and is_counted(h, spec, other):
            return True
    return False
