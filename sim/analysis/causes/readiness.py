"""When holds cleared, when each mover that flew was free to go, and what freed it: stations, a hold, its company.

A mover is *free* from the later of two instants: it is staged, and no hold or floor keeps it. Some movers ride
before their hold has cleared, because the hold is judged as if their own chalk had gone already. The *company* of such
a mover is those on its chalk that the hold counts. It was free when all others that the hold counts had been loaded.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, Past, whole
from sim.analysis.causes.legs import counts_in, free_at, is_counted_until_left, last_counted, loaded_at, was_missed
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER

__all__ = ["lay_clearings", "lay_readiness", "lay_riders", "loaded_but"]

NEVER: Final = _NEVER


@kernel
def _nth_last(h: Past, many: int, at_most: int) -> int:
    """Return the first instant after which come at most `at_most` of the first `many` rows of `instants` [s], or 0.

    Hoare's quickselect, with Dijkstra's partition into less, equal and more.
    """
    if many <= at_most:
        return 0
    values, place = h.instants, many - at_most - 1
    low, high = 0, many - 1
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
def lay_clearings(h: Past) -> None:
    """Record how each hold cleared, and what it waited for last."""
    for hold in range(len(h.holds)):
        h.clearings[hold].at = NO_ROW
    for hold in range(len(h.holds)):
        for at in range(h.holds[hold].before, h.holds[hold].before_last):
            _lay_clearing(h, h.befores[at].hold)
        _lay_clearing(h, hold)


@kernel
def _lay_clearing(h: Past, hold: int) -> None:
    """Record how a hold cleared, if not yet recorded; those for which it waits must have been recorded before."""
    spec, clearing, met, some = h.holds[hold], h.clearings[hold], 0, False
    if clearing.at != NO_ROW:
        return
    clearing.counter = clearing.after = NO_ROW
    for counter in range(spec.first, spec.last):
        instant = _cleared_of(h, counter)
        if not some or (instant < met if spec.any_one else instant > met):
            met = instant
            clearing.counter = counter
        some = True
    for at in range(spec.after, spec.after_last):
        other = h.afters[at].hold
        instant = h.clearings[other].at
        if not some or (instant < met if spec.any_one else instant > met):
            met = instant
            clearing.counter = NO_ROW
            clearing.after = other
        some = True
    clearing.date, clearing.lifted = spec.not_before, NO_ROW
    if spec.at_latest < met:  # it waited for nothing but that date
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
    many = 0
    for m in range(len(h.movers)):
        if counts_in(h, counter, m):
            h.instants[many] = last_counted(h, counter, m)[0]
            many += 1
    return _nth_last(h, many, h.at_most[counter])


@kernel
def lay_readiness(h: Past) -> None:
    """Record what kept each mover last.

    A floor keeps members of its group whose leaving would have left fewer than it asks for (`kept_last`).
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
    """Record until when a hold kept each member of a lot that was loaded in the end.

    `floor` is the row of the floor through which it kept them, NO_ROW if there is none. A floor concerns only those
    that it may have kept (`kept_last`).
    """
    cleared, by_chalk = h.clearings[hold].at, False
    for m in range(h.lot_first[lot], h.lot_first[lot + 1]):
        if h.goings[m].sortie < 0 or (floor >= 0 and not h.kept_last[floor * len(h.movers) + m]):
            continue
        row, worked = h.goings[m].sortie, loaded_at(h, m)
        after = worked >= cleared
        if after and h.goings[m].up == cleared and worked == cleared:
            # The mover was loaded and took off at the instant at which the hold cleared. If movers that the hold
            # counts took off with it, their departure cleared the hold.
            if not by_chalk:
                _note_with_counted(h, hold)
                by_chalk = True
            after = h.slots[row].together != hold + 1
        if after:
            _free(h, m, cleared, hold, 0)
        else:
            h.companies_of[hold * len(h.sorties) + row] = 1
            _free(h, m, loaded_but(h, hold, row), hold, 1)


