"""The limit of a place where sorties set down loads on parking spots, such as a hub or a border gate with lanes.

A load is what one group or lot has yet to move.
"""

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
    """The limit of one gate: the earliest instant by which all loads that must pass the gate have passed.

    Attributes
    ----------
    site, sites, lifts
        Row of the gate, and rows of the sites and lifts whose sorties come to the gate.
    at
        When the last load has passed, if sorties come without a break from the earliest possible instant [s].
    per_day
        Largest number of sorties that the gate lets through in a day.
    """

    site: int
    sites: tuple[int, ...]
    lifts: tuple[int, ...]
    at: float
    per_day: float


def gates(means: Means, demands: Sequence[Demand], lifts: Sequence[Bringing]) -> list[GateLimit]:
    """Return the limit of each gate: a place with parking spots where lifts set down loads that have no other way out.

    Notes
    -----
    A gate lets (spots x open hours / time on a spot) sorties pass a day, and as many full sorties have to pass as the
    loads need. If no lift takes both cargo and people, the sorties for both are added; otherwise the larger number
    counts. No queueing efficiency is applied, so that no order of arrival can beat this limit.
    """
    found = []
    for row, site in enumerate(means.rows("site")):
        coming = [lift for lift in lifts if lift.to == row and lift.uses_ramp and lift.offload_h > 0.0]
        its_lifts = frozenset(lift.row for lift in coming)
        bound = [demand for demand in demands if demand.lifts and demand.lifts <= its_lifts]  # must pass the gate
        if site.parking_s < 0 or not bound:
            continue
        spot_h = max(1, means.whole(site.parking_s)) * means.open_h(site.runway, row, Stops.RUNWAY)
        cargo, people = (
            [d.load for d in bound if bool(means.rows("lot")[d.load.row].person) == person] for person in (False, True)
        )
        heavy, seated = [lift for lift in coming if lift.heavy], [lift for lift in coming if lift.seats > 0.0]
        payload_t = max((lift.payload_t for lift in heavy), default=math.inf)
        goods = max(
            _time(cargo, heavy, partial(weighed, payload_t=payload_t), lambda lift: lift.payload_t),
            *(_time(cargo, heavy, by.of, by.room) for by in SPACE),
            *(_time(cargo, heavy, *whole(*size)) for size in thresholds(cargo)),
        )
        heads = _time(people, seated, lambda load: load.calls, lambda lift: lift.seats)
        both = any(lift in heavy for lift in seated)
        days = factors.closure_days(max(goods, heads) if both else goods + heads, spot_h)
        opens = min(lift.opens for lift in coming)
        sites = tuple(sorted({place for demand in bound for place in demand.sites}))
        per_day = spot_h / min(lift.offload_h for lift in coming)
        found.append(GateLimit(row, sites, tuple(sorted(its_lifts)), opens + days * DAY, per_day))
    return found


def _time(
    loads: Sequence[Load],
    lifts: Sequence[Bringing],
    measure: Callable[[Load], float],
    each: Callable[[Bringing], float],
) -> float:
    """Return the least time on spots that some loads need [h]: the time of full sorties of the quickest lift.

    `measure` returns the amount of a load, and `each` the amount that one sortie of a lift takes.
    """
    amount = math.fsum(measure(load) for load in loads)
    takes = [lift.offload_h / each(lift) for lift in lifts if each(lift) > 0.0]
    return amount * min(takes, default=0.0)
