"""A search for a random scenario on which an invariant fails.

An invariant is a function of `invariants_of_*.py` that asserts a law for one history. Tests plant an error in the SimPy
engine and call `breaks` to show that an invariant notices the error.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.engines.simpy import simulate
from sim.model.compile import plan
from tests.verification.case import Case

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class BrokenError(Exception):
    """An invariant fails on a scenario."""


def breaks(claim: Callable[[Case], None], cases: st.SearchStrategy[Scenario], first: int = 4, tries: int = 40) -> bool:
    """Return whether an invariant fails for a history of one of `tries` scenarios drawn from `cases` with seed `first`.

    Errors other than `AssertionError` are raised.
    """

    @seed(first)
    @given(case=cases)
    @settings(max_examples=tries, phases=[Phase.generate], database=None, suppress_health_check=SLOW)
    def look(case: Scenario) -> None:
        compiled = plan(case)
        judged = Case(compiled, simulate(compiled, 1, 0))
        try:
            claim(judged)
        except AssertionError as error:
            raise BrokenError from error

    try:
        look()
    except BrokenError:
        return True
    return False
