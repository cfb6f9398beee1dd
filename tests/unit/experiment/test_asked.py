"""The library and `sim replay` say, as `sim run` does, that an override has no effect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim
from sim.cli.entry import cli

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"
IDLE = ["lift.aircraft.holding_h=7", "lift.aircraft.load_h=1", "seed=4"]
"""Two overrides without effect (nothing makes the aircraft hold, and the file already states load_h = 1), and a new
seed, which has an effect.
"""


def test_the_library_notes_overrides_without_effect(tmp_path: Path) -> None:
    """An override without effect gives a notice in the scenario, in the printed study and in summary.json."""
    scenario = sim.load(TINY, IDLE)
    noted = {notice.key: notice.text for notice in scenario.notices}
    assert set(noted) == {"--set lift.aircraft.holding_h", "--set lift.aircraft.load_h"}
    assert "nothing keeps aircraft from landing at once" in noted["--set lift.aircraft.holding_h"]
    assert "it has this value already" in noted["--set lift.aircraft.load_h"]
    study = sim.run(scenario, replications=2, engine="simpy", workers=1, out=tmp_path)
    assert repr(study).count("note: ") == 2
    written = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["notices"]
    assert [notice["key"] for notice in written] == ["--set lift.aircraft.holding_h", "--set lift.aircraft.load_h"]


def test_a_scenario_that_was_built_in_python_has_its_notices() -> None:
    """A scenario built in Python gets its notices when it is compiled or run."""
    read = sim.load(TINY)
    tables = read.model_dump(exclude_unset=True)
    built = sim.Scenario.model_validate({**tables, "site": {**tables["site"], "spare": {"kind": "base"}}})
    assert built.notices == ()
    keys = [notice.key for notice in sim.plan(built).notices]
    assert "site.spare" in keys
    assert [notice.key for notice in sim.run(built, replications=1, engine="simpy", workers=1).plan.notices] == keys


def test_overrides_with_an_effect_leave_no_note() -> None:
    assert sim.load(TINY, ["lift.aircraft.load_h=2"]).notices == ()


@pytest.mark.parametrize(
    "command", [["run", "-n", "2", "-q", "--no-figures", "--engine", "simpy"], ["replay", "-k", "0"]]
)
def test_replay_warns_as_run_does(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name, *more = command
    said = CliRunner().invoke(cli, [name, str(TINY), *more, "--set", IDLE[1]])
    assert said.exit_code == 0
    assert f"warning: --set {IDLE[1]} has no effect on the simulation" in " ".join(said.stderr.split())
    assert "it has this value already" in " ".join(said.stderr.split())
