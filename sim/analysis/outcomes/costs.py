"""Costs: the flying hours of each lift, and money by heading as far as the scenario states prices.

A heading without a price has no column; a scenario that states no prices has columns of flying hours only.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any, Final

from sim.analysis.outcomes.column import Column, number
from sim.analysis.outcomes.flying import Flown, flown
from sim.analysis.sums import Sums
from sim.domain.memo import memoised
from sim.model.plan import Plan
from sim.model.terms import Response, Way
from sim.model.world import World

__all__ = ["HEADINGS", "columns", "headings", "sold", "unpriced", "values"]

DAY: Final = 86_400
BRINGS_LIFT: Final = (Response.LIFT, Response.CALL)
"""Responses of reviews that bring lift."""
HEADINGS: Final = {
    "flying": "flying hours of all legs",
    "positioning": "flying hours outside the legs",
    "charter": "missions that came",
    "seats": "people carried",
    "handling": "tonnes loaded",
    "per_diem": "days of people in country",
    "disposal": "items handed over or destroyed",
    "granted": "lift granted to reviews",
}
"""Heading -> what its money is spent on; the headings sum to the total."""


@memoised
def headings(plan: Plan) -> tuple[str, ...]:
    """Return the headings that have a price, in the order of `HEADINGS`."""
    lift, lot = plan.lift_price, plan.lot_price
    stated = {
        "flying": lift["flying_s"] >= 0,
        "positioning": (lift["flying_s"] >= 0) & (lift["positioning_s"] >= 0),
        "charter": lift["charter_s"] >= 0,
        "seats": lift["seat_s"] >= 0,
        "handling": lift["handling_s"] >= 0,
        "per_diem": lot["per_diem_s"] >= 0,
        "disposal": (lot["transfer_s"] >= 0) | (lot["destroy_s"] >= 0),
        "granted": lift["granted_s"] >= 0,
    }
    return tuple(name for name in HEADINGS if stated[name].any())


@memoised
def sold(plan: Plan) -> bool:
    """Return whether the scenario states a sale price for any lot."""
    return bool((plan.lot_price["sale_s"] >= 0).any())


def unpriced(plan: Plan) -> tuple[str, ...]:
    """Return what the total leaves out for lack of a price; nothing if no heading has a price.

    A lift is named if it has no price of flying, none of charter and none of seats. If any lift has a price of a grant,
    each other lift that reviews may request or call is named. If any group has a per diem, each other group is named.
    Handing over, or destroying, is named if a lot that may be disposed of in this way has no price for it.
    """
    lift, lot = plan.lift_price, plan.lot_price
    names = [
        name
        for row, name in enumerate(plan.names["lift"])
        if all(lift[price][row] < 0 for price in ("flying_s", "charter_s", "seat_s"))
    ]
    if (lift["granted_s"] >= 0).any():
        asked = {plan.names["lift"][row] for row in plan.ask["lift"] if lift["granted_s"][row] < 0}
        names += [f"a grant of {name}" for name in sorted(asked)]
    if (lot["per_diem_s"] >= 0).any():
        free = (plan.lot["person"] != 0) & (lot["per_diem_s"] < 0)
        names += [name for name, without in zip(plan.names["lot"], free, strict=True) if without]
    for way, price, words in ((Way.TRANSFER, "transfer_s", "handing over"), (Way.DESTROY, "destroy_s", "destroying")):
        may = plan.option["lot"][plan.option["way"] == way]
        if (lot[price][may] < 0).any():
            names.append(words)
    return tuple(names) if headings(plan) else ()


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    lifts = plan.names["lift"]
    positioned = [name for row, name in enumerate(lifts) if plan.lift_price["positioning_s"][row] >= 0]
    found = headings(plan)
    return [
        *(number(f"flying_{lift}_h", f"flying hours of all legs of {lift}, both ways") for lift in lifts),
        *(number(f"positioning_{lift}_h", f"flying hours of {lift} outside its legs") for lift in positioned),
        *(number(f"cost_{name}_usd", f"cost of {HEADINGS[name]} [USD]") for name in found),
        *([number("cost_total_usd", "total of all cost headings [USD]")] if found else []),
        *([number("sales_usd", "proceeds of items sold, not deducted from the cost [USD]")] if sold(plan) else []),
    ]


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`.

    Notes
    -----
    Each heading is rounded once, to whole cents; the total is the sum of the rounded headings.
    """
    world, lifts = sums.world, flown(sums)
    prices = world.rows("lift_price")
    positioned = [(each, row) for each, row in zip(lifts, prices, strict=True) if row.positioning_s >= 0]
    spent = [_cents(_amounts(name, world, lifts, sums)) for name in headings(plan)]
    return [
        *(each.legs / 3600 for each in lifts),
        *(each.positions * _price(world, row.positioning_s) / 3600 for each, row in positioned),
        *(cents / 100 for cents in spent),
        *([sum(spent) / 100] if spent else []),
        *([_cents(_disposals(world, sums, {"sold": "sale_s"})) / 100] if sold(plan) else []),
    ]


