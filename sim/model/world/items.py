"""The people and items of a world: the number in each group and lot, and their weights and sizes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.force import MOST
from sim.errors import EngineError
from sim.model.draws import Stream
from sim.model.durations import Kind, whole_seconds
from sim.model.world.numbers import Ints, Numbers, rounded

__all__ = ["Items", "items"]


@dataclass(frozen=True, eq=False)
class Items:
    """All people and items, in the order of lots and indices.

    Attributes
    ----------
    many, first
        Members of each group or lot, and the number of its first member, shape (n_lots,).
    kg, mpos
        Weight and pallet positions (thousandths) of each person or item, shape (n_items,).
    litres
        Volume of an item of each group or lot [l], shape (n_lots,); 0 where none is stated.
    """

    many: Ints
    kg: Ints
    mpos: Ints
    litres: Ints

    @cached_property
    def first(self) -> Ints:
        """Number of the first member of each group or lot, shape (n_lots,)."""
        return np.cumsum(self.many) - self.many

    @cached_property
    def lot(self) -> Ints:
        """Group or lot of each person or item, shape (n_items,)."""
        return np.repeat(np.arange(len(self.many)), self.many)

    @cached_property
    def index(self) -> Ints:
        """Index of each person or item in its group or lot, shape (n_items,)."""
        return np.arange(len(self.kg)) - np.repeat(self.first, self.many)

    @cached_property
    def extremes(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Smallest and largest weight and positions in each group or lot, shape (n_lots,); 0 if it has no members."""
        some = self.many > 0
        first = self.first[some]
        found = []
        for values in (self.kg, self.mpos):
            for reduce in (np.minimum.reduceat, np.maximum.reduceat):
                made = np.zeros(len(self.many), np.int64)
                if len(first):
                    made[some] = reduce(values, first)
                found.append(made)
        return found[0], found[1], found[2], found[3]

    def sums(self, values: Ints) -> Ints:
        """Return sums of values, shape (..., n_items), by group or lot, shape (..., n_lots)."""
        total = np.zeros((*values.shape[:-1], len(self.kg) + 1), np.int64)
        np.cumsum(values, axis=-1, out=total[..., 1:])
        sums: Ints = total[..., self.first + self.many] - total[..., self.first]
        return sums

    def by_lot(self, values: Ints) -> list[list[int]]:
        """Return values, shape (n_items,), as one list per group or lot."""
        flat, first = values.tolist(), self.first.tolist()
        return [flat[begin : begin + many] for begin, many in zip(first, self.many.tolist(), strict=True)]


def items(numbers: Numbers) -> Items:
    """Return the people and items of a world.

    Raises
    ------
    EngineError
        There are more than `MOST` people and items.
    """
    lot = numbers.plan.lot
    many, weight = np.clip(numbers.wholes(lot["count_s"]), 0, MOST + 1), numbers.wholes(lot["weight_s"])
    cut = {row: _weights(numbers, numbers.rows("lot")[row]) for row in np.flatnonzero(lot["total_s"] >= 0).tolist()}
    for row, kg in cut.items():
        many[row] = len(kg)
    _judge(numbers, many)
    each = np.repeat(weight, many)
    first = np.cumsum(many) - many
    for row, kg in cut.items():
        each[first[row] : first[row] + len(kg)] = kg
    alone, per_kg = (np.repeat(numbers.array[lot[name]], many) for name in ("pallets_s", "pallets_per_t_s"))
    return Items(many, each, rounded(1000.0 * (alone + per_kg * each)), numbers.wholes(lot["volume_s"]))


def _judge(numbers: Numbers, many: npt.NDArray[np.int64]) -> None:
    """Raise an error for more than `MOST`, in one lot or in all: whichever comes first in the order of lots."""
    over, total = many > MOST, np.cumsum(many) > MOST
    if not total.any():
        return
    row = int(np.flatnonzero(total)[0])
    if over[row]:
        what = f"{numbers.plan.name_of('lot', row)} has more than {MOST:,} people or items: expected fewer"
        raise EngineError(f"{what} and larger ones", seed=numbers.seed, replication=numbers.replication)
    what = f"all groups and lots together have more than {MOST:,} people and items: expected fewer"
    raise EngineError(f"{what} and larger ones", seed=numbers.seed, replication=numbers.replication)


def _weights(numbers: Numbers, lot: Any) -> list[int]:
    """Return a total weight cut into items, the last taking the rest; weights are facts, so drawn per world."""
    total, shape = numbers.whole(lot.total_s), numbers.dist[lot.item]
    kg: list[int] = []
    rest, index = total, 0
    while rest > 0 and len(kg) <= MOST:
        if shape.kind == Kind.EMPIRICAL:  # the values of a list are used in turn
            block = [whole_seconds(x) for x in shape.table]
        else:
            addresses = np.arange(index, index + 64)
            us = numbers.draws.many(numbers.seed, numbers.world, Stream.ITEM_WEIGHT, lot.key, addresses, 0, 0)
            block = [shape.whole(u) for u in us.tolist()]
        for weight in block:
            weight = min(max(weight, 1), rest)
            kg.append(weight)
            rest -= weight
            if rest <= 0:
                break
        index += len(block)
    return kg
