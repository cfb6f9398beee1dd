"""The cursor that walks back: from an instant to the start, link by link, each ending where the next one begins."""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, OF_SORTIE, Past
from sim.analysis.causes.legs import free_at, is_counted_until_left
from sim.analysis.causes.pieces import HOURS, OPEN, cut, outages
from sim.analysis.causes.reason import ReasonKind
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER

__all__ = [
    "DIGESTS", "RAMP", "RUNWAY", "STATIONS", "been_here", "begin_company", "by_hours", "closed_by", "follow", "give",
    "go", "has_seen", "join", "longest_behind", "note_seen", "own", "pieces", "reason", "waited",
]  # fmt: skip

NEVER: Final = _NEVER
RUNWAY, RAMP, FIELD, STATIONS = 0, 1, 2, 3
"""What the hours belong to: a runway, a ramp (numbered as in `Stops`), a field in any weather, a station."""
OUTAGE, RUNWAY_HOURS, CRISIS = int(ReasonKind.OUTAGE), int(ReasonKind.RUNWAY_HOURS), int(ReasonKind.CRISIS)
PERMISSION, NOT_OPEN = int(ReasonKind.PERMISSION), int(ReasonKind.NOT_OPEN)
DIGESTS: Final = 16_381
LOW: Final = (1 << 20) - 1
"""Bits that digests use: few enough for the narrowest integers of a run in plain Python."""


@kernel
def go(h: Past, point: int, row: int, first_arg: int, second_arg: int) -> None:
    """Go on from a point of a row; what the two arguments mean depends on the point."""
    h.point = point
    h.row = row
    h.first_arg = first_arg
    h.second_arg = second_arg


@kernel
def reason(h: Past, kind: int, row: int) -> int:
    """Return the place of a reason."""
    return h.reasons[kind] + row


@kernel
def closed_by(h: Past, what: int) -> int:
    """Return the place of the reason for which something was shut: an outage, a permission, a crisis (`Shut`)."""
    if what >= h.outage_count:
        return reason(h, CRISIS, what - h.outage_count)
    if what >= 0:
        return reason(h, OUTAGE, what)
    row = -1 - what
    if row >= h.permission_count + h.crisis_count:
        return reason(h, NOT_OPEN, row - h.permission_count - h.crisis_count)
    return reason(h, CRISIS, row - h.permission_count) if row >= h.permission_count else reason(h, PERMISSION, row)


@kernel
def give(h: Past, what: int, since: int, seen: int, row: int) -> None:
    """Give the span from an instant (or from `stop`, if that is later) to the cursor to a reason.

    Parameters
    ----------
    what
        Place of the reason.
    seen, row
        Where it was seen: an index of `LINKED`, and the row of that.
    """
    begins = max(since, h.stop, 0)
    if begins < h.t:
        link = h.links[h.link_count]
        link.since = begins
        link.until = h.t
        link.reason = what
        link.what = seen
        link.row = row
        h.link_count += 1
        h.t = begins


@kernel
def own(h: Past, kind: int, place: int, since: int, seen: int, row: int) -> None:
    """Give a span to a reason of a kind."""
    give(h, reason(h, kind, place), since, seen, row)


@kernel
def pieces(h: Past, bit: int, place: int, since: int, closed: int, owner: int, seen: int, row: int) -> None:
    """Give a span to its owner where a runway or ramp was open, else to what closed it."""
    cut(h, bit * len(h.sites) + place, outages(h, place, bit), max(since, h.stop), h.t)
    for at in range(h.cut_count):
        piece = h.cuts[at]
        if piece.what == OPEN:
            give(h, owner, piece.begins, seen, row)
        elif piece.what == HOURS:
            own(h, closed, place, piece.begins, seen, row)
        else:
            give(h, closed_by(h, piece.what), piece.begins, seen, row)


@kernel
def by_hours(h: Past, site: int, since: int, way: int, owner: int, row: int) -> None:
    """Give a span to its owner, except where setting out then would have meant arriving in closed hours of a site.

    Parameters
    ----------
    way
        Time from setting out to arrival [s]: 0 where the span is one of arrivals.
    """
    cut(h, FIELD * len(h.sites) + site, NO_ROW, max(since, h.stop, 0) + way, h.t + way)
    for at in range(h.cut_count):
        piece = h.cuts[at]
        what = owner if piece.what == OPEN else reason(h, RUNWAY_HOURS, site)
        give(h, what, piece.begins - way, OF_SORTIE, row)


@kernel
def waited(h: Past, lift: int, what: int, since: int, row: int) -> None:
    """Give a wait for a lift to a reason, except while the lift was barred: to what barred it."""
    begins = max(since, h.stop, 0)
    for place in range(h.span_first[lift + 1] - 1, h.span_first[lift] - 1, -1):
        span = h.spans[place]
        if span.begins < h.t and span.until > begins:
            give(h, what, max(span.until, begins), OF_SORTIE, row)
            give(h, span.reason, max(span.begins, begins), OF_SORTIE, row)
    give(h, what, begins, OF_SORTIE, row)


@kernel
def begin_company(h: Past, many: int) -> None:
    """Set how many movers of `company` matter now."""
    h.company_count = many
    h.pooled = NO_ROW


