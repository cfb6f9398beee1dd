"""Random numbers, each computed from its address, and values drawn with them: the same bits as in `sim.model`."""

from collections.abc import Callable
from types import FunctionType
from typing import Any, Final, ParamSpec, TypeVar

import numpy as np

from sim.compiler.kernel import kernel, multiply_high
from sim.model import draws, durations
from sim.model.schema.state import State

__all__ = [
    "compiled", "happens", "log_gamma", "mean", "mean_without_table", "normal_quantile", "quantile", "sample",
    "uniform", "value", "whole", "whole_seconds",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")
M0: Final = np.uint64(draws.MULTIPLIERS[0])
M2: Final = np.uint64(draws.MULTIPLIERS[1])
W0: Final = np.uint64(draws.KEY_STEPS[0])
W1: Final = np.uint64(draws.KEY_STEPS[1])
SHIFT: Final = np.uint64(draws.STREAM_SHIFT)
TWELVE: Final = np.uint64(12)
ROUNDS: Final = draws.ROUNDS
FIXED: Final = int(durations.Kind.FIXED)


@kernel
def uniform(seed: Any, replication: Any, stream: int, key: Any, index: int, place: Any, k: int) -> float:
    """Return the uniform random number at an address: the same bits as `sim.model.draws.uniform`."""
    c0 = np.uint64(key) | np.uint64(stream) << SHIFT
    c1, c2, c3 = np.uint64(index), np.uint64(place), np.uint64(k)
    k0, k1 = np.uint64(seed), np.uint64(replication)
    for _ in range(ROUNDS):
        high0, low0 = multiply_high(M0, c0), M0 * c0
        high2, low2 = multiply_high(M2, c2), M2 * c2
        c0, c1, c2, c3 = high2 ^ c1 ^ k0, low2, high0 ^ c3 ^ k1, low0
        k0 += W0
        k1 += W1
    return (np.float64(c0 >> TWELVE) + 0.5) * 2.0**-52


def compiled(function: Callable[P, R], **others: Any) -> Callable[P, R]:
    """Return a function of the model as a kernel; `others` has a kernel for each model function that it calls."""
    plain: Any = function
    copy: Any = FunctionType(plain.__code__, {**plain.__globals__, **others}, plain.__name__)
    as_kernel: Callable[P, R] = kernel(copy)
    return as_kernel


normal_quantile: Final = compiled(durations.normal_quantile)
interpolate: Final = compiled(durations._interpolate)
quantile: Final = compiled(durations.quantile, normal_quantile=normal_quantile, _interpolate=interpolate)
whole_seconds: Final = compiled(durations.whole_seconds)
log_gamma: Final = kernel(durations._log_gamma)
mean_without_table: Final = compiled(durations.mean_without_table, _log_gamma=log_gamma)


@kernel
def value(h: State, slot: int, default: float) -> float:
    """Return the number in a slot, or the default if the slot is negative: the scenario does not state the number."""
    return h.numbers[slot] if slot >= 0 else default


@kernel
def whole(h: State, slot: int, default: int) -> int:
    """Return the number in a slot, rounded to a whole number [s, kg, count], or the default if the slot is negative."""
    return whole_seconds(h.numbers[slot]) if slot >= 0 else default


@kernel
def sample(h: State, dist: int, stream: int, key: int, index: int, place: int, k: int) -> int:
    """Draw a whole number of seconds, kilograms or seats from a distribution; values below 0 become 0."""
    shape = h.dists[dist]
    if shape.kind == FIXED:
        return whole_seconds(max(0.0, shape.a))
    u = uniform(h.seed, h.replication, stream, key, index, place, k)
    table: Any = h.quantiles[shape.table : shape.table + shape.table_n]
    return whole_seconds(max(0.0, quantile(shape.kind, shape.a, shape.b, shape.c, table, u)))


@kernel
def mean(h: State, dist: int) -> float:
    """Return the mean of a distribution."""
    return h.dists[dist].average


@kernel
def happens(h: State, slot: int, stream: int, key: int, index: int, place: int, k: int) -> bool:
    """Return whether an event happens whose probability is in a slot; it never does if none is stated."""
    p = value(h, slot, 0.0)
    return p > 0.0 and uniform(h.seed, h.replication, stream, key, index, place, k) < p
