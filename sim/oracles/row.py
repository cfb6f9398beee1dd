"""One thing that is known for certain, and what a simulation of it gave."""

from dataclasses import dataclass, replace
from time import perf_counter
from typing import Protocol

__all__ = ["Oracle", "Row", "timed"]


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one oracle.

    Attributes
    ----------
    name, what
        Which one, and what it is about, with its unit.
    theory
        What must come out.
    estimate, low, high
        What came out, and its interval; exact rows have no width.
    seed, sample
        Seed, and of how much it was made, in words.
    alarm
        Chance that a sound engine fails the row; 0 for exact ones.
    seconds
        How long it took [s].
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
        """Whether theory lies in the interval."""
        return self.low <= self.theory <= self.high


class Oracle(Protocol):
    """Takes how much larger than in a quick look the sample is to be; returns a row."""

    def __call__(self, times: int, /) -> Row:
        """Ask the engine."""


def timed(oracle: Oracle, times: int) -> Row:
    """Ask, and note how long it took."""
    began = perf_counter()
    row = oracle(times)
    return replace(row, seconds=perf_counter() - began)
