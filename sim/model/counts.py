"""Who counts as what: the members of a lot that are here, wait for lift, are held, or may be left.

Each rule is a function of numbers alone, compiled as it stands by the compiled engine.
"""

from sim.model.calendars import NEVER
from sim.model.terms import Fate, Way

__all__ = ["begins_by", "can_be_left", "here", "is_held", "is_still_here", "is_to_ship", "may_be_left", "waiting"]

OPEN, SHIP, RETAIN = int(Fate.OPEN), int(Way.SHIP), int(Way.RETAIN)


def here(present: int, loaded: int, disposing_here: int) -> int:
    """Members present and not loaded, of those to ship."""
    return present - loaded - disposing_here


def waiting(to_leave: int, loaded: int, disposing: int) -> int:
    """Members yet to leave by lift and not loaded, those still to arrive included."""
    return to_leave - loaded - disposing


def is_to_ship(fate: int, way: int) -> bool:
    """Whether a mover is still ours and is to go by lift."""
    return fate == OPEN and way == SHIP


def is_still_here(fate: int, sortie: int) -> bool:
    """Whether a mover is not on an aircraft, gone, left behind or disposed of; its sortie is -1 while it is on none."""
    return fate == OPEN and sortie < 0


def is_held(fate: int, way: int, arrived: int, released: int) -> bool:
    """Whether a mover counts among those whom a date or a hold keeps from beginning: it is there, and not released."""
    return fate == OPEN and way == SHIP and arrived < NEVER and released == NEVER


def begins_by(fate: int, way: int, released: int, arrives: int, release: int, by: int) -> bool:
    """Whether a mover that is to ship and has not begun may begin by an instant, as its dates let it."""
    return is_to_ship(fate, way) and released == NEVER and max(arrives, release) <= by


def may_be_left(required: bool, way: int, leave_after: int, leave_hold: int) -> bool:
    """Whether members of a lot may be left behind: wanted ones.

    Who is to be retained in country waits for no lift, so others wait for them: they are left only as they say so.

    Parameters
    ----------
    way
        What is planned for the lot (`terms.Way`).
    leave_after, leave_hold
        The date after which it is left behind [s], NEVER for none; the hold with which it is, -1 for none.
    """
    return not required and (way != RETAIN or leave_after < NEVER or leave_hold >= 0)


def can_be_left(
    stays: bool, is_stop: bool, present: int, to_leave: int, loaded: int, disposing: int, disposing_here: int
) -> bool:
    """Whether anything of a lot still waits that could be left behind, or (where it may not stay) take another way.

    What is left behind may be on another way already; what is to take another way is not. At a stop only those count
    who are there: others are on their way to it.
    """
    if is_stop:
        return present > loaded if stays else here(present, loaded, disposing_here) > 0
    return to_leave > loaded if stays else waiting(to_leave, loaded, disposing) > 0
