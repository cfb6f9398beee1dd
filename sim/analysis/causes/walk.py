"""The operations that all steps of a walk use: assign a span to a reason, go on elsewhere, follow another mover.

A walk goes back through a history; its cursor, `h.t`, is the instant that it has reached. Every span that is assigned
ends at the cursor; afterwards the cursor is at the beginning of the span. The company is the list of movers that
the walk may follow. `h` is the `Past` of the walk, `m` the row of a mover.
"""

from typing import Final

from sim.analysis.causes.kernels.past import NO_ROW, OF_SORTIE, Past
from sim.analysis.causes.legs import free_at, is_counted_until_left
from sim.analysis.causes.pieces import HOURS, OPEN, cut, outages
from sim.analysis.causes.reason import ReasonKind
from sim.compiler.kernel import kernel
from sim.model.calendars import NEVER as _NEVER

__all__ = [
    "DIGESTS", "RAMP", "RUNWAY", "STATIONS", "assign", "assign_kind", "been_here", "begin_company", "by_hours",
    "closed_by", "follow", "go", "has_seen", "join", "longest_behind", "note_seen", "pieces", "reason", "waited",
]  # fmt: skip

NEVER: Final = _NEVER
RUNWAY, RAMP, FIELD, STATIONS = 0, 1, 2, 3
"""Parts of `Past.windows`, each with a row for each site or station: open hours of runways and of ramps (both numbered
as in `Stops`), of runways if there were no outages, and of stations."""
OUTAGE, RUNWAY_HOURS, CRISIS = int(ReasonKind.OUTAGE), int(ReasonKind.RUNWAY_HOURS), int(ReasonKind.CRISIS)
PERMISSION, NOT_OPEN = int(ReasonKind.PERMISSION), int(ReasonKind.NOT_OPEN)
DIGESTS: Final = 16_381
"""Number of different hashes of states and of steps."""
LOW: Final = (1 << 20) - 1
"""Mask of the bits of a number that a hash uses: few enough for the 32-bit integers of a run in plain Python."""


@kernel
def go(h: Past, point: int, row: int, first_arg: int, second_arg: int) -> None:
    """Set from where the walk goes on: a kind of instant (`Point`), a row, and two arguments for that kind."""
    h.point = point
    h.row = row
    h.first_arg = first_arg
    h.second_arg = second_arg


@kernel
def reason(h: Past, kind: int, row: int) -> int:
    """Return the index of a reason in the list of all reasons, given its kind and its row in the table of that kind."""
    return h.reasons[kind] + row


@kernel
def closed_by(h: Past, what: int) -> int:
    """Return the index of the reason for which something was shut; `what` is a number as in `Shut.outage`.

    The reason is an outage, a permission, a crisis, or a substitute that has not opened yet.
    """
    if what >= h.outage_count:
        return reason(h, CRISIS, what - h.outage_count)
    if what >= 0:
        return reason(h, OUTAGE, what)
    row = -1 - what
    if row >= h.permission_count + h.crisis_count:
        return reason(h, NOT_OPEN, row - h.permission_count - h.crisis_count)
    return reason(h, CRISIS, row - h.permission_count) if row >= h.permission_count else reason(h, PERMISSION, row)


