"""The numbers of one replication, with the unknowns as drawn in its world, and functions that draw random numbers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.model.distribution import Distribution
from sim.model.draws import Stream
from sim.model.durations import LONGEST, Kind, whole_seconds
from sim.model.plan import Plan
from sim.model.schema.row import Table, rows
from sim.model.structure import structure
from sim.model.world.moved import moved_tables
from sim.model.world.routines import Routines

__all__ = ["Ints", "Numbers", "rounded"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers of one replication.

    Attributes
    ----------
    plan, seed, replication, world
        The plan, and the address of random numbers: unknowns and weights are drawn once for the world, all other random
        numbers for the replication.
    routines
        The loops that make a world and draw its numbers, in Python or compiled.
    array
        The numbers of this world in inner units (s, kg, counts), shape (n_slots + 1,); the last is 0, for slot -1.
    drawn
        Value drawn for each row of `plan.uncertain`, in the units of the file.
    shapes
        The distributions with their parameters in this world (`schema.state.hours.Dist`), shape (n_dists,).
    dist
        The same distributions, as objects.
    """

    plan: Plan
    seed: int
    replication: int
    world: int
    routines: Routines
    array: npt.NDArray[np.float64]
    drawn: list[float]
    shapes: Table
    dist: list[Distribution]

    @cached_property
    def number(self) -> list[float]:
        """The numbers of `array` as Python numbers, without the last 0."""
        numbers: list[float] = self.array[:-1].tolist()
        return numbers

    def read(self, name: str) -> Any:
        """Return a table of the plan with the values of this world, in the form that the loops of `routines` read."""
        return self.table(name) if self.routines.is_compiled else self.rows(name)

    def read_numbers(self) -> Any:
        """Return the numbers in the form that the loops of `routines` read."""
        return self.array if self.routines.is_compiled else self.number

    def table(self, name: str) -> Table:
        """Return a table of the plan with the dates and numbers of this world."""
        moved = self._moved.get(name)
        return self.plan.tables[name] if moved is None else moved

    def rows(self, table: str) -> list[Any]:
        """Return a table of the plan, with the dates and numbers of this world, as records with attributes."""
        found = self._moved_rows.get(table)
        return _rows(self.plan, table) if found is None else found

    @cached_property
    def _moved(self) -> dict[str, Table]:
        """The tables in which unknowns change dates or numbers, with the values of this world."""
        return moved_tables(self.plan, self.number) if self.plan.moves else {}

    @cached_property
    def _moved_rows(self) -> dict[str, list[Any]]:
        return {name: rows(table) for name, table in self._moved.items()}

    def value(self, slot: int, default: float = 0.0) -> float:
        """Return the number in a slot, or the default if the scenario does not state it."""
        return self.number[slot] if slot >= 0 else default

    def whole(self, slot: int, default: int = 0) -> int:
        """Return the number in a slot, rounded to a whole number, or the default if the scenario does not state it."""
        return whole_seconds(self.number[slot]) if slot >= 0 else default

    def wholes(self, slots: npt.NDArray[Any]) -> Ints:
        """Return the numbers in many slots, rounded to whole numbers, in the shape of `slots`; 0 for slot -1."""
        return rounded(self.array[slots])

    def chance(self, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> float:
        """Return the uniform number at an address of this replication."""
        return self.routines.one(self.seed, self.replication, stream, key, index, place, k)

    def sample(self, dist: int, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> int:
        """Return a value of a distribution, rounded to a whole number, by the random number at an address."""
        shape = self.dist[dist]
        return shape.whole(0.5 if shape.kind == Kind.FIXED else self.chance(stream, key, index, place, k))

    def happens(self, slot: int, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> bool:
        """Return whether an event happens whose probability is in a slot, by the random number at an address."""
        p = self.value(slot)
        return p > 0.0 and self.chance(stream, key, index, place, k) < p


def rounded(values: npt.NDArray[np.floating[Any]]) -> Ints:
    """Return numbers rounded to whole numbers as `whole_seconds` rounds them."""
    whole: Ints = np.floor(np.minimum(values, LONGEST) + 0.5).astype(np.int64)
    return whole


def _rows(plan: Plan, table: str) -> list[Any]:
    table_of: list[Any] = structure(plan)[table]
    return table_of
