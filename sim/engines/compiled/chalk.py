"""The chalk: the load of one sortie, planned from the movers that are staged when loading begins.

The *kept* members of a lot are staged, but a hold or floor keeps them, or they stay off this lift because another way
is expected to be earlier ("an earlier way keeps them"). The other staged members are *free*. The tally of a lot has
both numbers, and in `going` the number of its members on the chalk.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import convoy, filling, parties, rules
from sim.engines.compiled.chance import whole
from sim.engines.compiled.configurations import room_of, row_of
from sim.engines.compiled.force import here, in_time
from sim.engines.compiled.holds import AS_IF, AS_IF_OR_CLEARS, CLEARED, as_if, begin_hold, board_hold, clearing, floor
from sim.engines.compiled.memory import NO_LIMIT
from sim.engines.compiled.routes import comes_in_time, kept_off, may
from sim.model.loading import NOT_YET as _NOT_YET
from sim.model.schema.state import State
from sim.model.terms import Cause

__all__ = ["forget", "keeps", "plan", "too_many", "worth_it"]

ARRIVAL: Final = int(Cause.ARRIVAL)
NOT_YET: Final = _NOT_YET
NONE: Final = -1


@kernel
def forget(h: State, site: int) -> None:
    """Reset `going` of each lot at a site, since the chalk that was planned is not loaded."""
    ramp, h.going_most = h.ramps[site], NO_LIMIT
    for at in range(ramp.lots, ramp.lots_last):
        h.tallies[h.relations[at]].going = 0


@kernel
def plan(h: State, site: int, flight: int, people_only: bool) -> int:
    """Put the movers that a sortie would take now into `chosen`, in the order in which they are taken; return how many.

    Required movers come before wanted ones. In each of these two parts, free movers come before kept ones. If a crisis
    puts people first, all people come before all equipment, each in this order. Kept movers may ride if the hold or
    floor that keeps them would be satisfied once this chalk, and everything that is loaded, had left. To find these
    movers, all kept movers are tried at once. Then the kept members of a lot are taken off if some would still be kept,
    and the chalk is filled again, until no more are taken off. The tally of each lot has the number taken in `going`.
    """
    lift = h.flights[flight].lift
    some_kept = _staged(h, site, lift, people_only)
    if some_kept:
        some_kept = _worth_trying(h, site, lift)
    driven, free = h.lifts[lift].driven != 0, filling.nothing(h, flight)
    if not driven:
        free = filling.required_and_free(h, site, flight)  # this first part of the chalk is the same in every try
    while True:
        count = convoy.fill(h, site, flight) if driven else filling.rest(h, site, flight, free)
        if not some_kept or not _any_kept(h, site, lift):
            return count
        some_kept = _put_off(h, site)
        if not driven:
            filling.forget_rest(h, site, free)


@kernel
def _any_kept(h: State, site: int, lift: int) -> bool:
    """Mark (`put_off`) lots with kept members on this chalk that would still be kept; return whether there are any."""
    ramp, any_marked = h.ramps[site], False
    judged, cleared = NONE, False
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        lot, tally = h.lots[row], h.tallies[row]
        tally.put_off = 0
        if tally.kept > 0 and tally.going > 0:
            if lot.board_hold not in (NONE, judged):  # judge a hold once if adjacent lots wait for it
                judged, cleared = lot.board_hold, as_if(h, lot.board_hold)
            kept = lot.board_hold != NONE and not cleared
            tally.put_off = int(kept or _floor_keeps(h, row, lift, tally.going))
        any_marked = any_marked or tally.put_off > 0
    return any_marked


@kernel
def _put_off(h: State, site: int) -> bool:
    """Stop trying the kept members of marked lots; return whether kept members of other lots are left to try."""
    ramp, any_left = h.ramps[site], False
    for at in range(ramp.lots, ramp.lots_last):
        tally = h.tallies[h.relations[at]]
        if tally.put_off:
            tally.kept = 0
        any_left = any_left or tally.kept > 0
    return any_left


@kernel
def _staged(h: State, site: int, lift: int, people_only: bool) -> bool:
    """Count the staged members of each lot that are free to ride a lift (`free`), and that are not (`kept`).

    Return whether any members are kept.
    """
    ramp, any_kept, h.going_most = h.ramps[site], False, 0
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        lot, tally = h.lots[row], h.tallies[row]
        tally.free = tally.kept = tally.going = 0
        if lot.staged and (lot.person or not people_only) and may(h, row, lift):
            if not board_hold(h, row):
                stay = parties.kept(h, row, lift, floor(h, row, CLEARED))
                tally.free = parties.whole(h, row, rules.free_to_go(here(h, row), stay, lot.staged))
            if tally.free < lot.staged:
                tally.kept, any_kept = lot.staged - tally.free, True
            h.going_most += lot.staged
    return any_kept


@kernel
def too_many(h: State, site: int, flight: int, people_only: bool) -> bool:
    """Return whether more people are sure to board than the destination has room for, without planning a chalk.

    All people free to go board if payload and seats allow. Return False if only a chalk could tell: if the lift is
    driven, or if cargo, parties, or people who take up pallet positions wait.
    """
    if h.lifts[h.flights[flight].lift].driven:
        return False
    sortie, ramp = h.flights[flight], h.ramps[site]
    goal, people, heaviest = h.ramps[h.lifts[sortie.lift].to], 0, 1
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        lot = h.lots[row]
        if lot.staged and (lot.person or not people_only) and may(h, row, sortie.lift):
            if not lot.person or lot.takes_positions or lot.party:
                return False
            heaviest = max(heaviest, lot.heaviest)
            if not board_hold(h, row):
                stay = max(floor(h, row, CLEARED), kept_off(h, row, sortie.lift))
                people += rules.free_to_go(here(h, row), stay, lot.staged)
    boards = rules.surely_board(people, sortie.seats, goal.room, sortie.payload, heaviest)
    return not rules.finds_room(boards, goal.inside, goal.room)


@kernel
def _worth_trying(h: State, site: int, lift: int) -> bool:
    """Stop trying members that would be kept even if all who are staged went; return whether any are left to try."""
    ramp = h.ramps[site]
    for at in range(ramp.lots, ramp.lots_last):
        tally = h.tallies[h.relations[at]]
        tally.going = tally.free + tally.kept
    judged, cleared = NONE, False
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        lot, tally = h.lots[row], h.tallies[row]
        tally.put_off = 0
        if tally.kept:
            if lot.board_hold not in (NONE, judged):
                judged, cleared = lot.board_hold, as_if(h, lot.board_hold)
            kept = lot.board_hold != NONE and not cleared
            tally.put_off = int(kept or _floor_keeps(h, row, lift, tally.free + 1))
    return _put_off(h, site)


@kernel
def keeps(h: State, row: int, lift: int) -> bool:
    """Return whether a hold, floor or earlier way would keep members of a lot after the chalk with them had left."""
    lot = h.lots[row]
    if lot.board_hold >= 0 and not as_if(h, lot.board_hold):
        return True
    return _floor_keeps(h, row, lift, h.tallies[row].going)


@kernel
def _floor_keeps(h: State, row: int, lift: int, going: int) -> bool:
    """Return whether a floor or an earlier way would keep some of `going` members of a lot if the chalk had left."""
    return rules.keeps(here(h, row), going, parties.kept(h, row, lift, floor(h, row, AS_IF)))


@kernel
def worth_it(h: State, site: int, flight: int, count: int) -> tuple[int, int]:
    """Return why loading need not wait for more movers, and since when [s]; the cause is NOT_YET while it should wait.

    For a sortie that never had to wait, the cause is its own arrival, whatever its minimum load.
    """
    sortie = h.flights[flight]
    cause, since = _minimum(h, site, flight, count)
    if cause == NOT_YET:
        sortie.held_back = 1
    elif not sortie.held_back:
        cause, since = ARRIVAL, sortie.landed
    return cause, since


@kernel
def _minimum(h: State, site: int, flight: int, count: int) -> tuple[int, int]:
    """Return why loading need not wait for the minimum load, and since when [s]; NOT_YET while it should wait."""
    sortie, changed_at = h.flights[flight], h.ramps[site].changed_at
    lift, enough = h.lifts[sortie.lift], False
    wait = whole(h, lift.wait_s, 0)
    if rules.asks_for_more(lift.min_load, wait, sortie.since, changed_at):
        kg, mpos, people, litres = 0, 0, 0, 0
        for at in range(count):
            who = h.movers[h.chosen[at]]
            lot = h.lots[who.lot]
            space = rules.places(lift.driven != 0, lot.person != 0, who.mpos)
            kg, mpos, people = kg + who.kg, mpos + space, people + lot.person
            litres += lot.litres
        payload, seats = sortie.payload, sortie.seat_limit
        mpos_limit, full_litres = lift.mpos_limit, lift.full_litres
        if sortie.configuration:
            fit = h.configurations[row_of(h, flight)]
            mpos_limit, full_litres = fit.mpos_limit, fit.full_litres
        limits = mpos, mpos_limit, people, seats, litres, full_litres
        enough = rules.is_enough(lift.min_load, kg, payload, *limits)
        enough = enough or not _more_to_come(h, site, flight)
    return rules.why_now(lift.min_load, wait, sortie.landed, sortie.since, changed_at, h.now, enough)


@kernel
def _more_to_come(h: State, site: int, flight: int) -> bool:
    """Return whether a mover can still join this sortie before its wait ends, by dates, stations, lifts and holds."""
    ramp, sortie, have_judged = h.ramps[site], h.flights[flight], False
    by = sortie.since + whole(h, h.lifts[sortie.lift].wait_s, 0)
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        lot = h.lots[row]
        if lot.dropped or not may(h, row, sortie.lift):
            continue
        begin, stay = begin_hold(h, row), floor(h, row, AS_IF)
        kept = board_hold(h, row) and not as_if(h, lot.board_hold)
        freed = kept or begin or stay > 0
        if freed:
            if not have_judged:
                clearing(h, site, sortie.lift, by)
                have_judged = True
            if (kept and not h.holds[lot.board_hold].clears) or (begin and not h.holds[lot.begin_hold].clears):
                continue
            stay_then = floor(h, row, AS_IF_OR_CLEARS)
            freed, stay = kept or stay_then < stay, stay_then
        limit = max(sortie.payload, sortie.structural)
        seats, (room_mpos, litres) = sortie.seats, room_of(h, flight)
        mpos = rules.places(h.lifts[sortie.lift].driven != 0, lot.person != 0, lot.lightest_mpos)
        if not rules.fits(lot.lightest_kg, mpos, lot.person, limit, room_mpos, seats, lot.litres, litres):
            continue
        if h.with_stops and comes_in_time(h, row, by):
            return True
        come, stay = in_time(h, row, by), max(stay, kept_off(h, row, sortie.lift))
        if rules.may_join(come, lot.staged, h.tallies[row].going, stay, freed):
            return True
    return False
