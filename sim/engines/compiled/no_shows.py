"""No-shows: movers that are called for a sortie and do not turn up, and movers that have to stay because of them."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import chalk, force, rules
from sim.engines.compiled.chance import happens
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import Status
from sim.model.draws import Stream
from sim.model.schema.state import State

__all__ = ["turn_up"]

NO_SHOW: Final = int(Stream.NO_SHOW)
MISSED_FULL: Final = Status.MISSED_FULL
COMES, KEPT, ABSENT, PUT_OFF = 0, 1, 2, 3
"""Verdicts on a called mover. COMES: it turned up and is free to go. KEPT: it turned up, and goes if the hold or floor
that keeps it lets it go. ABSENT: it did not turn up. PUT_OFF: it turned up but has to stay."""
NOW, BEFORE = 1, 2
"""Values of `put_off` of a lot: its kept members are taken off in this round, or were taken off in an earlier round."""


@kernel
def turn_up(h: State, site: int, flight: int, count: int) -> int:
    """Call the `count` movers of a chalk; keep in `chosen` only those that turn up and may go; return their number.

    The wait of a mover that does not turn up restarts now. A hold or floor may let some movers ride only if the absent
    movers leave too. Such movers are taken off, and their wait goes on. `free` and `kept` of each lot's tally still
    describe the chalk as planned.
    """
    if not h.with_no_shows or not _call(h, count):
        return count
    _mark_kept(h, site, KEPT)
    while _some_stay(h, site, h.flights[flight].lift):
        for at in range(count):
            who = h.movers[h.chosen[at]]
            if who.verdict == KEPT and h.tallies[who.lot].put_off == NOW:
                who.verdict = PUT_OFF
                h.tallies[who.lot].going -= 1
    _note(h, flight, count)
    _mark_kept(h, site, COMES)
    coming = 0
    for at in range(count):
        mover = h.chosen[at]
        who = h.movers[mover]
        if who.verdict == ABSENT:
            force.stage_anew(h, mover)
        if who.verdict <= KEPT:
            h.chosen[coming] = mover
            coming += 1
        who.verdict = COMES
    return coming


@kernel
def _call(h: State, count: int) -> bool:
    """Call the movers of a chalk; return whether any does not turn up. Members of a party share one random number."""
    any_absent = False
    for at in range(count):
        mover = h.chosen[at]
        who = h.movers[mover]
        lot = h.lots[who.lot]
        if lot.no_show_s < 0:
            continue
        index = rules.caller(mover - lot.members, lot.party)
        if happens(h, lot.no_show_s, NO_SHOW, lot.key, index, 0, who.calls):
            who.verdict, any_absent = ABSENT, True
            h.tallies[who.lot].going -= 1
        who.calls += 1
    return any_absent


@kernel
def _mark_kept(h: State, site: int, verdict: int) -> None:
    """Set the verdict (KEPT, or COMES again) on the kept members of lots at a site that were tried for the chalk."""
    ramp = h.ramps[site]
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        tally = h.tallies[row]
        for place in range(tally.free, tally.free + tally.kept):
            who = h.movers[force.in_bucket(h, row, place)]
            if who.verdict == COMES or who.verdict == KEPT:
                who.verdict = verdict


@kernel
def _some_stay(h: State, site: int, lift: int) -> bool:
    """Mark lots of which a hold or floor would keep members if the chalk had left; return whether any is marked."""
    ramp, any_marked = h.ramps[site], False
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        tally = h.tallies[row]
        if tally.put_off == NOW:
            tally.put_off = BEFORE
        elif tally.kept > 0 and tally.going > 0 and not tally.put_off and chalk.keeps(h, row, lift):
            tally.put_off, any_marked = NOW, True
    return any_marked


@kernel
def _note(h: State, flight: int, count: int) -> None:
    """Record the called movers that do not ride."""
    for at in range(count):
        mover = h.chosen[at]
        who = h.movers[mover]
        if who.verdict != ABSENT and who.verdict != PUT_OFF:
            continue
        if h.missed_count >= len(h.missed):
            halt(h, MISSED_FULL)
            return
        written = h.missed[h.missed_count]
        h.missed_count += 1
        written.at, written.mover, written.sortie = h.now, mover, h.flights[flight].row
        written.call = who.calls - 1 if who.verdict == ABSENT else -1
