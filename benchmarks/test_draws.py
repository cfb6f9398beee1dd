"""The time to draw random numbers one by one, and as an array."""

from typing import Any

import numpy as np

from sim.model.draws import Stream, uniform, uniforms

MANY = 10_000


def test_one_by_one(benchmark: Any) -> None:
    """Draw 1,000 numbers in 1,000 calls, one for each value of `index`."""

    def draw() -> float:
        return sum(uniform(7, 0, Stream.SERVICE, 123, index, 456, 0) for index in range(1000))

    total = benchmark(draw)
    assert 450.0 < total < 550.0
    benchmark.extra_info["draws"] = 1000


def test_as_a_table(benchmark: Any) -> None:
    """Draw 10,000 numbers in one call. One of them is compared with the number drawn by a call for its index alone."""
    index = np.arange(MANY)
    table = benchmark(uniforms, 7, 0, Stream.SERVICE, 123, index, 456, 0)
    assert table.shape == (MANY,)
    assert table[17] == uniform(7, 0, Stream.SERVICE, 123, 17, 456, 0)
    benchmark.extra_info["draws"] = MANY