@kernel
def _note_with_counted(h: Past, hold: int) -> None:
    """Record which sorties carried movers that a hold counts until they have left."""
    for m in range(len(h.movers)):
        if h.goings[m].sortie >= 0 and is_counted_until_left(h, hold, m):
            h.slots[h.goings[m].sortie].together = hold + 1


@kernel
def _lifted(h: Past, hold: int, lot: int) -> None:
    """If a hold cleared, record that it had kept those members of a lot that were not loaded by the end."""
    if h.clearings[hold].at <= h.end:
        for m in range(h.lot_first[lot], h.lot_first[lot + 1]):
            if h.goings[m].sortie < 0 and h.goings[m].free < NEVER:
                _free(h, m, h.clearings[hold].at, hold, 0)


@kernel
def _free(h: Past, m: int, instant: int, hold: int, as_if: int) -> None:
    going = h.goings[m]
    if going.free < instant:
        going.free = instant
        going.hold = hold
        going.as_if = as_if


@kernel
def loaded_but(h: Past, hold: int, row: int) -> int:
    """Return when all that a hold counts, except those called for this sortie, had been loaded or were gone [s]."""
    for at in range(h.holds[hold].before, h.holds[hold].before_last):
        _lay_loaded_but(h, h.befores[at].hold, row)
    return _lay_loaded_but(h, hold, row)


@kernel
def _lay_loaded_but(h: Past, hold: int, row: int) -> int:
    """Compute the same for one hold, when it has been computed for all holds that this one waits for."""
    known = hold * len(h.sorties) + row
    if h.as_if[known] >= 0:
        return h.as_if[known]
    spec, met, some = h.holds[hold], 0, False
    for counter in range(spec.first, spec.last):
        many = 0
        for m in range(len(h.movers)):
            if counts_in(h, counter, m):
                until, sortie = last_counted(h, counter, m)
                if sortie != row and not was_missed(h, m, row) and not _counts_as_gone(h, counter, m, row):
                    if sortie >= 0:  # including movers aboard a sortie that never took off
                        until = min(until, h.sorties[sortie].worked)
                    h.instants[many] = until
                    many += 1
        instant = _nth_last(h, many, h.at_most[counter])
        if not some or (instant < met if spec.any_one else instant > met):
            met = instant
        some = True
    for at in range(spec.after, spec.after_last):
        other = h.afters[at].hold
        instant = h.as_if[other * len(h.sorties) + row] if h.clearings[other].then == 0 else h.clearings[other].at
        if not some or (instant < met if spec.any_one else instant > met):
            met = instant
        some = True
    instant = max(spec.not_before, min(met, spec.at_latest))
    h.as_if[known] = max(min(instant, h.sorties[row].worked), 0)
    return h.as_if[known]


@kernel
def _counts_as_gone(h: Past, counter: int, m: int, row: int) -> bool:
    """Return whether a mover on a sortie counts as gone while a chalk is planned: its first way leads where none count.

    The way that it takes may lead to a place where the condition counts it again.
    """
    going, first = h.goings[m], counter * h.places_wide
    for at in range(going.first, going.last):
        stay = h.stay_order[at]
        if h.stays[stay].sortie == row:
            to = h.first_to[h.stay_places[stay].place]
            return to < 0 or not h.counts[first + to]
    return False


@kernel
def lay_riders(h: Past) -> int:
    """Record the riders, by sortie and then mover, and return how many rides there were."""
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
        many = slot.last
        slot.first = first
        slot.last = first
        first += many
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
    """Return the sortie that took a mover from one of its stays, or out of the country.

    NO_ROW for none, and if the same sortie also took it from an earlier stay: each sortie counts once.
    """
    going = h.goings[m]
    row = h.stays[h.stay_order[at]].sortie if at < going.last else h.movers[m].sortie
    for earlier in range(going.first, at):
        if h.stays[h.stay_order[earlier]].sortie == row:
            return NO_ROW
    return row
