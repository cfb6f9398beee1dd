"""Convoys of the force's own vehicles: which vehicles go, who drives them, and who rides along."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import inturn, parties, rules
from sim.engines.compiled.force import in_bucket, waits
from sim.model.schema.state import State

__all__ = ["fill"]

EQUIPMENT, PEOPLE = 0, 1
PARTS: Final = 4
"""Number of parts in which movers are taken: required and free, required and kept, wanted and free, wanted and kept."""


@kernel
def fill(h: State, site: int, flight: int) -> int:
    """Put the vehicles of a convoy and then its people into `chosen`; return how many movers these are.

    A vehicle is taken if there are people to drive it and the vehicles before it. People take the seats in boarding
    order, but enough people stay to drive the required vehicles that leave later. If parties that do not fit leave
    vehicles without drivers, the last vehicles of the convoy stay.
    """
    lift, ramp = h.flights[flight].lift, h.ramps[site]
    people, here, to_follow, room = 0, 0, 0, h.ramps[h.lifts[lift].to].room
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        lot, tally = h.lots[row], h.tallies[row]
        tally.going = tally.shut_out = 0
        if lot.person:
            people += tally.free + tally.kept
        if h.carries[row * len(h.lifts) + lift] and not lot.dropped:
            if lot.person:
                here += waits(h, row)
            elif lot.required:
                to_follow += waits(h, row) * lot.drivers
    count = _vehicles(h, site, rules.vehicles_in(h.lifts[lift].mpos), min(people, room))
    while count > 0:
        seats, drivers, follow = 0, 0, to_follow
        for at in range(count):
            lot = h.lots[h.movers[h.chosen[at]].lot]
            seats, drivers = seats + lot.seats, drivers + lot.drivers
            if lot.required:
                follow -= lot.drivers
        aboard = _people(h, site, count, min(rules.seats_to_take(seats, drivers, here, follow), room))
        if aboard >= drivers:
            return count + aboard
        count -= 1
        h.tallies[h.movers[h.chosen[count]].lot].going -= 1
    _take_people_off(h, site)
    return 0


@kernel
def _vehicles(h: State, site: int, most: int, people: int) -> int:
    """Put vehicles into `chosen`, at most `most` and as many as `people` people can drive; return their number."""
    count, drivers = 0, 0
    for part in range(PARTS):
        at, kept = h.ramps[site].lots, part % 2 == 1
        while at < h.ramps[site].lots_last:
            end = _end_of_rank(h, at, h.ramps[site].lots_last)
            many = inturn.queue(h, at, end, part < 2, kept, EQUIPMENT)
            while many > 0:
                row = inturn.first(h)
                lot, tally = h.lots[row], h.tallies[row]
                tally.next += 1
                if rules.may_drive(count, most, drivers, lot.drivers, people):
                    h.chosen[count] = tally.member
                    count, drivers = count + 1, drivers + lot.drivers
                    tally.going += 1
                many = inturn.moved_on(h, many, kept)
            at = end
    return count


@kernel
def _people(h: State, site: int, count: int, seats: int) -> int:
    """Put the people who find seats into `chosen`, after its `count` vehicles; return how many people these are."""
    _take_people_off(h, site)
    aboard = 0
    for part in range(PARTS):
        at, kept = h.ramps[site].lots, part % 2 == 1
        while at < h.ramps[site].lots_last:
            end = _end_of_rank(h, at, h.ramps[site].lots_last)
            many = inturn.queue(h, at, end, part < 2, kept, PEOPLE)
            while many > 0:
                row = inturn.first(h)
                tally = h.tallies[row]
                together = parties.many_at(h, row, tally.next)
                tally.next += together
                if aboard + together <= seats:
                    for place in range(tally.next - together, tally.next):
                        h.chosen[count + aboard] = in_bucket(h, row, place)
                        aboard += 1
                    tally.going += together
                many = inturn.moved_on(h, many, kept)
            at = end
    return aboard


@kernel
def _take_people_off(h: State, site: int) -> None:
    """Take all people off the convoy again."""
    ramp = h.ramps[site]
    for at in range(ramp.lots, ramp.lots_last):
        if h.lots[h.relations[at]].person:
            h.tallies[h.relations[at]].going = 0


@kernel
def _end_of_rank(h: State, at: int, last: int) -> int:
    """Return the first index in `relations` after `at` whose lot has another rank than that at `at`; at most `last`."""
    rank = h.lots[h.relations[at]].rank
    while at < last and h.lots[h.relations[at]].rank == rank:
        at += 1
    return at
