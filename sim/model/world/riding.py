"""The lifts that each lot can ride in a world, and the load that a sortie of each is expected to carry."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.domain.memo import memoised
from sim.model.driving import PLACE, vehicles_in
from sim.model.durations import whole_seconds
from sim.model.limits import WIDEST
from sim.model.plan import Plan
from sim.model.terms import Way
from sim.model.world.configurations import lifts_as_configured
from sim.model.world.flying import positions, volume
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers

__all__ = ["SIDES", "can_ride", "can_ride_in", "expected_in", "expected_loads", "full_load"]

Flags = npt.NDArray[np.bool_]
MOST = 2**40
"""No limit [kg, thousandths of a pallet position, l, mm]."""
SIDES: Final = ("length_s", "width_s", "height_s")
"""Columns of lots and lifts for the size of an item and its limit."""


@memoised
def _best_factor(plan: Plan) -> npt.NDArray[np.float64]:
    """Return the largest factor on the payload of each lift out of each site, shape (n_sites, n_lifts)."""
    best = np.ones((len(plan.site), len(plan.lift)))
    best[plan.leg["site"], plan.leg["lift"]] = plan.payload_factor.max(axis=1, initial=0.0)[plan.payload_row]
    return best


@memoised
def _places(plan: Plan) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the lot and the site of each lot and then of each stop."""
    home = np.concatenate([np.arange(len(plan.lot)), plan.stop["lot"]])
    return home, np.concatenate([plan.lot["site"], plan.stop["site"]])


def can_ride(numbers: Numbers, items: Items) -> tuple[Flags, Flags]:
    """Return the lifts that can carry each lot or stop in this world, and the lifts that serve each hop.

    These are the lifts of the plan, without those that have no seat, too few pallet positions, too little payload or
    too little space for even the smallest member of a lot or, for people who travel together, for one whole party.
    """
    plan = numbers.plan
    home, _ = _places(plan)
    fits = _fits(numbers, items, numbers.rows("lift"), _best_factor(plan))
    for side in SIDES:
        stated = plan.lift[side] >= 0
        if stated.any():
            limit = np.where(stated, numbers.wholes(plan.lift[side]), MOST)
            fits &= numbers.wholes(plan.lot[side])[home, None] <= limit
    if len(plan.configuration):
        fits &= _fits_one(numbers, items)
    carries = plan.carries & fits
    return carries, plan.hop_lifts & fits[plan.hop["at"]]


def can_ride_in(numbers: Numbers, items: Items, carries: Flags) -> Flags:
    """Return which lot or stop rides in which configuration, shape (n_lots + n_stops, n_configurations).

    `carries`: on which lift it can ride at all in this world.
    """
    plan = numbers.plan
    if not len(plan.configuration):
        return np.zeros((len(carries), 0), np.bool_)
    lift = plan.configuration["lift"]
    return carries[:, lift] & _fits(numbers, items, lifts_as_configured(numbers), _best_factor(plan)[:, lift])


def _fits_one(numbers: Numbers, items: Items) -> Flags:
    """Return what fits some configuration of each lift; of a lift that has none, all."""
    lift, factor = numbers.plan.configuration["lift"], _best_factor(numbers.plan)
    each = _fits(numbers, items, lifts_as_configured(numbers), factor[:, lift])
    return np.stack(
        [each[:, lift == row].any(axis=1) if row in lift else np.ones(len(each), np.bool_)
         for row in range(len(numbers.plan.lift))],
        axis=1,
    )  # fmt: skip


def _fits(numbers: Numbers, items: Items, specs: Sequence[Any], factor: npt.NDArray[np.float64]) -> Flags:
    """Return which lot or stop fits the weight, positions, volume and seats of some lifts, by their best factors."""
    plan = numbers.plan
    home, site = _places(plan)
    kg, _, mpos, _ = items.extremes
    person = plan.lot["person"].astype(np.bool_)
    most_kg, most_mpos, seats = (np.array(each) for each in zip(*_limits(numbers, specs), strict=True))
    limits = np.floor(most_kg * factor + 0.5)
    party = np.maximum(1, np.minimum(plan.lot["party"], items.many - plan.lot["left"]))
    fits = (kg * party)[home, None] <= limits[site]
    fits &= (mpos[home, None] <= most_mpos) | np.array([bool(spec.driven) for spec in specs], np.bool_)
    fits &= items.litres[home, None] <= np.array([volume(numbers, spec) or MOST for spec in specs])
    fits &= ~person[home, None] | (party[home, None] <= seats)
    return np.asarray(fits, np.bool_)


def _limits(numbers: Numbers, specs: Sequence[Any]) -> list[tuple[float, int, int]]:
    """Return for some lifts the heaviest item [kg], the positions [thousandths] and the most people on one sortie."""
    found = []
    for spec in specs:
        structural = numbers.whole(spec.max_payload_s)
        kg = float(structural) if structural > 0 else min(numbers.dist[spec.payload].largest(), float(MOST))
        mpos = positions(numbers, spec) if spec.pallets_s >= 0 else MOST
        seats = MOST if spec.seats < 0 else whole_seconds(min(numbers.dist[spec.seats].largest(), float(MOST)))
        if spec.driven:  # where all of its vehicles have as many seats as any that drives
            seats = vehicles_in(mpos) * int(numbers.plan.lot["seats"].max())
        room = numbers.rows("site")[spec.to].room_s
        found.append((kg, mpos, seats if room < 0 else min(seats, max(1, numbers.whole(room)))))
    return found


