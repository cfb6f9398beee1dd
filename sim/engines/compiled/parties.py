"""Parties: no member is staged before the whole party has passed its stations, and the party boards together."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import changes, rules
from sim.engines.compiled.force import here, in_bucket
from sim.engines.compiled.routes import kept_off
from sim.model.phases import Standing
from sim.model.schema.state import State
from sim.model.terms import Fate

__all__ = ["gather", "kept", "many_at", "whole"]

OPEN, LEFT_COUNTRY = int(Fate.OPEN), int(Fate.OUT)
STAGED, GATHERED = int(Standing.STAGED), int(Standing.GATHERED)


@kernel
def gather(h: State, mover: int) -> None:
    """Record that a mover has passed the stations of its place; stage its party once all members have."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    if not lot.party:
        who.phase = STAGED
        changes.stage(h, mover)
        return
    who.phase = GATHERED
    if not lot.is_stop:
        who.processed = min(who.processed, h.now)
    first = lot.members + rules.first_of_party(mover - lot.members, lot.party)
    last = first + min(lot.party, lot.members + lot.many - first)
    first_member = h.movers[first]
    missing = max(first, first_member.awaited)
    while missing < last and (h.movers[missing].phase == GATHERED or not _travels(h, who.lot, missing)):
        missing += 1
    first_member.awaited = missing
    if missing < last:
        return
    first_member.awaited = -1
    for member in range(first, last):
        if h.movers[member].phase == GATHERED:
            h.movers[member].phase = STAGED
            changes.stage(h, member)


@kernel
def _travels(h: State, row: int, mover: int) -> bool:
    """Return whether a member is at a place or on its way there, and has to go on from there."""
    who = h.movers[mover]
    return who.lot == row and (who.fate == OPEN or (h.lots[row].is_stop != 0 and who.fate == LEFT_COUNTRY))


@kernel
def kept(h: State, row: int, lift: int, floor: int) -> int:
    """Return how many of the members present stay if a floor keeps `floor` and the others leave in whole parties.

    Members for whom another way is expected to be earlier than this lift stay, too.
    """
    return rules.kept_whole(here(h, row), max(floor, kept_off(h, row, lift)), h.lots[row].party)


@kernel
def many_at(h: State, row: int, place: int) -> int:
    """Return how many staged members, from `place` on in order of staging, board together: a party, or one member."""
    lot = h.lots[row]
    if not lot.party:
        return 1
    party, end = rules.first_of_party(in_bucket(h, row, place) - lot.members, lot.party), place + 1
    while end < lot.staged and rules.first_of_party(in_bucket(h, row, end) - lot.members, lot.party) == party:
        end += 1
    return end - place


@kernel
def whole(h: State, row: int, many: int) -> int:
    """Return how many of the first `many` staged members form whole parties."""
    if not h.lots[row].party or many >= h.lots[row].staged:
        return many
    count = 0
    while True:
        following = count + many_at(h, row, count)
        if following > many:
            return count
        count = following
