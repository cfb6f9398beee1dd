"""Holds and floors: whether they keep movers, now or if others had left. A floor ends when its hold clears."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.events import Event, push
from sim.engines.compiled.force import in_time, waits
from sim.engines.compiled.marks import cargo_changed_everywhere, look_leaving, need_changed
from sim.engines.compiled.memory import NEVER, NO_LIMIT
from sim.model.schema.state import State

__all__ = [
    "as_if",
    "begin_hold",
    "board_hold",
    "changed",
    "clear",
    "clearing",
    "counted",
    "date_came",
    "fewer",
    "floor",
    "is_true",
    "kept_now",
    "look",
    "one_staged",
    "together",
]

HOLD_OPENS, HOLD_THEN = Event.HOLD_OPENS, Event.HOLD_THEN
# The questions (`how`) about a hold; `going` of a lot (in `tallies`) is how many of its members would leave:
CLEARED: Final = 0  # whether it has cleared
AS_IF: Final = 1  # whether it would be satisfied if `going` of each lot, and everything loaded, had left
EVENTUALLY: Final = 2  # whether, once these had left, only dates and hand-over times would keep it from clearing
DUE: Final = 3  # whether, once these had left, only its hand-over time would keep it from clearing
CLEARS: Final = 4  # whether it clears while a chalk waits, as `clearing` has recorded
AS_IF_OR_CLEARS: Final = 5  # whether the answer to AS_IF or to CLEARS is yes
NONE: Final = -1


@kernel
def fewer(h: State, row: int, many: int) -> None:
    """Subtract `many` members of a lot, which have gone, from the counters of movers yet to leave."""
    lot = h.lots[row]
    for at in range(lot.counters, lot.counters_last):
        h.counters[h.relations[at]].left -= many


@kernel
def one_staged(h: State, row: int) -> bool:
    """Subtract one member of a lot, which is staged or never will be, from the counters of movers not staged yet.

    Return whether this has made a condition true.
    """
    lot, met = h.lots[row], False
    for at in range(lot.stagings, lot.stagings_last):
        counter = h.counters[h.relations[at]]
        counter.left -= 1
        met = met or counter.left == counter.at_most
    return met


@kernel
def counted(h: State, row: int) -> bool:
    """Return whether any hold that has not cleared, and has no hand-over time, counts members of a lot yet to leave."""
    lot = h.lots[row]
    for at in range(lot.counters, lot.counters_last):
        for hold in range(len(h.holds)):
            spec = h.holds[hold]
            if not spec.cleared and spec.then == 0 and spec.first <= h.relations[at] < spec.last:
                return True
    return False


@kernel
def _met(h: State, row: int, as_if_gone: bool) -> bool:
    """Return whether a hold is met now or, with `as_if_gone`, if `going` of each lot and everything loaded had left.

    It is met from its date `at_latest` on, whatever its conditions. A hold that it waits for counts as a condition,
    which is true if that hold has cleared or, with `as_if_gone`, if its `verdict` is true.
    """
    hold = h.holds[row]
    if h.now >= hold.at_latest:
        return True
    for at in range(hold.first, hold.last):
        if is_true(h, at, as_if_gone) == (hold.any_one != 0):
            return hold.any_one != 0
    for at in range(hold.after, hold.after_last):
        other = h.holds[h.afters[at].hold]
        if (other.cleared or (as_if_gone and other.verdict)) == (hold.any_one != 0):
            return hold.any_one != 0
    return rules.is_met_by_all(hold.any_one != 0, hold.last - hold.first + hold.after_last - hold.after)


@kernel
def is_true(h: State, condition: int, as_if_gone: bool) -> bool:
    """Return whether a condition is true now or, with `as_if_gone`, if `going` and all loaded movers had left."""
    counter = h.counters[condition]
    left = counter.left
    if as_if_gone:
        if left - counter.at_most > h.going_most + h.loaded_count:
            return False  # too many would remain, even if the condition counted all movers that would leave
        for at in range(counter.rows, counter.rows_last):
            row = h.relations[at]
            lot = h.lots[row]
            if counter.staging:
                left -= rules.unstaged_among(h.tallies[row].going, lot.staged, lot.unstaged)
                continue
            left -= h.tallies[row].going + lot.loaded
            for follower in range(lot.follows, lot.follows_last):  # movers that leave for this stop join it
                left += h.tallies[h.relations[follower]].going + h.lots[h.relations[follower]].loaded
    return bool(left <= counter.at_most)


@kernel
def changed(h: State) -> None:
    """Mark that holds are to be judged again, after all events due now or after the decision under way."""
    h.to_judge = 1


@kernel
def look(h: State) -> None:
    """Clear each hold that is met and whose `not_before` has come; a hand-over time, if it has one, passes first."""
    while h.to_judge:
        h.to_judge = 0
        for row in range(len(h.holds)):
            hold = h.holds[row]
            if hold.under_way or h.now < hold.not_before or not _met(h, row, False):
                continue
            hold.under_way, hold.opens_at = 1, h.now + hold.then
            if hold.then == 0:
                clear(h, row)
            else:
                push(h, h.now + hold.then, HOLD_THEN, row)


@kernel
def clear(h: State, row: int) -> None:
    """Clear a hold, and mark every decision that a hold can prevent."""
    hold = h.holds[row]
    hold.cleared, hold.cleared_at, h.hold_cleared = 1, h.now, h.now
    push(h, h.now, HOLD_OPENS, row)
    if len(h.afters):
        changed(h)  # other holds may wait for this one
    _mark_all(h)


@kernel
def date_came(h: State) -> None:
    """Mark the holds, and every decision that a hold can prevent: a date of a hold has come."""
    changed(h)
    _mark_all(h)


@kernel
def _mark_all(h: State) -> None:
    """Mark every decision that a hold can prevent."""
    cargo_changed_everywhere(h)
    need_changed(h)
    look_leaving(h)


@kernel
def as_if(h: State, row: int) -> bool:
    """Return whether a hold would be satisfied if `going` of each lot, and everything loaded, had left."""
    return _judge_ahead(h, row, AS_IF)


@kernel
def _judge_ahead(h: State, row: int, how: int) -> bool:
    """Return the answer of a hold to the question AS_IF, EVENTUALLY or DUE; first judge the holds that it waits for."""
    for at in range(h.holds[row].before, h.holds[row].before_last):
        other = h.befores[at].hold
        h.holds[other].verdict = int(_by_itself(h, other, how))
    return _by_itself(h, row, how)


@kernel
def _by_itself(h: State, row: int, how: int) -> bool:
    """Return what `_judge_ahead` returns, given the `verdict` of the holds that this one waits for."""
    hold = h.holds[row]
    if hold.cleared:
        return True
    if how == AS_IF:
        return rules.is_judged_ahead(h.now, hold.not_before, hold.then) and _met(h, row, True)
    if hold.under_way:
        return how == EVENTUALLY or h.now >= hold.not_before
    if how == EVENTUALLY and hold.at_latest < NEVER:
        return True
    return (how == EVENTUALLY or h.now >= hold.not_before) and _met(h, row, True)


@kernel
def _judge(h: State, row: int, how: int) -> bool:
    """Return the answer of a hold to the question `how`."""
    if how == CLEARED:
        return h.holds[row].cleared != 0
    if how >= CLEARS and h.holds[row].clears:
        return True
    if how == CLEARS:
        return False
    return _judge_ahead(h, row, AS_IF if how == AS_IF_OR_CLEARS else how)


@kernel
def clearing(h: State, site: int, lift: int, by: int) -> None:
    """Record for each hold whether it clears while a chalk waits until `by` [s].

    A hold does not clear if too many of the movers that it counts cannot leave: movers in the chalk (`going`), movers
    that only the lift of the chalk may carry, movers kept by a hold that does not clear, and movers that do not arrive
    in time. Holds that wait for one another do not clear.
    """
    for row in range(len(h.holds)):
        h.holds[row].clears = int(h.holds[row].cleared or h.holds[row].under_way)
    grows = True
    while grows:
        grows = False
        for row in range(len(h.holds)):
            hold = h.holds[row]
            if hold.clears or not rules.can_clear_by(by, hold.not_before, hold.then):
                continue
            if rules.can_clear_by(by, hold.at_latest, hold.then) or _comes(h, row, site, lift, by):
                hold.clears, grows = 1, True


@kernel
def _comes(h: State, row: int, site: int, lift: int, by: int) -> bool:
    """Return whether the conditions of a hold can be met while a chalk waits, if only holds marked `clears` clear."""
    hold = h.holds[row]
    for at in range(hold.first, hold.last):
        if (_stay(h, at, site, lift, by) <= h.counters[at].at_most) == (hold.any_one != 0):
            return hold.any_one != 0
    for at in range(hold.after, hold.after_last):
        if (h.holds[h.afters[at].hold].clears != 0) == (hold.any_one != 0):
            return hold.any_one != 0
    return rules.is_met_by_all(hold.any_one != 0, hold.last - hold.first + hold.after_last - hold.after)


@kernel
def _stay(h: State, counter: int, site: int, lift: int, by: int) -> int:
    """Return how many movers of a condition cannot leave while a chalk waits, if only holds marked `clears` clear."""
    stay = 0
    for at in range(h.counters[counter].rows, h.counters[counter].rows_last):
        row = h.relations[at]
        lot = h.lots[row]
        if h.counters[counter].staging:
            is_kept = lot.begin_hold >= 0 and not h.holds[lot.begin_hold].clears
            late = waits(h, row) - in_time(h, row, by)
            stay += rules.cannot_be_staged(lot.unstaged, late, lot.held if is_kept else 0)
            continue
        with_chalk = lot.staged if lot.site == site and _bound(h, row, lift) else h.tallies[row].going
        stay += rules.cannot_leave(waits(h, row), with_chalk, in_time(h, row, by), _kept(h, row, CLEARS))
    return stay


@kernel
def _bound(h: State, row: int, lift: int) -> bool:
    """Return whether this lift, and no other, may carry a lot."""
    for other in range(len(h.lifts)):
        if (h.carries[row * len(h.lifts) + other] != 0) != (other == lift):
            return False
    return True


@kernel
def together(h: State, lots_first: int, lots_last: int, how: int) -> bool:
    """Set `going` of each lot that is `asked` (in `tallies`) to how many could go together; return whether any could.

    At first, `going` counts all members that will be at the place (`due`) except those that cannot go yet (`unbegun`).
    Members that a hold or floor would keep even if `going` of each lot left are removed, until no more are removed.
    Lots that are not `asked` keep their `going`.
    """
    any_goes, most = False, 0
    for at in range(lots_first, lots_last):
        tally = h.tallies[h.relations[at]]
        if tally.asked:
            tally.going = tally.due - tally.unbegun
        most += max(0, tally.going)
    h.going_most = most if how == AS_IF else NO_LIMIT  # with EVENTUALLY and DUE, `going` is also set at other sites
    shrinks = True
    while shrinks:
        shrinks = any_goes = False
        judged, keeps = NONE, False
        for at in range(lots_first, lots_last):
            row = h.relations[at]
            tally = h.tallies[row]
            if not tally.asked:
                continue
            hold = h.lots[row].board_hold
            if hold >= 0 and hold != judged:  # many lots of a site wait for the same hold
                judged, keeps = hold, not _judge(h, hold, how)
            kept = waits(h, row) if hold >= 0 and keeps else _kept_besides(h, row, how)
            may = rules.may_go(tally.due, rules.kept_whole(tally.due, kept, h.lots[row].party))
            if may < tally.going:
                tally.going, shrinks, judged = may, True, NONE
            any_goes = any_goes or tally.going > 0
    h.going_most = NO_LIMIT
    return any_goes


@kernel
def _kept(h: State, row: int, how: int) -> int:
    """Return how many of a lot its holds and floors keep, by the answer of each hold to the question `how`."""
    lot = h.lots[row]
    if lot.board_hold >= 0 and not _judge(h, lot.board_hold, how):
        return waits(h, row)
    return _kept_besides(h, row, how)


@kernel
def _kept_besides(h: State, row: int, how: int) -> int:
    """Return what `_kept` returns for a lot that no hold keeps from boarding."""
    lot, stay = h.lots[row], 0
    for at in range(lot.floors, lot.floors_last):
        if h.floors[at].at_least > stay and not _judge(h, h.floors[at].hold, how):
            stay = h.floors[at].at_least
    if lot.begin_hold >= 0 and lot.held > stay and not _judge(h, lot.begin_hold, how):
        stay = lot.held
    return stay


@kernel
def kept_now(h: State, row: int) -> int:
    """Return how many of a lot are kept by holds and floors now."""
    return _kept(h, row, CLEARED)


@kernel
def board_hold(h: State, row: int) -> bool:
    """Return whether a hold keeps a lot from boarding now."""
    hold = h.lots[row].board_hold
    return hold >= 0 and not h.holds[hold].cleared


@kernel
def begin_hold(h: State, row: int) -> bool:
    """Return whether a hold keeps a lot from beginning now."""
    hold = h.lots[row].begin_hold
    return hold >= 0 and not h.holds[hold].cleared


@kernel
def floor(h: State, row: int, how: int) -> int:
    """Return how many of a group must stay; a floor has ended if its hold answers the question `how` with yes."""
    lot, most = h.lots[row], 0
    for at in range(lot.floors, lot.floors_last):
        if h.floors[at].at_least > most and not _judge(h, h.floors[at].hold, how):
            most = h.floors[at].at_least
    return most
