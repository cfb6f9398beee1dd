"""Steps back through the supply of a lift: why no mission, or no tail, came earlier.

A walk goes back through a history; its cursor, `h.t`, is the instant that it has reached. `h` is the `Past` of the
walk. A step assigns time to reasons, which moves the cursor back, and sets where the walk goes on.
"""

from sim.analysis.causes.attacked import IN as _IN
from sim.analysis.causes.attacked import lost_to_attacks
from sim.analysis.causes.kernels.missions import back_over_missions, barred_by, became, trip
from sim.analysis.causes.kernels.past import NO_ROW, OF_SORTIE, Past, whole
from sim.analysis.causes.parted import parted
from sim.analysis.causes.point import Point
from sim.analysis.causes.reason import ReasonKind
from sim.analysis.causes.walk import assign, assign_kind, by_hours, go, has_seen, reason, waited
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.terms import Cause, Supply

__all__ = ["away_with_others", "lacks_way", "mission", "planned", "tasked"]

NEVER, IN = _NEVER, _IN
FLEET, READY, SCHEDULED = int(Supply.FLEET), int(Supply.READY), int(Supply.SCHEDULED)
PERMISSION, NEED, CARGO = int(Cause.PERMISSION), int(Cause.NEED), int(Cause.CARGO)
UP, WORKED, OVERHEAD, TASKED = int(Point.UP), int(Point.WORKED), int(Point.OVERHEAD), int(Point.TASKED)
MISSION, FREE, PLANNED = int(Point.MISSION), int(Point.FREE), int(Point.PLANNED)
TAILS, FLYING, CREWS, MISSIONS, IDLE = (
    int(ReasonKind.TAILS), int(ReasonKind.FLYING), int(ReasonKind.CREWS), int(ReasonKind.MISSIONS), int(ReasonKind.IDLE)
)  # fmt: skip
REQUESTED, GATHERING, PARTED = int(ReasonKind.REQUESTED), int(ReasonKind.GATHERING), int(ReasonKind.PARTED)
CHANGED = int(ReasonKind.CHANGED)


@kernel
def lacks_way(h: Past) -> bool:
    """Return whether the next step needs the duration of the inbound leg of a tail, and it is not computed yet."""
    if h.point != PLANNED or h.slots[h.row].way >= 0 or h.slots[h.row].duty >= 0:
        return False
    return h.lifts[h.sorties[h.row].lift].supply == FLEET


@kernel
def away_with_others(h: Past, last: int) -> int:
    """Return the index of the reason for the time in which a tail was away on its previous trip, the sortie `last`.

    It is TAILS, unless that sortie left a mover behind although it had room: then it is the reason for that (`parted`).
    """
    what = parted(h, last) if h.stop <= h.sorties[last].worked else NO_ROW
    return what if what >= 0 else reason(h, TAILS, h.sorties[last].lift)


@kernel
def planned(h: Past) -> None:
    """Go back from the planned arrival of a sortie.

    For a tail, the walk passes its flight, its wait at home and the change of its configuration, and comes to its
    tasking. For a mission, it passes the waits before and after a request, or a wait for open hours after a stated
    date, and comes to the missions before it.
    """
    row = h.row
    sortie, slot, lift = h.sorties[row], h.slots[row], h.sorties[row].lift
    if h.lifts[lift].supply == FLEET:
        with_others = h.first_arg == reason(h, TAILS, lift) or h.first_arg >= h.reasons[PARTED] >= 0
        owner = h.first_arg if with_others else reason(h, FLYING, lift)
        fitted = sortie.tasked + _changed(h, row)
        asked, left = fitted, max(fitted, sortie.planned - slot.way)
        if slot.duty >= 0:
            asked = h.duty[slot.duty].since
            left = h.duty[slot.duty].departs
        # duration of the flight: the wait before it is due to closed hours if an earlier departure would have met them
        way = sortie.planned - left
        if not with_others:
            lost_to_attacks(h, row, IN, left, h.t)
        assign(h, owner, left, OF_SORTIE, row)
        by_hours(h, sortie.site, asked, way, reason(h, CREWS, lift) if slot.duty >= 0 else owner, row)
        by_hours(h, sortie.site, fitted, way, owner, row)
        if fitted > sortie.tasked:
            assign_kind(h, CHANGED, lift, sortie.tasked, OF_SORTIE, row)
        h.point = TASKED
        return
    if h.lifts[lift].supply == READY and sortie.attempt == 0:
        _requested(h, row)
    date = h.date_first[lift] + sortie.number
    if h.lifts[lift].supply == SCHEDULED:
        date = _scheduled_for(h, lift, sortie.planned)
    if sortie.attempt == 0 and sortie.number >= 0 and date < h.date_first[lift + 1]:
        # a mission stated for closed hours comes when the site opens next
        by_hours(h, sortie.site, h.dates[date], 0, reason(h, MISSIONS, lift), row)
    go(h, MISSION, slot.place, lift, h.sorties[h.sortie].worked)


