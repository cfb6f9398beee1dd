"""The lifts that each lot can ride in a world, and the load that a sortie of each lift is expected to carry."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.domain.memo import memoised
from sim.model.durations import whole_seconds
from sim.model.limits import WIDEST
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.world.carrying import MOST, Limits
from sim.model.world.drawing import distributions
from sim.model.world.flying import positions, volume
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers
from sim.model.world.routines import Constant

__all__ = ["SIDES", "can_ride", "can_ride_in", "expected_in", "expected_loads", "full_load"]

Flags = npt.NDArray[np.bool_]
SIDES: Final = ("length_s", "width_s", "height_s")
"""Columns of the sides of an item in the table of lots, and of their limits in the table of lifts."""


@memoised
def _best_factor(plan: Plan) -> npt.NDArray[np.float64]:
    """Return the largest factor on the payload of each lift out of each site, shape (n_sites, n_lifts).

    It is 1 for a lift that has no leg from the site.
    """
    best = np.ones((len(plan.site), len(plan.lift)))
    best[plan.leg["site"], plan.leg["lift"]] = plan.payload_factor.max(axis=1, initial=0.0)[plan.payload_row]
    return best


@memoised
def _places(plan: Plan) -> tuple[Constant, Constant]:
    """Return the lot and the site of each lot and then of each stop."""
    home = np.concatenate([np.arange(len(plan.lot)), plan.stop["lot"]])
    return Constant(home), Constant(np.concatenate([plan.lot["site"], plan.stop["site"]]))


@memoised
def _of_lifts(plan: Plan) -> Constant:
    """Return what limits the load of each lift (`Limits`)."""
    return _limits(plan, np.arange(len(plan.lift)), plan.lift)


@memoised
def _of_configurations(plan: Plan) -> Constant:
    """Return what limits the load of each configuration of a lift (`Limits`)."""
    return _limits(plan, plan.configuration["lift"], plan.configuration)


def _limits(plan: Plan, lift: npt.NDArray[Any], stated: Table) -> Constant:
    """Return the limits of the rows of `stated`, a table of lifts or configurations; `lift` has the lift of each."""
    made = np.zeros(len(lift), Limits.dtype)
    made["room_s"] = plan.site["room_s"][plan.lift["to"][lift]]
    for name in ("driven", "max_payload_s"):
        made[name] = plan.lift[name][lift]
    for name in ("payload", "pallets_s", "volume_s", "seats"):
        made[name] = stated[name]
    return Constant(made)


def can_ride(numbers: Numbers, items: Items) -> tuple[Flags, Flags]:
    """Return which lifts can carry each lot or stop in this world, and which lifts serve each hop.

    A lift that the plan allows is left out for a lot if not even one member (or one party) fits its payload, positions,
    volume and seats (`carrying.put_fits`), if items are too long, wide or high, or if no configuration fits.

    Returns
    -------
    carries, hop_lifts
        Shapes (n_lots + n_stops, n_lifts) and (n_hops, n_lifts).
    """
    plan = numbers.plan
    home = _places(plan)[0].table
    fits = _fits(numbers, items, _of_lifts(plan), _best_factor(plan))
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
    """Return whether each lot or stop can ride in each configuration, shape (n_lots + n_stops, n_configurations).

    `carries`: whether each lot or stop can ride each lift at all in this world.
    """
    plan = numbers.plan
    if not len(plan.configuration):
        return np.zeros((len(carries), 0), np.bool_)
    lift = plan.configuration["lift"]
    return carries[:, lift] & _fits(numbers, items, _of_configurations(plan), _best_factor(plan)[:, lift])


def _fits_one(numbers: Numbers, items: Items) -> Flags:
    """Return whether each lot or stop fits some configuration of each lift; true for a lift without configurations."""
    lift, factor = numbers.plan.configuration["lift"], _best_factor(numbers.plan)
    each = _fits(numbers, items, _of_configurations(numbers.plan), factor[:, lift])
    return np.stack(
        [each[:, lift == row].any(axis=1) if row in lift else np.ones(len(each), np.bool_)
         for row in range(len(numbers.plan.lift))],
        axis=1,
    )  # fmt: skip


def _fits(numbers: Numbers, items: Items, limits: Constant, factor: npt.NDArray[np.float64]) -> Flags:
    """Return whether each lot or stop fits each row of `limits`, with the given payload factors (`put_fits`)."""
    routines = numbers.routines
    home, site = (routines.read(each) for each in _places(numbers.plan))
    fits = np.zeros((len(home), len(limits.table)), np.bool_)
    routines.put_fits(
        routines.read(limits), numbers.read_numbers(), routines.write(numbers.shapes),
        routines.read(distributions(numbers.plan).quantiles), factor, numbers.read("lot"), home, site,
        items.many, items.lightest, items.smallest, items.litres, fits,
    )  # fmt: skip
    return fits


def expected_loads(numbers: Numbers, items: Items, ways: Ints, carries: Flags) -> list[int]:
    """Return the weight that one sortie of each lift is expected to carry [kg] (`carrying.put_expected`).

    Parameters
    ----------
    numbers, items, ways, carries
        The numbers of a replication, its items, the planned way of each item, and the lifts that can carry each lot or
        stop.
    """
    loads: list[int] = _expected(numbers, items, ways, carries, _of_lifts(numbers.plan))[:, 0].tolist()
    return loads


def expected_in(numbers: Numbers, items: Items, ways: Ints, configured: Flags) -> list[tuple[int, int, int]]:
    """Return, by configuration, the three weights of `carrying.put_expected` [kg]: in all, of people, of equipment.

    `configured` is the result of `can_ride_in`; the other parameters are as for `expected_loads`.
    """
    return [(*each,) for each in _expected(numbers, items, ways, configured, _of_configurations(numbers.plan)).tolist()]


def _expected(numbers: Numbers, items: Items, ways: Ints, carries: Flags, limits: Constant) -> Ints:
    """Return the weights of `carrying.put_expected` for each row of `limits` [kg], shape (n_limits, 3)."""
    plan, routines = numbers.plan, numbers.routines
    rides = carries[: len(plan.lot)].copy()
    np.logical_or.at(rides, plan.stop["lot"], carries[len(plan.lot) :])
    expected = np.zeros((len(limits.table), 3), np.int64)
    routines.put_expected(
        routines.read(limits), numbers.read_numbers(), routines.write(numbers.shapes), numbers.read("lot"),
        items.first, items.many, items.kg, items.mpos, items.litres, ways, rides,
        np.zeros((len(plan.lot), 3), np.int64), expected,
    )  # fmt: skip
    return expected


def full_load(numbers: Numbers, spec: Any) -> tuple[int, int, int, int]:
    """Return the mean payload [kg], positions [thousandths], seats and volume [l] of a full load of a lift.

    Positions, seats and volume are 0 if they are not limited; seats are also 0 if the lift carries no people. Where
    room at the destination is limited, seats are at most this room, and equal to it if they would be 0.
    """
    structural = numbers.whole(spec.max_payload_s)
    payload = float(numbers.shapes["average"][spec.payload])
    if structural > 0:
        payload = min(payload, structural)
    places = max(0, positions(numbers, spec))
    seats = min(whole_seconds(float(numbers.shapes["average"][spec.seats])), WIDEST) if spec.seats >= 0 else 0
    room = numbers.rows("site")[spec.to].room_s
    if room >= 0:
        seats = min(seats or WIDEST, max(1, numbers.whole(room)))
    return min(whole_seconds(payload), MOST), min(places, MOST), seats, volume(numbers, spec)
