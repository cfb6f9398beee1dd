"""Fills one sortie: movers are tried in order, and a mover that does not fit is skipped.

A *kept* mover is staged, but a hold or floor keeps it, or another way is expected to be earlier. The other
staged movers are *free*.
"""

from typing import Any, Final

import numpy as np

from sim.compiler.kernel import kernel
from sim.engines.compiled import inturn, parties, rules
from sim.engines.compiled.configurations import room_of
from sim.engines.compiled.force import in_bucket
from sim.model.rules import ALONE as _ALONE
from sim.model.rules import NO_ROOM as _NO_ROOM
from sim.model.schema.state import State

__all__ = ["forget_rest", "nothing", "required_and_free", "rest"]

Filled = tuple[bool, int, int, int, int, int, int]
"""How far a sortie is filled: whether nothing more fits; the number of movers taken; what is left of its payload [kg],
pallet positions [1/1000], seats and volume [l]; one bit for each category or class that may not ride with its load."""

NO_ROOM, ALONE = _NO_ROOM, _ALONE
ONE: Final = np.uint64(1)
NONE_BARRED: Final[Any] = np.uint64(0)
EITHER: Final = -1
"""Value of `people` for people and equipment (1: only people; 0: only equipment)."""
PARTS: Final = 4
"""Movers are tried in four parts: required and free, required and kept, wanted and free, wanted and kept."""


@kernel
def nothing(h: State, flight: int) -> Filled:
    """Return the `Filled` of an empty sortie."""
    sortie, (room_mpos, room_litres) = h.flights[flight], room_of(h, flight)
    room_seats = min(sortie.seats, h.ramps[h.lifts[sortie.lift].to].room)  # the destination limits the people, too
    return False, 0, sortie.payload, room_mpos, room_seats, room_litres, NONE_BARRED


@kernel
def required_and_free(h: State, site: int, flight: int) -> Filled:
    """Fill a sortie with the first part: required movers that are free; only people if people go first."""
    ramp = h.ramps[site]
    for at in range(ramp.lots, ramp.lots_last):
        h.tallies[h.relations[at]].going = h.tallies[h.relations[at]].shut_out = 0
    return _fill(h, site, flight, 0, 1, nothing(h, flight))


@kernel
def rest(h: State, site: int, flight: int, so_far: Filled) -> int:
    """Fill a sortie with all other parts; return the number of movers taken, including those of the first part."""
    filled = _fill(h, site, flight, 1, 2 * PARTS, so_far)
    return filled[1]


@kernel
def forget_rest(h: State, site: int, so_far: Filled) -> None:
    """Reset the tallies of lots to what they were after the first part: how many were taken, and which are shut out."""
    ramp = h.ramps[site]
    for at in range(ramp.lots, ramp.lots_last):
        tally = h.tallies[h.relations[at]]
        tally.going = 0
        if tally.shut_out > 1:
            tally.shut_out = 0
    for at in range(so_far[1]):
        h.tallies[h.movers[h.chosen[at]].lot].going += 1


@kernel
def _fill(h: State, site: int, flight: int, first: int, last: int, so_far: Filled) -> Filled:
    """Fill a sortie with the parts from `first` to before `last`, within all its limits; return how far it is filled.

    `sim.model.rules.room_for` decides whether a mover fits. A lot is skipped once no other member of it can fit: its
    `shut_out` is then 1 if this was found in the first part, and 2 if it was found in a later part. If people go first,
    there are eight parts: the four parts of people, then those of equipment.
    """
    full, count, room_kg, room_mpos, room_seats, room_litres, barred = so_far
    ramp, sortie, parts = h.ramps[site], h.flights[flight], 0
    payload, structural = sortie.payload, sortie.structural
    for at in range(ramp.lots, ramp.lots_last):
        parts |= _parts_of(h, site, h.relations[at])
    for part in range(first, 0 if full else last):
        if not parts >> part & 1:
            continue
        required, kept = part % PARTS < 2, part % 2 == 1
        people = int(part < PARTS) if ramp.people_first else EITHER
        at = ramp.lots
        while at < ramp.lots_last:
            if not inturn.has_some(h, h.relations[at], required, kept, people):
                at += 1
                continue
            rank, end = h.lots[h.relations[at]].rank, at + 1
            while end < ramp.lots_last and h.lots[h.relations[end]].rank == rank:
                end += 1
            many = inturn.queue(h, at, end, required, kept, people)
            while many > 0:
                row = inturn.first(h)
                lot, tally = h.lots[row], h.tallies[row]
                person, party, litres = lot.person, lot.party, lot.litres
                sort = rules.sort_of(lot.category, lot.load_class)
                apart = h.apart[h.sorts * sortie.lift + sort]
                while many > 0 and inturn.first(h) == row:
                    member, together, begins = tally.member, 1, tally.next
                    if party:
                        together = parties.many_at(h, row, begins)
                    who, tally.next = h.movers[member], begins + together
                    kg, mpos, seats = who.kg * together, who.mpos, person * together  # people of a group weigh the same
                    parted = barred >> np.uint64(sort) & ONE != 0
                    how = rules.room_for(
                        kg,
                        mpos,
                        seats,
                        parted,
                        room_kg,
                        room_mpos,
                        room_seats,
                        payload,
                        structural,
                        count == 0,
                        litres,
                        room_litres,
                    )
                    if how == NO_ROOM:
                        none_fits = (
                            parted
                            or person > room_seats
                            or litres > room_litres
                            or (count > 0 and lot.lightest_kg > room_kg)
                        )
                        if (lot.alike and not party) or none_fits:
                            tally.shut_out = 2 if part else 1
                        many = inturn.moved_on(h, many, kept)
                        continue
                    h.chosen[count] = member
                    for place in range(1, together):
                        h.chosen[count + place] = in_bucket(h, row, begins + place)
                    count += together
                    tally.going += together
                    room_kg, room_mpos, room_seats = room_kg - kg, room_mpos - mpos, room_seats - seats
                    room_litres -= litres
                    barred |= apart
                    if how == ALONE or room_kg < h.lightest:
                        return True, count, room_kg, room_mpos, room_seats, room_litres, barred
                    many = inturn.moved_on(h, many, kept)
            at = end
    return full, count, room_kg, room_mpos, room_seats, room_litres, barred


@kernel
def _parts_of(h: State, site: int, row: int) -> int:
    """Return one bit for each part in which a lot has members."""
    tally, shift = h.tallies[row], 0 if h.lots[row].required else 2
    if h.ramps[site].people_first and not h.lots[row].person:
        shift += PARTS
    return (int(tally.free > 0) | int(tally.kept > 0) << 1) << shift
