"""The scenario in a results folder is the one that was run: it loads again, to the same digest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.config import digest, load, to_toml
from sim.domain.check import check
from sim.domain.scenario import Scenario
from tests.verification.odd_holds import with_odd_holds
from tests.verification.strategies import routed_scenarios, scenarios

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "configs").glob("*.toml"))


def loaded_again(scenario: Scenario, folder: Path) -> Scenario:
    """Return what the written scenario loads to, with no other file beside it."""
    path = folder / "scenario.toml"
    path.write_text(to_toml(scenario), encoding="utf-8")
    return load(path)


def assert_same(scenario: Scenario, folder: Path) -> None:
    """Assert that a scenario comes back equal, of the same digest, with everything in the same order."""
    again = loaded_again(scenario, folder)
    assert digest(again) == digest(scenario)
    assert again == scenario.model_copy(update={"manifest": (), "observations": None})
    assert to_toml(again) == to_toml(scenario.model_copy(update={"observations": None}))
    for section in ("site", "group", "lot", "lift", "hold", "route", "outage"):
        assert list(getattr(again, section)) == list(getattr(scenario, section))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_loads_again(path: Path, tmp_path: Path) -> None:
    """Claim: also one with machines on its ramps, manifests, observations and values from CSV."""
    assert SHIPPED
    assert_same(load(path), tmp_path)


@pytest.mark.slow
@given(st.one_of(scenarios(), routed_scenarios(), with_odd_holds(scenarios())))
def test_every_made_scenario_loads_again(tmp_path_factory: Any, scenario: Scenario) -> None:
    """Claim: whatever a sound scenario has is written where the reader looks for it."""
    assume(not check(scenario))
    assert_same(scenario, tmp_path_factory.getbasetemp())


def test_observations_are_named_where_they_are_not_written(tmp_path: Path) -> None:
    """Claim: they are no part of the question; the text says which file they were in."""
    scenario = load(ROOT / "configs" / "base.toml")
    assert scenario.observations is not None
    assert f'# without observations = "{scenario.observations}"' in to_toml(scenario)
    assert loaded_again(scenario, tmp_path).observations is None
