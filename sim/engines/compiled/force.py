"""The state of the force: counts of the members of each lot, and the staged members in the order of loading.

The staged members of a lot are in its *bucket*, a range of the list `buckets`, in the order in which they are taken.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.halt import halt
from sim.engines.compiled.memory import NEVER, Status
from sim.model.phases import Standing
from sim.model.schema.row import Rows
from sim.model.schema.state import State
from sim.model.terms import Fate, Way

__all__ = [
    "arrive",
    "give_up",
    "here",
    "in_bucket",
    "in_time",
    "is_unstaged",
    "leave",
    "load",
    "put_back",
    "stage",
    "stage_anew",
    "still_here",
    "take_back",
    "to_ship",
    "waits",
]

OPEN, SHIP = int(Fate.OPEN), int(Way.SHIP)
DATED: Final = int(Standing.DATED)
GIVEN_FULL: Final = Status.GIVEN_FULL


@kernel
def here(h: State, row: int) -> int:
    """Return how many members of a lot are present and not loaded; only members to be shipped count."""
    lot = h.lots[row]
    return rules.here(lot.present, lot.loaded, lot.disposing_here)


@kernel
def waits(h: State, row: int) -> int:
    """Return how many members of a lot are yet to leave by lift and not loaded, including members still to arrive."""
    lot = h.lots[row]
    return rules.waiting(lot.to_leave, lot.loaded, lot.disposing)


@kernel
def in_time(h: State, row: int, by: int) -> int:
    """Return how many members to ship are at a lot's place and not loaded, or are known to come there by `by` [s].

    Members that a release date or boarding day keeps until after `by` do not count.
    """
    lot = h.lots[row]
    many = here(h, row) - dated(h, row, by)
    if lot.release > by:
        return many
    if lot.is_stop:
        at = lot.inbound
        while at >= 0:
            if h.bounds[at].due <= by:
                many += h.bounds[at].many
            at = h.bounds[at].following
        return many
    for mover in range(lot.members + lot.many - lot.coming, lot.members + lot.many):
        if lot.surprises or max(h.movers[mover].arrives, h.movers[mover].release) > by:
            break
        many += int(to_ship(h, mover))
    return many


@kernel
def dated(h: State, row: int, by: int) -> int:
    """Return how many members to ship have arrived and wait for a release date or boarding day after `by` [s].

    These dates are in ascending order within a lot.
    """
    lot, many = h.lots[row], 0
    if lot.last_release <= by or lot.is_stop:
        return 0
    if lot.release > by:
        return lot.held
    mover = lot.members + lot.many - 1
    while h.movers[mover].release > by:
        many += int((h.movers[mover].phase == DATED or h.movers[mover].barred) and to_ship(h, mover))
        mover -= 1
    return many


@kernel
def to_ship(h: State, mover: int) -> bool:
    """Return whether a mover has no final fate yet and is to go by lift."""
    return rules.is_to_ship(h.movers[mover].fate, h.movers[mover].way)


@kernel
def still_here(h: State, row: int, mover: int) -> bool:
    """Return whether a mover is at a lot's place or yet to come there, has no final fate, and is not on a sortie."""
    who = h.movers[mover]
    return rules.is_still_here(who.fate, who.sortie) and who.lot == row


@kernel
def in_bucket(h: State, row: int, place: int) -> int:
    """Return the staged member at a position in the bucket of a lot; the member at position 0 is taken first."""
    lot = h.lots[row]
    return h.buckets[lot.bucket + lot.bucket_at + place]


@kernel
def arrive(h: State, mover: int) -> None:
    """Record that a mover has arrived at its own site or at a stop."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    lot.present += 1
    lot.coming -= 1
    if who.way == SHIP:
        lot.here_kg += who.kg
    else:
        lot.disposing_here += 1
    if not lot.is_stop:
        who.arrived = h.now
        return
    who.since = h.now
    if not lot.outside:
        who.sortie = -1


@kernel
def stage(h: State, mover: int) -> None:
    """Put a mover that has passed its stations into staging."""
    who = h.movers[mover]
    who.waits = h.now
    if is_unstaged(h, mover):
        h.lots[who.lot].unstaged -= 1
    if h.lots[who.lot].outside:
        who.staged_abroad = h.now
    else:
        who.staged = h.now
        if not h.lots[who.lot].is_stop and who.processed == NEVER:
            who.processed = h.now
    _into_bucket(h, mover)


@kernel
def put_back(h: State, mover: int) -> None:
    """Put a mover that was unloaded, or came back with its sortie, into staging again."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    lot.here_kg += who.kg
    who.riding = 0
    if not lot.outside:
        who.sortie = -1
    _into_bucket(h, mover)


