"""What must hold of every history, on scenarios that hypothesis makes: `invariants.py` states the claims."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.engines.reference import simulate
from sim.model.compile import plan
from tests.verification.invariants import CLAIMS, Case
from tests.verification.strategies import SCARCE, scenarios

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@given(case=scenarios(), replication=st.integers(0, 3))
@settings(max_examples=200, suppress_health_check=SLOW)
def test_every_claim_holds(case: Scenario, replication: int) -> None:
    """Every claim of `invariants.py` holds of every history, whatever is scarce."""
    compiled = plan(case)
    judged = Case(compiled, simulate(compiled, 1, replication))
    for claim in CLAIMS:
        claim(judged)


@pytest.mark.parametrize("scarce", SCARCE)
def test_every_claim_holds_where_one_thing_is_scarce(scarce: str) -> None:
    """The same where most instants have several claims on the one thing that is short."""

    @given(case=scenarios(ties=True, scarce=scarce))
    @settings(max_examples=15, suppress_health_check=SLOW)
    def looked_at(case: Scenario) -> None:
        compiled = plan(case)
        judged = Case(compiled, simulate(compiled, 2, 0))
        for claim in CLAIMS:
            claim(judged)

    looked_at()
