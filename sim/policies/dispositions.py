"""Shipped orders in which wanted lots are given up."""

import math
from collections.abc import Iterable

from sim.policies.registry import policy
from sim.policies.views import DispositionView

__all__ = ["heaviest_first", "least_value_first"]


@policy("disposition", "least value for its lift first")
def least_value_first(view: DispositionView) -> Iterable[int]:
    """Give up first the lot with the least value per sortie of lift; lots without a known value come last.

    A value that is not stated is unknown, not zero, so the loss of such a lot may be costly. Of lots with the same
    value per sortie, the one that would be loaded last is given up first.
    """

    def worth(position: int) -> tuple[float, int, int]:
        lot = view.lots[position]
        usd = lot.usd_per_sortie
        return math.inf if usd is None else usd, -lot.lot.priority, position

    return sorted(range(len(view.lots)), key=worth)


@policy("disposition", "heaviest first")
def heaviest_first(view: DispositionView) -> Iterable[int]:
    """Give up first the lot of which most tonnes are still at its place; of equal lots, the first in the file."""
    return sorted(range(len(view.lots)), key=lambda position: (-view.lots[position].tonnes, position))
