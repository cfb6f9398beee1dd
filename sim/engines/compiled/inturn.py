"""A queue of the lots of one rank, in the order of their next members: a heap, since there may be thousands of lots."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.force import in_bucket
from sim.model.schema.state import State

__all__ = ["first", "has_some", "moved_on", "queue"]


@kernel
def has_some(h: State, row: int, required: bool, kept: bool, people: int) -> bool:
    """Return whether a lot has members that may be tried; the parameters mean the same as for `queue`."""
    lot, tally = h.lots[row], h.tallies[row]
    members = tally.kept if kept else tally.free
    return members > 0 and (lot.required != 0) == required and (people < 0 or people == lot.person)


@kernel
def queue(h: State, begin: int, end: int, required: bool, kept: bool, people: int) -> int:
    """Queue those lots of `relations[begin:end]` that have a member to try.

    Return the number of lots in the queue.

    `required` selects required or wanted lots, `kept` their kept or free members, and `people` people (1), equipment
    (0) or both (-1).
    """
    many = 0
    for at in range(begin, end):
        row = h.relations[at]
        if not has_some(h, row, required, kept, people):
            continue
        tally = h.tallies[row]
        tally.next = tally.free if kept else 0
        if _has_next(h, row, kept):
            tally.tie = h.lots[row].tie
            h.tallies[many].queued = row
            many += 1
    for place in range((many >> 1) - 1, -1, -1):
        _sink(h, place, many)
    return many


@kernel
def first(h: State) -> int:
    """Return the lot whose next member has waited longest; on a tie, the tie-break of lots decides, then the number."""
    return h.tallies[0].queued


@kernel
def moved_on(h: State, many: int, kept: bool) -> int:
    """Move the first lot of the queue to the place of its next member, or out of the queue if it has none.

    Return how many lots are left in the queue.
    """
    if not _has_next(h, h.tallies[0].queued, kept):
        many -= 1
        h.tallies[0].queued = h.tallies[many].queued
    _sink(h, 0, many)
    return many


@kernel
def _has_next(h: State, row: int, kept: bool) -> bool:
    """Return whether a lot has a member to try; record that member and the beginning of its wait."""
    tally = h.tallies[row]
    if tally.shut_out or tally.next >= (tally.free + tally.kept if kept else tally.free):
        return False
    tally.member = in_bucket(h, row, tally.next)
    tally.since = h.movers[tally.member].waits
    return True


@kernel
def _sink(h: State, place: int, many: int) -> None:
    """Move the lot at a place of the heap down until it goes before the lots below it."""
    if place >= many:
        return
    row = h.tallies[place].queued
    while True:
        below = 2 * place + 1
        if below >= many:
            break
        if below + 1 < many and _is_before(h, h.tallies[below + 1].queued, h.tallies[below].queued):
            below += 1
        if not _is_before(h, h.tallies[below].queued, row):
            break
        h.tallies[place].queued = h.tallies[below].queued
        place = below
    h.tallies[place].queued = row


@kernel
def _is_before(h: State, row: int, other: int) -> bool:
    """Return whether the next member of one lot is taken before the next member of another."""
    first, second = h.tallies[row], h.tallies[other]
    if first.since != second.since:
        return first.since < second.since
    return first.tie < second.tie if first.tie != second.tie else first.member < second.member