def expected_loads(
    numbers: Numbers, items: Items, ways: Ints, carries: Flags, mean: Callable[[int], float]
) -> list[int]:
    """Return what one sortie of each lift is expected to carry for planning [kg], whatever its own draws.

    This is the mean payload, but at most the weight of people that fill its seats plus the weight of cargo that fills
    its pallet positions and volume, using the mean values of the movers that may ride.

    Parameters
    ----------
    numbers, items, ways, carries
        The numbers of a replication, its items, the planned way of each, and the lifts that may carry each lot.
    mean
        Function that returns the mean of a distribution of the plan.
    """
    return [each[0] for each in _expected(numbers, items, ways, carries, numbers.rows("lift"), mean)]


def expected_in(
    numbers: Numbers, items: Items, ways: Ints, configured: Flags, mean: Callable[[int], float]
) -> list[tuple[int, int, int]]:
    """Return what one sortie is expected to carry in each configuration [kg]: in all, of people, of equipment.

    The last two are what it takes of each where nothing else waits. Parameters as for `expected_loads`; `configured`
    is that of `can_ride_in`.
    """
    return _expected(numbers, items, ways, configured, lifts_as_configured(numbers), mean)


def _expected(
    numbers: Numbers, items: Items, ways: Ints, carries: Flags, specs: Sequence[Any], mean: Callable[[int], float]
) -> list[tuple[int, int, int]]:
    plan = numbers.plan
    person = plan.lot["person"].astype(np.bool_)
    loads = _to_ship(plan, items, ways)
    rides = carries[: len(plan.lot)].copy()
    np.logical_or.at(rides, plan.stop["lot"], carries[len(plan.lot) :])
    of_people, of_cargo = ((loads @ (rides & which[:, None])).T.tolist() for which in (person, ~person))
    expected: list[Any] = []
    for spec, people, cargo in zip(specs, of_people, of_cargo, strict=True):
        structural = numbers.whole(spec.max_payload_s)
        payload = min(mean(spec.payload), structural) if structural > 0 else mean(spec.payload)
        seats = mean(spec.seats) if spec.seats >= 0 else math.inf
        takes, places = cargo[2], 1000.0 * numbers.value(spec.pallets_s) if spec.pallets_s >= 0 else math.inf
        if spec.driven:
            places = positions(numbers, spec)
            takes, seats = PLACE * cargo[0], _each(cargo[4], cargo[0], vehicles_in(places))
        room = numbers.rows("site")[spec.to].room_s
        if room >= 0:
            seats = min(seats, max(1, numbers.whole(room)))
        on_seats = _each(people[1], people[0], seats)
        on_deck = _each(cargo[1], takes, places)
        if spec.volume_s >= 0:
            on_deck = min(on_deck, _each(cargo[1], cargo[3], volume(numbers, spec)))
        parts = on_seats + on_deck, on_seats, on_deck
        expected.append(tuple(whole_seconds(min(payload, part)) for part in parts))
    return expected


def full_load(numbers: Numbers, spec: Any, mean: Callable[[int], float]) -> tuple[int, int, int, int]:
    """Return the mean payload [kg], positions [thousandths], seats and volume [l] of a full load of a lift.

    Positions, seats and volume are 0 where there is no limit. For the parameters see `expected_loads`.
    """
    structural = numbers.whole(spec.max_payload_s)
    payload = min(mean(spec.payload), structural) if structural > 0 else mean(spec.payload)
    places = max(0, positions(numbers, spec))
    seats = min(whole_seconds(mean(spec.seats)), WIDEST) if spec.seats >= 0 else 0
    room = numbers.rows("site")[spec.to].room_s
    if room >= 0:
        seats = min(seats or WIDEST, max(1, numbers.whole(room)))
    return min(whole_seconds(payload), MOST), min(places, MOST), seats, volume(numbers, spec)


def _to_ship(plan: Plan, items: Items, ways: Ints) -> Ints:
    """Return the number, weight, positions, volume and seats of the members to ship, shape (5, n_lots)."""
    ships = ways == Way.SHIP
    if plan.lot["left"].any():
        ships &= items.index >= plan.lot["left"][items.lot]
    if ships.all():
        sums, many = items.sums(np.stack([items.kg, items.mpos])), items.many
        return np.concatenate([many[None], sums, [many * items.litres, many * plan.lot["seats"]]])
    sums = items.sums(np.stack([ships, items.kg * ships, items.mpos * ships]))
    return np.concatenate([sums, [sums[0] * items.litres, sums[0] * plan.lot["seats"]]])


def _each(kg: int, of: int, room: float) -> float:
    """Return the weight for which there is room [kg]: 0 if nothing rides, no limit if nothing takes any room."""
    if kg == 0:
        return 0.0
    return room * kg / of if of > 0 else math.inf