@kernel
def assign(h: Past, what: int, since: int, seen: int, row: int) -> None:
    """Assign the span from `since`, or from `Past.stop` if that is later, up to the cursor to a reason.

    Parameters
    ----------
    what
        Index of the reason.
    since
        Beginning of the span [s]; nothing happens if the cursor is not after it.
    seen, row
        The row that shows the reason: the kind of row, an index of `LINKED`, and its number.
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
def assign_kind(h: Past, kind: int, place: int, since: int, seen: int, row: int) -> None:
    """Assign a span as `assign` does, to the reason with a kind and the row `place`."""
    assign(h, reason(h, kind, place), since, seen, row)


@kernel
def pieces(h: Past, bit: int, place: int, since: int, closed: int, owner: int, seen: int, row: int) -> None:
    """Divide a span up to the cursor: open time of a runway or ramp is due to `owner`, closed time to what closed it.

    Parameters
    ----------
    bit, place
        `RUNWAY` or `RAMP`, and the row of the site.
    closed
        Kind of the reason for pieces in which the runway or ramp was closed at that hour.
    owner
        Index of the reason for open pieces.
    since, seen, row
        As for `assign`.
    """
    cut(h, bit * len(h.sites) + place, outages(h, place, bit), max(since, h.stop), h.t)
    for at in range(h.cut_count):
        piece = h.cuts[at]
        if piece.what == OPEN:
            assign(h, owner, piece.begins, seen, row)
        elif piece.what == HOURS:
            assign_kind(h, closed, place, piece.begins, seen, row)
        else:
            assign(h, closed_by(h, piece.what), piece.begins, seen, row)


@kernel
def by_hours(h: Past, site: int, since: int, way: int, owner: int, row: int) -> None:
    """Divide a span up to the cursor: where a departure would arrive in closed hours, it is due to the runway hours.

    The rest of the span is due to the reason `owner`.

    Parameters
    ----------
    site
        Row of the site with the runway.
    since
        Beginning of the span [s].
    way
        Time from departure to arrival at the site [s]; 0 if the span consists of instants of arrival.
    owner
        Index of the reason for the other pieces.
    row
        Row of the sortie.
    """
    cut(h, FIELD * len(h.sites) + site, NO_ROW, max(since, h.stop, 0) + way, h.t + way)
    for at in range(h.cut_count):
        piece = h.cuts[at]
        what = owner if piece.what == OPEN else reason(h, RUNWAY_HOURS, site)
        assign(h, what, piece.begins - way, OF_SORTIE, row)


@kernel
def waited(h: Past, lift: int, what: int, since: int, row: int) -> None:
    """Assign a wait for a lift to the reason `what`; while the lift was barred, to the reason that barred it."""
    begins = max(since, h.stop, 0)
    for place in range(h.span_first[lift + 1] - 1, h.span_first[lift] - 1, -1):
        span = h.spans[place]
        if span.begins < h.t and span.until > begins:
            assign(h, what, max(span.until, begins), OF_SORTIE, row)
            assign(h, span.reason, max(span.begins, begins), OF_SORTIE, row)
    assign(h, what, begins, OF_SORTIE, row)


@kernel
def begin_company(h: Past, n: int) -> None:
    """Set the number of movers in `company`, after its movers have changed."""
    h.company_count = n
    h.pooled = NO_ROW


@kernel
def follow(h: Past, row: int) -> None:
    """Follow the mover of the company that was the last to be free to go with a sortie.

    If a hold let movers board the sortie as if others on it had gone already, these others first join the company: the
    movers that the hold counts until they have left.
    """
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
    """Return the mover of the company that had been free longest, and since when [s].

    Movers of a less urgent rank than `Past.rank` do not count. If no mover had been free for longer than the followed
    one, return NO_ROW and `stop`.
    """
    found, first = NO_ROW, h.stop
    for at in range(h.company_count):
        m = h.company[at]
        free = free_at(h, m, h.sortie)
        if free < first and h.lots[h.movers[m].lot].rank <= h.rank:
            first = free
            found = m
    return found, first


@kernel
def join(h: Past, row: int) -> None:
    """Go on with an earlier sortie that left the company behind, which shows that there was a backlog already.

    From then on the walk follows the mover that had been free longest, of those left behind and those that this earlier
    sortie took. Movers of a less urgent rank than `Past.rank` do not count.
    """
    mover, first = longest_behind(h)
    if mover >= 0:
        h.witness = mover
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
    """Return a hash of three numbers, at least 0 and below DIGESTS."""
    return ((one & LOW) * 97 + (other & LOW) * 389 + (more & LOW) * 1021) % DIGESTS


@kernel
def has_seen(h: Past, point: int, row: int, first_arg: int, second_arg: int) -> bool:
    """Return whether this walk has taken this step before with the cursor at the same instant."""
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
    """Record that this walk takes a step at the cursor."""
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
    """Return the row of `states` with the state of this walk, if an earlier walk was in it; otherwise NO_ROW.

    If no walk, this one included, was in this state before, record the state.
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
    """Return whether this walk is in the state recorded in the row `at` of `states`."""
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
