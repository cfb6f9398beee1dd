"""The number, weights and pallet positions of the people and items of a world, as a loop over groups and lots.

The compiled engine compiles these functions unchanged.
"""

from typing import Any, Final

from sim.model.draws import Stream, uniform
from sim.model.durations import Kind, quantile, whole_seconds

__all__ = ["NO_ROOM", "weigh"]

OF_ITEM: Final = int(Stream.ITEM_WEIGHT)
EMPIRICAL: Final = int(Kind.EMPIRICAL)
NO_ROOM: Final = -1
"""Returned if the arrays are too short for all people and items."""


def weigh(
    seed: int,
    world: int,
    lots: Any,
    number: Any,
    shapes: Any,
    quantiles: Any,
    most: int,
    many: Any,
    lightest: Any,
    smallest: Any,
    kg: Any,
    mpos: Any,
) -> int:
    """Write how many people and items a world has, and their weights and pallet positions.

    Parameters
    ----------
    seed, world
        Address of the random numbers: weights are drawn once for a world, as unknowns are.
    lots
        The plan's table of groups and lots.
    number, shapes, quantiles
        Numbers of the world, its distributions (`schema.state.hours.Dist`), and the values of the tables of these
        distributions.
    most
        The largest number of people and items allowed.
    many, lightest, smallest
        Output, shape (n_lots,): members of each group or lot; the least weight [kg] and the fewest positions [1/1000]
        of a member, 0 for a lot without members.
    kg, mpos
        Output: weight of each person or item [kg], and its pallet positions [1/1000].

    Returns
    -------
    int
        How many people and items there are; `NO_ROOM` if `kg` and `mpos` are too short. If there are more than `most`:
        -2 - row of the lot with which the number exceeds `most`; `many` of this lot is then at most `most` + 1.
    """
    at = 0
    for row in range(len(lots)):
        lot, first = lots[row], at
        if lot.total_s >= 0:
            at = _cut(lot, number, shapes[lot.item], quantiles, seed, world, most, kg, at)
        else:
            count = min(max(whole_seconds(number[lot.count_s]) if lot.count_s >= 0 else 0, 0), most + 1)
            weight = whole_seconds(number[lot.weight_s]) if lot.weight_s >= 0 else 0
            if first + count > most:
                many[row] = count
                return -2 - row
            if first + count > len(kg):
                return NO_ROOM
            at = first + count
            kg[first:at] = weight
        if at == NO_ROOM:
            return NO_ROOM
        many[row] = at - first
        if at > most:
            return -2 - row
        alone = number[lot.pallets_s] if lot.pallets_s >= 0 else 0.0
        per_kg = number[lot.pallets_per_t_s] if lot.pallets_per_t_s >= 0 else 0.0
        lightest[row], smallest[row] = 0, 0
        item = first
        while item < at:
            alike = at if lot.total_s < 0 else item + 1
            positions = whole_seconds(1000.0 * (alone + per_kg * kg[item]))
            mpos[item:alike] = positions
            if item == first or kg[item] < lightest[row]:
                lightest[row] = kg[item]
            if item == first or positions < smallest[row]:
                smallest[row] = positions
            item = alike
    return at


def _cut(
    lot: Any, number: Any, shape: Any, quantiles: Any, seed: int, world: int, most: int, kg: Any, first: int
) -> int:
    """Cut the total weight of a lot into items; return one past the number of the last item, or `NO_ROOM`.

    If the file lists weights, they are used in turn; otherwise each weight is drawn. The last item weighs what is left.
    """
    rest = whole_seconds(number[lot.total_s])
    table = quantiles[shape.table : shape.table + shape.table_n]
    at, index = first, 0
    while rest > 0 and at - first <= most:
        if at == len(kg):
            return NO_ROOM
        if shape.kind == EMPIRICAL:
            weight = whole_seconds(table[index % len(table)])
        else:
            u = uniform(seed, world, OF_ITEM, lot.key, index, 0, 0)
            weight = whole_seconds(max(0.0, quantile(shape.kind, shape.a, shape.b, shape.c, table, u)))
        weight = min(max(weight, 1), rest)
        kg[at] = weight
        rest -= weight
        at, index = at + 1, index + 1
    return at
