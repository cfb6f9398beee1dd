"""Random numbers of a replication, drawn by compiled functions: the same numbers as the model draws in Python."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.compiler.kernel import entry
from sim.engines.compiled.chance import uniform
from sim.engines.compiled.storms import storms
from sim.model.durations import Kind
from sim.model.world.numbers import Draws, Numbers

__all__ = ["COMPILED", "compile_draws"]


@entry
def _one(seed: Any, replication: Any, stream: int, key: Any, index: int, place: Any, k: int) -> float:
    """Return the uniform number at an address, to a caller in Python."""
    return uniform(seed, replication, stream, key, index, place, k)


@entry
def _many(drawn: Any, seed: Any, replication: Any, stream: int, key: Any, indices: Any, place: Any, k: int) -> None:
    """Write the uniform numbers at addresses that differ only in their index into `drawn`."""
    for at in range(len(indices)):
        drawn[at] = uniform(seed, replication, stream, key, indices[at], place, k)


def _word(seed: int) -> int:
    """Return the signed number with the 64 bits of a seed, so that Numba compiles all functions for one type only."""
    return seed - (seed >> 63 << 64)


def _draw(seed: int, replication: int, stream: int, key: int, index: int, place: int, k: int) -> float:
    """Return the uniform number at an address."""
    drawn: float = _one(_word(seed), replication, int(stream), key, index, place, k)
    return drawn


def _draws(
    seed: int, replication: int, stream: int, key: int, indices: npt.NDArray[np.int64], place: int, k: int
) -> npt.NDArray[np.float64]:
    """Return the uniform numbers at addresses that differ only in their index, shape (n,)."""
    drawn = np.empty(len(indices))
    _many(drawn, _word(seed), replication, int(stream), key, indices, place, k)
    return drawn


def compile_draws() -> None:
    """Compile every function of this file that any plan may need, by calling it."""
    _draw(1, 0, 1, 1, 0, 0, 0)
    _draws(1, 0, 1, 1, np.zeros(1, np.int64), 0, 0)
    instants, reals = np.zeros(1, np.int64), np.zeros(2)
    storms(instants, instants.copy(), reals, reals.copy(), 1, 0, 1, 0, 1.0, -1, int(Kind.FIXED), 1.0, 0.0, 0.0)


def _storms(numbers: Numbers, row: int, outage: Any, place: int) -> list[tuple[int, int]]:
    """Return the intervals of an outage as (begin, end) [s]; `place` is part of the address, 0 for everywhere."""
    per_day, shape = numbers.value(outage.per_day_s), numbers.dist[outage.lasts]
    if per_day <= 0.0:
        return []
    address = _word(numbers.seed), numbers.replication, outage.key, place
    lasts = int(shape.kind), float(shape.a), float(shape.b), float(shape.c)
    hazard, table = numbers.plan.hazard[row].copy(), np.array(shape.table, np.float64)
    many, capacity = -1, 128
    while many < 0:  # -1: there are more intervals than the arrays can take
        begins, until = np.empty((2, capacity), np.int64)
        many = storms(begins, until, hazard, table, *address, per_day, numbers.plan.horizon, *lasts)
        capacity *= 4
    return list(zip(begins[:many].tolist(), until[:many].tolist(), strict=True))


COMPILED: Final = Draws(_draw, _draws, _storms)
"""The functions that draw random numbers, in compiled code; they return the same numbers as the Python functions."""