@kernel
def _changed(h: Past, row: int) -> int:
    """Return how long it took to change the configuration of a tail before its sortie [s]; 0 if it was not changed."""
    sortie = h.sorties[row]
    takes = whole(h, h.lifts[sortie.lift].change_s)
    if takes <= 0 or sortie.configuration <= 0:
        return 0
    before = trip(h, sortie.lift, sortie.number - 1)
    was = h.sorties[before].configuration if before >= 0 else 1
    return takes if was != sortie.configuration else 0


@kernel
def _scheduled_for(h: Past, lift: int, planned: int) -> int:
    """Return the row in `dates` of the last date of a lift up to an instant; if there is none, one past its rows."""
    date = h.date_first[lift + 1]
    while date > h.date_first[lift]:
        date -= 1
        if h.dates[date] <= planned:
            return date
    return h.date_first[lift + 1]


@kernel
def _requested(h: Past, row: int) -> None:
    """Go back from the planned arrival of a mission on request through the time since its request and the wait before.

    If the request waited for its load to be ready, the time back to the previous mission is due to GATHERING.
    """
    sortie, place = h.sorties[row], h.slots[row].place
    lift = sortie.lift
    by_hours(h, sortie.site, sortie.tasked + whole(h, h.lifts[lift].lead_s), 0, reason(h, REQUESTED, lift), row)
    assign_kind(h, REQUESTED, lift, sortie.tasked, OF_SORTIE, row)
    if sortie.task_cause in (CARGO, NEED):
        before = h.sorties[h.slots[h.slot_first[lift] + place - 1].mission].planned if place > 0 else 0
        waited(h, lift, reason(h, GATHERING, lift), min(before, h.t), row)


@kernel
def mission(h: Past) -> None:
    """Go back from the planned arrival of a mission of the lift `first_arg` through the missions before it.

    `second_arg` is the argument `before` of `back_over_missions`.
    """
    place = back_over_missions(h, h.first_arg, h.row, h.second_arg)
    if place < 0:
        go(h, FREE, h.witness, NO_ROW, 0)
    else:
        h.row = place


@kernel
def tasked(h: Past) -> None:
    """Go back from the tasking of a tail: it was away with others, barred, or had nothing to come for."""
    row = h.row
    sortie, lift = h.sorties[row], h.sorties[row].lift
    last = trip(h, lift, sortie.number - 1)
    free = h.sorties[last].free if last >= 0 else 0
    if sortie.task_cause == PERMISSION:
        assign(h, barred_by(h, lift, h.t - 1), free, OF_SORTIE, row)
    elif sortie.task_cause == NEED:
        for other in range(len(h.sorties)):
            if h.sorties[other].worked == h.t and other != row and not has_seen(h, WORKED, other, NO_ROW, 0):
                go(h, WORKED, other, NO_ROW, 0)  # until that sortie loaded, nothing seemed to be left for this tail
                return
        assign_kind(h, IDLE, lift, free, OF_SORTIE, row)
    if h.t <= h.stop or last < 0:
        assign_kind(h, IDLE, lift, h.stop, OF_SORTIE, row)
        h.point = FREE
        return
    tails = away_with_others(h, last)
    if h.sorties[last].up < NEVER:
        assign(h, tails, h.sorties[last].up, OF_SORTIE, last)
        go(h, UP, last, tails, 0)
        return
    assign(h, became(h, last, NEVER), h.sorties[last].overhead, OF_SORTIE, last)
    go(h, OVERHEAD, last, tails, 0)
