"""When to leave so as to arrive open: whoever dispatches knows the hours in which a place is kept open, and no more.

Weather, permission and all else that is not in the hours still surprise on arrival. Each function is of numbers and
sorted windows [s] alone, compiled as it stands by the compiled engine. What they have in common:

rests, opens, closes
    Whether a lift rests on its way, and the windows in which it moves (only read where it rests).
moving
    Time that the leg takes without rest [s].
kept_opens, kept_closes
    Windows in which the place to which it goes is kept open.
"""

from sim.model.calendars import NEVER, Sorted, finish, next_open

__all__ = ["delayed", "leaves_for", "on_the_way", "start_for"]


def on_the_way(rests: bool, opens: Sorted, closes: Sorted, moving: int, departs: int) -> int:
    """Time from a departure to its arrival [s], hours of rest included."""
    return finish(opens, closes, departs, moving) - departs if rests else moving


def start_for(rests: bool, opens: Sorted, closes: Sorted, moving: int, arrives: int, first: int) -> int:
    """Return the first instant, from `first` on, at which a departure would arrive at `arrives` [s] or later."""
    if not rests:
        return arrives - moving
    last = arrives
    while first < last:  # who leaves later never arrives earlier
        middle = (first + last) // 2
        if middle + on_the_way(rests, opens, closes, moving, middle) >= arrives:
            last = middle
        else:
            first = middle + 1
    return first


def leaves_for(
    rests: bool, opens: Sorted, closes: Sorted, moving: int, first: int, kept_opens: Sorted, kept_closes: Sorted
) -> int:
    """First instant from `first` on at which who departs arrives while a place is kept open, or NEVER [s]."""
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
    """Return when a sortie arrives that is delayed at home [s]: not in hours in which its place is not kept open.

    Parameters
    ----------
    arrives
        When it would arrive, with its delay [s].
    now
        From when on it may leave [s].
    """
    due = next_open(kept_opens, kept_closes, arrives)
    if due in (arrives, NEVER):
        return due
    start = start_for(rests, opens, closes, moving, due, now)
    leaves = leaves_for(rests, opens, closes, moving, start, kept_opens, kept_closes)
    return leaves + on_the_way(rests, opens, closes, moving, leaves) if leaves < NEVER else NEVER
