"""What an item is worth flying: the value kept against the cost of its return, and its value for the lift it takes.

The rule that GAO-13-185R found missing in Afghanistan: keep what is worth more than its return costs.
"""

from typing import TYPE_CHECKING, Any

from sim.model.terms import Way

if TYPE_CHECKING:
    from sim.model.realise import Realised

__all__ = ["first_ways", "sortie_share", "value_kept", "worth_return"]


def value_kept(value: float, condition: float, needed: float) -> float:
    """Replacement value that keeping an item saves on average: value x condition x chance needed [USD]."""
    return value * condition * needed


def worth_return(kept: float, prepare: float, share: float, sortie: float, repair: float) -> bool:
    """Whether the value kept covers the cost of return: preparation, share of a sortie, repair (all USD)."""
    return kept >= prepare + share * sortie + repair


def sortie_share(world: "Realised", lot: Any, kg: int, mpos: int) -> float:
    """Part of one sortie that an item takes: of its mean payload or of its positions, whichever is more.

    Of the lifts that may carry it, the one of which it takes least; 0 where nothing limits it.
    """
    carries = world.plan.carries[lot]
    shares = []
    for row, lift in enumerate(world.rows("lift")):
        if carries[row]:
            payload, pallets = world.dist[lift.payload].mean(), 1000.0 * world.value(lift.pallets_s, 0.0)
            by_weight = kg / payload if payload > 0.0 else float(kg > 0)
            by_place = 0.0 if lift.pallets_s < 0 else mpos / pallets if pallets > 0.0 else float(mpos > 0)
            if by_place <= 1.0:
                shares.append(max(by_weight, by_place))
    return min(shares, default=0.0)


def first_ways(world: "Realised") -> list[list[int]]:
    """Return what is planned for each item at the start, by lot (`terms.Way`).

    As its lot says; but where values are compared, a wanted item that is not worth its return takes the first other
    way that its site has. One whose value is not known is not judged.
    """
    rule = world.rows("worth")[0]
    ways: list[list[int]] = []
    for row, lot in enumerate(world.rows("lot")):
        planned = [lot.way] * len(world.kg[row])
        options = world.rows("option")[lot.options_first : lot.options_last]
        if rule.compare and lot.way == Way.SHIP and not lot.required and lot.value_s >= 0 and options:
            kept = value_kept(world.value(lot.value_s), world.value(lot.condition_s), world.value(lot.needed_s))
            costs = (world.value(lot.prepare_s), world.value(rule.sortie_s), world.value(lot.repair_s))
            for index, (kg, mpos) in enumerate(zip(world.kg[row], world.mpos[row], strict=True)):
                share = sortie_share(world, row, kg, mpos)
                if not worth_return(kept, costs[0], share, costs[1], costs[2]):
                    planned[index] = options[0].way
        ways.append(planned)
    return ways
