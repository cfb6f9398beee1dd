"""The claims of `invariants.py` hold for histories of random scenarios, and fail if an error is planted in
the engine.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.engines.simpy import chalk, mover, parties, simulate, station
from sim.engines.simpy.numbered import LONG_AGO, Numbered
from sim.engines.simpy.station import Station
from sim.model.compile import plan
from tests.verification.breaking import breaks
from tests.verification.case import Case
from tests.verification.invariants import CLAIMS, named
from tests.verification.strategies import SCARCE, scenarios

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@given(case=scenarios(), replication=st.integers(0, 3))
@settings(max_examples=200, suppress_health_check=SLOW)
def test_every_claim_holds(case: Scenario, replication: int) -> None:
    """Every claim of `invariants.py` holds for histories of random scenarios."""
    compiled = plan(case)
    judged = Case(compiled, simulate(compiled, 1, replication))
    for claim in CLAIMS:
        claim(judged)


@pytest.mark.parametrize("scarce", SCARCE)
def test_every_claim_holds_where_one_resource_is_scarce(scarce: str) -> None:
    """Every claim holds if several movers often want one scarce resource at the same instant."""

    @given(case=scenarios(ties=True, scarce=scarce))
    @settings(max_examples=15, suppress_health_check=SLOW)
    def looked_at(case: Scenario) -> None:
        compiled = plan(case)
        judged = Case(compiled, simulate(compiled, 2, 0))
        for claim in CLAIMS:
            claim(judged)

    looked_at()


@pytest.mark.parametrize(
    ("where", "name", "plant", "scarce", "claim"),
    [
        (chalk, "_keeps", lambda *_: False, "hold", "floors_keep_enough"),
        (chalk, "first_fit", lambda movers, *_: range(len(list(movers))), "cargo", "never_above_an_aircraft"),
        (station, "staffed", lambda servers, *_: servers, "staff", "never_above_the_servers"),
        (Station, "place_in_queue", lambda _, turn: (turn.mover, 0, 0), "server", "queues_go_by_rank_then_arrival"),
        (Numbered, "any_free", lambda _: True, "parking", "never_above_the_ramp"),
        (parties, "by_party", lambda _, entries: [[entry] for entry in entries], "server", "parties_go_whole"),
        (mover, "gather", lambda drawdown, mover: drawdown.changes.stage(mover), "cargo", "parties_go_whole"),
    ],
    ids=[
        "floors ignored",
        "weight ignored",
        "staff ignored",
        "rank ignored",
        "spots ignored",
        "parties split",
        "parties not awaited",
    ],
)
def test_planted_errors_break_their_claims(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, plant: Any, scarce: str, claim: str
) -> None:
    """If one of these errors is planted in the engine, the claim that should notice it fails for at least one of forty
    random scenarios.
    """
    monkeypatch.setattr(where, name, plant)
    if where is Numbered:  # with this error, `take` is called when no unit is free
        monkeypatch.setattr(Numbered, "take", _another)
    assert breaks(named(claim), scenarios(ties=True, scarce=scarce))


def _another(numbered: Numbered) -> tuple[int, int, int]:
    numbered.busy += 1
    return -1, LONG_AGO, -1
