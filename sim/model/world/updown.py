"""Machines that fail and are repaired: an alternating renewal process, independent of what the force does."""

import math

from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.durations import whole_seconds
from sim.model.world.numbers import Numbers
from sim.model.world.windows import Windows

__all__ = ["up_seconds", "up_windows"]


def up_seconds(u: float, repair: float, available: float) -> int:
    """Return how long a machine works until it fails [s], given a uniform number: exponential, mean r A / (1 - A).

    Parameters
    ----------
    repair, available
        Mean repair time r [s], and the long-run fraction A of the time in which it works, below 1.
    """
    return max(1, whole_seconds(-math.log(u) * repair * available / (1.0 - available)))


def up_windows(numbers: Numbers, key: int, unit: int, available: float, down: int) -> Windows:
    """Return the windows in which one machine works, from before the start to beyond the horizon.

    Parameters
    ----------
    numbers
        The numbers of the replication.
    key, unit
        Key of its owner, and number of the machine.
    available
        Long-run fraction of the time in which it works, above 0 and at most 1.
    down
        Row of the distribution of the repair time [s].

    Returns
    -------
    opens, closes
        Half-open windows [s]; if it works at the start, the first one begins long before it.

    Notes
    -----
    The time from a repair to the next failure is exponential with mean m = r A / (1 - A) (`up_seconds`): the
    availability of an alternating renewal process is m / (m + r) (S. M. Ross, *Introduction to Probability Models*,
    section 7.5). It is down at the start with probability 1 - A, for a repair that begins then. That is exactly the
    long-run state if repair times are exponential; if they vary less, the first down time is a little too long, and if
    they vary more, too short.
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
