"""Random scenarios with unknowns that set several numbers, or with arrivals: both engines give the same histories."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as compiled
from sim.engines.compiled.scope import beyond
from sim.engines.simpy import Check, simulate
from sim.model.compile import plan
from tests.verification.case import Case
from tests.verification.composed_cases import with_arrivals, with_several_numbers
from tests.verification.invariants import CLAIMS
from tests.verification.strategies import routed_scenarios, scenarios
from tests.verification.trajectories import assert_same_trajectory

ANY = list(HealthCheck)
"""All health checks of hypothesis; the tests suppress them, because drawing such scenarios is slow."""


def agree(case: Scenario, replication: int, shuffle: int) -> None:
    """Check that a history is the same without checks, with all checks of the SimPy engine, and on the compiled engine
    if that engine can run it.

    Check too that the seconds due to each reason sum to the closure (or the horizon), and that the invariants hold
    if there is no route over a hub.
    """
    made = plan(case)
    plain = simulate(made, 1, replication)
    assert_same_trajectory(
        plain, simulate(made, 1, replication, check=Check(shuffle=shuffle, scan=True, enablers=True, audit=True))
    )
    if not beyond(made):
        assert_same_trajectory(plain, compiled(made, 1, replication))
    judged = Case(made, plain)
    for claim in CLAIMS if not len(made.stop) else ():  # not all of them hold for routes over a hub
        claim(judged)
    sums = Sums(made, plain)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], made.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached


@given(
    case=with_several_numbers(st.one_of(scenarios(), routed_scenarios())),
    replication=st.integers(0, 3),
    shuffle=st.integers(0, 9),
)
@settings(max_examples=12, suppress_health_check=ANY, deadline=None)
def test_unknowns_of_several_numbers_agree(case: Scenario, replication: int, shuffle: int) -> None:
    """`agree` finds no error if unknowns are parts of a total, alternatives or progress."""
    agree(case, replication, shuffle)


@given(
    case=with_arrivals(st.one_of(scenarios(), routed_scenarios())),
    replication=st.integers(0, 3),
    shuffle=st.integers(0, 9),
)
@settings(max_examples=12, suppress_health_check=ANY, deadline=None)
def test_arrivals_agree(case: Scenario, replication: int, shuffle: int) -> None:
    """`agree` finds no error if groups and lots arrive over time."""
    agree(case, replication, shuffle)
