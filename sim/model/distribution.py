"""A distribution with the parameters of one replication."""

from typing import NamedTuple

from sim.model import durations
from sim.model.durations import whole_seconds

__all__ = ["Distribution"]


class Distribution(NamedTuple):
    """A distribution with this replication's parameters (`durations.quantile`)."""

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
        return durations.largest_of(self.kind, self.a, self.b, self.c, self.table[-1] if self.table else 0.0)

    def mean(self) -> float:
        """Return the mean."""
        return durations.mean_of(self.kind, self.a, self.b, self.c, self.table)
