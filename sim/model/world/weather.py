"""Outages by weather and missing permissions, as drawn for one replication."""

import math
from bisect import bisect_left
from collections.abc import MutableSequence, Sequence
from typing import Any, Final

import numpy as np

from sim.domain.memo import memoised
from sim.model.calendars import NEVER
from sim.model.draws import Stream, uniform
from sim.model.durations import Kind, quantile, whole_seconds
from sim.model.plan import Plan
from sim.model.world.numbers import Numbers
from sim.model.world.routines import Constant

__all__ = ["Shut", "alternate", "lasting", "outages", "permissions", "reach", "regime", "stopped"]

GAP, LENGTH = int(Stream.OUTAGE_GAP), int(Stream.OUTAGE_LENGTH)
FIXED: Final = int(Kind.FIXED)
Shut = tuple[int, int, int, int, int]
"""An interval in which something is closed: (cause, site or -1, lift or -1, begins [s], until [s]).

For a closed route, -2 - route stands in place of the lift. The cause is a number. For an outage, it is the row of the
outage. For a crisis that stops runways, ramps or stations, it is n_outages + row; for a crisis that keeps lifts from
coming or closes a route, -1 - n_permissions - row. For a missing permission, it is -1 - row. For a substitute that has
not opened, it is -1 - n_permissions - n_crises - row of its site.
"""


def stopped(numbers: Numbers) -> list[int]:
    """Return what each outage, then each crisis, stops at its sites: bits for runway, ramp and stations."""
    return [row.stops for table in ("outage", "crisis") for row in numbers.rows(table)]


def outages(numbers: Numbers) -> list[Shut]:
    """Return the intervals of all outages, at each site and for each lift; drawn intervals begin before the horizon."""
    plan, shut = numbers.plan, []
    for row, outage in enumerate(numbers.rows("outage")):
        sites = [int(site) for site in plan.outage_sites[row].nonzero()[0]]
        lifts = [int(lift) for lift in plan.outage_lifts[row].nonzero()[0]]
        given = [(c.begins, c.until) for c in numbers.rows("closure") if c.outage == row]
        hit = [(site, -1, numbers.rows("site")[site].key) for site in sites]
        hit += [(-1, lift, numbers.rows("lift")[lift].key) for lift in lifts]
        everywhere = given or (_storms(numbers, row, outage, 0) if outage.together and hit else [])
        for site, lift, key in hit:
            drawn = everywhere if given or outage.together else _storms(numbers, row, outage, key)
            shut += [(row, site, lift, begins, until) for begins, until in drawn]
    return shut


def _storms(numbers: Numbers, row: int, outage: Any, place: int) -> list[tuple[int, int]]:
    """Return the drawn intervals of an outage; `place` is the key of a site or lift, or 0 for all of them together."""
    per_day, shape, routines = numbers.value(outage.per_day_s), numbers.dist[outage.lasts], numbers.routines
    if per_day <= 0.0:
        return []
    hazard, table = (routines.read(each) for each in _hazard(numbers.plan)[row])
    address = numbers.seed, numbers.replication, outage.key, place
    many, room = -1, 128
    while many < 0:
        begins, until = np.zeros((2, room), np.int64)
        many = routines.alternate(*address, begins, until, hazard, table, per_day, numbers.plan.horizon, *shape[:4])
        room *= 4
    return list(zip(begins[:many].tolist(), until[:many].tolist(), strict=True))


