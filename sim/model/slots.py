"""Where a plan stores the numbers and distributions of a scenario: a slot is an index into `Plan.number`."""

from typing import Any

import numpy as np

from sim.domain.nouns import unit_of
from sim.domain.paths import Number, numbers
from sim.domain.scenario import Scenario
from sim.domain.uncertainty import (
    Bernoulli,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Pert,
    Triangular,
    Uniform,
    Weibull,
)
from sim.model import quantile_tables
from sim.model.durations import Kind
from sim.model.schema.plan import Dist
from sim.model.schema.row import Table
from sim.model.terms import Form

IN_TABLES = frozenset({"start", "shares"})
"""Keys of groups, lots and lifts whose numbers are stored in columns of the plan's tables, not in slots."""


def _stands_in_a_table(number: Number) -> bool:
    return any(part in IN_TABLES for part, _ in number.parts[2:3])


class Slots:
    """Assigns slots to numbers, and rows to distributions, while a plan is made.

    Attributes
    ----------
    path, number, unit
        For each slot: the dotted key of its number, the value in inner units (s, kg, counts), and how many inner units
        make one unit of the scenario file.
    quantiles
        Quantile tables and sorted observations that the distributions use.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.path: list[str] = []
        self.number: list[float] = []
        self.unit: list[float] = []
        self._slot: dict[str, int] = {}
        self._dists: list[tuple[Any, ...]] = []
        self.quantiles: list[tuple[float, ...]] = []
        self._numbers = numbers(scenario)
        # A date, or a number that is stored in a column of a table, needs a slot only if an unknown changes it.
        for path, number in self._numbers.items():
            if number.written is None and not _stands_in_a_table(number):
                self._add(path, number.value, number.unit)

    def _add(self, path: str, value: float, unit: float) -> int:
        self._slot[path] = len(self.path)
        self.path.append(path)
        self.number.append(value * unit)
        self.unit.append(unit)
        return self._slot[path]

    def slot(self, path: str) -> int:
        """Return the slot of a number; -1 if it has none, for example because the scenario does not state it."""
        return self._slot.get(path, -1)

    def of_unknown(self, path: str) -> int:
        """Return the slot of a number or date that an unknown changes; if there is none yet, it is added."""
        number = self._numbers[path]
        return self._slot[path] if path in self._slot else self._add(path, number.value, number.unit)

    def constant(self, path: str, value: float, unit: float = 1.0) -> int:
        """Return the slot of a number; if there is none yet, it is added with `value` (in units of the file)."""
        return self._slot[path] if path in self._slot else self._add(path, value, unit)

    def beta(self, path: str, alpha: float, beta: float) -> int:
        """Return the row of a new beta distribution on the unit interval."""
        ends = self.constant(f"{path}.zero", 0.0), self.constant(f"{path}.one", 1.0)
        return self._row(Kind.TABLE_SCALED, ends, self._table(quantile_tables.beta_table(alpha, beta)))

    def dist(self, path: str, value: Any, unit: float | None = None) -> int:
        """Return the row of a new distribution for a value of the scenario; -1 and no new row if the value is None.

        Parameters
        ----------
        path
            Dotted key of the value.
        value
            A number, which becomes a constant, or one of the distributions of `domain.uncertainty`.
        unit
            Inner units in one unit of the scenario file; None: as the last part of `path` implies.

        Raises
        ------
        TypeError
            The value is neither a number nor such a distribution.
        """
        if value is None:
            return -1
        unit = unit_of(path.rsplit(".", 1)[-1]) if unit is None else unit
        if isinstance(value, int | float):
            return self._row(Kind.FIXED, (self.constant(path, value, unit),))

        def part(name: str, scaled: bool = True) -> int:
            return self.constant(f"{path}.{name}", getattr(value, name), unit if scaled else 1.0)

        match value:
            case Uniform():
                return self._row(Kind.UNIFORM, (part("low"), part("high")))
            case Triangular():
                return self._row(Kind.TRIANGULAR, (part("low"), part("mode"), part("high")))
            case Pert() if value.low == value.high:
                return self._row(Kind.FIXED, (self.constant(f"{path}.low", value.low, unit),))
            case Pert():
                table = self._table(quantile_tables.pert_table(value.low, value.mode, value.high))
                span = self.constant(f"{path}.high-low", value.high - value.low, unit)
                return self._row(Kind.TABLE_SCALED, (self.constant(f"{path}.low", value.low, unit), span), table)
            case Exponential():
                return self._row(Kind.EXPONENTIAL, (part("mean"),))
            case Gamma() if value.cv == 0.0:
                return self._row(Kind.FIXED, (part("mean"),))
            case Gamma():
                table = self._table(quantile_tables.gamma_table(1.0 / value.cv**2))
                zero = self.constant(f"{path}.zero", 0.0)
                return self._row(Kind.TABLE_SCALED, (zero, part("mean")), table)
            case Lognormal() | Weibull():
                kind = Kind.LOGNORMAL if isinstance(value, Lognormal) else Kind.WEIBULL
                if value.mean is not None:
                    return self._row(kind, (part("mean"), part("cv", scaled=False)), form=Form.MEAN_CV)
                stated = value.quantiles()
                slots = tuple(part(f"p{round(100 * p):02d}") for p, _ in stated)
                return self._row(kind, slots, form=Form.QUANTILES, p=(stated[0][0], stated[1][0]))
            case Bernoulli():
                return self._row(Kind.BERNOULLI, (part("p", scaled=False),))
            case Empirical():
                # No slot scales the values of an empirical distribution, so its table has them in inner units.
                return self._row(Kind.EMPIRICAL, (), self._table([unit * x for x in sorted(value.values)]))
        raise TypeError(f"{path}: expected a number or a distribution, got {type(value).__name__}")

    def _table(self, values: Any) -> int:
        self.quantiles.append(tuple(float(value) for value in values))
        return len(self.quantiles) - 1

    def _row(
        self,
        kind: Kind,
        slots: tuple[int, ...],
        table: int = -1,
        form: Form = Form.DIRECT,
        p: tuple[float, float] = (0.0, 0.0),
    ) -> int:
        a, b, c = (*slots, -1, -1, -1)[:3]
        self._dists.append((p[0], p[1], int(kind), int(form), a, b, c, table))
        return len(self._dists) - 1

    def dist_table(self) -> Table:
        """Return the table of all distributions so far (`schema.plan.Dist`)."""
        names = ("p1", "p2", "kind", "form", "a_s", "b_s", "c_s", "table")
        table = np.zeros(len(self._dists), Dist.dtype)
        for column, name in enumerate(names):
            table[name] = [row[column] for row in self._dists]
        return table
