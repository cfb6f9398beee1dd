"""Shipped load orders: who boards first, among required movers and among wanted ones."""

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
    """Order by category, then due date, none last; whatever the keys of `[order]` say (Jackson 1955)."""
    return lot.category_place, math.inf if lot.due_s is None else lot.due_s


@policy("load", "slack")
def slack(lot: LotView) -> Any:
    """Order by due date less the mean work on the route: least slack first, no date last (Baker and Trietsch 2009)."""
    return math.inf if lot.due_s is None else lot.due_s - lot.work_s


@policy("load", "lightest first")
def lightest_first(lot: LotView) -> Any:
    """Order by the weight of one person or item."""
    return lot.weight_kg


@policy("load", "heaviest first")
def heaviest_first(lot: LotView) -> Any:
    """Order by the weight of one person or item, the heaviest first."""
    return -lot.weight_kg


@policy("load", "fill the aircraft")
def fill_the_aircraft(view: LoadView) -> Iterable[int]:
    """Order for each sortie by decreasing use of whichever of payload and positions is scarcer.

    Notes
    -----
    First fit decreasing (Johnson 1974): with one limit it needs at most 11/9 of the fewest sorties, and a few more.
    The scarcer limit is the one of which all who wait would take the greater share; ties go to the other limit, then
    to the order `priority`.
    """
    payload, room = max(view.payload_kg, 1), view.mpos or 0
    shares = [(mover.weight_kg / payload, mover.mpos / room if room else 0.0) for mover in view.staged]
    by_position = math.fsum(share for _, share in shares) > math.fsum(share for share, _ in shares)

    def size(position: int) -> tuple[float, float]:
        weight, positions = shares[position]
        return (-positions, -weight) if by_position else (-weight, -positions)

    return sorted(range(len(view.staged)), key=lambda position: (*size(position), position))
