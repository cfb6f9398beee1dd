"""Chooses the equipment that a review gives up, and the equipment that a later review puts back on the list to fly.

Lots of the least value per sortie are given up first, and of each lot the least prepared items.
"""

import math
from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.chance import mean, value
from sim.engines.compiled.force import still_here, to_ship
from sim.engines.compiled.memory import NEVER
from sim.model.schema.state import State
from sim.model.terms import Way

__all__ = ["choose", "choose_returning"]

ABANDON, SHIP = int(Way.ABANDON), int(Way.SHIP)
INF: Final = math.inf
NAN: Final = math.nan


@kernel
def choose(h: State, kg: int, leave: bool) -> float:
    """Put wanted items into `chosen` until they weigh at least `kg` together or no more can be given up.

    With `leave`, choose items to be left behind. Otherwise the items of a lot take the first other way open at its
    site. `way` in the row of the lot in `tallies` is set to this way, `chosen_count` to the number of items. Return the
    price of lift: the highest value per sortie of any chosen lot [USD]; NaN if it is known for none.
    """
    h.chosen_count = 0
    for row in range(len(h.lots)):
        tally = h.tallies[row]
        tally.way, tally.on_offer = _way(h, row, leave), 0
        if tally.way >= 0:
            items = _least_prepared(h, row)
            tally.on_offer = int(items > 0)
            tally.usd_per_sortie = _usd_per_sortie(h, row, items)
    price = NAN
    while kg > 0:
        row = _cheapest(h)
        if row < 0:
            break
        h.tallies[row].on_offer = 0
        items, at = _least_prepared(h, row), h.chosen_count
        while items > 0 and kg > 0:
            kg -= h.movers[h.chosen[at]].kg
            at += 1
            items -= 1
        h.chosen_count = at
        worth = h.tallies[row].usd_per_sortie
        if worth < INF and not price > worth:
            price = worth
    return price


@kernel
def choose_returning(h: State, kg: int) -> None:
    """Put items that reviews gave up and that may be shipped again into `chosen`; together they weigh at most `kg`.

    An item may be shipped again if no work for its other way has begun. Items that would be given up last return first.
    """
    h.chosen_count = 0
    for row in range(len(h.lots)):
        tally = h.tallies[row]
        items = _returnable(h, row) if h.covered[row] else 0
        tally.on_offer = int(items > 0)
        if items > 0:
            tally.usd_per_sortie = _usd_per_sortie(h, row, items)
    while True:
        row = _dearest(h)
        if row < 0:
            return
        h.tallies[row].on_offer = 0
        items, first = _returnable(h, row), h.chosen_count
        for at in range(first, first + items):
            if h.movers[h.chosen[at]].kg > kg:
                break
            kg -= h.movers[h.chosen[at]].kg
            h.chosen_count = at + 1


@kernel
def _way(h: State, row: int, leave: bool) -> int:
    """Return the way that the items of a lot take if they are given up or, with `leave`, left behind; -1 for none."""
    lot = h.lots[row]
    if not h.covered[row] or lot.required or lot.person or lot.dropped:
        return -1
    for at in range(lot.options_first, lot.options_last):
        if (h.options[at].way == ABANDON) == leave:
            return h.options[at].way
    return -1


@kernel
def _cheapest(h: State) -> int:
    """Return the lot on offer with the least value per sortie, of equals the one loaded last; -1 if there is none."""
    best, least, best_rank = -1, 0.0, 0
    for row in range(len(h.lots)):
        if not h.tallies[row].on_offer:
            continue
        usd, rank = h.tallies[row].usd_per_sortie, h.lots[row].rank
        if best < 0 or usd < least or (usd == least and rank > best_rank):
            best, least, best_rank = row, usd, rank
    return best


@kernel
def _dearest(h: State) -> int:
    """Return the lot on offer that would be given up last; -1 if there is none."""
    best, most, best_rank = -1, 0.0, 0
    for row in range(len(h.lots)):
        if not h.tallies[row].on_offer:
            continue
        usd, rank = h.tallies[row].usd_per_sortie, h.lots[row].rank
        if best < 0 or usd > most or (usd == most and rank <= best_rank):
            best, most, best_rank = row, usd, rank
    return best


