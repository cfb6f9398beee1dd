"""How many members of a lot are at a place, wait for lift, are held, or may be left behind.

Each rule is a function of numbers only; the compiled engine compiles it unchanged.
"""

from sim.model.calendars import NEVER
from sim.model.terms import Fate, Way

__all__ = ["begins_by", "can_be_left", "here", "is_held", "is_still_here", "is_to_ship", "may_be_left", "waiting"]

OPEN, SHIP, RETAIN = int(Fate.OPEN), int(Way.SHIP), int(Way.RETAIN)


def here(present: int, loaded: int, disposing_here: int) -> int:
    """Return the number of members to ship that are present and not loaded.

    Parameters
    ----------
    present, loaded, disposing_here
        How many members are present; how many of these are loaded, and how many are on a way other than shipping.
    """
    return present - loaded - disposing_here


def waiting(to_leave: int, loaded: int, disposing: int) -> int:
    """Return the number of members that wait for lift or will do so: not loaded, perhaps still to arrive.

    Parameters
    ----------
    to_leave, loaded, disposing
        How many members are yet to leave; how many of these are loaded, and how many are on a way other than shipping.
    """
    return to_leave - loaded - disposing


def is_to_ship(fate: int, way: int) -> bool:
    """Return whether a mover is to go by lift and has no final fate yet."""
    return fate == OPEN and way == SHIP


def is_still_here(fate: int, sortie: int) -> bool:
    """Return whether a mover has no final fate yet and is not on a sortie (`sortie` is -1)."""
    return fate == OPEN and sortie < 0


def is_held(fate: int, way: int, arrived: int, released: int) -> bool:
    """Return whether a date or a hold keeps a mover to ship from beginning: it has arrived and is not released.

    `arrived` and `released` are NEVER until the mover has arrived, and until it is released.
    """
    return fate == OPEN and way == SHIP and arrived < NEVER and released == NEVER


def begins_by(fate: int, way: int, released: int, arrives: int, release: int, by: int) -> bool:
    """Return whether a mover to ship has not begun yet, and its own dates let it begin at `by` or earlier [s].

    Parameters
    ----------
    released
        When it was released [s]; NEVER while it has not begun.
    arrives, release
        When it arrives, and its release date [s].
    """
    return is_to_ship(fate, way) and released == NEVER and max(arrives, release) <= by


def may_be_left(required: bool, way: int, leave_after: int, leave_hold: int) -> bool:
    """Return whether members of a lot may be left behind: only members of a wanted lot may.

    Members to be retained in country do not wait for lift. They are left behind only if the lot has a date or a hold
    at which it is left behind.

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
    """Return whether a lot still has members that could be left behind (`stays`) or else disposed of.

    Members that are already on a way other than shipping can be left behind, but cannot be disposed of again. At a stop
    only the members present count, because the others are still on their way to it.

    Parameters
    ----------
    stays
        Whether members of the lot may be left behind; if not, they are to be disposed of.
    present, to_leave, loaded, disposing, disposing_here
        As for `here` and `waiting`.
    """
    if is_stop:
        return present > loaded if stays else here(present, loaded, disposing_here) > 0
    return to_leave > loaded if stays else waiting(to_leave, loaded, disposing) > 0
