"""More capacity does not delay the mean closure; replications and seed are fixed beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.compile import plan
from tests.engine import simulate
from tests.scenarios import scenario
from tests.verification.test_metamorphic import two_desks


@pytest.mark.slow
def test_more_capacity_helps_on_the_mean() -> None:
    """Claim: a second server does not delay the mean closure. In a single history it may (Graham's anomalies).

    The mean over 60 replications with two servers is at most that with one, on common random numbers and without a
    margin.
    """
    closures = []
    for servers in (1, 2):
        sections = two_desks()
        sections["site"]["A"]["station"]["wash"]["servers"] = servers
        compiled = plan(scenario(**sections))
        closures.append(np.mean([simulate(compiled, 1, r).end for r in range(60)]))
    assert closures[1] <= closures[0]
