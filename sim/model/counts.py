"""Which members of a group or lot are at a place, wait for lift, are held, or may be left behind.

A member is *to ship* if it is to leave by lift, not on one of the other ways (`terms.Way`). The compiled engine
compiles these functions unchanged.
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
        How many members are present, and how many of these are loaded, or are on a way other than shipping.
    """
    return present - loaded - disposing_here


def waiting(to_leave: int, loaded: int, disposing: int) -> int:
    """Return the number of members to ship that are not loaded, including members still to arrive.

    Parameters
    ----------
    to_leave, loaded, disposing
        How many members are yet to leave, and how many of these are loaded, or are on a way other than shipping.
    """
    return to_leave - loaded - disposing


def is_to_ship(fate: int, way: int) -> bool:
    """Return whether a mover is to ship and has no final fate yet."""
    return fate == OPEN and way == SHIP


def is_still_here(fate: int, sortie: int) -> bool:
    """Return whether a mover has no final fate yet and is on no sortie; `sortie` is -1 for none."""
    return fate == OPEN and sortie < 0


def is_held(fate: int, way: int, arrived: int, released: int) -> bool:
    """Return whether a mover to ship is held: it has arrived, but is not released.

    `arrived` and `released` are the instants of its arrival and release [s], NEVER if it has not happened yet. The
    engines also pass NEVER for `released` if a phased plan does not let the mover board yet.
    """
    return fate == OPEN and way == SHIP and arrived < NEVER and released == NEVER


def begins_by(fate: int, way: int, released: int, arrives: int, release: int, by: int) -> bool:
    """Return whether a mover to ship is not released yet, and its own dates let it begin at `by` [s] or earlier.

    Parameters
    ----------
    released
        As in `is_held`.
    arrives, release
        When it arrives, and its release date [s].
    """
    return is_to_ship(fate, way) and released == NEVER and max(arrives, release) <= by


def may_be_left(required: bool, way: int, leave_after: int, leave_hold: int) -> bool:
    """Return whether members of a lot may be left behind.

    Members of a required lot may not. Members to be retained in country may only if the lot has a date or a hold at
    which it is left behind, because they do not wait for lift.

    Parameters
    ----------
    way
        The planned disposition of the lot (`terms.Way`).
    leave_after, leave_hold
        Date after which the lot is left behind [s], NEVER for none; row of the hold at which it is left behind, -1 for
        none.
    """
    return not required and (way != RETAIN or leave_after < NEVER or leave_hold >= 0)


def can_be_left(
    stays: bool, is_stop: bool, present: int, to_leave: int, loaded: int, disposing: int, disposing_here: int
) -> bool:
    """Return whether a lot still has members that can be left behind (if `stays`) or disposed of (otherwise).

    Loaded members can be neither. Members that are already on a way other than shipping can be left behind, but cannot
    be disposed of again. At a stop (a place that the lot passes) only the members present count.

    Parameters
    ----------
    stays
        Whether members of the lot may be left behind; if not, they are to be disposed of.
    is_stop
        Whether the members are counted at a stop.
    present, to_leave, loaded, disposing, disposing_here
        As for `here` and `waiting`.
    """
    if is_stop:
        return present > loaded if stays else here(present, loaded, disposing_here) > 0
    return to_leave > loaded if stays else waiting(to_leave, loaded, disposing) > 0
