"""When each hold cleared, when each mover was free to go, and what freed it: its staging, a hold or a floor.

A mover is *free* when it is staged and no hold or floor keeps it. Some movers ride before their hold has cleared,
because the engines judge the hold as if the movers on the same chalk had gone already. Such a mover became free as
soon as the departure of all movers loaded by then, and of those on its own chalk, would have satisfied the hold.

`h` is the `Past` that a walk back through the history works on, `m` the row of a mover.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, Past, whole
from sim.analysis.causes.legs import counts_in, free_at, is_counted_until_left, last_counted, loaded_at, was_left_out
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER

__all__ = ["fill_clearings", "fill_readiness", "fill_riders", "satisfied_without"]

NEVER: Final = _NEVER


@kernel
def _nth_last(h: Past, n: int, at_most: int) -> int:
    """Return the earliest instant after which at most `at_most` of the first `n` rows of `instants` come [s].

    It is 0 if `n` is at most `at_most`. The rows are reordered: the method is Hoare's quickselect with Dijkstra's
    partition into values below, equal to and above the pivot.
    """
    if n <= at_most:
        return 0
    values, place = h.instants, n - at_most - 1
    low, high = 0, n - 1
    while low < high:
        pivot = values[(low + high) // 2]
        less, at, more = low, low, high
        while at <= more:
            value = values[at]
            if value < pivot:
                values[at] = values[less]
                values[less] = value
                less += 1
                at += 1
            elif value == pivot:
                at += 1
            else:
                values[at] = values[more]
                values[more] = value
                more -= 1
        if place < less:
            high = less - 1
        elif place <= more:
            return pivot
        else:
            low = more + 1
    return values[place]


@kernel
def fill_clearings(h: Past) -> None:
    """Fill `clearings`: when each hold cleared, and what it waited for last."""
    for hold in range(len(h.holds)):
        h.clearings[hold].at = NO_ROW
    for hold in range(len(h.holds)):
        for at in range(h.holds[hold].before, h.holds[hold].before_last):
            _fill_clearing(h, h.befores[at].hold)
        _fill_clearing(h, hold)


@kernel
def _fill_clearing(h: Past, hold: int) -> None:
    """Record how a hold cleared, if this is not recorded yet; the holds for which it waits must be recorded before."""
    spec, clearing, met, is_set = h.holds[hold], h.clearings[hold], 0, False
    if clearing.at != NO_ROW:
        return
    clearing.counter = clearing.after = NO_ROW
    for counter in range(spec.first, spec.last):
        instant = _cleared_of(h, counter)
        if not is_set or (instant < met if spec.any_one else instant > met):
            met = instant
            clearing.counter = counter
        is_set = True
    for at in range(spec.after, spec.after_last):
        other = h.afters[at].hold
        instant = h.clearings[other].at
        if not is_set or (instant < met if spec.any_one else instant > met):
            met = instant
            clearing.counter = NO_ROW
            clearing.after = other
        is_set = True
    clearing.date, clearing.lifted = spec.not_before, NO_ROW
    if spec.at_latest < met:  # from that date on, the hold no longer waited for its conditions
        met = 0
        clearing.counter = clearing.after = NO_ROW
        clearing.date = max(spec.not_before, spec.at_latest)
        clearing.lifted = h.lifted[hold]
    clearing.met = met
    clearing.then = whole(h, spec.then_s)
    clearing.at = min(max(met, clearing.date) + clearing.then, NEVER)


@kernel
def _cleared_of(h: Past, counter: int) -> int:
    """Return the instant at which a condition became true [s]."""
    n = 0
    for m in range(len(h.movers)):
        if counts_in(h, counter, m):
            h.instants[n] = last_counted(h, counter, m)[0]
            n += 1
    return _nth_last(h, n, h.at_most[counter])


@kernel
def fill_readiness(h: Past) -> None:
    """Record in `goings` when each mover was free to go, and which hold, if any, freed it.

    Of the members that were loaded, a floor may have kept only those that `kept_last` marks.
    """
    for m in range(len(h.movers)):
        going = h.goings[m]
        going.free = going.staged
        going.hold = NO_ROW
        going.as_if = 0
    for lot in range(len(h.lots)):
        hold = h.lots[lot].board_hold
        if hold >= 0:
            _kept(h, hold, lot, NO_ROW)
            _lifted(h, hold, lot)
    for row in range(len(h.floors)):
        floor = h.floors[row]
        _lifted(h, floor.hold, floor.lot)
        if whole(h, floor.at_least_s) > 0:
            _kept(h, floor.hold, floor.lot, row)


@kernel
def _kept(h: Past, hold: int, lot: int, floor: int) -> None:
    """Record until when a hold kept each member of a lot that was loaded at its own site.

    If the hold kept them through a floor, `floor` is the row of the floor; otherwise it is NO_ROW.
    """
    cleared, by_chalk = h.clearings[hold].at, False
    for m in range(h.lot_first[lot], h.lot_first[lot + 1]):
        if h.goings[m].sortie < 0 or (floor >= 0 and not h.kept_last[floor * len(h.movers) + m]):
            continue
        row, worked = h.goings[m].sortie, loaded_at(h, m)
        after = worked >= cleared
        if after and h.goings[m].up == cleared and worked == cleared:
            # The mover was loaded and took off at the instant at which the hold cleared. If movers that the hold
            # counts took off with it, it boarded before the hold cleared, since their departure cleared the hold.
            if not by_chalk:
                _note_with_counted(h, hold)
                by_chalk = True
            after = h.slots[row].together != hold + 1
        if after:
            _free(h, m, cleared, hold, 0)
        else:
            h.companies_of[hold * len(h.sorties) + row] = 1
            _free(h, m, satisfied_without(h, hold, row), hold, 1)


@kernel
def _note_with_counted(h: Past, hold: int) -> None:
    """Mark each sortie on which a mover left its own site, if the hold counts this mover until it has left."""
    for m in range(len(h.movers)):
        if h.goings[m].sortie >= 0 and is_counted_until_left(h, hold, m):
            h.slots[h.goings[m].sortie].together = hold + 1


@kernel
def _lifted(h: Past, hold: int, lot: int) -> None:
    """If a hold cleared, record that until then it kept those members of a lot that were never loaded."""
    if h.clearings[hold].at <= h.end:
        for m in range(h.lot_first[lot], h.lot_first[lot + 1]):
            if h.goings[m].sortie < 0 and h.goings[m].free < NEVER:
                _free(h, m, h.clearings[hold].at, hold, 0)


@kernel
def _free(h: Past, m: int, instant: int, hold: int, as_if: int) -> None:
    """Record that a hold kept a mover until an instant, unless its staging or another hold kept it at least as long."""
    going = h.goings[m]
    if going.free < instant:
        going.free = instant
        going.hold = hold
        going.as_if = as_if


@kernel
def satisfied_without(h: Past, hold: int, row: int) -> int:
    """Return when a hold would have been satisfied if the movers called for a sortie had gone already [s].

    Any other mover counts as gone once its own sortie has begun to load. The result is at most the instant at which the
    given sortie began to load.
    """
    for at in range(h.holds[hold].before, h.holds[hold].before_last):
        _satisfied_without(h, h.befores[at].hold, row)
    return _satisfied_without(h, hold, row)


@kernel
def _satisfied_without(h: Past, hold: int, row: int) -> int:
    """Return what `satisfied_without` does; `as_if` must have the results for the holds for which this one waits."""
    cell = hold * len(h.sorties) + row
    if h.as_if[cell] >= 0:
        return h.as_if[cell]
    spec, met, is_set = h.holds[hold], 0, False
    for counter in range(spec.first, spec.last):
        n = 0
        for m in range(len(h.movers)):
            if counts_in(h, counter, m):
                until, sortie = last_counted(h, counter, m)
                if sortie != row and not was_left_out(h, m, row) and not _counts_as_gone(h, counter, m, row):
                    if sortie >= 0:  # also if that sortie never took off
                        until = min(until, h.sorties[sortie].worked)
                    h.instants[n] = until
                    n += 1
        instant = _nth_last(h, n, h.at_most[counter])
        if not is_set or (instant < met if spec.any_one else instant > met):
            met = instant
        is_set = True
    for at in range(spec.after, spec.after_last):
        other = h.afters[at].hold
        instant = h.as_if[other * len(h.sorties) + row] if h.clearings[other].then == 0 else h.clearings[other].at
        if not is_set or (instant < met if spec.any_one else instant > met):
            met = instant
        is_set = True
    instant = max(spec.not_before, min(met, spec.at_latest))
    h.as_if[cell] = max(min(instant, h.sorties[row].worked), 0)
    return h.as_if[cell]


@kernel
def _counts_as_gone(h: Past, counter: int, m: int, row: int) -> bool:
    """Return whether a condition counts a mover as gone while the chalk of a sortie that takes the mover is planned.

    It does if the first of the ways on from the place of the mover leads out of the country, or to a place at which the
    condition does not count movers. The mover may then take another way, to a place at which it is counted again.
    """
    going, first = h.goings[m], counter * h.places_wide
    for at in range(going.first, going.last):
        stay = h.stay_order[at]
        if h.stays[stay].sortie == row:
            to = h.first_to[h.stay_places[stay].place]
            return to < 0 or not h.counts[first + to]
    return False


@kernel
def fill_riders(h: Past) -> int:
    """Fill `riders`, sorted by sortie and then by mover; return the number of rows filled."""
    for row in range(len(h.slots)):
        h.slots[row].last = 0
    for m in range(len(h.movers)):
        going = h.goings[m]
        for at in range(going.first, going.last + 1):
            row = _ride(h, m, at)
            if row >= 0:
                h.slots[row].last += 1
    first = 0
    for row in range(len(h.slots)):
        slot = h.slots[row]
        n = slot.last
        slot.first = first
        slot.last = first
        first += n
    for m in range(len(h.movers)):
        going = h.goings[m]
        for at in range(going.first, going.last + 1):
            row = _ride(h, m, at)
            if row >= 0:
                slot = h.slots[row]
                rider = h.riders[slot.last]
                rider.mover = m
                rider.free = free_at(h, m, row)
                slot.last += 1
    return first


@kernel
def _ride(h: Past, m: int, at: int) -> int:
    """Return the sortie that took a mover from the stay at index `at` of `stay_order`.

    If `at` is one past the last stay of the mover, return the sortie that took the mover out of the country. Return
    NO_ROW if there is no such sortie, or if it took the mover from an earlier stay, so that each sortie counts once.
    """
    going = h.goings[m]
    row = h.stays[h.stay_order[at]].sortie if at < going.last else h.movers[m].sortie
    for earlier in range(going.first, at):
        if h.stays[h.stay_order[earlier]].sortie == row:
            return NO_ROW
    return row
