"""For lift that is requested ahead of known dates: which movers these dates will have freed by a future instant."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.chance import whole
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.holds import is_true
from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.model.schema.state import State

__all__ = ["begin", "by", "coming", "date_came", "floor_by", "keeps", "look", "note_date", "when"]

DATE_NEARS, HOLD_NEARS = Event.DATE_NEARS, Event.HOLD_NEARS


@kernel
def begin(h: State, row: int) -> None:
    """Schedule a check of a lift's requests one lead time before the next date on which movers become ready for it.

    Only a lift that is requested ahead of known dates is checked.
    """
    if h.lifts[row].ahead:
        push(h, _next_date(h, row, h.now), DATE_NEARS, row)


@kernel
def date_came(h: State, row: int) -> None:
    """Note that a date is one lead time away, unless a crisis has moved this date; schedule the next check."""
    if not len(h.crises) or _next_date(h, row, h.now - 1) == h.now:
        note_date(h, row)
    push(h, _next_date(h, row, h.now), DATE_NEARS, row)


@kernel
def note_date(h: State, row: int) -> None:
    """Record that a known date is one lead time of a lift away, and mark that the lift may have to be requested."""
    h.lifts[row].booked = h.now
    mark(h, h.lifts[row].point)


@kernel
def _next_date(h: State, row: int, after: int) -> int:
    """Return the first instant after `after` at which a mover will be ready for a lift one lead time later [s].

    Return NEVER if there is none. Only lots count that are at sites of the lift, pass no station there, and may ride on
    the lift. The members of a lot are in the order of their dates.
    """
    lift, best = h.lifts[row], NEVER
    for leg in range(lift.legs, lift.legs_last):
        ramp = h.ramps[h.legs[leg].site]
        for at in range(ramp.lots, ramp.lots_last):
            lot_row = h.relations[at]
            if _at_once(h, lot_row) and h.carries[lot_row * len(h.lifts) + row]:
                first, last = h.lots[lot_row].members, h.lots[lot_row].members + h.lots[lot_row].many
                low, high = first, last
                while low < high:
                    middle = (low + high) // 2
                    if _date(h, middle) - whole(h, lift.lead_s, 0) > after:
                        high = middle
                    else:
                        low = middle + 1
                if low < last:
                    best = min(best, _date(h, low) - whole(h, lift.lead_s, 0))
    return best


@kernel
def _date(h: State, mover: int) -> int:
    """Return from when a mover may begin by its own dates [s]: its release and, if known beforehand, its arrival."""
    who = h.movers[mover]
    return who.release if h.lots[who.home].surprises else max(who.arrives, who.release)


@kernel
def _at_once(h: State, row: int) -> bool:
    """Return whether members of a lot wait for lift as soon as they may begin: their first site has no station."""
    lot = h.lots[row]
    return not lot.is_stop and lot.first == lot.last


@kernel
def by(h: State, row: int) -> int:
    """Return the instant until which known dates count for a request of a lift now [s]; LONG_AGO if none counts."""
    return h.now + whole(h, h.lifts[row].lead_s, 0) if h.lifts[row].ahead else LONG_AGO


@kernel
def look(h: State) -> None:
    """Record when each hold will open, if this is known.

    If this has become known, check the requests of lifts one lead time before the opening, or now if that is past.
    """
    for row in range(len(h.holds)):
        h.holds[row].was_known = h.holds[row].known
    changes = True
    while changes:
        changes = False
        for row in range(len(h.holds)):
            known = _known(h, row)
            if known != h.holds[row].known:
                h.holds[row].known, changes = known, True
    for row in range(len(h.holds)):
        hold = h.holds[row]
        if hold.known in (hold.was_known, NEVER) or hold.cleared:
            continue
        for lift in range(len(h.lifts)):
            if h.lifts[lift].ahead:
                lead = whole(h, h.lifts[lift].lead_s, 0)
                if hold.known - lead > h.now:
                    push(h, hold.known - lead, HOLD_NEARS, lift)
                else:
                    note_date(h, lift)


@kernel
def _known(h: State, row: int) -> int:
    """Return when a hold will open [s]; NEVER if it waits for anything but dates and hand-over times."""
    hold = h.holds[row]
    if hold.under_way:
        return hold.opens_at
    any_one = hold.any_one != 0
    met = 0 if rules.is_met_by_all(any_one, hold.last - hold.first + hold.after_last - hold.after) else NEVER
    for at in range(hold.first, hold.last):
        met = rules.met_together(any_one, met, 0 if is_true(h, at, False) else NEVER)
    for at in range(hold.after, hold.after_last):
        met = rules.met_together(any_one, met, h.holds[h.afters[at].hold].known)
    return rules.opens_at(met, hold.at_latest, hold.not_before, hold.then)


@kernel
def keeps(h: State, hold: int, by: int) -> bool:
    """Return whether a hold is closed and not known to open by the instant `by`; False for row -1 (no hold)."""
    return hold >= 0 and not h.holds[hold].cleared and h.holds[hold].known > by


@kernel
def floor_by(h: State, row: int, by: int) -> int:
    """Return how many of a group must stay at the instant `by`: floors end only with holds known to open by then."""
    lot, most = h.lots[row], 0
    for at in range(lot.floors, lot.floors_last):
        if h.floors[at].at_least > most and keeps(h, h.floors[at].hold, by):
            most = h.floors[at].at_least
    return most


@kernel
def coming(h: State, row: int, by: int, most: int) -> tuple[int, int, int, int]:
    """Count the members of a lot that have not begun, but by their dates will be staged at the instant `by`.

    Only lots without stations at their first site have such members.

    Returns
    -------
    tuple of int
        The number of these members, at most `most`; how many of them have not arrived; the weight [kg] and the pallet
        positions [1/1000] of all of them.
    """
    lot, many, away, kg, mpos = h.lots[row], 0, 0, 0, 0
    if by < 0 or not _at_once(h, row) or not lot.held + lot.coming or keeps(h, lot.begin_hold, by):
        return many, away, kg, mpos
    for mover in range(lot.members, lot.members + lot.many):
        who = h.movers[mover]
        comes = NEVER if lot.surprises and who.arrived == NEVER else who.arrives
        if many < most and rules.begins_by(
            who.fate, who.way, NEVER if who.barred else who.released, comes, who.release, by
        ):
            many, kg, mpos = many + 1, kg + who.kg, mpos + who.mpos
            away += int(who.arrived == NEVER)
    return many, away, kg, mpos


@kernel
def when(h: State, row: int, arrives: int, by: int) -> int:
    """Return the instant by which members of a lot must arrive to count [s].

    It is `arrives`; for a lot without stations at its first site, the later of `arrives` and `by`.
    """
    return max(arrives, by) if _at_once(h, row) else arrives
