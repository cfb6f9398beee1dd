"""Draws the unknowns of a replication, and puts their values into the numbers and distributions of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import expm1
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.largest import WIDEST
from sim.domain.memo import memoised
from sim.errors import EngineError
from sim.model.composed import put_alternatives, put_parts
from sim.model.distribution import Distribution
from sim.model.durations import Kind, mean_of
from sim.model.plan import Plan
from sim.model.schema.state.hours import Dist
from sim.model.structure import structure
from sim.model.world.numbers import Numbers
from sim.model.world.routines import Constant, Routines
from sim.model.world.shapes import INFINITE, SCATTERED, UNORDERED, Setting, Unknown, put_shapes, shape_of

__all__ = ["Drawing", "distributions", "draw_numbers", "numbers_from"]


def draw_numbers(plan: Plan, seed: int, replication: int, inner: int, routines: Routines) -> Numbers:
    """Return the numbers of a replication, with the unknowns drawn for its world.

    Parameters
    ----------
    inner
        Replications per world.

    Raises
    ------
    EngineError
        The numbers of a distribution, as drawn or as stated, are not valid (`shapes.shape_of`).
    """
    made = Drawing(plan, seed, replication, replication // inner, routines)
    return made.numbers(made.unknowns())


def numbers_from(
    plan: Plan, seed: int, replication: int, world: int, drawn: list[float], routines: Routines
) -> Numbers:
    """Return the numbers of a replication, given the value drawn for each unknown, in the units of the file.

    Raises
    ------
    EngineError
        As for `draw_numbers`.
    """
    return Drawing(plan, seed, replication, world, routines).numbers(drawn)


@dataclass(frozen=True, eq=False)
class Distributions:
    """The distributions of a plan, as far as they are the same in every world.

    Attributes
    ----------
    dists
        The plan's table of distributions.
    quantiles
        The values of the tables of all distributions, one table after the other.
    means
        Mean of the table of each distribution; 0 for a distribution without a table.
    stated
        The distributions with the numbers of the file (`schema.state.hours.Dist`).
    drawn
        Rows of the distributions with a parameter that an unknown changes, in ascending order.
    objects
        The same distributions as in `stated`, as objects.
    wrong
        Row of the first distribution that an unknown is drawn from and whose stated numbers are not valid; -1 if there
        is none.
    """

    dists: Constant
    quantiles: Constant
    means: Constant
    stated: Constant
    drawn: npt.NDArray[np.intp]
    objects: list[Distribution]
    wrong: int


@memoised
def distributions(plan: Plan) -> Distributions:
    """Return the `Distributions` of a plan."""
    starts = np.cumsum([0, *(len(table) for table in plan.quantiles)])
    shapes = np.zeros(len(plan.dist), Dist.dtype)
    used = plan.dist["table"] >= 0
    shapes["table"][used] = starts[plan.dist["table"][used]]
    shapes["table_n"][used] = np.diff(starts)[plan.dist["table"][used]]
    means = np.array([_table_mean(plan, row) for row in range(len(shapes))], np.float64)
    dists, number = Constant(plan.dist), [*plan.number.tolist(), 0.0]
    put_shapes(dists.rows, number, means.tolist(), shapes.view(np.recarray))
    slots = np.stack([plan.dist[name] for name in ("a_s", "b_s", "c_s")])
    drawn = np.isin(slots, plan.unknown_slots).any(axis=0)
    flat = np.array([x for table in plan.quantiles for x in table], np.float64)
    return Distributions(
        dists,
        Constant(flat),
        Constant(means),
        Constant(shapes),
        np.flatnonzero(drawn),
        [_object(plan, row, shape) for row, shape in enumerate(shapes)],
        next((int(row) for row in plan.uncertain["dist"] if row >= 0 and _why(dists.rows[row], number)), -1),
    )


def _why(dist: Any, number: Sequence[float]) -> int:
    """Return why the numbers of a distribution are not valid (`why` of `shapes.shape_of`); 0 if they are valid."""
    a, b, c = (number[slot] for slot in (dist.a_s, dist.b_s, dist.c_s))
    why, *_ = shape_of(dist.kind, dist.form, a, b, c, dist.p1, dist.p2)
    return why


def _object(plan: Plan, row: int, shape: Any) -> Distribution:
    """Return a distribution of the plan as an object, with the kind and parameters of `shape`."""
    table = int(plan.dist["table"][row])
    numbers = float(shape["a"]), float(shape["b"]), float(shape["c"])
    return Distribution(int(shape["kind"]), *numbers, plan.quantiles[table] if table >= 0 else ())


def _table_mean(plan: Plan, row: int) -> float:
    """Return the mean of the table of a distribution; 0 if the distribution has no table."""
    kind, table = int(plan.dist["kind"][row]), int(plan.dist["table"][row])
    tabular = kind in (Kind.TABLE_SCALED, Kind.EMPIRICAL)
    return mean_of(kind, 0.0, 1.0, 0.0, plan.quantiles[table]) if tabular else 0.0


@memoised
def _unknowns(plan: Plan) -> tuple[Constant, Constant]:
    """Return the unknowns of a plan as a table of `Unknown`, and the cumulative probabilities of their alternatives."""
    known = structure(plan)["uncertain"]
    rows: list[int] = []
    while len(rows) < len(known):
        rows += [
            row
            for row, each in enumerate(known)
            if row not in rows and (each.source < 0 or each.source in rows)
        ]  # fmt: skip
    table, cumulative = np.zeros(len(rows), Unknown.dtype), list[float]()
    for name in ("key", "slope", "offset", "least", "most", "source", "dist"):
        table[name] = plan.uncertain[name][rows]
    for at, row in enumerate(rows):
        chances = [each.chance for each in structure(plan)["alternative"] if each.uncertain == row]
        table["row"][at], table["first"][at] = row, len(cumulative)
        cumulative += accumulate(chances)
        table["last"][at] = len(cumulative)
    return Constant(table), Constant(np.array(cumulative, np.float64))


@memoised
def _settings(plan: Plan) -> Constant:
    """Return the numbers that unknowns change as a table of `Setting`, in the order in which they are changed."""
    targets = structure(plan)["target"]
    table = np.zeros(len(targets), Setting.dtype)
    table["unit"] = [plan.unit[each.slot] for each in targets]
    for name in ("uncertain", "slot", "operation"):
        table[name] = [getattr(each, name) for each in targets]
    return Constant(table)


class Drawing:
    """Draws the unknowns of a world, and puts their values into the numbers of a plan."""

    def __init__(self, plan: Plan, seed: int, replication: int, world: int, routines: Routines) -> None:
        self.plan, self.seed, self.replication, self.world, self.routines = plan, seed, replication, world, routines
        self.structure = structure(plan)

    def unknowns(self) -> list[float]:
        """Return the value of each unknown in this world, in the units of the file."""
        unknowns, cumulative = _unknowns(self.plan)
        if not len(unknowns.table):
            return []
        known, read = distributions(self.plan), self.routines.read
        if known.wrong >= 0:
            raise self._beyond(known.wrong, np.append(self.plan.number, 0.0))
        raw, drawn = np.zeros((2, len(unknowns.table)))
        given = read(unknowns), read(known.stated), read(known.quantiles), read(cumulative)
        self.routines.draw_unknowns(self.seed, self.world, *given, raw, drawn)
        values: list[float] = drawn.tolist()
        return values

    def numbers(self, drawn: list[float]) -> Numbers:
        """Return the numbers, given the value drawn for each unknown."""
        known, read = distributions(self.plan), self.routines.read
        array = np.append(self.plan.number, 0.0)
        if drawn:
            self._put(array, drawn)
        shapes = known.stated.table.copy()
        number = array if self.routines.is_compiled else array.tolist()
        wrong = self.routines.put_shapes(read(known.dists), number, read(known.means), self.routines.write(shapes))
        if wrong >= 0:
            raise self._beyond(wrong, array)
        dist = known.objects.copy()
        for row, shape in zip(known.drawn.tolist(), shapes[known.drawn].tolist(), strict=True):
            a, b, c, _, kind, _, _ = shape
            dist[row] = Distribution(kind, a, b, c, dist[row].table)
        return Numbers(self.plan, self.seed, self.replication, self.world, self.routines, array, drawn, shapes, dist)

    def _put(self, array: npt.NDArray[np.float64], values: list[float]) -> None:
        """Put the value of each unknown, in the units of the file, into the numbers that it changes."""
        known, settings = self.structure, _settings(self.plan)
        if known["sticks"] or known["choice"]:
            number: list[float] = array.tolist()
            for stick in known["sticks"]:
                put_parts(number, stick, values)
            self._put_alternatives(number, values)
            array[:] = number
        if self.routines.is_compiled:
            self.routines.put_unknowns(settings.table, np.array(values), array)
        else:
            number = array.tolist()
            self.routines.put_unknowns(settings.rows, values, number)
            array[:] = number

    def _put_alternatives(self, number: list[float], values: list[float]) -> None:
        put_alternatives(number, self.structure, values)

    def _beyond(self, at: int, number: npt.NDArray[np.float64]) -> EngineError:
        """Return the error for a distribution whose numbers are not valid, with the unknowns that change them."""
        row = self.structure["dist"][at]
        slots = (row.a_s, row.b_s, row.c_s)
        a, b, c = stated = tuple(float(number[slot]) for slot in slots)
        why, *_ = shape_of(row.kind, row.form, a, b, c, row.p1, row.p2)
        expected, numbers = {
            INFINITE: ("finite numbers", stated),
            SCATTERED: (f"a cv of at most {expm1(WIDEST**2) ** 0.5:.2g}", (b,)),
            UNORDERED: ("quantiles above 0 in ascending order", (a, b)),
        }.get(why, ("quantiles closer together, so that the mean can be computed", (a, b)))
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
