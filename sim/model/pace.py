"""What a review makes of the progress so far: how fast, until when, and how much does not fit any more."""

from dataclasses import dataclass

from sim.model.calendars import NEVER

__all__ = ["Progress", "excess", "projected"]


@dataclass(frozen=True)
class Progress:
    """What has happened up to a review; nothing in it looks ahead.

    Attributes
    ----------
    now
        Instant of the review [s].
    remaining
        What is still to leave before the promise is kept [kg or people].
    left, span
        What left within the span before now [kg or people, s]; a span of 0 says that there is no pace yet.
    left_ever, span_ever
        The same since the first departure.
    """

    now: int
    remaining: int
    left: int
    span: int
    left_ever: int
    span_ever: int


def projected(seen: Progress) -> int:
    """Instant at which the rest would be out at the pace so far [s]; NEVER at a pace of nothing."""
    if seen.remaining <= 0:
        return seen.now
    if seen.left <= 0:
        return NEVER
    return seen.now + -(-seen.remaining * seen.span // seen.left)


def excess(seen: Progress, by: int, most: int = 1000) -> int:
    """What would not be out by an instant even at the best pace that can be hoped for [kg or people].

    Parameters
    ----------
    most
        Lift that there may still be, as thousandths of what there is.

    Returns
    -------
    int
        0 where there is no pace to go by.

    Notes
    -----
    What is given up cannot be taken back. So the better counts of the pace lately and the pace since the first
    departure, lest a lull decide; and lift that may still be granted counts.
    """
    if seen.span <= 0:
        return 0
    time = max(0, by - seen.now)
    fits = max(seen.left * most * time // (1000 * seen.span), seen.left_ever * most * time // (1000 * seen.span_ever))
    return max(0, seen.remaining - fits)
