"""The mean effect of two load rules. Sample size, seed and false-alarm rate are fixed beforehand."""

from __future__ import annotations

import numpy as np

from sim.analysis.statistics.paired import paired_mean
from sim.model.compile import plan
from sim.model.terms import Fate
from tests.engine import simulate
from tests.scenarios import lift, rate, scenario

REPLICATIONS = 60
SEED = 7


def carried(load: str) -> np.ndarray:
    """Simulate 210 t of cargo and payloads of 10 to 14 t; return the mean tonnes on a sortie in each history."""
    compiled = plan(
        scenario(
            lot={
                "cargo": {
                    "site": "A",
                    "category": "lethal",
                    "total_t": 150.0,
                    "item_t": {"values": [0.7, 1.9, 2.3, 3.1, 4.4, 5.2, 6.1, 7.3]},
                },
                "more": {
                    "site": "A",
                    "category": "lethal",
                    "total_t": 60.0,
                    "item_t": {"mean": 3.0, "cv": 0.6},
                },
            },
            lift={"jet": lift(rate(21), payload_t={"low": 10.0, "high": 14.0}, max_payload_t=40.0)},
            policy={"load": load},
        )
    )
    figures = []
    for replication in range(REPLICATIONS):
        history = simulate(compiled, SEED, replication)
        flown = history.sortie["kg"][history.sortie["fate"] == Fate.OUT]
        figures.append(flown.mean() / 1000)
    return np.array(figures)


def test_filling_the_aircraft_carries_more_than_taking_the_lightest_first() -> None:
    """On the same random numbers, sorties carry more under `fill the aircraft` than under `lightest first`.

    The 99.9 % interval of the mean difference lies above 0. If there were no difference, 1 test in 2,000 would pass.
    """
    gain = paired_mean(carried("fill the aircraft") - carried("lightest first"), None, 0.999)
    assert gain.n == REPLICATIONS
    assert gain.low > 0.0
    assert gain.value < 12.0
