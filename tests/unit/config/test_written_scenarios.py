"""The scenario in a results folder is the one that was run: it loads again and has the same digest."""

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
    """Write a scenario and load it again, without any other file beside it."""
    path = folder / "scenario.toml"
    path.write_text(to_toml(scenario), encoding="utf-8")
    return load(path)


def assert_same(scenario: Scenario, folder: Path) -> None:
    """Check that a scenario, written and loaded again, has the same digest and order of entries, and is equal except
    for the names of its manifests and its file of observations.
    """
    again = loaded_again(scenario, folder)
    assert digest(again) == digest(scenario)
    assert again == scenario.model_copy(update={"manifest": (), "observations": None})
    assert to_toml(again) == to_toml(scenario.model_copy(update={"observations": None}))
    for section in ("site", "group", "lot", "lift", "hold", "route", "outage"):
        assert list(getattr(again, section)) == list(getattr(scenario, section))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_loads_again(path: Path, tmp_path: Path) -> None:
    """Every shipped scenario loads again, also with ramp machines, manifests, observations and CSV values."""
    assert SHIPPED
    assert_same(load(path), tmp_path)


@pytest.mark.slow
@given(st.one_of(scenarios(), routed_scenarios(), with_odd_holds(scenarios())))
def test_every_random_scenario_loads_again(tmp_path_factory: Any, scenario: Scenario) -> None:
    assume(not check(scenario))
    assert_same(scenario, tmp_path_factory.getbasetemp())


def test_a_written_scenario_names_the_file_of_its_observations(tmp_path: Path) -> None:
    """Observations are not written with a scenario; a comment names the file that holds them."""
    scenario = load(ROOT / "configs" / "base.toml")
    assert scenario.observations is not None
    assert f'# without observations = "{scenario.observations}"' in to_toml(scenario)
    assert loaded_again(scenario, tmp_path).observations is None
