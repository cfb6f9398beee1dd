"""Two tables that walks back through a history use: facts on each sortie (`slots`), and what was shut when (`spans`).

`h` is the `Past` that a walk works on.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, Past
from sim.analysis.causes.pieces import PARTS
from sim.analysis.causes.walk import closed_by
from sim.compiler.kernel import kernel

__all__ = ["fill_slots", "fill_spans"]

INBOUND: Final = 0


@kernel
def fill_slots(h: Past) -> None:
    """Fill `slots`, except `mission`, which must be filled before, and `first` and `last`."""
    for row in range(len(h.slots)):
        slot = h.slots[row]
        slot.way = NO_ROW
        slot.job = NO_ROW
        slot.down = NO_ROW
        slot.duty = NO_ROW
        slot.rode = 0
        slot.together = 0
        slot.lost = 0
        slot.lost_kg = 0
    for row in range(len(h.missed)):
        slot, mover = h.slots[h.missed[row].sortie], h.movers[h.missed[row].mover]
        slot.lost += h.lots[mover.lot].person
        slot.lost_kg += mover.kg
    for lift in range(len(h.lifts)):
        for place in range(h.slot_first[lift], h.slot_first[lift + 1]):
            h.slots[h.slots[place].mission].place = place - h.slot_first[lift]
    for row in range(len(h.ground) - 1, -1, -1):
        slot = h.slots[h.ground[row].sortie]
        h.job_next[row] = slot.job
        slot.job = row
    for row in range(len(h.offloaded)):
        h.slots[h.offloaded[row].sortie].down = row
    for row in range(len(h.duty)):
        if h.duty[row].leg == INBOUND:
            h.slots[h.duty[row].sortie].duty = row


@kernel
def fill_spans(h: Past) -> None:
    """Fill `spans`: when each lift may not come, when its destination may not be used, when parts of sites are shut."""
    n, at, lifts = 0, 0, len(h.lifts)
    for lift in range(lifts):
        h.span_first[at] = n
        at += 1
        for row in range(len(h.shut)):
            if h.shut[row].lift == lift:
                _sort_in(h, row, h.span_first[lift], n)
                n += 1
    for lift in range(lifts):
        h.span_first[at] = n
        at += 1
        for row in range(len(h.shut)):
            if h.shut[row].outage < 0 and h.shut[row].site == h.lifts[lift].to:
                _sort_in(h, row, h.span_first[lifts + lift], n)
                n += 1
    for site in range(len(h.sites)):
        for bit in range(PARTS):
            h.span_first[at] = n
            at += 1
            for row in range(len(h.shut)):
                shut = h.shut[row]
                if shut.outage >= 0 and shut.site == site and (h.stops[shut.outage] >> bit) & 1:
                    span = h.spans[n]
                    span.begins = shut.begins
                    span.until = shut.until
                    span.reason = shut.outage
                    n += 1
    h.span_first[at] = n


@kernel
def _sort_in(h: Past, row: int, first: int, behind: int) -> None:
    """Insert the span of one row of `shut` into the sorted rows of `spans` from `first` to before `behind`."""
    shut = h.shut[row]
    cause = closed_by(h, shut.outage)
    at = behind
    while at > first and (shut.begins, shut.until, cause) < (
        h.spans[at - 1].begins,
        h.spans[at - 1].until,
        h.spans[at - 1].reason,
    ):
        span, before = h.spans[at], h.spans[at - 1]
        span.begins = before.begins
        span.until = before.until
        span.reason = before.reason
        at -= 1
    span = h.spans[at]
    span.begins = shut.begins
    span.until = shut.until
    span.reason = cause