@kernel
def _into_bucket(h: State, mover: int) -> None:
    """Insert a staged mover into the bucket of its lot, ordered by the beginning of the wait, then by number."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    first, bucket = lot.bucket, h.buckets
    if lot.bucket_at + lot.staged >= lot.many and lot.bucket_at > 0:
        for place in range(lot.staged):
            bucket[first + place] = bucket[first + lot.bucket_at + place]
        lot.bucket_at = 0
    place = first + lot.bucket_at + lot.staged
    while place > first + lot.bucket_at:
        other = bucket[place - 1]
        since = h.movers[other].waits
        if since < who.waits or (since == who.waits and other < mover):
            break
        bucket[place] = other
        place -= 1
    bucket[place] = mover
    lot.staged += 1


@kernel
def load(h: State, count: int, chosen: Rows[int], sortie: int) -> None:
    """Load movers from staging onto a sortie; `chosen` has the members of each lot in the order of its bucket."""
    for at in range(count):
        mover = chosen[at]
        who = h.movers[mover]
        lot = h.lots[who.lot]
        lot.loaded += 1
        h.loaded_count += 1
        lot.here_kg -= who.kg
        who.riding = 1
        if not lot.outside:
            who.sortie = sortie
        h.tallies[who.lot].boarded += 1
    for at in range(count):
        row = h.movers[chosen[at]].lot
        if h.tallies[row].boarded:
            _out_of_bucket(h, row)


@kernel
def _out_of_bucket(h: State, row: int) -> None:
    """Remove from the bucket of a lot the members that have just gone aboard, as counted by `boarded` in `tallies`."""
    lot, tally, bucket = h.lots[row], h.tallies[row], h.buckets
    first = lot.bucket + lot.bucket_at
    while tally.boarded and h.movers[bucket[first]].riding:
        first += 1
        tally.boarded -= 1
        lot.staged -= 1
        lot.bucket_at += 1
    if not tally.boarded:
        return
    kept = first
    for place in range(first, first + lot.staged):
        mover = bucket[place]
        if not h.movers[mover].riding:
            bucket[kept] = mover
            kept += 1
    lot.staged = kept - first
    tally.boarded = 0


@kernel
def is_unstaged(h: State, mover: int) -> bool:
    """Return whether a mover has no final fate, was never staged, and is at its own site or is still to come."""
    who = h.movers[mover]
    return who.fate == OPEN and who.staged == NEVER and not h.lots[who.lot].is_stop


@kernel
def _is_held(h: State, mover: int) -> bool:
    """Return whether a mover to ship has arrived but is kept by a release date, a hold or a boarding day."""
    who = h.movers[mover]
    return rules.is_held(who.fate, who.way, who.arrived, NEVER if who.barred else who.released)


@kernel
def _unstage(h: State, mover: int) -> None:
    """Take a mover out of staging if it is staged."""
    who = h.movers[mover]
    if who.staged == NEVER or who.way != SHIP:
        return
    lot, bucket = h.lots[who.lot], h.buckets
    first = lot.bucket + lot.bucket_at
    place = first
    while bucket[place] != mover:
        place += 1
    for other in range(place, first + lot.staged - 1):
        bucket[other] = bucket[other + 1]
    lot.staged -= 1


@kernel
def stage_anew(h: State, mover: int) -> None:
    """Restart the wait of a staged mover now, behind all movers of its lot whose wait began earlier."""
    _unstage(h, mover)
    h.movers[mover].waits = h.now
    _into_bucket(h, mover)


@kernel
def give_up(h: State, mover: int, way: int) -> None:
    """Set a way other than shipping for a mover that has no final fate and is not on a sortie."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    _unstage(h, mover)
    if _is_held(h, mover):
        lot.held -= 1
    who.way = way
    lot.disposing += 1
    if who.arrived < NEVER:
        lot.disposing_here += 1
        lot.here_kg -= who.kg
    if h.given_count >= len(h.given):
        halt(h, GIVEN_FULL)
        return
    entry = h.given[h.given_count]
    entry.mover, entry.way, entry.at = mover, way, h.now
    h.given_count += 1


@kernel
def take_back(h: State, mover: int) -> None:
    """Set shipping again for a mover that was given up."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    who.way = SHIP
    lot.disposing -= 1
    if who.arrived < NEVER:
        lot.disposing_here -= 1
        lot.here_kg += who.kg
    if _is_held(h, mover):
        lot.held += 1
    if h.given_count >= len(h.given):
        halt(h, GIVEN_FULL)
        return
    entry = h.given[h.given_count]
    entry.mover, entry.way, entry.at = mover, SHIP, h.now
    h.given_count += 1


@kernel
def leave(h: State, mover: int, fate: int) -> None:
    """Record the final fate of a mover that is not shipped: left behind, handed over, sold, destroyed or retained."""
    who = h.movers[mover]
    lot = h.lots[who.lot]
    arrived, ships = who.arrived < NEVER, who.way == SHIP
    _unstage(h, mover)
    if _is_held(h, mover):
        lot.held -= 1
    if is_unstaged(h, mover):
        lot.unstaged -= 1
    who.fate = fate
    who.left = h.now
    lot.to_leave -= 1
    if arrived:
        lot.present -= 1
        if ships:
            lot.here_kg -= who.kg
        else:
            lot.disposing_here -= 1
    else:
        lot.coming -= 1
    if not ships:
        lot.disposing -= 1
    h.remaining -= 1
