"""Crises: from an instant that no decision knows in advance, some sites are cleared under pressure.

A crisis may lift dates and holds, put people before all equipment, and dispose of wanted equipment.
"""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import ahead
from sim.engines.compiled.changes import give_up, leave, left_some
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.force import still_here, to_ship
from sim.engines.compiled.holds import changed
from sim.engines.compiled.marks import cargo_changed_everywhere, look_leaving, need_changed
from sim.model.phases import Standing
from sim.model.schema.state import State
from sim.model.terms import Way

__all__ = ["comes", "decide"]

BOARDS, RELEASED = Event.BOARDS, Event.RELEASED
DATED: Final = int(Standing.DATED)
SHIP, ABANDON = int(Way.SHIP), int(Way.ABANDON)


@kernel
def comes(h: State, row: int) -> None:
    """Mark that a crisis begins at this instant."""
    h.crises[row].due = 1
    mark(h, h.crises[row].point)


@kernel
def decide(h: State, row: int) -> bool:
    """If a crisis has begun at this instant, do what it states: release, lift holds, put people first, dispose.

    Return whether it has begun at this instant.
    """
    crisis = h.crises[row]
    if not crisis.due:
        return False
    crisis.due = 0
    if crisis.release:
        for lot in range(len(h.lots)):
            if not h.lots[lot].is_stop and _hits(h, row, h.lots[lot].site):
                _release(h, lot)
        for lift in range(len(h.lifts)):
            ahead.begin(h, lift)
    for at in range(crisis.holds, crisis.holds_last):
        hold = h.holds[h.crisis_holds[at].hold]
        hold.not_before, hold.at_latest = min(hold.not_before, h.now), min(hold.at_latest, h.now)
    if crisis.people_first:
        for at in range(crisis.sites, crisis.sites_last):
            h.ramps[h.crisis_sites[at].site].people_first = 1
    if crisis.way != SHIP:
        for lot in range(len(h.lots)):
            if _hits(h, row, h.lots[lot].site) and _may_take(h, lot, crisis.way):
                _dispose(h, lot, crisis.way)
    changed(h)
    cargo_changed_everywhere(h)
    need_changed(h)
    look_leaving(h)
    return True


@kernel
def _hits(h: State, row: int, site: int) -> bool:
    """Return whether a crisis affects a site."""
    crisis = h.crises[row]
    for at in range(crisis.sites, crisis.sites_last):
        if h.crisis_sites[at].site == site:
            return True
    return False


@kernel
def _release(h: State, row: int) -> None:
    """Let no date keep the members of a lot from beginning or boarding from now on."""
    lot = h.lots[row]
    begins = lot.begins
    lot.begins = min(begins, h.now)
    lot.release, lot.last_release = min(lot.release, h.now), min(lot.last_release, h.now)
    for mover in range(lot.members, lot.members + lot.many):
        who = h.movers[mover]
        if who.release > h.now:
            who.release = h.now
            if who.barred:
                push(h, h.now, BOARDS, mover)
            elif who.phase == DATED:
                push(h, h.now, RELEASED, mover)
        if lot.boards and begins > h.now and who.phase == DATED:
            push(h, h.now, RELEASED, mover)


@kernel
def _may_take(h: State, row: int, way: int) -> bool:
    """Return whether a row of `lots` is wanted equipment at a place in country that may be disposed of by `way`."""
    lot = h.lots[row]
    if lot.required or lot.person or lot.dropped or lot.outside or lot.road:
        return False
    for at in range(lot.options_first, lot.options_last):
        if h.options[at].way == way:
            return True
    return False


@kernel
def _dispose(h: State, row: int, way: int) -> None:
    """Dispose by `way` of the members of a lot that are to be shipped and not loaded; ABANDON leaves them behind."""
    lot, any_left = h.lots[row], False
    for mover in range(lot.members, lot.members + lot.many):
        if still_here(h, row, mover) and to_ship(h, mover):
            if way == ABANDON:
                leave(h, mover)
                any_left = True
            else:
                give_up(h, mover, way)
    if any_left:
        left_some(h)
        need_changed(h)
