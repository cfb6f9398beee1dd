"""The duty day of a crew: the legs it is long enough for, and when a crew can have left.

Each rule is a function of instants and times [s] only; the compiled engine compiles it unchanged.
"""

from sim.model.calendars import NEVER

__all__ = ["departs", "is_on_duty_for", "last_start"]


def last_start(began: int, most: int, leg: int) -> int:
    """Return the last instant at which a leg may begin so that it ends within the duty day that began at `began` [s].

    Hours in which a lift rests on its way do not count as duty.
    """
    return began + most - leg


def is_on_duty_for(now: int, leg: int, began: int, most: int, rested: int) -> bool:
    """Return whether a crew that is off duty and not yet rested may begin a leg now in the rest of its duty day.

    Parameters
    ----------
    leg
        Time of the leg [s].
    began, most
        When its duty day began, and how long it may last [s].
    rested
        When it will be rested [s]; NEVER while it is aboard.
    """
    return now < rested < NEVER and now <= last_start(began, most, leg)


def departs(now: int, asked: int, leaves: int, leg: int, began: int, most: int, rested: int, off: int) -> int:
    """Return when a sortie leaves with the crew that it is given now [s].

    A sortie that was tasked late may have been due to leave before it asked for a crew. If it is given a crew at once
    that could have flown at that earlier instant (rested by then, or off its last sortie with enough of its duty day
    left), it leaves at that instant.

    Parameters
    ----------
    asked, leaves
        When the sortie asked for a crew, and when it was due to leave [s].
    leg
        Time of the leg [s].
    began, most
        When the duty day of the crew began, and how long it may last [s].
    rested, off
        When the crew was or will be rested, and when it came off its last sortie [s].
    """
    could = rested <= leaves or (off <= leaves and is_on_duty_for(leaves, leg, began, most, rested))
    return leaves if now == asked and could else now
