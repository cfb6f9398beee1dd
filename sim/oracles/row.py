"""The row of an oracle: a known result, and the estimate of the same result by simulation."""

from dataclasses import dataclass, replace
from time import perf_counter
from typing import Protocol

__all__ = ["Oracle", "Row", "timed"]


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one oracle.

    Attributes
    ----------
    name, what
        Name of the oracle, and its quantity with the unit.
    theory
        The value that must result.
    estimate, low, high
        The simulated value and its interval; in exact rows, the interval has width 0.
    seed, sample
        Seed (1 for a row that draws nothing), and the size of the sample in words.
    alarm
        Probability that a sound engine fails the row; 0 for exact rows.
    seconds
        Time taken [s].
    """

    name: str
    what: str
    theory: float
    estimate: float
    low: float
    high: float
    seed: int
    sample: str
    alarm: float = 0.0
    seconds: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether the theory lies in the interval."""
        return self.low <= self.theory <= self.high


class Oracle(Protocol):
    """A function that returns a row; its argument is a factor on the sample size, 1 for a quick verification."""

    def __call__(self, times: int, /) -> Row:
        """Compute the estimate and return the row."""


def timed(oracle: Oracle, times: int) -> Row:
    """Run an oracle, and return its row with the time taken."""
    began = perf_counter()
    row = oracle(times)
    return replace(row, seconds=perf_counter() - began)
