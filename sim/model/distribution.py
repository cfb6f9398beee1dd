"""A distribution with the parameters of one replication."""

import math
from dataclasses import dataclass

from sim.model import durations
from sim.model.durations import Kind, whole_seconds

__all__ = ["Distribution"]


@dataclass(frozen=True)
class Distribution:
    """A distribution with this replication's parameters."""

    kind: int
    a: float
    b: float
    c: float
    table: tuple[float, ...]

    def at(self, u: float) -> float:
        """Return the quantile at u, never below zero."""
        return max(0.0, durations.quantile(self.kind, self.a, self.b, self.c, self.table, u))

    def whole(self, u: float) -> int:
        """Return the quantile at u as a whole number of seconds, kilograms or seats, never below zero."""
        return whole_seconds(self.at(u))

    def largest(self) -> float:
        """Return the largest value that can be drawn; infinity for a family without an upper end."""
        match self.kind:
            case Kind.FIXED:
                return max(0.0, self.a)
            case Kind.UNIFORM:
                return max(0.0, self.b)
            case Kind.TRIANGULAR:
                return max(0.0, self.c)
            case Kind.BERNOULLI:
                return 1.0 if self.a > 0.0 else 0.0
            case Kind.EMPIRICAL:
                return max(0.0, *self.table[-1:])
            case Kind.TABLE_SCALED:
                return max(0.0, self.a + self.b * self.table[-1])
        return math.inf

    def mean(self) -> float:
        """Return the mean."""
        return durations.mean_of(self.kind, self.a, self.b, self.c, self.table)
