"""Which items a review gives up or takes back: lot by lot in the order of the disposition policy."""

from math import nan
from typing import TYPE_CHECKING

from sim.model.terms import Way
from sim.model.world.worth import sortie_share, value_kept
from sim.policies.views import WantedLot

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot

__all__ = ["choose", "returning"]


def choose(drawdown: "Drawdown", lots: list["Lot"], kg: int, leave: bool) -> tuple[list[tuple[int, int]], float]:
    """Return wanted items of some lots, chosen until they weigh at least `kg` or none is left.

    Of each lot, the items on which least work has been done are chosen first.

    Parameters
    ----------
    lots
        Lots to choose from; required items are never chosen.
    leave
        Whether the items are to be left behind; if not, each takes the first of the other ways that its lot allows.

    Returns
    -------
    list of (mover, way), price
        The items, each with its new way; the price of lift, which is the highest value per sortie of any of the items
        [USD], NaN if no value is known.
    """
    offers = [
        (lot, ways[0]) for lot in lots if (ways := _ways(drawdown, lot, leave)) and _least_prepared(drawdown, lot)
    ]
    shown = [_shown(drawdown, lot, _least_prepared(drawdown, lot)) for lot, _ in offers]
    chosen: list[tuple[int, int]] = []
    price = nan
    for position in drawdown.policies.given_up(shown) if offers else ():
        lot, way = offers[position]
        for mover in _least_prepared(drawdown, lot):
            if kg <= 0:
                return chosen, price
            chosen.append((mover, way))
            worth = shown[position].usd_per_sortie
            if worth is not None and not price > worth:
                price = worth
            kg -= drawdown.force.kg[mover]
    return chosen, price


def returning(drawdown: "Drawdown", lots: list["Lot"], kg: int) -> list[int]:
    """Return items that reviews gave up and that may be shipped again; together they weigh at most `kg`.

    An item can return if no work for its other way has begun. The items that would be given up last return first.
    """
    offers = [(lot, items) for lot in lots if (items := _returnable(drawdown, lot))] if kg > 0 else []
    shown = [_shown(drawdown, lot, items) for lot, items in offers]
    chosen: list[int] = []
    for position in reversed(drawdown.policies.given_up(shown) if offers else ()):
        for mover in offers[position][1]:
            if drawdown.force.kg[mover] > kg:
                break
            chosen.append(mover)
            kg -= drawdown.force.kg[mover]
    return chosen


def _returnable(drawdown: "Drawdown", lot: "Lot") -> list[int]:
    """Return the items of a lot that reviews gave up and may take back, in the reverse order of `_least_prepared`."""
    force = drawdown.force
    stations = [station for station in drawdown.stations if station.spec.site == lot.spec.site]
    here = [
        mover
        for mover in force.still_here(lot)
        if mover in force.given_up
        and (force.on_way[mover] == Way.SHIP or any(station.is_queued(mover) for station in stations))
    ]
    return sorted(here, key=lambda mover: (force.staged_at[mover], force.released[mover], mover))


def _ways(drawdown: "Drawdown", lot: "Lot", leave: bool) -> list[int]:
    """Return the ways that the items of a lot may take if they are given up or, with `leave`, left behind."""
    if lot.required or lot.person or lot.dropped:
        return []
    options = drawdown.world.rows("option")[lot.spec.options_first : lot.spec.options_last]
    return [option.way for option in options if (option.way == Way.ABANDON) == leave]


def _shown(drawdown: "Drawdown", lot: "Lot", here: list[int]) -> WantedLot:
    """Return the view of some items of a lot for the disposition policy."""
    world, force, spec = drawdown.world, drawdown.force, lot.spec
    kept = value_kept(world.value(spec.value_s), world.value(spec.condition_s), world.value(spec.needed_s))
    options = world.rows("option")[spec.options_first : spec.options_last]
    sorties = 0.0
    for mover in here:  # not by sum(), which rounds differently from Python 3.12 on
        sorties += sortie_share(world, world.carries[lot.row], force.kg[mover], force.mpos[mover], force.litres[mover])
    return WantedLot(
        lot=drawdown.plan.policy.lots[lot.home],
        items=len(here),
        tonnes=sum(force.kg[mover] for mover in here) / 1000,
        sorties=sorties,
        kept_usd=kept * len(here) if spec.value_s >= 0 else None,
        permitted=tuple(Way(option.way).name.lower() for option in options),
    )


def _least_prepared(drawdown: "Drawdown", lot: "Lot") -> list[int]:
    """Return the items of a lot that are still to ship, in the order in which they are given up.

    Items that are not staged come first, then the latest staged; among equals, those not released, the latest released.
    """
    force = drawdown.force
    here = [mover for mover in force.still_here(lot) if force.to_ship(mover)]
    return sorted(here, key=lambda mover: (force.staged_at[mover], force.released[mover], mover), reverse=True)
