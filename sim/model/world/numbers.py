"""The numbers of one replication: unknowns as drawn in its world, and functions to draw more numbers."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.domain.largest import WIDEST
from sim.errors import EngineError
from sim.model import durations
from sim.model.composed import alternative_of, put_alternatives, put_parts
from sim.model.distribution import Distribution
from sim.model.draws import Stream
from sim.model.durations import LONGEST, Kind, whole_seconds
from sim.model.plan import Plan
from sim.model.schema.row import Table, rows
from sim.model.structure import structure
from sim.model.terms import Form
from sim.model.world.moved import moved_tables

__all__ = ["Drawing", "Draws", "Ints", "Numbers", "draw_numbers", "numbers_from", "rounded"]

Ints = npt.NDArray[np.int64]


class Draws(NamedTuple):
    """The functions that make random numbers: in Python, or compiled; the results are the same bit for bit.

    Attributes
    ----------
    one, many
        The number at an address, and those at many addresses (`sim.model.draws.uniform`, `uniforms`).
    storms
        The intervals of an outage at a place (`sim.model.world.weather.storms`).
    """

    one: Callable[[int, int, int, int, int, int, int], float]
    many: Callable[..., npt.NDArray[np.float64]]
    storms: "Callable[[Numbers, int, Any, int], list[tuple[int, int]]]"


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers of one replication.

    Attributes
    ----------
    plan, seed, replication, world
        The replication: unknowns are drawn per world, chance per replication.
    draws
        Functions that draw more numbers.
    number
        Numbers in inner units; uncertain ones have this world's values.
    drawn
        Value drawn for each row of `plan.uncertain`, in the units of the file.
    dist
        Distributions with this world's parameters.
    """

    plan: Plan
    seed: int
    replication: int
    world: int
    draws: Draws
    number: list[float]
    drawn: list[float]
    dist: list[Distribution]

    @cached_property
    def array(self) -> npt.NDArray[np.float64]:
        """The numbers as an array, with a 0 appended for slot -1."""
        return np.array([*self.number, 0.0])

    def table(self, name: str) -> Table:
        """Return a table of the plan with the dates and numbers of this world."""
        moved = self._moved.get(name)
        return self.plan.tables[name] if moved is None else moved

    def rows(self, table: str) -> list[Any]:
        """Return such a table as records with attributes."""
        found = self._moved_rows.get(table)
        return _rows(self.plan, table) if found is None else found

    @cached_property
    def _moved(self) -> dict[str, Table]:
        """The tables of the plan with dates or numbers that unknowns move, with the values of this world."""
        return moved_tables(self.plan, self.number) if self.plan.moves else {}

    @cached_property
    def _moved_rows(self) -> dict[str, list[Any]]:
        return {name: rows(table) for name, table in self._moved.items()}

    def value(self, slot: int, default: float = 0.0) -> float:
        """Return a number, or the default if the scenario does not state it."""
        return self.number[slot] if slot >= 0 else default

    def whole(self, slot: int, default: int = 0) -> int:
        """Return a number rounded to a whole one [s, kg, count], or the default if the scenario does not state it."""
        return whole_seconds(self.number[slot]) if slot >= 0 else default

    def wholes(self, slots: npt.NDArray[Any]) -> Ints:
        """Return the numbers of many slots, rounded to whole ones; 0 for slot -1; in the shape of `slots`."""
        return rounded(self.array[slots])

    def chance(self, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> float:
        """Return the uniform number at an address of this replication."""
        return self.draws.one(self.seed, self.replication, stream, key, index, place, k)

    def sample(self, dist: int, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> int:
        """Return a whole number of seconds, kilograms or seats drawn from a distribution."""
        shape = self.dist[dist]
        return shape.whole(0.5 if shape.kind == Kind.FIXED else self.chance(stream, key, index, place, k))

    def happens(self, slot: int, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> bool:
        """Return whether an event of a given probability happens."""
        p = self.value(slot)
        return p > 0.0 and self.chance(stream, key, index, place, k) < p


def draw_numbers(plan: Plan, seed: int, replication: int, inner: int, draws: Draws) -> Numbers:
    """Return the numbers of a replication, with the unknowns drawn for its world.

    Parameters
    ----------
    inner
        Replications per world.

    Raises
    ------
    EngineError
        An unknown gives a distribution numbers that cannot be computed with.
    """
    made = Drawing(plan, seed, replication, replication // inner, draws)
    drawn = made.unknowns()
    return made.numbers(drawn)


def numbers_from(plan: Plan, seed: int, replication: int, world: int, drawn: list[float], draws: Draws) -> Numbers:
    """Return the numbers of a replication, given the value drawn for each unknown, in the units of the file.

    Raises
    ------
    EngineError
        As `draw_numbers` does.
    """
    return Drawing(plan, seed, replication, world, draws).numbers(drawn)


def rounded(values: npt.NDArray[np.floating[Any]]) -> Ints:
    """Return many numbers rounded as by `whole_seconds`."""
    whole: Ints = np.floor(np.minimum(values, LONGEST) + 0.5).astype(np.int64)
    return whole


def _rows(plan: Plan, table: str) -> list[Any]:
    table_of: list[Any] = structure(plan)[table]
    return table_of


class Drawing:
    """Draws the unknowns of a world, and puts them into the numbers of a plan."""

    def __init__(self, plan: Plan, seed: int, replication: int, world: int, draws: Draws) -> None:
        self.plan, self.seed, self.replication, self.world, self.draws = plan, seed, replication, world, draws
        self.structure = structure(plan)
        self.number: list[float] = plan.number.tolist()

    def numbers(self, drawn: list[float]) -> Numbers:
        """Return the numbers, given the value drawn for each unknown."""
        if drawn:
            self._put(drawn)
        certain = self.structure["certain"]
        dist = [certain.get(row) or self.shape(row) for row in range(len(self.structure["dist"]))]
        return Numbers(self.plan, self.seed, self.replication, self.world, self.draws, self.number, drawn, dist)

    def unknowns(self) -> list[float]:
        """Return the unknowns as drawn for the world; with `same_as`, an unknown follows from its source."""
        drawn: list[float | None] = [None] * len(self.structure["uncertain"])
        raw: list[float] = [0.0] * len(drawn)
        while None in drawn:
            for row, unknown in enumerate(self.structure["uncertain"]):
                if drawn[row] is not None or (unknown.source >= 0 and drawn[unknown.source] is None):
                    continue
                if unknown.source >= 0:
                    raw[row] = raw[unknown.source]
                else:
                    u = self.draws.one(self.seed, self.world, Stream.WORLD, unknown.key, 0, 0, 0)
                    shape = self.shape(unknown.dist)
                    raw[row] = durations.quantile(shape.kind, shape.a, shape.b, shape.c, shape.table, u)
                    if row in self.structure["chances"]:
                        raw[row] = alternative_of(self.structure["chances"][row], raw[row])
                mapped = unknown.offset + unknown.slope * raw[row]
                drawn[row] = min(max(mapped, unknown.least), unknown.most)
        return [value for value in drawn if value is not None]

    def _put(self, values: list[float]) -> None:
        """Put the value of each unknown, in the units of the file, into the numbers that it changes."""
        units = self.structure["unit"]
        for stick in self.structure["sticks"]:
            put_parts(self.number, stick, values)
        self._put_alternatives(values)
        for target in self.structure["target"]:
            value, slot = values[target.uncertain], target.slot
            if target.operation == 0:
                self.number[slot] = value * units[slot]
            elif target.operation == 1:
                self.number[slot] *= value
            else:
                self.number[slot] += value * units[slot]

    def _put_alternatives(self, values: list[float]) -> None:
        put_alternatives(self.number, self.structure, values)

    def shape(self, at: int) -> Distribution:
        """Return a distribution; one without uncertain parameters is made once per plan."""
        certain: dict[int, Distribution] = self.structure["certain"]
        shape = certain.get(at)
        if shape is None:
            row = self.structure["dist"][at]
            shape = self._distribution(row)
            if not self.structure["doubtful"].intersection((row.a_s, row.b_s, row.c_s)):
                certain[at] = shape
        return shape

    def _distribution(self, row: Any) -> Distribution:
        a, b, c = stated = tuple((self.number[slot] if slot >= 0 else 0.0) for slot in (row.a_s, row.b_s, row.c_s))
        if not all(map(math.isfinite, stated)):
            raise self._beyond(row, "finite numbers", stated)
        table = self.plan.quantiles[row.table] if row.table >= 0 else ()
        if row.form == Form.MEAN_CV:
            cv = b
            if cv <= 0.0 or a <= 0.0:
                return Distribution(Kind.FIXED, a, 0.0, 0.0, table)
            derive = durations.lognormal_from_mean_cv if row.kind == Kind.LOGNORMAL else durations.weibull_from_mean_cv
            if math.sqrt(math.log1p(min(cv, 1e150) ** 2)) > WIDEST:
                raise self._beyond(row, f"a cv of at most {math.sqrt(math.expm1(WIDEST**2)):.2g}", (cv,))
            a, b = derive(a, cv)
        elif row.form == Form.QUANTILES:
            if a == b:
                return Distribution(Kind.FIXED, a, 0.0, 0.0, table)
            fit = durations.lognormal_from_quantiles if row.kind == Kind.LOGNORMAL else durations.weibull_from_quantiles
            if not 0.0 < a < b:
                raise self._beyond(row, "quantiles above 0 in ascending order", (a, b))
            a, b = fit(row.p1, a, row.p2, b)
            if (b if row.kind == Kind.LOGNORMAL else 1.0 / b) > WIDEST:
                raise self._beyond(row, "quantiles closer together, so that the mean can be computed", stated[:2])
        return Distribution(row.kind, a, b, c, table)

    def _beyond(self, row: Any, expected: str, numbers: tuple[float, ...]) -> EngineError:
        """Return the error that names the unknowns that give a distribution numbers that cannot be computed with."""
        slots = {row.a_s, row.b_s, row.c_s}
        found = {target.uncertain for target in self.structure["target"] if target.slot in slots}
        found |= {
            self.structure["alternative"][each.alternative].uncertain
            for each in self.structure["choice"]
            if each.slot in slots
        }
        names = ", ".join(f"uncertainty.{self.plan.name_of('uncertainty', each)}" for each in sorted(found))
        shown = " and ".join(f"{number:g}" for number in numbers)
        what = f"{names or 'a distribution'}: in world {self.world} the numbers of a distribution become {shown} "
        return EngineError(
            f"{what}(in seconds, kilograms or as a factor); expected {expected}",
            seed=self.seed,
            replication=self.replication,
        )