@kernel
def follow(h: Past, row: int) -> None:
    """Follow the mover that was free last, of the company on a sortie and those it could only go with."""
    h.slots[row].rode = h.walk
    h.stamp += 1
    for at in range(h.company_count):
        h.marked[h.company[at]] = h.stamp
    for hold in range(len(h.holds)):
        if h.companies_of[hold * len(h.sorties) + row]:
            for seat in range(h.slots[row].first, h.slots[row].last):
                m = h.riders[seat].mover
                if h.marked[m] != h.stamp and is_counted_until_left(h, hold, m):
                    h.marked[m] = h.stamp
                    h.company[h.company_count] = m
                    h.company_count += 1
    latest = -NEVER
    h.rank = -NEVER
    for at in range(h.company_count):
        m = h.company[at]
        free = free_at(h, m, row)
        if free > latest or (free == latest and m < h.witness):
            latest = free
            h.witness = m
        h.rank = max(h.rank, h.lots[h.movers[m].lot].rank)
    h.stop = min(latest, h.t)
    h.sortie = row
    h.ride = row
    h.pooled = NO_ROW


@kernel
def longest_behind(h: Past) -> tuple[int, int]:
    """Return which of the company had been free longest, and since when [s]; NO_ROW if that is the mover followed."""
    who, first = NO_ROW, h.stop
    for at in range(h.company_count):
        m = h.company[at]
        free = free_at(h, m, h.sortie)
        if free < first and h.lots[h.movers[m].lot].rank <= h.rank:
            first = free
            who = m
    return who, first


@kernel
def join(h: Past, row: int) -> None:
    """Go on with an earlier sortie that left the movers followed behind: there was a backlog already.

    From here the walk follows the mover free longest, of those left behind and those that took their room.
    """
    who, first = longest_behind(h)
    if who >= 0:
        h.witness = who
        h.stop = first
        h.ride = h.sortie
    for seat in range(h.slots[row].first, h.slots[row].last):
        rider = h.riders[seat]
        if rider.free < h.stop and h.lots[h.movers[rider.mover].lot].rank <= h.rank:
            h.witness = rider.mover
            h.stop = rider.free
            h.ride = row
    h.sortie = row
    h.slots[row].rode = h.walk
    begin_company(h, 0)


@kernel
def _digest(one: int, other: int, more: int) -> int:
    return ((one & LOW) * 97 + (other & LOW) * 389 + (more & LOW) * 1021) % DIGESTS


@kernel
def has_seen(h: Past, point: int, row: int, first_arg: int, second_arg: int) -> bool:
    """Return whether this walk already took a step at the instant of the cursor."""
    at = h.seen_heads[_digest(h.t, row * 32 + point, h.walk)]
    while at >= 0:
        seen = h.seen[at]
        if (
            seen.t == h.t
            and seen.row == row
            and seen.point == point
            and seen.walk == h.walk
            and seen.first_arg == first_arg
            and seen.second_arg == second_arg
        ):
            return True
        at = seen.next
    return False


@kernel
def note_seen(h: Past, point: int, row: int, first_arg: int, second_arg: int) -> None:
    """Record that this walk takes a step at the instant of the cursor."""
    digest = _digest(h.t, row * 32 + point, h.walk)
    seen = h.seen[h.seen_count]
    seen.t = h.t
    seen.point = point
    seen.row = row
    seen.first_arg = first_arg
    seen.second_arg = second_arg
    seen.walk = h.walk
    seen.next = h.seen_heads[digest]
    h.seen_heads[digest] = h.seen_count
    h.seen_count += 1


@kernel
def been_here(h: Past) -> int:
    """Return the row of `states` at which an earlier walk through this history was in the same state; NO_ROW for none.

    The state is recorded if no walk was in it, this one included.
    """
    digest = _digest(h.t, h.row * 32 + h.point, h.stop + h.sortie)
    at = h.state_heads[digest]
    while at >= 0:
        if _is_in(h, at):
            return NO_ROW if h.states[at].walk == h.walk else at
        at = h.states[at].next
    if h.pooled < 0:
        h.pooled = h.pool_count
        for member in range(h.company_count):
            h.companies[h.pool_count + member] = h.company[member]
        h.pool_count += h.company_count
    state = h.states[h.state_count]
    state.t = h.t
    state.stop = h.stop
    state.second_arg = h.second_arg
    state.rank = h.rank
    state.point = h.point
    state.row = h.row
    state.first_arg = h.first_arg
    state.witness = h.witness
    state.sortie = h.sortie
    state.first = h.pooled
    state.last = h.pooled + h.company_count
    state.walk = h.walk
    state.links = h.link_count
    state.next = h.state_heads[digest]
    h.state_heads[digest] = h.state_count
    h.state_count += 1
    return NO_ROW


@kernel
def _is_in(h: Past, at: int) -> bool:
    """Return whether the walk is in a state that was recorded."""
    state = h.states[at]
    if state.t != h.t or state.stop != h.stop or state.second_arg != h.second_arg or state.rank != h.rank:
        return False
    if state.point != h.point or state.row != h.row or state.first_arg != h.first_arg:
        return False
    if state.witness != h.witness or state.sortie != h.sortie or state.last - state.first != h.company_count:
        return False
    if state.first != h.pooled:
        for member in range(h.company_count):
            if h.companies[state.first + member] != h.company[member]:
                return False
    return True
