"""Random numbers of a replication, drawn by compiled functions: the same as those of the model."""

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
    """Return the uniform number at an address; called from Python."""
    return uniform(seed, replication, stream, key, index, place, k)


@entry
def _many(drawn: Any, seed: Any, replication: Any, stream: int, key: Any, indices: Any, place: Any, k: int) -> None:
    """Write the uniform numbers at addresses that differ only in their index into `drawn`."""
    for at in range(len(indices)):
        drawn[at] = uniform(seed, replication, stream, key, indices[at], place, k)


def _word(seed: int) -> int:
    """Return a seed as a signed word if it fits, as most do; otherwise Numba would compile everything for each type."""
    return seed - (seed >> 63 << 64)


def _draw(seed: int, replication: int, stream: int, key: int, index: int, place: int, k: int) -> float:
    drawn: float = _one(_word(seed), replication, int(stream), key, index, place, k)
    return drawn


def _draws(
    seed: int, replication: int, stream: int, key: int, indices: npt.NDArray[np.int64], place: int, k: int
) -> npt.NDArray[np.float64]:
    drawn = np.empty(len(indices))
    _many(drawn, _word(seed), replication, int(stream), key, indices, place, k)
    return drawn


def compile_draws() -> None:
    """Compile everything that a plan may need."""
    _draw(1, 0, 1, 1, 0, 0, 0)
    _draws(1, 0, 1, 1, np.zeros(1, np.int64), 0, 0)
    instants, reals = np.zeros(1, np.int64), np.zeros(2)
    storms(instants, instants.copy(), reals, reals.copy(), 1, 0, 1, 0, 1.0, -1, int(Kind.FIXED), 1.0, 0.0, 0.0)


def _storms(numbers: Numbers, row: int, outage: Any, place: int) -> list[tuple[int, int]]:
    """Return the intervals of an outage at a place, 0 for everywhere."""
    per_day, shape = numbers.value(outage.per_day_s), numbers.dist[outage.lasts]
    if per_day <= 0.0:
        return []
    address = _word(numbers.seed), numbers.replication, outage.key, place
    lasts = int(shape.kind), float(shape.a), float(shape.b), float(shape.c)
    hazard, table = numbers.plan.hazard[row].copy(), np.array(shape.table, np.float64)
    many, room = -1, 128
    while many < 0:
        begins, until = np.empty((2, room), np.int64)
        many = storms(begins, until, hazard, table, *address, per_day, numbers.plan.horizon, *lasts)
        room *= 4
    return list(zip(begins[:many].tolist(), until[:many].tolist(), strict=True))


COMPILED: Final = Draws(_draw, _draws, _storms)
"""Random numbers made by compiled code: the same as those made by Python."""
