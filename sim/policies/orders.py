"""Shipped load orders: which mover boards first, among required movers and among wanted ones."""

import math
from collections.abc import Iterable
from typing import Any

from sim.policies.registry import policy
from sim.policies.views import LoadView, LotView

__all__ = ["earliest_due_date", "fill_the_aircraft", "heaviest_first", "lightest_first", "priority", "slack"]


@policy("load", "priority")
def priority(lot: LotView) -> Any:
    """Order by the keys of `[order]`."""
    return lot.priority


@policy("load", "earliest due date")
def earliest_due_date(lot: LotView) -> Any:
    """Order by category, then by due date, lots without a due date last; `order.keys` is ignored (Jackson 1955)."""
    return lot.category_place, math.inf if lot.due_s is None else lot.due_s


@policy("load", "slack")
def slack(lot: LotView) -> Any:
    """Order by due date minus `work_s`, lots without a due date last (Baker and Trietsch 2009)."""
    return math.inf if lot.due_s is None else lot.due_s - lot.work_s


@policy("load", "lightest first")
def lightest_first(lot: LotView) -> Any:
    """Order by the weight of one person or item, lightest first."""
    return lot.weight_kg


@policy("load", "heaviest first")
def heaviest_first(lot: LotView) -> Any:
    """Order by the weight of one person or item, heaviest first."""
    return -lot.weight_kg


@policy("load", "fill the aircraft")
def fill_the_aircraft(view: LoadView) -> Iterable[int]:
    """Order, for each sortie, by how much of its scarcest limit (payload, positions, volume) a mover takes, most first.

    Notes
    -----
    First fit decreasing (Johnson 1974): with one limit it needs at most 11/9 of the minimum number of sorties, plus a
    few. The scarcest limit is the one of which all waiting movers together would take the greatest share. Movers that
    take equal shares of it are ordered by the other limits, then by the order `priority`.
    """
    payload, positions, volume = max(view.payload_kg, 1), view.mpos or 0, view.litres or 0
    shares = [
        (
            mover.weight_kg / payload,
            mover.mpos / positions if positions else 0.0,
            mover.lot.litres / volume if volume else 0.0,
        )
        for mover in view.staged
    ]
    scarcest = sorted(range(3), key=lambda limit: -math.fsum(share[limit] for share in shares))

    def size(position: int) -> tuple[float, ...]:
        return tuple(-shares[position][limit] for limit in scarcest)

    return sorted(range(len(view.staged)), key=lambda position: (*size(position), position))
