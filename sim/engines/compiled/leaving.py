"""When wanted movers are left behind: on their date, when a hold clears, or when only they delay the required ones."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled.changes import give_up, leave_behind
from sim.engines.compiled.force import dated, still_here, to_ship, waits
from sim.engines.compiled.holds import DUE, EVENTUALLY, begin_hold, kept_now, together
from sim.engines.compiled.memory import LONG_AGO, NEVER
from sim.engines.compiled.routes import comes_later
from sim.engines.compiled.rules import are_all_kept, can_be_left, held_by_hold
from sim.model.schema.state import State
from sim.model.terms import Way

__all__ = ["begin", "decide"]

ABANDON: Final = int(Way.ABANDON)


@kernel
def decide(h: State) -> bool:
    """If it is time, leave one lot behind or move it to another way; return whether there was such a lot.

    This function is called so often that it checks only wanted lots, which are chained (`first_wanted`, `next_wanted`).
    Whether the required movers of a site wait only for wanted ones is computed once in a call, and kept in
    `only_wanted` of the site's ramp (-1: not computed).
    """
    if not _may_be_time(h):
        return False
    dated = False
    row = h.first_wanted
    while row >= 0:
        lot = h.lots[row]
        dated = dated or max(0, lot.leave_after) == h.now
        h.ramps[lot.site].only_wanted = -1
        row = lot.next_wanted
    following = h.first_wanted
    while following >= 0:
        row = following
        lot = h.lots[row]
        following = lot.next_wanted
        due = _hold_clears_now(h, row) or (dated and h.now >= lot.leave_after)
        undated = lot.leave_after == NEVER and lot.leave_hold < 0
        if lot.dropped or not (due or undated):
            continue
        if undated and h.ramps[lot.site].only_wanted == 0:
            continue  # the answer has been computed for another lot of the site, and is no
        may_stay = _may_stay(h, row)
        leaving, disposing, here = lot.to_leave, lot.disposing, lot.disposing_here
        able = can_be_left(may_stay, lot.is_stop != 0, lot.present, leaving, lot.loaded, disposing, here)
        if not able or not (may_stay or lot.options_first < lot.options_last):
            continue
        if undated and not _waits_only_for_wanted(h, lot.site):
            continue
        _drop(h, row, may_stay)
        return True
    return False


@kernel
def begin(h: State) -> None:
    """Record the first date at which wanted movers are left behind, and whether any lot has neither date nor hold."""
    h.leave_next, h.hold_cleared, h.with_undated = _next_date(h), LONG_AGO, 0
    row = h.first_wanted
    while row >= 0:
        if h.lots[row].leave_after == NEVER and h.lots[row].leave_hold < 0:
            h.with_undated = 1
        row = h.lots[row].next_wanted


@kernel
def _next_date(h: State) -> int:
    """Return the first date at or after this instant at which wanted movers are left behind [s]; NEVER for none."""
    row, date = h.first_wanted, NEVER
    while row >= 0:
        at = max(0, h.lots[row].leave_after)
        if at >= h.now:
            date = min(date, at)
        row = h.lots[row].next_wanted
    return date


@kernel
def _may_be_time(h: State) -> bool:
    """Return whether any lot may have to be left behind now, by a quick check.

    This is possible on the date of a lot, when a hold clears, and while a lot with neither still has unloaded members.
    """
    if h.now > h.leave_next:
        h.leave_next = _next_date(h)
    if h.now in (h.leave_next, h.hold_cleared):
        return True
    row = h.first_wanted if h.with_undated else -1
    while row >= 0:
        lot = h.lots[row]
        remain = lot.present if lot.is_stop else lot.to_leave
        if lot.leave_after == NEVER and lot.leave_hold < 0 and remain > lot.loaded and not lot.dropped:
            return True
        row = lot.next_wanted
    return False


@kernel
def _hold_clears_now(h: State, row: int) -> bool:
    """Return whether the hold with which a lot is left behind has cleared at this instant."""
    hold = h.lots[row].leave_hold
    return hold >= 0 and h.holds[hold].cleared_at == h.now


@kernel
def _may_stay(h: State, row: int) -> bool:
    """Return whether a lot may be left behind; people always may, controlled items never."""
    lot = h.lots[row]
    if lot.person:
        return True
    for at in range(lot.options_first, lot.options_last):
        if h.options[at].way == ABANDON:
            return True
    return False


@kernel
def _drop(h: State, row: int, may_stay: bool) -> None:
    """Leave a lot behind or, if that is not allowed, move it to the first of its dispositions other than shipping."""
    if may_stay:
        leave_behind(h, row)
        return
    lot = h.lots[row]
    way = h.options[lot.options_first].way
    for mover in range(lot.members, lot.members + lot.many):
        if still_here(h, row, mover) and to_ship(h, mover):
            give_up(h, mover, way)


@kernel
def _waits_only_for_wanted(h: State, site: int) -> bool:
    """Return what `_find_waits_only_for_wanted` returns, computed once in a call of `decide`."""
    ramp = h.ramps[site]
    if ramp.only_wanted < 0:
        ramp.only_wanted = int(_find_waits_only_for_wanted(h, site))
    return ramp.only_wanted != 0


@kernel
def _find_waits_only_for_wanted(h: State, site: int) -> bool:
    """Return whether the required movers of a site have all gone, or wait only for wanted movers; False if it had none.

    They wait only for wanted movers if three things are true. Holds or floors keep all of them. None could go even if
    all went together and no hold waited for a date or hand-over time. Some could go once all wanted movers had left.
    Holds count movers that are being loaded as gone.
    """
    ramp = h.ramps[site]
    any_waiting = has_required = remain = False
    for at in range(ramp.lots, ramp.lots_last):
        row = h.relations[at]
        lot, tally = h.lots[row], h.tallies[row]
        tally.asked = 0
        if not lot.required or not lot.many or lot.outside or lot.road:
            continue
        if comes_later(h, row):
            return False  # movers may still come here
        has_required = True
        remain = remain or lot.to_leave > 0
        if lot.disposing:
            return False  # members still have to go a way other than shipping
        if not waits(h, row):
            continue
        if not are_all_kept(waits(h, row), lot.coming, lot.staged, _held(h, row), kept_now(h, row)):
            return False  # movers are still on their way, or free to go
        tally.asked, any_waiting = 1, True
        tally.due, tally.unbegun = waits(h, row), 0
    if not any_waiting:
        return has_required and not remain
    for row in range(len(h.lots)):
        h.tallies[row].going = 0
    only_wanted = False
    if not together(h, ramp.lots, ramp.lots_last, EVENTUALLY):
        for row in range(len(h.lots)):
            lot = h.lots[row]
            h.tallies[row].going = lot.to_leave - lot.loaded if lot.is_wanted else 0
        only_wanted = together(h, ramp.lots, ramp.lots_last, DUE)
    for row in range(len(h.lots)):
        h.tallies[row].going = 0
    return only_wanted


@kernel
def _held(h: State, row: int) -> int:
    """Return how many members of a lot are kept from beginning by a hold alone, not by a date."""
    return held_by_hold(h.lots[row].held, dated(h, row, h.now), begin_hold(h, row))
