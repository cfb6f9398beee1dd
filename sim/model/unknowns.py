"""What we do not know, as it comes out in each world: (plan, seed, world) -> one value an entry of `[uncertainty]`."""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.domain.largest import WIDEST
from sim.errors import EngineError
from sim.model import durations, weather
from sim.model.distribution import Distribution
from sim.model.draws import Stream, uniform, uniforms
from sim.model.durations import Kind, whole_seconds
from sim.model.plan import Plan
from sim.model.structure import structure
from sim.model.terms import Form

__all__ = ["Unknowns", "drawn", "known_anyway", "regimes", "sources"]


class Unknowns:
    """The numbers of one world, and how to draw more of them: what `Realised` begins with.

    Attributes
    ----------
    number
        Numbers with uncertain ones overwritten, in inner units.
    drawn
        What was drawn for each row of `plan.uncertain`, in the units of the file.
    dist
        Distributions with this world's parameters.
    draw, draws
        Draw one number at an address, or many: `draws.uniform` and `draws.uniforms`, or the same compiled.
    """

    draws: Callable[..., npt.NDArray[np.float64]] = staticmethod(uniforms)
    draw: Callable[[int, int, int, int, int, int, int], float] = staticmethod(uniform)
    dist: list[Distribution]

    def __init__(self, plan: Plan, seed: int, replication: int, inner: int = 1) -> None:
        self.plan, self.seed, self.replication, self.world = plan, seed, replication, replication // inner
        self._structure = structure(plan)
        self.number: list[float] = plan.number.tolist()
        self.drawn = self._ignorance()

    def rows(self, table: str) -> list[Any]:
        """Return a table of the plan as records with attributes."""
        table_of: list[Any] = self._structure[table]
        return table_of

    def value(self, slot: int, default: float = 0.0) -> float:
        """Return a number, or the default where the scenario has none."""
        return self.number[slot] if slot >= 0 else default

    def whole(self, slot: int, default: int = 0) -> int:
        """Return a number as a whole one [s, kg, count], or the default where the scenario has none."""
        return whole_seconds(self.number[slot]) if slot >= 0 else default

    def chance(self, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> float:
        """Draw a uniform number at an address of this replication."""
        return self.draw(self.seed, self.replication, stream, key, index, place, k)

    def sample(self, dist: int, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> int:
        """Draw a whole number of seconds, kilograms or seats from a distribution."""
        shape = self.dist[dist]
        return shape.whole(0.5 if shape.kind == Kind.FIXED else self.chance(stream, key, index, place, k))

    def happens(self, slot: int, stream: Stream, key: int, index: int, place: int = 0, k: int = 0) -> bool:
        """Whether something of a given probability happens."""
        p = self.value(slot)
        return p > 0.0 and self.chance(stream, key, index, place, k) < p

    def _ignorance(self) -> list[float]:
        """Draw what is unknown once per world and put it into the numbers; `same_as` follows its source."""
        drawn: list[float | None] = [None] * len(self._structure["uncertain"])
        raw: list[float] = [0.0] * len(drawn)
        while None in drawn:
            for row, unknown in enumerate(self._structure["uncertain"]):
                if drawn[row] is not None or (unknown.source >= 0 and drawn[unknown.source] is None):
                    continue
                if unknown.source >= 0:
                    raw[row] = raw[unknown.source]
                else:
                    u = self.draw(self.seed, self.world, Stream.WORLD, unknown.key, 0, 0, 0)
                    shape = self._shape(unknown.dist)
                    raw[row] = durations.quantile(shape.kind, shape.a, shape.b, shape.c, shape.table, u)
                mapped = unknown.offset + unknown.slope * raw[row]
                drawn[row] = min(max(mapped, unknown.least), unknown.most)
        values = [value for value in drawn if value is not None]
        self._put(values)
        return values

    def _put(self, values: list[float]) -> None:
        """Put what was drawn for each unknown, in the units of the file, into the numbers that it changes."""
        units = self._structure["unit"]
        for target in self._structure["target"]:
            value, slot = values[target.uncertain], target.slot
            if target.operation == 0:
                self.number[slot] = value * units[slot]
            elif target.operation == 1:
                self.number[slot] *= value
            else:
                self.number[slot] += value * units[slot]

    def distributions(self) -> list[Distribution]:
        """Return every distribution with this world's parameters."""
        return [self._shape(row) for row in range(len(self._structure["dist"]))]

    def _shape(self, at: int) -> Distribution:
        """Return a distribution; one of which nothing is uncertain is made once per plan."""
        certain: dict[int, Distribution] = self._structure["certain"]
        shape = certain.get(at)
        if shape is None:
            row = self._structure["dist"][at]
            shape = self._distribution(row)
            if not self._structure["doubtful"].intersection((row.a_s, row.b_s, row.c_s)):
                certain[at] = shape
        return shape

    def _distribution(self, row: Any) -> Distribution:
        a, b, c = stated = tuple(self.value(slot) for slot in (row.a_s, row.b_s, row.c_s))
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
                raise self._beyond(row, "quantiles above 0 and in their order", (a, b))
            a, b = fit(row.p1, a, row.p2, b)
            if (b if row.kind == Kind.LOGNORMAL else 1.0 / b) > WIDEST:
                raise self._beyond(
                    row, "quantiles closer to one another, or there is no mean to reckon with", stated[:2]
                )
        return Distribution(row.kind, a, b, c, table)

    def _beyond(self, row: Any, expected: str, numbers: tuple[float, ...]) -> EngineError:
        """Return the error that names the unknowns that take a distribution to where it cannot be reckoned with."""
        slots = {row.a_s, row.b_s, row.c_s}
        found = {target.uncertain for target in self._structure["target"] if target.slot in slots}
        names = ", ".join(f"uncertainty.{self.plan.name_of('uncertainty', each)}" for each in sorted(found))
        shown = " and ".join(f"{number:g}" for number in numbers)
        what = f"{names or 'a distribution'}: takes the numbers of a distribution in world {self.world} to {shown} "
        return EngineError(
            f"{what}(in seconds, kilograms or as a factor); expected {expected}",
            seed=self.seed,
            replication=self.replication,
        )


def drawn(plan: Plan, seed: int, worlds: Iterable[int]) -> npt.NDArray[np.float64]:
    """Return what each unknown came to in each world, in the units of the file, shape (n_worlds, n_uncertain).

    Notes
    -----
    The values that histories of these worlds were made of, to the bit; nothing else of a history is made.
    """
    made = [Unknowns(plan, seed, int(world)).drawn for world in worlds]
    return np.array(made, np.float64).reshape(len(made), len(plan.uncertain))


def regimes(plan: Plan, seed: int, replications: Iterable[int], inner: int = 1) -> npt.NDArray[np.float64]:
    """Return when each permission was first given, and for how long it was withdrawn before the deadline [s].

    Returns
    -------
    NDArray
        Shape (n_replications, n_permission, 2): chance, drawn once per replication; what histories were made of.
    """
    found = []
    for replication in replications:
        world = Unknowns(plan, seed, int(replication), inner)
        world.dist = world.distributions()
        spans = [weather.regime(world, permission) for permission in world.rows("permission")]
        found.append([(opens, weather.lasting(lost, plan.deadline)) for opens, lost in spans])
    return np.array(found, np.float64).reshape(len(found), len(plan.permission), 2)


def sources(plan: Plan) -> list[int]:
    """Return for each unknown the row whose draw it has: its own, or by `same_as` that of another."""
    source = plan.uncertain["source"].tolist()

    def first(row: int) -> int:
        return row if source[row] < 0 else first(source[row])

    return [first(row) for row in range(len(source))]


def known_anyway(plan: Plan) -> list[int]:
    """Return the rows of unknowns that change no number: all that they would set is known."""
    return sorted(set(range(len(plan.uncertain))) - set(plan.target["uncertain"].tolist()))