def alternate(
    seed: int,
    replication: int,
    key: int,
    place: int,
    begins: MutableSequence[int],
    until: MutableSequence[int],
    hazard: Sequence[float],
    table: Sequence[float],
    per_day: float,
    horizon: int,
    kind: int,
    a: float,
    b: float,
    c: float,
) -> int:
    """Write the intervals of an outage.

    An interval begins when the cumulative hazard has risen by an exponential draw since the end of the interval before
    (for the first, since the start). The compiled engine compiles this function unchanged.

    Parameters
    ----------
    seed, replication, key, place
        Address of the random numbers.
    begins, until
        Output: the intervals [s].
    hazard
        Cumulative hazard by hour since the start, if one interval a day began on average.
    table, kind, a, b, c
        Distribution of the length of an interval (`durations.quantile`).
    per_day, horizon
        Mean number of intervals that begin per day, above 0; every interval begins before the horizon [s].

    Returns
    -------
    int
        Number of intervals; -1 if `begins` and `until` have no room for them.
    """
    many, t = 0, 0
    while True:
        need = -math.log(uniform(seed, replication, GAP, key, 0, place, many)) / per_day
        start = reach(hazard, t, need)
        if start >= horizon:
            return many
        if many == len(begins):
            return -1
        u = 0.5 if kind == FIXED else uniform(seed, replication, LENGTH, key, 0, place, many)
        t = start + max(1, whole_seconds(max(0.0, quantile(kind, a, b, c, table, u))))
        begins[many], until[many] = start, t
        many += 1


def reach(hazard: Sequence[float], t: int, need: float) -> int:
    """Return when the cumulative hazard has risen by `need` since `t` [s], rounded up; NEVER beyond the table."""
    hour, inside = divmod(t, 3600)
    if hour >= len(hazard) - 1:
        return NEVER
    target = hazard[hour] + (hazard[hour + 1] - hazard[hour]) * inside / 3600.0 + need
    position = bisect_left(hazard, target)
    if position >= len(hazard):
        return NEVER
    step = hazard[position] - hazard[position - 1]
    return max(t, math.ceil(3600.0 * (position - 1 + (target - hazard[position - 1]) / step)))


@memoised
def _hazard(plan: Plan) -> list[tuple[Constant, Constant]]:
    """Return, for each outage, its cumulative hazard by hour and the table of the distribution of its length."""
    tables = [plan.quantiles[row] if row >= 0 else () for row in plan.dist["table"][plan.outage["lasts"]].tolist()]
    return [
        (Constant(hazard.copy()), Constant(np.array(table, np.float64)))
        for hazard, table in zip(plan.hazard, tables, strict=True)
    ]


def permissions(numbers: Numbers) -> list[Shut]:
    """Return the intervals in which permission is missing: before it is given, and while it is withdrawn."""
    shut: list[Shut] = []
    for row, permission in enumerate(numbers.rows("permission")):
        opens, lost = regime(numbers, permission)
        closed = [(0, opens), *lost] if opens > 0 else lost
        for site, lift in _needed_by(numbers.plan, row):
            shut += [(-1 - row, site, lift, begins, until) for begins, until in closed]
    return shut


def regime(numbers: Numbers, permission: Any) -> tuple[int, list[tuple[int, int]]]:
    """Return when a permission is first given [s], and the intervals in which it is withdrawn later."""
    key, lost = permission.key, []
    opens = t = numbers.sample(permission.opens, Stream.PERMISSION, key, 0)
    for k in range(permission.times):
        if not numbers.happens(permission.lost_s, Stream.PERMISSION, key, 1, 0, k):
            break
        begins = t + numbers.sample(permission.lost_after, Stream.PERMISSION_GAP, key, 0, 0, k)
        t = begins + numbers.sample(permission.lost_for, Stream.PERMISSION_LENGTH, key, 0, 0, k)
        if t > begins:
            lost.append((begins, t))
    return opens, lost


def lasting(spans: Sequence[tuple[int, int]], until: int) -> int:
    """Return how much of the intervals lies before the instant `until` [s]."""
    return sum(min(end, until) - begins for begins, end in spans if begins < until)


def _needed_by(plan: Plan, row: int) -> list[tuple[int, int]]:
    """Return what a permission opens, as (site or -1, lift or -1); for a route, (-1, -2 - route)."""
    of_kind = (plan.permits[row], plan.permit_sites[row], plan.permit_routes[row])
    lifts, sites, routes = ([int(at) for at in found.nonzero()[0]] for found in of_kind)
    if routes:
        return [(-1, -2 - route) for route in routes]
    return [(site, lift) for site in sites or [-1] for lift in lifts or [-1]] if sites or lifts else []
