"""Throughput of the parking spots where sorties set down loads: at a border gate with its lanes, or at a hub."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sim.arithmetic import factors
from sim.arithmetic.demand import Demand
from sim.arithmetic.filling import SPACE, thresholds, weighed
from sim.arithmetic.supply import Bringing, whole
from sim.model.terms import Stops
from sim.model.world.means import DAY, Load, Means

__all__ = ["GateLimit", "gates"]


@dataclass(frozen=True, slots=True)
class GateLimit:
    """The limit of one gate: what must pass it, and the earliest instant by which all of that has passed [s].

    Attributes
    ----------
    site, sites, lifts
        The gate, and the sites and lifts from which sorties come to it.
    at
        When the last load has passed, if sorties come without a break from the earliest possible instant [s].
    per_day
        Largest number of sorties that it lets through in a day.
    """

    site: int
    sites: tuple[int, ...]
    lifts: tuple[int, ...]
    at: float
    per_day: float


def gates(means: Means, demands: Sequence[Demand], lifts: Sequence[Bringing]) -> list[GateLimit]:
    """Return the limit of each place with parking spots where lifts set down loads that have no other way out.

    Notes
    -----
    A gate passes spots x open hours / time on a spot; what has to pass is as many full sorties as the loads need. Cargo
    and people count separately if no lift takes both. No queueing efficiency is applied: no order of arrival can beat
    this limit.
    """
    found = []
    for row, site in enumerate(means.rows("site")):
        coming = [lift for lift in lifts if lift.to == row and lift.uses_ramp and lift.offload_h > 0.0]
        mine = frozenset(lift.row for lift in coming)
        held = [demand for demand in demands if demand.lifts and demand.lifts <= mine]
        if site.parking_s < 0 or not held:
            continue
        spot_h = max(1, means.whole(site.parking_s)) * means.open_h(site.runway, row, Stops.RUNWAY)
        cargo, people = (
            [d.load for d in held if bool(means.rows("lot")[d.load.row].person) == who] for who in (False, True)
        )
        heavy, seated = [lift for lift in coming if lift.heavy], [lift for lift in coming if lift.seats > 0.0]
        most = max((lift.payload_t for lift in heavy), default=math.inf)
        goods = max(
            _time(cargo, heavy, partial(weighed, payload_t=most), lambda lift: lift.payload_t),
            *(_time(cargo, heavy, by.of, by.room) for by in SPACE),
            *(_time(cargo, heavy, *whole(*size)) for size in thresholds(cargo)),
        )
        heads = _time(people, seated, lambda load: load.calls, lambda lift: lift.seats)
        both = any(lift in heavy for lift in seated)
        days = factors.closure_days(max(goods, heads) if both else goods + heads, spot_h)
        opens = min(lift.opens for lift in coming)
        sites = tuple(sorted({place for demand in held for place in demand.sites}))
        per_day = spot_h / min(lift.offload_h for lift in coming)
        found.append(GateLimit(row, sites, tuple(sorted(mine)), opens + days * DAY, per_day))
    return found


def _time(
    loads: Sequence[Load],
    lifts: Sequence[Bringing],
    measure: Callable[[Load], float],
    each: Callable[[Bringing], float],
) -> float:
    """Return the least time on a spot for some loads [h]: that of full sorties of the quickest lift."""
    amount = math.fsum(measure(load) for load in loads)
    takes = [lift.offload_h / each(lift) for lift in lifts if each(lift) > 0.0]
    return amount * min(takes, default=0.0)
