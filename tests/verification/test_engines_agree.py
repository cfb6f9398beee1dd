"""The compiled engine gives the histories of the SimPy engine: whole trajectories, bit for bit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.domain.scenario import Scenario
from sim.engines.compiled import reset, tables
from sim.engines.compiled import simulate as compiled
from sim.engines.compiled.scope import beyond
from sim.engines.compiled.tables import GROWS
from sim.engines.simpy import simulate as by_simpy
from sim.errors import InvariantError
from sim.experiment.workers.engine import fitting
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.world import World
from tests.scenarios import base as base_of
from tests.scenarios import items, lift, rate, scenario
from tests.verification.odd_holds import with_odd_holds
from tests.verification.strategies import SCARCE, routed_scenarios, scenarios
from tests.verification.tight import comes_to, shipped
from tests.verification.trajectories import assert_same_trajectory

ALL = list(HealthCheck)
CONFIGS = Path(__file__).parents[2] / "configs"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "first", "many"),
    [
        ("tiny", 0, 100),
        ("base", 0, 8),
        ("niger-2024-hindsight", 40, 8),
        ("camps", 0, 8),
        ("iraq-2011", 0, 1),
        ("mali-2022", 0, 2),
        ("chad-2025", 0, 8),
        ("kabul-2021", 0, 1),
    ],
    ids=str,
)
def test_shipped_scenarios_give_the_same_histories(name: str, first: int, many: int) -> None:
    """Some histories of eight shipped scenarios are equal on both engines, with reviews and without."""
    shipped_alike(name, first, many)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "first", "many"),
    [
        ("tiny", 100, 1000),
        ("base", 8, 100),
        ("niger-2024-hindsight", 48, 100),
        ("camps", 8, 50),
        ("iraq-2011", 1, 3),
        ("kabul-2021", 1, 2),
    ],
    ids=str,
)
def test_shipped_scenarios_give_the_same_histories_at_length(name: str, first: int, many: int) -> None:
    """More histories of six shipped scenarios are equal on both engines, with reviews and without."""
    shipped_alike(name, first, many)


def shipped_alike(name: str, first: int, many: int) -> None:
    """Check that histories of a shipped scenario are equal on both engines; if it has reviews, up to five histories are
    also compared without them.
    """
    case = plan(sim.load(CONFIGS / f"{name}.toml"))
    assert beyond(case) == ()
    for replication in range(first, first + many):
        assert_same_trajectory(by_simpy(case, case.seed, replication), compiled(case, case.seed, replication))
    if not len(case.review):
        return
    alone = {"inner": 3, "reviews": False}
    expected = {
        replication: by_simpy(case, 5, replication, **alone) for replication in range(first, first + min(many, 5))
    }
    assert_same_trajectory(expected[first], compiled(case, 5, first, **alone))
    for replication, history in expected.items():
        compiled(case, 5, replication, inner=3)  # with reviews, which must not affect the next call
        assert_same_trajectory(history, compiled(case, 5, replication, **alone))


def alike(case: Scenario, seed: int, replication: int) -> None:
    """Check that a history is equal on both engines, with its reviews and without. A plan that only SimPy can run is
    skipped.
    """
    made = plan(case)
    if beyond(made):
        return
    assert_same_trajectory(by_simpy(made, seed, replication), compiled(made, seed, replication))
    if len(made.review):
        alone = {"reviews": False}
        assert_same_trajectory(by_simpy(made, seed, replication, **alone), compiled(made, seed, replication, **alone))


@pytest.mark.slow
@given(case=scenarios(), replication=st.integers(0, 3))
@settings(max_examples=200, suppress_health_check=ALL, deadline=None)
def test_random_scenarios_give_the_same_histories(case: Scenario, replication: int) -> None:
    """Histories of random scenarios are equal on both engines."""
    alike(case, 1, replication)


@pytest.mark.slow
@given(case=with_odd_holds(st.one_of(scenarios(), routed_scenarios())), replication=st.integers(0, 3))
@settings(max_examples=150, suppress_health_check=ALL, deadline=None)
def test_random_holds_give_the_same_histories(case: Scenario, replication: int) -> None:
    """Histories of random scenarios with unusual holds, floors, plans and crises, and with uncertain dates, are equal
    on both engines.
    """
    alike(case, 1, replication)


@pytest.mark.slow
@given(case=routed_scenarios(), replication=st.integers(0, 3))
@settings(max_examples=150, suppress_health_check=ALL, deadline=None)
def test_random_routes_give_the_same_histories(case: Scenario, replication: int) -> None:
    """Histories of random scenarios in which some movers leave via a hub are equal on both engines."""
    alike(case, 1, replication)


@pytest.mark.slow
@pytest.mark.parametrize("scarce", SCARCE)
def test_ties_give_the_same_histories(scarce: str) -> None:
    """Histories are equal on both engines if several movers often want one scarce resource at the same instant."""

    @given(case=st.one_of(scenarios(ties=True, scarce=scarce), routed_scenarios(ties=True, scarce=scarce)))
    @settings(max_examples=30, suppress_health_check=ALL, deadline=None)
    def look(case: Scenario) -> None:
        alike(case, 2, 0)

    look()


@pytest.fixture(scope="module")
def tiny() -> Plan:
    return plan(sim.load(CONFIGS / "tiny.toml"))


@pytest.fixture(scope="module")
def base() -> Plan:
    return plan(sim.load(CONFIGS / "base.toml"))


def test_a_wrong_address_of_one_draw_is_noticed(base: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """If payloads are drawn with a wrong index in Python code, the audit of a run fails, and the error names the first
    instant at which the engines differ.
    """
    drawn = World.sample

    def wrong(world: Any, dist: int, stream: int, key: int, index: int, place: int = 0, k: int = 0) -> int:
        return drawn(world, dist, stream, key, index + (stream == sim.model.draws.Stream.PAYLOAD), place, k)

    monkeypatch.setattr(World, "sample", wrong)
    with pytest.raises(InvariantError, match=r"differs from the SimPy engine: at \d+ s  \w+ row \d+: \w+ is"):
        sim.run(base, replications=2, workers=1, engine="compiled")


@pytest.mark.parametrize("keys", [["category", "ready"], ["ready", "lot"]], ids=" ".join)
def test_many_lots_of_one_rank_give_the_same_history(keys: list[str]) -> None:
    """Sixty lots of one rank that wait for one lift are loaded in the same order on both engines.

    The times at the station are random, so the lots are not staged in the order of the file. Each sortie takes a few
    items.
    """
    lots = {
        f"lot {number:02d}": items(
            1 + number % 3, 0.5 + number * 37 % 11 / 4, "general", pallets=1, stations=["pack"], required=number % 5 > 0
        )
        for number in range(60)
    }
    packing = {"pack": {"servers": 9, "service_h": {"mean": 3, "cv": 0.6}}}
    aircraft = lift(rate(60), payload_t={"mean": 7, "cv": 0.3}, pallets=5)
    made = scenario(site={"A": base_of(station=packing)}, lift={"aircraft": aircraft}, lot=lots, order={"keys": keys})
    alike(made, 3, 0)
    assert len(compiled(plan(made), 3, 0).sortie) > 10


def test_full_tables_are_enlarged(base: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """If each table of the compiled engine that can be enlarged begins with eight spare rows, the history
    is the same.
    """
    for module in (reset, tables):
        monkeypatch.setattr(module, "spare", lambda rows: 8)
    other = plan(sim.load(CONFIGS / "base.toml"))
    assert_same_trajectory(by_simpy(base, 7, 1), compiled(other, 7, 1))


@pytest.mark.slow  # compiles all kernels once more, with checks
def test_nothing_is_read_or_written_out_of_bounds() -> None:
    """With a check on every index and no spare rows at first, the compiled engine gives the same histories and figures,
    and it enlarges each table that can fill up. Of twelve damaged scenarios (tests/fuzz), none ends in a fault, and at
    least one gives the same history on both engines.
    """
    many = {"tiny": 3, "base": 5, "camps": 1, "tiny:group.guards.no_show=0.9": 1}
    command = [sys.executable, "-m", "tests.verification.tight", *(str(each) for pair in many.items() for each in pair)]
    checked = {**os.environ, "NUMBA_BOUNDSCHECK": "1"}  # numba caches such code in a folder of its own
    done = subprocess.run(command, env=checked, capture_output=True, text=True, cwd=CONFIGS.parent, check=False)
    assert done.returncode == 0, done.stderr
    *printed, grown = done.stdout.splitlines()
    assert grown.split() == sorted(GROWS.values())
    cases = {name: shipped(name) for name in many}
    assert printed == [
        f"{name} {[comes_to(case, number) for number in range(many[name])]}" for name, case in cases.items()
    ]
    command = [sys.executable, "-m", "tests.fuzz", "12", "3", "1", "tight"]
    done = subprocess.run(command, env=checked, capture_output=True, text=True, cwd=CONFIGS.parent, check=False)
    assert (done.returncode, "'agree': " in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.long
def test_nothing_is_read_or_written_out_of_bounds_at_length() -> None:
    """With a check on every index and no spare rows at first, none of 2,000 damaged scenarios ends in a fault.

    `NUMBA_BOUNDSCHECK=1 python -m tests.fuzz 2000 2 2 tight` tries the same scenarios by hand.
    """
    command = [sys.executable, "-m", "tests.fuzz", "2000", "2", "2", "tight"]
    checked = {**os.environ, "NUMBA_BOUNDSCHECK": "1"}
    done = subprocess.run(command, env=checked, capture_output=True, text=True, cwd=CONFIGS.parent, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_plan_that_the_compiled_engine_cannot_run_runs_on_simpy() -> None:
    """A plan with a rule that looks at the situation runs on SimPy even if the compiled engine is asked for; the reason
    is returned with the engine's name.
    """
    looks = plan(sim.load(CONFIGS / "tiny.toml", ['policy.wait="until full"']))
    assert fitting(looks, "compiled") == ("simpy", ('the wait rule "until full" looks at the situation',))
    assert fitting(looks, "simpy") == ("simpy", ())


def test_a_study_is_the_same_on_either_engine(tiny: Plan) -> None:
    """A study of twenty histories has the same outcomes, byte for byte, and the same summary on both engines. Five
    histories of the compiled engine are audited.
    """
    one, other = (sim.run(tiny, replications=20, workers=1, engine=name) for name in ("simpy", "compiled"))
    assert one.outcomes.tobytes() == other.outcomes.tobytes()
    assert {**one.summary, "run": None} == {**other.summary, "run": None}
    assert (other.run["engine"], other.run["audited"]) == ("compiled", [2, 6, 10, 14, 18])
    assert (one.run["engine"], one.run["audited"]) == ("simpy", [])