def _amounts(name: str, world: World, lifts: list[Flown], sums: Sums) -> Iterator[float]:
    """Yield the amounts of one heading [USD], by lift, group or lot."""
    if name == "per_diem":
        return _per_diem(world, sums)
    if name == "disposal":
        paid = {"transferred": "transfer_s", "destroyed": "destroy_s"}
        return _disposals(world, sums, paid)
    if name == "granted":
        return _granted(world, sums)
    quantity: dict[str, Callable[[Flown, Any], float]] = {
        "flying": lambda each, row: _price(world, row.flying_s) * each.legs,
        "positioning": lambda each, row: (
            _price(world, row.flying_s) * _price(world, row.positioning_s) * each.positions
        ),
        "charter": lambda each, row: _price(world, row.charter_s) * each.came,
        "seats": lambda each, row: _price(world, row.seat_s) * each.people,
        "handling": lambda each, row: _price(world, row.handling_s) * each.kg,
    }
    return (quantity[name](each, row) for each, row in zip(lifts, world.rows("lift_price"), strict=True))


def _per_diem(world: World, sums: Sums) -> Iterator[float]:
    """Yield the cost of the days in country of each group [USD].

    The days of a person last from arrival until that person is out, left behind or retained, or the history ends.
    """
    for price, seconds in zip(world.rows("lot_price"), sums.movers.of_lot["there_s"].tolist(), strict=True):
        if price.per_diem_s >= 0:
            yield _price(world, price.per_diem_s) * seconds / DAY


def _disposals(world: World, sums: Sums, prices: dict[str, str]) -> Iterator[float]:
    """Yield the amount for each disposition and lot [USD]: the number of items times the price of one item.

    `prices` maps the column of `LotSums` that counts the items to the column of the plan's table `lot_price`.
    """
    for disposition, column in prices.items():
        for price, items in zip(world.rows("lot_price"), sums.movers.of_lot[disposition].tolist(), strict=True):
            yield _price(world, getattr(price, column)) * items


def _granted(world: World, sums: Sums) -> Iterator[float]:
    """Yield the price of each request or call of a review that was granted before the history ended [USD]."""
    prices, history = world.rows("lift_price"), sums.trajectory
    for row in history.reviewed[["kind", "subject", "granted", "effect"]].tolist():
        kind, lift, granted, effect = row
        if kind in BRINGS_LIFT and granted and effect <= history.end:
            yield _price(world, prices[lift].granted_s)


def _price(world: World, slot: int) -> float:
    """Return a price [USD per second, kilogram, ...] or `positioning_s` [s]; 0 if not stated, or if drawn below 0."""
    return max(0.0, world.value(slot))


def _cents(amounts: Iterator[float]) -> int:
    """Return the sum of amounts in USD, in whole cents, rounded half up."""
    return math.floor(100.0 * math.fsum(amounts) + 0.5)
