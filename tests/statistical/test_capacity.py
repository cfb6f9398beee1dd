"""More capacity does not delay the mean closure."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.compile import plan
from tests.engine import simulate
from tests.scenarios import scenario
from tests.verification.test_metamorphic import two_desks


@pytest.mark.slow
def test_more_capacity_helps_on_the_mean() -> None:
    """Over 60 replications on common random numbers, a second server does not make the mean closure later.

    In a single history it may make the closure later (Graham's anomalies). The number of replications and the seed were
    fixed beforehand.
    """
    closures = []
    for servers in (1, 2):
        sections = two_desks()
        sections["site"]["A"]["station"]["wash"]["servers"] = servers
        compiled = plan(scenario(**sections))
        closures.append(np.mean([simulate(compiled, 1, r).end for r in range(60)]))
    assert closures[1] <= closures[0]
