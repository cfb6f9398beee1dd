"""What is given up when not all of it fits any more: the least value for its share of lift first."""

from math import nan
from typing import TYPE_CHECKING

from sim.model.terms import Way
from sim.model.worth import sortie_share, value_kept

if TYPE_CHECKING:
    from sim.engines.reference.drawdown import Drawdown
    from sim.engines.reference.force import Lot

__all__ = ["choose"]


def choose(house: "Drawdown", lots: list["Lot"], kg: int, leave: bool) -> tuple[list[tuple[int, int]], float]:
    """Choose wanted items of some lots until they weigh so much [kg], or none is left.

    Parameters
    ----------
    lots
        Lots that may be drawn on; their required items never are.
    leave
        Whether the items are to be left behind, or to take the first other way that their site has.

    Returns
    -------
    list of (mover, way), price
        The items, and the value that the dearest of them keeps for a whole sortie [USD]: at this price of lift the
        rest fits. NaN where the dearest has no known value.
    """
    chosen: list[tuple[int, int]] = []
    price = nan
    for worth, lot, way in sorted(_offers(house, lots, leave), key=lambda offer: offer[0]):
        for mover in _least_prepared(house, lot):
            if kg <= 0:
                return chosen, price
            chosen.append((mover, way))
            price = worth[1] if worth[0] else nan
            kg -= house.force.kg[mover]
    return chosen, price


def _offers(house: "Drawdown", lots: list["Lot"], leave: bool) -> list[tuple[tuple[bool, float, int, int], "Lot", int]]:
    """Return the lots that may be given up, with what they are worth: value known, value a sortie, order of loading.

    What has no known value is given up first, the last in the order of loading before the others.
    """
    world = house.world
    offers = []
    for lot in lots:
        options = [option.way for option in world.rows("option")[lot.spec.options_first : lot.spec.options_last]]
        ways = [way for way in options if (way == Way.ABANDON) == leave]
        if lot.required or lot.person or lot.dropped or not lot.many or not ways:
            continue
        spec, known = lot.spec, lot.spec.value_s >= 0
        kept = value_kept(world.value(spec.value_s), world.value(spec.condition_s), world.value(spec.needed_s))
        share = sum(sortie_share(world, lot.row, kg, mpos) for kg, mpos in zip(lot.kg, lot.mpos, strict=True))
        density = kept * lot.many / share if known and share > 0.0 else 0.0
        offers.append(((known, density, -spec.rank, -lot.row), lot, ways[0]))
    return offers


def _least_prepared(house: "Drawdown", lot: "Lot") -> list[int]:
    """Return the items of a lot that are still to ship, those first on which least work has been done."""
    force = house.force
    here = [mover for mover in force.still_here(lot) if force.to_ship(mover)]
    return sorted(here, key=lambda mover: (force.staged_at[mover], force.released[mover], mover), reverse=True)
