"""Machines and tails that fail and are repaired: an alternating renewal process, whatever the force does."""

import math

from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.durations import whole_seconds
from sim.model.world.numbers import Numbers
from sim.model.world.windows import Windows

__all__ = ["up_seconds", "up_windows"]


def up_seconds(u: float, repair: float, available: float) -> int:
    """Return how long a machine works until it fails [s]: exponential, with the mean r A / (1 - A); at least 1 s.

    Parameters
    ----------
    u
        A uniform number in (0, 1).
    repair, available
        Mean repair time r [s], and the long-run fraction A of the time in which the machine works, below 1.
    """
    return max(1, whole_seconds(-math.log(u) * repair * available / (1.0 - available)))


def up_windows(numbers: Numbers, key: int, unit: int, available: float, down: int) -> Windows:
    """Return the windows in which one machine, or one tail of a fleet, works; they reach beyond the horizon.

    Parameters
    ----------
    numbers
        The numbers of the replication.
    key, unit
        Key of the resource or lift, and number of its machine or tail.
    available
        Long-run fraction A of the time in which the machine works, above 0 and at most 1.
    down
        Row of the distribution of the repair time; -1 for none: the machine then always works.

    Returns
    -------
    opens, closes
        Half-open windows [s]; if the machine works at the start, the first window opens at -NEVER.

    Notes
    -----
    The time from a repair to the next failure is exponential with mean m = r A / (1 - A) (`up_seconds`), because the
    availability of an alternating renewal process is m / (m + r) (S. M. Ross, *Introduction to Probability Models*,
    section 7.5). With probability 1 - A, the machine is down at the start, and its repair begins at the start. This is
    exactly the long-run state if repair times are exponential. If they vary less, the first down time is a little too
    long; if they vary more, it is too short.
    """
    repair = numbers.dist[down].mean() if down >= 0 else 0.0
    if available >= 1.0 or repair <= 0.0:
        return [-NEVER], [NEVER]
    opens: list[int] = []
    closes: list[int] = []
    t, k = -NEVER, 0
    works = numbers.chance(Stream.UP, key, unit, 0, 0) < available
    while t <= numbers.plan.horizon:
        since, k = max(t, 0), k + 1
        if works:
            opens.append(t)
            t = since + up_seconds(numbers.chance(Stream.UP, key, unit, 0, k), repair, available)
            closes.append(t)
        else:
            t = since + max(1, numbers.sample(down, Stream.DOWN, key, unit, 0, k))
        works = not works
    if works:
        opens.append(t)
        closes.append(NEVER)
    return opens, closes
