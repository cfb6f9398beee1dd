"""The people and items of a world: the number in each group and lot, and their weights and sizes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.domain.force import MOST
from sim.domain.memo import memoised
from sim.errors import EngineError
from sim.model.plan import Plan
from sim.model.world.drawing import distributions
from sim.model.world.numbers import Ints, Numbers
from sim.model.world.weighing import NO_ROOM

__all__ = ["Items", "items"]


@dataclass(frozen=True, eq=False)
class Items:
    """All people and items, in the order of their groups and lots.

    Attributes
    ----------
    many, first
        Members of each group or lot, and the number of its first member, shape (n_lots,).
    lightest, smallest
        The least weight [kg] and the fewest pallet positions (thousandths) of a member of each group or lot, shape
        (n_lots,); 0 for a lot without members.
    kg, mpos
        Weight and pallet positions (thousandths) of each person or item, shape (n_items,).
    litres
        Volume of a member of each group or lot [l], shape (n_lots,); 0 if the volume is not stated.
    """

    many: Ints
    lightest: Ints
    smallest: Ints
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

    def sums(self, values: Ints) -> Ints:
        """Return the sum over each group or lot, shape (..., n_lots), of values of items, shape (..., n_items)."""
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
    routines, lots = numbers.routines, numbers.plan.lot
    quantiles = routines.read(distributions(numbers.plan).quantiles)
    many, lightest, smallest = np.zeros((3, len(lots)), np.int64)
    total, known = NO_ROOM, _room(numbers.plan)
    while total == NO_ROOM:
        kg, mpos = np.zeros((2, known[0]), np.int64)
        total = routines.weigh(
            numbers.seed, numbers.world, numbers.read("lot"), numbers.read_numbers(), routines.write(numbers.shapes),
            quantiles, MOST, many, lightest, smallest, kg, mpos,
        )  # fmt: skip
        if total == NO_ROOM:
            known[0] = min(2 * known[0], 2 * MOST + 2)
    if total < 0:
        raise _too_many(numbers, many, -2 - total)
    return Items(many, lightest, smallest, kg[:total], mpos[:total], numbers.wholes(lots["volume_s"]))


@memoised
def _room(plan: Plan) -> list[int]:
    """Return a list of one number: the length of arrays to try first. `items` increases it if it is not enough."""
    return [1024]


def _too_many(numbers: Numbers, many: Ints, row: int) -> EngineError:
    """Return the error for more than `MOST` people or items: in the lot `row` alone, or in all lots up to this one."""
    if many[row] > MOST:
        what = f"{numbers.plan.name_of('lot', row)} has more than {MOST:,} people or items: expected fewer"
        return EngineError(f"{what} and larger ones", seed=numbers.seed, replication=numbers.replication)
    what = f"all groups and lots together have more than {MOST:,} people and items: expected fewer"
    return EngineError(f"{what} and larger ones", seed=numbers.seed, replication=numbers.replication)
