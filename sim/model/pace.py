"""What a review makes of the progress so far: what is still to leave, how fast it goes, until when, what is too much.

Each rule is a function of numbers alone, compiled as it stands by the compiled engine. Amounts are kilograms, or people
where the milestone counts heads; instants and times are whole seconds.
"""

from typing import Final

from sim.model.calendars import NEVER
from sim.model.terms import Fate

__all__ = ["billionths", "excess", "is_done", "is_late", "pace_per_day", "projected", "seen_over", "still_to_leave"]

DAY: Final = 86400
OUT, DESTROYED = int(Fate.OUT), int(Fate.DESTROYED)
TRANSFERRED, SOLD = int(Fate.TRANSFERRED), int(Fate.SOLD)


def billionths(share: float) -> int:
    """Return the share of a milestone as a whole number of billionths, so that what it asks for is summed exactly."""
    return round(1e9 * share)


def is_done(fate: int, required: bool, settled: bool) -> bool:
    """Whether a mover of a given fate counts as done for a milestone.

    Who left the country does, and what is required and was destroyed; where the milestone counts what is `settled`, so
    does all that was handed over, sold or destroyed.
    """
    if fate == DESTROYED and required:
        return True
    return fate == OUT or (settled and fate in (TRANSFERRED, SOLD, DESTROYED))


def still_to_leave(share9: int, total: int, done: int, to_ship: int) -> int:
    """What is still to leave before the milestone is reached: of the share that it asks for, and of what is to ship.

    Parameters
    ----------
    share9
        Share that the milestone asks for, in billionths.
    total, done, to_ship
        Amount that it is about; of that, done already, and still planned to go by lift.
    """
    return min(to_ship, -(-share9 * total // 10**9) - done)


def seen_over(window: int, ever: int) -> int:
    """Span by which a pace is measured [s]: the window of the review, or what has passed since the first departure.

    Below a day it is 0: there is no pace to go by yet.
    """
    span = min(window, ever)
    return span if span >= DAY else 0


def pace_per_day(left: int, span: int) -> float:
    """What left in a day, over a span [s]; 0 where there is no pace to go by."""
    return DAY * left / span if span else 0.0


def projected(now: int, remaining: int, left: int, span: int) -> int:
    """Instant at which the rest would be out at the pace so far [s]; NEVER at a pace of nothing, or without one.

    Parameters
    ----------
    remaining
        What is still to leave.
    left, span
        What left within a span before now [s]; a span of 0 says that there is no pace yet.
    """
    if span <= 0:
        return NEVER
    if remaining <= 0:
        return now
    if left <= 0:
        return NEVER
    return now + -(-remaining * span // left)


def is_late(remaining: int, span: int, ends: int, latest: int) -> bool:
    """Whether something has to be done: there is a pace, something is left, and its projected end [s] is too late."""
    return span > 0 and remaining > 0 and ends > latest


def excess(now: int, by: int, most: int, remaining: int, left: int, span: int, left_ever: int, span_ever: int) -> int:
    """What would not be out by an instant even at the best pace that can be hoped for; 0 without a pace to go by.

    Parameters
    ----------
    most
        Lift that there may still be, as thousandths of what there is.
    left, span, left_ever, span_ever
        What left lately and within how long [s]; the same since the first departure.

    Notes
    -----
    What is given up cannot be taken back. So the better counts of the pace lately and the pace since the first
    departure, lest a lull decide; and lift that may still be granted counts.
    """
    if span <= 0:
        return 0
    time = max(0, by - now)
    fits = max(left * most * time // (1000 * span), left_ever * most * time // (1000 * span_ever))
    return max(0, remaining - fits)
