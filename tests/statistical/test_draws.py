"""Random numbers, each computed from its address, are uniform along every coordinate of the address.

Seeds and false-alarm rates are fixed beforehand.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from sim.model.draws import Stream, name_key, uniform, uniforms
from tests.unit.model.test_draws import COORDINATES


@pytest.mark.parametrize("coordinate", range(7), ids=COORDINATES)
def test_draws_are_uniform_along_every_coordinate(coordinate: int) -> None:
    """If one coordinate takes 2,000 consecutive values and the others are fixed, the draws are uniform.

    Neighbours are uncorrelated. The false-alarm rate of each of the two checks is 1e-6.
    """
    n, address = 2_000, [1, 2, 3, name_key("lot"), 5, name_key("station"), 7]
    drawn = []
    for i in range(n):
        address[coordinate] = i
        drawn.append(uniform(*address))
    correlation = np.corrcoef(list(pairwise(drawn)), rowvar=False)[0, 1]
    assert stats.kstest(drawn, "uniform").pvalue > 1e-6
    assert abs(correlation) < 4.9 / np.sqrt(n)


def test_a_million_draws_are_uniform() -> None:
    """A million draws for the items of one lot are uniform (seed 11; false-alarm rate 1e-6)."""
    drawn = uniforms(11, 0, Stream.SERVICE, name_key("lot"), np.arange(10**6), name_key("station"), 0)
    assert stats.kstest(drawn, "uniform").pvalue > 1e-6
