"""Shipped orders in which wanted lots are given up."""

import math
from collections.abc import Iterable

from sim.policies.registry import policy
from sim.policies.views import DispositionView

__all__ = ["heaviest_first", "least_value_first"]


@policy("disposition", "least value per tonne of lift first")
def least_value_first(view: DispositionView) -> Iterable[int]:
    """Give up first what is worth least for each tonne that it would take; what is not priced comes last.

    A value that is not known is not zero, so nobody can say that it is cheap to lose.
    """

    def worth(position: int) -> float:
        usd = view.lots[position].usd_per_t
        return math.inf if usd is None else usd

    return sorted(range(len(view.lots)), key=lambda position: (worth(position), position))


@policy("disposition", "heaviest first")
def heaviest_first(view: DispositionView) -> Iterable[int]:
    """Give up first what weighs most: the lot with most tonnes still there."""
    return sorted(range(len(view.lots)), key=lambda position: (-view.lots[position].tonnes, position))
