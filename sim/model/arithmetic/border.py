"""The way to the border: when what has left is out, where a lift crosses the border only as it arrives."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from sim.model import calendars
from sim.model.arithmetic.demand import crossings
from sim.model.arithmetic.means import HOUR, Load, Means
from sim.model.arithmetic.pace import broken_h, flying_h
from sim.model.arithmetic.supply import Bringing, Keeper
from sim.model.calendars import NEVER

__all__ = ["last_departures", "way"]

DAY = 86_400


def way(means: Means, loads: Iterable[Load], at: float, departs: Mapping[int, float] | None = None) -> float:
    """Return how long after an instant the last of some loads crosses the border at the earliest [s].

    Any of the loads may be the last, and any of the lifts that take it out of the country may take it: the shortest
    way counts, and that is none where one of these lifts crosses at departure.

    Parameters
    ----------
    at
        When the last has left some site, or some step there [s].
    departs
        The last departure of those lifts whose way to the border is not after `at` altogether: a fleet's round trips
        are over when its tail is back, so the way of the last load is part of them [s].
    """
    if not math.isfinite(at):
        return 0.0
    departs = departs or {}
    ends = [
        max(at, _arrives(means, site, lift, departs.get(lift, at)))
        for row in {load.row for load in loads}
        for _, site, lift in crossings(means, row)
    ]
    return min(ends, default=at) - at


def last_departures(paced: Iterable[tuple[Bringing, Keeper]], at: float, after: float) -> dict[int, float]:
    """Return the earliest instant at which each fleet that is through at an instant may have departed last [s].

    Where headway keeps a fleet, an interval is over at `at`, and the last left when it began; else a cycle is, which
    may be longer than all the time since the first could go. Of tails that stand at the site the last leaves at `at`:
    their first loads took no cycle.
    """
    found = {}
    for lift, keeper in paced:
        first = max(after, lift.opens, lift.begins)
        if lift.tails and not lift.standing:
            found[lift.row] = max(first, at - DAY / lift.per_day) if keeper == "headway" else first
    return found


def _arrives(means: Means, site: int, row: int, departs: float) -> float:
    """Return when what departs from a site at an instant is over the border [s]; infinite if it never is."""
    spec = means.rows("lift")[row]
    if not spec.crosses_on_arrival:
        return departs
    leg = next(leg for leg in means.rows("leg") if leg.lift == row and leg.site == site)
    moving = HOUR * (flying_h(means, leg) / 2.0 + broken_h(means, spec))
    if spec.moves < 0:
        return departs + moving
    arrives = calendars.finish(*means.open_hours(spec.moves), round(departs), round(moving))
    return float(arrives) if arrives < NEVER else math.inf