@kernel
def _least_prepared(h: State, row: int) -> int:
    """Write the items of a lot that are still to ship into `chosen`, from `chosen_count` on; return how many.

    The least prepared items come first. `chosen_count` does not change.
    """
    lot, first = h.lots[row], h.chosen_count
    many = 0
    for mover in range(lot.members, lot.members + lot.many):
        if still_here(h, row, mover) and to_ship(h, mover):
            h.chosen[first + many] = mover
            many += 1
    _sort(h, many)
    return many


@kernel
def _returnable(h: State, row: int) -> int:
    """Write the items of a lot that may be shipped again into `chosen`, from `chosen_count` on; return how many.

    The most prepared items come first. `chosen_count` does not change.
    """
    lot, first = h.lots[row], h.chosen_count
    many = 0
    for mover in range(lot.members, lot.members + lot.many):
        who = h.movers[mover]
        if who.returns and still_here(h, row, mover) and (who.on_way == SHIP or h.turns[who.turn].started == NEVER):
            h.chosen[first + many] = mover
            many += 1
    _sort(h, many)
    for place in range(many // 2):
        other = first + many - 1 - place
        h.chosen[first + place], h.chosen[other] = h.chosen[other], h.chosen[first + place]
    return many


@kernel
def _sort(h: State, many: int) -> None:
    """Sort the `many` items in `chosen` that follow the first `chosen_count`, least prepared first."""
    first, step = h.chosen_count, 1
    while step < many // 3:
        step = 3 * step + 1
    while step > 0:  # a Shell sort, which allocates no memory
        for end in range(step, many):
            mover, at = h.chosen[first + end], end
            while at >= step and _less_prepared(h, mover, h.chosen[first + at - step]):
                h.chosen[first + at] = h.chosen[first + at - step]
                at -= step
            h.chosen[first + at] = mover
        step //= 3


@kernel
def _less_prepared(h: State, one: int, other: int) -> bool:
    """Return whether item `one` was staged later than `other`, or else released later, or else has a higher number."""
    first, second = h.movers[one], h.movers[other]
    if first.staged != second.staged:
        return first.staged > second.staged
    if first.released != second.released:
        return first.released > second.released
    return one > other


@kernel
def _usd_per_sortie(h: State, row: int, items: int) -> float:
    """Return the value kept by shipping the `items` items in `chosen` from `chosen_count` on, per sortie needed [USD].

    It is infinite if the value of the lot `row` is unknown, or if no lift is needed for the items.
    """
    lot, sorties = h.lots[row], 0.0
    if lot.value_s < 0:
        return INF
    for at in range(h.chosen_count, h.chosen_count + items):
        who = h.movers[h.chosen[at]]
        sorties += _share(h, row, who.kg, who.mpos, lot.litres)
    if sorties <= 0.0:
        return INF
    kept = rules.value_kept(value(h, lot.value_s, 0.0), value(h, lot.condition_s, 0.0), value(h, lot.needed_s, 0.0))
    return kept * items / sorties


@kernel
def _share(h: State, row: int, kg: int, mpos: int, litres: int) -> float:
    """Return the fraction of a sortie that an item takes, on the lift where it is smallest; 0 if no lift takes it."""
    least = INF
    for lift_row in range(len(h.lifts)):
        if not h.carries[row * len(h.lifts) + lift_row]:
            continue
        lift = h.lifts[lift_row]
        payload = mean(h, lift.payload)
        positions = 1000.0 * value(h, lift.pallets_s, 0.0)
        volume = value(h, lift.volume_s, 0.0)
        space = rules.places(lift.driven != 0, False, mpos)
        part = rules.part_of_sortie(kg, space, payload, lift.mpos_limit >= 0, positions, litres, volume)
        least = min(least, part)
    return least if least < INF else 0.0
