"""The duty day of a crew: whether a leg still fits into it, and when a sortie leaves with the crew.

Each rule is a function of instants and durations [s] only; the compiled engine compiles it unchanged. The time of a leg
does not include the hours in which the lift rests on its way, because these hours do not count as duty.
"""

from sim.model.calendars import NEVER

__all__ = ["departs", "is_on_duty_for", "last_start"]


def last_start(began: int, most: int, leg: int) -> int:
    """Return the last instant at which a leg of `leg` [s] may begin so that it ends within the duty day [s].

    The duty day began at `began` and may last `most` [s].
    """
    return began + most - leg


def is_on_duty_for(now: int, leg: int, began: int, most: int, rested: int) -> bool:
    """Return whether a crew is at home, not rested yet, and may still begin a leg within its present duty day.

    Parameters
    ----------
    now
        When the leg would begin [s].
    leg
        Time of the leg [s].
    began, most
        When the duty day of the crew began, and how long it may last [s].
    rested
        When the crew will be rested [s]; NEVER while the crew is on a sortie.
    """
    return now < rested < NEVER and now <= last_start(began, most, leg)


def departs(now: int, asked: int, leaves: int, leg: int, began: int, most: int, rested: int, off: int) -> int:
    """Return when a sortie leaves with the crew that it is given now [s]: now, or at the earlier instant `leaves`.

    A sortie that was tasked late asks for a crew after the instant `leaves`, at which it should have left. It counts as
    having left at `leaves` if it is given a crew as soon as it asks, and if this crew could have flown at `leaves`: the
    crew was rested by then, or was back from its last sortie and could finish the leg within its duty day.

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
    could_have_left = rested <= leaves or (off <= leaves and is_on_duty_for(leaves, leg, began, most, rested))
    return leaves if now == asked and could_have_left else now
