"""Each thing that limits a drawdown, taken alone at its mean: the instant before which it cannot be over."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.model.arithmetic import factors
from sim.model.arithmetic.amount import parted
from sim.model.arithmetic.means import DAY, Load, Means
from sim.model.arithmetic.preparation import RampLimit, StationLimit
from sim.model.arithmetic.supply import Bringing

__all__ = ["Limit", "limits"]

FAR = 4000 * DAY
"""Supply is followed this far [s], as no list of missions or rate is meant to go on for longer."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that limits, and the instant before which it does not let the work be done.

    Attributes
    ----------
    kind
        Lift by weight or positions, lift by seats, ramp, preparation, or a date that is given.
    row
        Of the site (lift and ramp; -1 for all sites), station or lot.
    at
        Instant at which this limit alone would be through [s]; infinite for never.
    """

    kind: Literal["lift", "seats", "ramp", "preparation", "date"]
    row: int
    at: float


def limits(
    means: Means,
    loads: Sequence[Load],
    lifts: Sequence[Bringing],
    spots: Sequence[RampLimit],
    places: Sequence[StationLimit],
) -> list[Limit]:
    """Return every limit on some loads, latest first."""
    begins = {place.row: min((means.starts(x.row) for x in loads if place.row in means.route(x.row)), default=0)
              for place in places}  # fmt: skip
    found = [Limit("preparation", place.row, begins[place.row] + place.days * DAY) for place in places]
    found += [Limit("date", load.row, means.ready(load.row)) for load in loads]
    sites = sorted({place.site for load in loads for place in means.places(load.row)})
    for site in [*sites, -1] if len(sites) > 1 else sites:
        here = [load for load in loads if site == -1 or means.passes(load.row, site)]
        serving = [lift for lift in lifts if (lift.out if site == -1 else site in lift.sites)]
        found += _lifted(means, here, serving, site)
    for spot in spots:
        cargo, _ = parted(means, [load for load in loads if means.passes(load.row, spot.site)])
        coming = [lift.opens for lift in lifts if lift.heavy and spot.site in lift.sites]
        days = factors.closure_days(math.fsum(load.tonnes for load in cargo), spot.t_per_day)
        if cargo:
            found.append(Limit("ramp", spot.site, min(coming, default=0) + days * DAY))
    found.sort(key=lambda limit: -limit.at)
    return found


def _lifted(means: Means, loads: Sequence[Load], lifts: Sequence[Bringing], site: int) -> list[Limit]:
    """Return when lifts have carried some loads: by weight and positions, and people by seats."""
    cargo, people = parted(means, loads)
    heavy = [lift for lift in lifts if lift.heavy]
    weight = math.fsum(load.tonnes for load in cargo)
    together = weight + math.fsum(load.tonnes for load in people)
    room = math.fsum(load.positions for load in cargo)
    filled = [
        _when(heavy, weight, lambda lift: lift.payload_t),
        _when(lifts, together, lambda lift: lift.payload_t),
        _when(heavy, room, lambda lift: lift.positions),
    ]
    seats = _when(lifts, sum(load.count for load in people), lambda lift: lift.seats)
    return [Limit("lift", site, max(filled)), Limit("seats", site, seats)]


def _when(lifts: Sequence[Bringing], amount: float, each: Callable[[Bringing], float]) -> float:
    """Instant by which lifts have carried an amount, so much each sortie [s]; infinite if they never do."""

    def carried(t: float) -> float:
        return math.fsum(lift.missions_by(t) * min(each(lift), 1e12) for lift in lifts)

    enough = amount * (1.0 - 1e-9)
    low, high = 0.0, float(FAR)
    if amount <= 0.0 or carried(high) < enough:
        return 0.0 if amount <= 0.0 else math.inf
    for _ in range(64):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if carried(middle) >= enough else (middle, high)
    return high
