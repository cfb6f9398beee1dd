"""Counts of the members of a lot: those here, those that wait for lift, those that are held, those that may be left.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

from sim.model.calendars import NEVER
from sim.model.terms import Fate, Way

__all__ = ["begins_by", "can_be_left", "here", "is_held", "is_still_here", "is_to_ship", "may_be_left", "waiting"]

OPEN, SHIP, RETAIN = int(Fate.OPEN), int(Way.SHIP), int(Way.RETAIN)


def here(present: int, loaded: int, disposing_here: int) -> int:
    """Return the members to ship that are present and not loaded."""
    return present - loaded - disposing_here


def waiting(to_leave: int, loaded: int, disposing: int) -> int:
    """Return the members yet to leave by lift and not loaded, including those still to arrive."""
    return to_leave - loaded - disposing


def is_to_ship(fate: int, way: int) -> bool:
    """Return whether a mover is still in the force and is to go by lift."""
    return fate == OPEN and way == SHIP


def is_still_here(fate: int, sortie: int) -> bool:
    """Return whether a mover is not on a sortie (`sortie` is -1 then), out, left behind or disposed of."""
    return fate == OPEN and sortie < 0


def is_held(fate: int, way: int, arrived: int, released: int) -> bool:
    """Return whether a date or a hold keeps a mover from beginning: it has arrived and is not released."""
    return fate == OPEN and way == SHIP and arrived < NEVER and released == NEVER


def begins_by(fate: int, way: int, released: int, arrives: int, release: int, by: int) -> bool:
    """Return whether the dates of a mover to ship that has not begun let it begin by an instant."""
    return is_to_ship(fate, way) and released == NEVER and max(arrives, release) <= by


def may_be_left(required: bool, way: int, leave_after: int, leave_hold: int) -> bool:
    """Return whether members of a lot may be left behind: only wanted ones.

    Members to be retained in country wait for no lift. They are left behind only if a date or a hold of theirs says so.

    Parameters
    ----------
    way
        What is planned for the lot (`terms.Way`).
    leave_after, leave_hold
        The date after which it is left behind [s], NEVER for none; the hold that triggers it, -1 for none.
    """
    return not required and (way != RETAIN or leave_after < NEVER or leave_hold >= 0)


def can_be_left(
    stays: bool, is_stop: bool, present: int, to_leave: int, loaded: int, disposing: int, disposing_here: int
) -> bool:
    """Return whether any members of a lot still wait that could be left behind or, if they may not stay, disposed of.

    Members to be left behind may already be on another way; members to be disposed of are not. At a stop only the
    members present count: others are still on their way to it.
    """
    if is_stop:
        return present > loaded if stays else here(present, loaded, disposing_here) > 0
    return to_leave > loaded if stays else waiting(to_leave, loaded, disposing) > 0
