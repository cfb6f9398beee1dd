"""When a sortie leaves home so that it arrives while its destination is open.

Only planned opening hours count: weather, permissions and other causes may still close the destination when the sortie
arrives. Each function takes only numbers and sorted windows [s]; the compiled engine compiles it unchanged. Common
parameters:

rests, opens, closes
    Whether the lift rests on its way, and the windows in which it moves (used only if it rests).
moving
    Time of the leg without rest [s].
kept_opens, kept_closes
    Windows in which the destination is kept open.
"""

from sim.model.calendars import NEVER, Sorted, finish, next_open

__all__ = ["delayed", "leaves_for", "on_the_way", "start_for"]


def on_the_way(rests: bool, opens: Sorted, closes: Sorted, moving: int, departs: int) -> int:
    """Return the time from a departure at `departs` to the arrival [s], rest included."""
    return finish(opens, closes, departs, moving) - departs if rests else moving


def start_for(rests: bool, opens: Sorted, closes: Sorted, moving: int, arrives: int, first: int) -> int:
    """Return the first departure, from `first` on, that would arrive at `arrives` or later [s].

    If the lift does not rest, the result is the departure that arrives exactly at `arrives`, even if it is before
    `first`.
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
    """Return the first departure, from `first` on, that arrives while the destination is open [s]; NEVER for none."""
    while True:
        arrives = first + on_the_way(rests, opens, closes, moving, first)
        opens_at = next_open(kept_opens, kept_closes, arrives)
        if opens_at == arrives:
            return first
        if opens_at == NEVER:
            return NEVER
        first = start_for(rests, opens, closes, moving, opens_at, first)


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
    """Return when a sortie that was delayed at home arrives [s]; NEVER if its destination does not open any more.

    If the destination is closed at `arrives`, the sortie leaves later and arrives while the destination is open.

    Parameters
    ----------
    arrives
        When it would arrive if only its delay counted [s].
    now
        Earliest departure [s].
    """
    opens_at = next_open(kept_opens, kept_closes, arrives)
    if opens_at in (arrives, NEVER):
        return opens_at
    start = start_for(rests, opens, closes, moving, opens_at, now)
    leaves = leaves_for(rests, opens, closes, moving, start, kept_opens, kept_closes)
    return leaves + on_the_way(rests, opens, closes, moving, leaves) if leaves < NEVER else NEVER
