"""What an item is worth flying: the value kept against the cost of its return, and its value for the lift it takes.

The rule that GAO-13-185R found missing in Afghanistan: keep what is worth more than its return costs.
"""

from typing import TYPE_CHECKING

from sim.model.terms import Way

if TYPE_CHECKING:
    from sim.model.realise import Realised

__all__ = ["first_ways", "planned_way", "sortie_share", "value_kept", "worth_return"]


def value_kept(value: float, condition: float, needed: float) -> float:
    """Replacement value that keeping an item saves on average: value x condition x chance needed [USD]."""
    return value * condition * needed


def worth_return(kept: float, prepare: float, share: float, sortie: float, repair: float) -> bool:
    """Whether the value kept covers the cost of return: preparation, share of a sortie, repair (all USD)."""
    return kept >= prepare + share * sortie + repair


def sortie_share(world: "Realised", lot: int, kg: float, mpos: float) -> float:
    """Part of one sortie that an item takes: of its mean payload or of its positions, whichever is more.

    Of the lifts that may carry it, the one of which it takes least; 0 where nothing limits it.
    """
    carries = world.carries[lot]
    shares = []
    for row, lift in enumerate(world.rows("lift")):
        if carries[row]:
            payload, pallets = world.dist[lift.payload].mean(), 1000.0 * world.value(lift.pallets_s, 0.0)
            by_weight = kg / payload if payload > 0.0 else float(kg > 0)
            by_place = 0.0 if lift.pallets_s < 0 else mpos / pallets if pallets > 0.0 else float(mpos > 0)
            if by_place <= 1.0:
                shares.append(max(by_weight, by_place))
    return min(shares, default=0.0)


def planned_way(world: "Realised", row: int, kg: float, mpos: float) -> int:
    """Return what is planned at the start for an item of a lot of such a weight and so many positions (`terms.Way`).

    As its lot says; but where values are compared, a wanted item that is not worth its return takes the first other
    way that its site has. One whose value is not known is not judged.
    """
    lot, rule = world.rows("lot")[row], world.rows("worth")[0]
    options = world.rows("option")[lot.options_first : lot.options_last]
    if not rule.compare or lot.way != Way.SHIP or lot.required or lot.value_s < 0 or not options:
        return int(lot.way)
    kept = value_kept(world.value(lot.value_s), world.value(lot.condition_s), world.value(lot.needed_s))
    prepare, sortie, repair = (world.value(slot) for slot in (lot.prepare_s, rule.sortie_s, lot.repair_s))
    worth = worth_return(kept, prepare, sortie_share(world, row, kg, mpos), sortie, repair)
    return int(Way.SHIP) if worth else int(options[0].way)


def first_ways(world: "Realised") -> list[list[int]]:
    """Return what is planned for each item at the start, by lot."""
    if not world.rows("worth")[0].compare:
        return [[int(lot.way)] * len(kg) for lot, kg in zip(world.rows("lot"), world.kg, strict=True)]
    lots = enumerate(zip(world.kg, world.mpos, strict=True))
    return [[planned_way(world, row, *item) for item in zip(kg, mpos, strict=True)] for row, (kg, mpos) in lots]
