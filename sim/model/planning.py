"""Departure times at which a sortie arrives while its destination is open, given only the planned opening hours.

Weather, permission and anything else that is not in the hours can still close the place on arrival. Each function
takes only numbers and sorted windows [s]; the compiled engine compiles it unchanged. Common parameters:

rests, opens, closes
    Whether a lift rests on its way, and the windows in which it moves (only used if it rests).
moving
    Time of the leg without rest [s].
kept_opens, kept_closes
    Windows in which the destination is kept open.
"""

from sim.model.calendars import NEVER, Sorted, finish, next_open

__all__ = ["delayed", "leaves_for", "on_the_way", "start_for"]


def on_the_way(rests: bool, opens: Sorted, closes: Sorted, moving: int, departs: int) -> int:
    """Return the time from a departure to its arrival [s], including rest."""
    return finish(opens, closes, departs, moving) - departs if rests else moving


def start_for(rests: bool, opens: Sorted, closes: Sorted, moving: int, arrives: int, first: int) -> int:
    """Return the first instant from `first` on at which a departure would arrive at `arrives` [s] or later.

    If the lift does not rest, there is one such instant; it is returned even if it is earlier than `first`.
    """
    if not rests:
        return arrives - moving
    last = arrives
    while first < last:  # a later departure never arrives earlier
        middle = (first + last) // 2
        if middle + on_the_way(rests, opens, closes, moving, middle) >= arrives:
            last = middle
        else:
            first = middle + 1
    return first


def leaves_for(
    rests: bool, opens: Sorted, closes: Sorted, moving: int, first: int, kept_opens: Sorted, kept_closes: Sorted
) -> int:
    """Return the first departure from `first` on that arrives while the destination is open [s], or NEVER."""
    while True:
        arrives = first + on_the_way(rests, opens, closes, moving, first)
        due = next_open(kept_opens, kept_closes, arrives)
        if due == arrives:
            return first
        if due == NEVER:
            return NEVER
        first = start_for(rests, opens, closes, moving, due, first)


def delayed(
    rests: bool,
    opens: Sorted,
    closes: Sorted,
    moving: int,
    arrives: int,
    now: int,
    kept_opens: Sorted,
    kept_closes: Sorted,
) -> int:
    """Return when a sortie delayed at home arrives [s]: at an instant at which the destination is kept open.

    Parameters
    ----------
    arrives
        When it would arrive with its delay [s].
    now
        Earliest departure [s].
    """
    due = next_open(kept_opens, kept_closes, arrives)
    if due in (arrives, NEVER):
        return due
    start = start_for(rests, opens, closes, moving, due, now)
    leaves = leaves_for(rests, opens, closes, moving, start, kept_opens, kept_closes)
    return leaves + on_the_way(rests, opens, closes, moving, leaves) if leaves < NEVER else NEVER
