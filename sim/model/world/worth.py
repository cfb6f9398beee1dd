"""Whether an item is worth its return: the value kept must cover the cost, which includes a share of a sortie.

GAO-13-185R found that such a rule was missing in Afghanistan.
"""

import math

import numpy as np
import numpy.typing as npt

from sim.model.driving import PLACE
from sim.model.terms import Way
from sim.model.world.items import Items
from sim.model.world.numbers import Ints, Numbers

__all__ = ["first_ways", "part_of_sortie", "planned_way", "sortie_share", "value_kept", "worth_return"]


def value_kept(value: float, condition: float, needed: float) -> float:
    """Return the replacement value that keeping an item saves on average: value x condition x chance needed [USD]."""
    return value * condition * needed


def worth_return(kept: float, prepare: float, share: float, sortie: float, repair: float) -> bool:
    """Return whether the value kept covers the cost of return: preparation, share of a sortie, repair (all in USD)."""
    return kept >= prepare + share * sortie + repair


def part_of_sortie(
    kg: float, mpos: float, payload: float, limited: bool, positions: float, litres: float = 0.0, volume: float = 0.0
) -> float:
    """Return the fraction of a sortie that an item takes: the largest of its shares of payload, positions and volume.

    The fraction is infinite if the item needs more positions or more volume than the lift has. But on a lift with a
    limit of 0 positions, an item that needs positions takes a whole sortie, or more if it weighs more than the payload.

    Parameters
    ----------
    kg, mpos
        Weight of the item [kg], and thousandths of a pallet position.
    payload
        Mean payload of the lift [kg].
    limited, positions
        Whether the lift has a limit of positions, and that limit [thousandths].
    litres, volume
        Volume of the item and of the lift [l]; 0 for a lift without limit.
    """
    by_weight = 1.0 if kg > 0 else 0.0
    if payload > 0.0:
        by_weight = kg / payload
    by_place = 0.0
    if limited and positions > 0.0:
        by_place = mpos / positions
    elif limited and mpos > 0:
        by_place = 1.0
    if volume > 0.0:
        by_place = max(by_place, litres / volume)
    return max(by_weight, by_place) if by_place <= 1.0 else math.inf


def sortie_share(
    numbers: Numbers, carries: "npt.NDArray[np.bool_]", kg: float, mpos: float, litres: float = 0.0
) -> float:
    """Return the smallest fraction of a sortie that an item takes (`part_of_sortie`), over the lifts that may carry it.

    The fraction is 0 if no lift can carry the item.

    Parameters
    ----------
    carries
        Whether each lift may carry the item, shape (n_lifts,).
    """
    least = math.inf
    for lift, may in zip(numbers.rows("lift"), carries.tolist(), strict=True):
        if may:
            payload, positions = numbers.dist[lift.payload].mean(), 1000.0 * numbers.value(lift.pallets_s, 0.0)
            limits = payload, lift.pallets_s >= 0, positions
            takes = PLACE if lift.driven else mpos
            least = min(least, part_of_sortie(kg, takes, *limits, litres, numbers.value(lift.volume_s)))
    return least if least < math.inf else 0.0


def planned_way(numbers: Numbers, carries: "npt.NDArray[np.bool_]", row: int, kg: float, mpos: float) -> int:
    """Return the planned way at the start (`terms.Way`) of an item of a lot, with its weight and positions.

    The item takes the planned way of its lot. But if values are compared, a wanted item that is not worth its return
    takes the first other way of the lot instead. Items of unknown value are not judged.

    Parameters
    ----------
    carries
        Whether each lift may carry each lot, shape (n_lots or more, n_lifts).
    """
    lot, rule = numbers.rows("lot")[row], numbers.rows("worth")[0]
    options = numbers.rows("option")[lot.options_first : lot.options_last]
    if not rule.compare or lot.way != Way.SHIP or lot.required or lot.value_s < 0 or not options:
        return int(lot.way)
    kept = value_kept(numbers.value(lot.value_s), numbers.value(lot.condition_s), numbers.value(lot.needed_s))
    prepare, sortie, repair = (numbers.value(slot) for slot in (lot.prepare_s, rule.sortie_s, lot.repair_s))
    share = sortie_share(numbers, carries[row], kg, mpos, numbers.whole(lot.volume_s))
    worth = worth_return(kept, prepare, share, sortie, repair)
    return int(Way.SHIP) if worth else int(options[0].way)


def first_ways(numbers: Numbers, items: Items, carries: "npt.NDArray[np.bool_]") -> Ints:
    """Return the planned way of each item at the start, shape (n_items,)."""
    if not numbers.rows("worth")[0].compare:
        return np.repeat(numbers.plan.lot["way"].astype(np.int64), items.many)
    ways: dict[tuple[int, int, int], int] = {}
    for item in set(zip(items.lot.tolist(), items.kg.tolist(), items.mpos.tolist(), strict=True)):
        ways[item] = planned_way(numbers, carries, *item)
    each = zip(items.lot.tolist(), items.kg.tolist(), items.mpos.tolist(), strict=True)
    return np.fromiter((ways[item] for item in each), np.int64, len(items.kg))
