"""A distribution whose parameters are those of one replication."""

from typing import NamedTuple

from sim.model import durations
from sim.model.durations import whole_seconds

__all__ = ["Distribution"]


class Distribution(NamedTuple):
    """A distribution with the parameters that it has in one replication.

    Attributes
    ----------
    kind, a, b, c
        Family and parameters (`durations.Kind`).
    table
        Quantiles or values of the families that need a table; empty for all others.
    """

    kind: int
    a: float
    b: float
    c: float
    table: tuple[float, ...]

    def at(self, u: float) -> float:
        """Return the quantile at `u` in (0, 1); 0 if it is negative."""
        return max(0.0, durations.quantile(self.kind, self.a, self.b, self.c, self.table, u))

    def whole(self, u: float) -> int:
        """Return the quantile at `u` as a whole number (of seconds, kilograms or seats); 0 if it is negative."""
        return whole_seconds(self.at(u))

    def largest(self) -> float:
        """Return the largest value that can be drawn; infinity if the family has no upper limit."""
        return durations.largest_of(self.kind, self.a, self.b, self.c, self.table[-1] if self.table else 0.0)

    def mean(self) -> float:
        """Return the mean of the distribution itself, with negative values as they are."""
        return durations.mean_of(self.kind, self.a, self.b, self.c, self.table)
