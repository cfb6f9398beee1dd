"""When a load that is ready to leave a site, or has left it, is out: its last loading and its way to the border.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from sim.arithmetic.demand import crossings
from sim.arithmetic.loading import departs, freed
from sim.arithmetic.pace import flying_h, lost_h
from sim.arithmetic.supply import Bringing
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.world.hours import open_hours
from sim.model.world.means import HOUR, Load, Means

__all__ = ["arrives", "onward", "way"]


def onward(means: Means, load: Load, lifts: Sequence[Bringing], at: float, *, exact: bool) -> tuple[float, float]:
    """Return how long the last movers of a load take to be loaded, and from then to the border [s].

    Any lift that leaves the country may take them; the lift with which they are out first counts.

    Parameters
    ----------
    lifts
        All lifts.
    at
        When the last movers of the load are ready to leave [s].
    exact
        Whether `at` is a date; otherwise it is a mean, and the last mover is taken to come alone.
    """
    if not math.isfinite(at):
        return 0.0, 0.0
    ends = []
    for place, site, row in crossings(means, load.row):
        what = freed(means, load, lifts[row], alone=not exact or place != load.row)
        leaves = departs(means, row, site, at, what, exact=exact and place == load.row, waits=True)
        ends.append((arrives(means, site, row, leaves), leaves))
    end, leaves = min(ends, default=(at, at))
    return (leaves - at, end - leaves) if math.isfinite(end) else (0.0, math.inf)


def way(means: Means, loads: Iterable[Load], at: float, departed: Mapping[int, float] | None = None) -> float:
    """Return the least time from an instant until the last of some loads crosses the border [s].

    Any of the loads may be the last, and any lift that leaves the country may take it; the shortest way counts. The
    result is 0 if movers on one of these lifts count as out at departure.

    Parameters
    ----------
    at
        When the last mover has left a site, or passed a step there [s].
    departed
        Row of a lift -> its last departure [s], for lifts that may have departed before `at`.
    """
    if not math.isfinite(at):
        return 0.0
    departed = departed or {}
    ends = [
        max(at, arrives(means, site, lift, departed.get(lift, at)))
        for row in {load.row for load in loads}
        for _, site, lift in crossings(means, row)
    ]
    return min(ends, default=at) - at


def arrives(means: Means, site: int, row: int, leaves: float) -> float:
    """Return when a load that leaves a site at the instant `leaves` is over the border [s]; infinite for never.

    If movers on the lift count as out on arrival, they are over the border when they have been offloaded.
    """
    spec = means.rows("lift")[row]
    if not spec.crosses_on_arrival or not math.isfinite(leaves):
        return leaves
    leg = next(leg for leg in means.rows("leg") if leg.lift == row and leg.site == site)
    moving, offload = HOUR * (flying_h(means, leg) / 2.0 + lost_h(means, spec, leg)), means.mean(spec.offload)
    if spec.moves < 0:
        return leaves + moving + offload
    there = calendars.finish(*open_hours(means, spec.moves), round(leaves), round(moving))
    return float(there) + offload if there < NEVER else math.inf
