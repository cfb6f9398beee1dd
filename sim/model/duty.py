"""The duty day of a crew: which leg it lasts for, and when a crew can have left.

Each rule is a function of instants and times [s] alone, compiled as it stands by the compiled engine.
"""

from sim.model.calendars import NEVER

__all__ = ["departs", "is_on_duty_for", "last_start"]


def last_start(began: int, most: int, leg: int) -> int:
    """Last instant at which a leg may begin: the duty day, which began at an instant, lasts to the end of the leg [s].

    Hours in which a lift rests on its way are no duty.
    """
    return began + most - leg


def is_on_duty_for(now: int, leg: int, began: int, most: int, rested: int) -> bool:
    """Whether a crew that came off, and is not rested yet, may begin a leg now on what is left of its duty day.

    Parameters
    ----------
    leg
        Time of the leg [s].
    began, most
        When its duty day began, and how long that may last [s].
    rested
        When it will be rested [s]; NEVER while it is aboard.
    """
    return now < rested < NEVER and now <= last_start(began, most, leg)


def departs(now: int, asked: int, leaves: int, leg: int, began: int, most: int, rested: int, off: int) -> int:
    """When a sortie leaves with the crew that it is given now [s].

    A sortie may have been to leave before it asked, as it was tasked late. It has left then if it was given a crew at
    once that could have flown at that instant: rested already, or off its last sortie with enough left of its duty day.

    Parameters
    ----------
    asked, leaves
        When the sortie asked for a crew, and when it was to leave [s].
    leg
        Time of the leg [s].
    began, most
        When the duty day of the crew began, and how long that may last [s].
    rested, off
        When the crew was, or will be, rested, and when it came off its last sortie [s].
    """
    could = rested <= leaves or (off <= leaves and is_on_duty_for(leaves, leg, began, most, rested))
    return leaves if now == asked and could else now
