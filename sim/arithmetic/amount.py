"""How much equipment and how many people have to go, and how many sorties they need.

A load is what one group or lot has yet to move.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.arithmetic import factors
from sim.arithmetic.demand import parted
from sim.arithmetic.filling import SPACE, Room, filling, weighed
from sim.arithmetic.supply import Bringing
from sim.model.world.means import Load, Means

__all__ = ["Amount", "amount"]


@dataclass(frozen=True, slots=True)
class Amount:
    """Equipment and people that have to go, sorties with equipment, and further sorties for people."""

    tonnes: float
    items: int
    people: int
    heavy_sorties: int
    people_sorties: int


def amount(means: Means, loads: Sequence[Load], lifts: Sequence[Bringing]) -> Amount:
    """Return the totals of loads, and the sorties that they need, added up over sites.

    If lifts that carry only people serve a site, its people go on them. Otherwise the people go with the cargo and, if
    the seats on these sorties are too few, on further sorties.
    """
    items, people = parted(means, loads)
    heavy = light = 0
    for site in sorted({place.site for load in loads for place in means.places(load.row)}):
        passing = [load for load in loads if means.passes(load.row, site)]
        cargo, seated = parted(means, passing)
        cargo_lifts = [lift for lift in lifts if site in lift.sites and lift.heavy]
        people_lifts = [lift for lift in lifts if site in lift.sites and not lift.heavy and lift.seats > 0]
        heads, weight = math.fsum(load.calls for load in seated), math.fsum(load.tonnes for load in cargo)
        beside = 0.0 if people_lifts or not cargo_lifts else math.fsum(load.tonnes for load in seated)
        sorties = 0
        if cargo_lifts:
            room = Room(
                average(cargo_lifts, lambda lift: lift.payload_t),
                average(cargo_lifts, lambda lift: lift.positions),
                seats=0.0,
                heavy=True,
                volume_m3=average(cargo_lifts, lambda lift: lift.volume_m3),
            )
            sorties = max(
                factors.missions_required(
                    math.fsum(weighed(load, room.payload_t) for load in cargo) + beside, room.payload_t
                ),
                factors.missions_required(weight, filling(room, cargo, []).load_t),
                *(factors.missions_required(math.fsum(map(by.of, cargo)), by.room(room)) for by in SPACE),
            )
        seats = average(people_lifts or cargo_lifts, lambda lift: lift.people)
        carried = 0.0 if people_lifts else sorties * seats
        heavy += sorties
        if heads and math.isfinite(seats) and seats > 0.0:
            light += factors.missions_required(max(0.0, heads - carried), seats)
    tonnes = math.fsum(load.tonnes for load in items)
    return Amount(tonnes, sum(load.count for load in items), sum(load.count for load in people), heavy, light)


def average(lifts: Sequence[Bringing], value: Callable[[Bringing], float]) -> float:
    """Return the mean of a value over some lifts, weighted by their missions a day; 1 if there is no lift.

    If no lift has missions, all lifts count equally. If some lifts have infinitely many missions a day, because their
    trips take no time, only these lifts count.
    """
    rates = [lift.per_day for lift in lifts]
    if math.inf in rates:
        rates = [float(math.isinf(rate)) for rate in rates]
    weights = rates if any(rates) else [1.0] * len(lifts)
    total = math.fsum(weights)
    return math.fsum(w * value(lift) for w, lift in zip(weights, lifts, strict=True) if w) / total if lifts else 1.0
