"""What a sweep writes and refuses, and the command `sim sweep`: ranges, levers of the file, and values from `--set`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli.entry import cli
from sim.config.axes import axes_of, axis
from sim.config.change import changed
from sim.config.sweep import read_sweep
from sim.errors import ConfigError, ResultsError, SimError
from sim.experiment.decide.judge import changes_at
from sim.experiment.decide.require.require import require
from sim.experiment.decide.sweep.sweep import Sweep, sweep
from tests.unit.experiment.coins import MISSIONS, question

ROOT = Path(__file__).parents[3]
TINY = ROOT / "configs" / "tiny.toml"
RATE = "lift.aircraft.supply.tails=1:3:1"
PEOPLE = "group.staff.count"


def small(**how: Any) -> Sweep:
    """Run a sweep over four numbers of people, with ten histories each."""
    return sweep(question(), {PEOPLE: "30:120:30"}, replications=10, **{"workers": 1, **how})


def test_a_sweep_converts_to_pandas() -> None:
    """A sweep converts to pandas, with a column for each lever and with its counts, estimates and dates."""
    pytest.importorskip("pandas")
    frame = small().to_pandas()
    assert list(frame[PEOPLE]) == [30, 60, 90, 120]
    assert {"n", "met", "probability", "smoothed", "closure_p50"} <= set(frame.columns)


def test_steps_of_a_lever_have_the_stated_cost() -> None:
    """Each step of a lever has the stated cost: its first value costs 0, the next costs 5 USD."""
    lever = {"people": {"to": (PEOPLE,), "values": (30, 60), "usd_per_step": 5.0}}
    priced = question(lever=lever)
    assert sweep(priced, ["people"], replications=2, workers=1).usd == (0.0, 5.0)


# ------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lift.jet.seets=1,2", "did you mean lift.jet.seats"),
        (f"{PEOPLE}=90:30:10", "90 is above 30"),
        (f"{PEOPLE}=30:90:0", "with 0 the range never ends"),
        (f"{PEOPLE}=30:90:-5", "expected a step above 0"),
        (f"{PEOPLE}=1:1000000:1", "at most 10,000 values"),
        (f"{PEOPLE}=30:90", "expected FROM:UNTIL:STEP"),
        (f"{PEOPLE}=", "expected values to try"),
        (f"{PEOPLE}", "expected values to try"),
        (f"{PEOPLE}=30,30", "expected each value once; 30 is stated again"),
        (f"{PEOPLE}=30,40,30.0", "expected each value once; 30.0 is stated again"),
        ("=3", "expected KEY=FROM:UNTIL:STEP"),
        ("milestone.deadline.by=2024-01-05:2024-01-01:1", "above"),
        ("milestone.deadline.by=2024-01-01:2024-01-05:x", "a whole number of days"),
    ],
)
def test_levers_without_sense_are_refused(text: str, says: str) -> None:
    """If a lever makes no sense, the error says why or what is expected."""
    with pytest.raises(ConfigError) as error:
        axis(question(), text)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{PEOPLE}=10:115:10", "expected a step that leads to 115; from 10 in steps of 10 the range comes to 110"),
        (f"{PEOPLE}=10:12:5", "comes to 10, then 15: end it at one of them"),
        ("lift.jet.cancel=0:1:0.333", "comes to 0.999, then 1.332"),
        ("milestone.deadline.by=2024-01-01:2024-01-10:7d", "comes to 2024-01-08, then 2024-01-15"),
    ],
)
def test_a_range_whose_steps_miss_its_end_is_refused(text: str, says: str) -> None:
    """If the steps of a range miss its end, the error names the last value before the end and the next one."""
    with pytest.raises(ConfigError) as error:
        axis(question(), text)
    assert says in " ".join(str(error.value).split())


@pytest.mark.parametrize(
    ("text", "many"),
    [
        (f"{PEOPLE}=10:110:10", 11),
        ("lift.jet.cancel=0:1:0.1", 11),
        ("lift.jet.cancel=0:0.3:0.1", 4),
        (f"{PEOPLE}=5:5:3", 1),
    ],
)
def test_a_range_whose_steps_reach_its_end_is_accepted(text: str, many: int) -> None:
    """A range with a step such as 0.1, which is not exact in binary, still reaches its end."""
    assert len(axis(question(), text).values) == many


@pytest.mark.parametrize("ask", [sweep, require])
def test_all_errors_of_a_call_are_reported_together(ask: Any) -> None:
    """A reversed range, an unknown key, an impossible target and an unknown milestone give four
    errors at once.
    """
    with pytest.raises(ConfigError) as error:
        ask(question(), {PEOPLE: "120:30:30", "lift.jet.nope": [1]}, target=1.5, milestone="closed", workers=1)
    assert len(error.value.problems) == 4
    said = str(error.value)
    assert all(each in said for each in ("120 is above 30", "lift.jet.nope", "--target = 1.5", "--milestone = closed"))


@pytest.mark.parametrize(
    ("vary", "how", "says"),
    [
        ({PEOPLE: "30:120:30"}, {"target": 1.2}, "target = 1.2"),
        ({PEOPLE: "30:120:30"}, {"target": 0.0}, "target = 0"),
        ({PEOPLE: "30:120:30"}, {"target": float("nan")}, "--target = nan\n    expected a probability between 0 and 1"),
        ({PEOPLE: "30:120:30"}, {"milestone": "closed"}, "milestone = closed"),
        ({PEOPLE: "30:120:30"}, {"replications": 0}, "replications = 0"),
        ({PEOPLE: "30:120:30"}, {"replications": 10**20}, "expected from 1 to 1,000,000"),
        ({PEOPLE: "30:120:30"}, {"refine": -1}, "refine = -1: expected a number of histories"),
        (
            {PEOPLE: "30:120:30"},
            {"refine": 9, "common_random_numbers": True},
            "expected separate random numbers at each point",
        ),
        ({PEOPLE: [30]}, {"refine": 9}, "expected a lever with several numbers or dates"),
        (
            {"milestone.deadline.by": ["2024-02-20", "2024-02-29"]},
            {"refine": 9},
            "expected a lever with several numbers or dates, not dates of a milestone",
        ),
        ({PEOPLE: "30:120:30"}, {"points": 5}, "the values of a grid determine its points"),
        ({PEOPLE: "30:120:30"}, {"design": "sobol"}, "a sobol design needs a number of points (--points)"),
        ({PEOPLE: "30:120:30"}, {"design": "latin", "points": 0}, "points = 0: expected from 1 to 10,000 points"),
        ({PEOPLE: "1:4000:1", "lift.jet.seats": "1:10:1"}, {}, "expected at most 10,000 points, not 40,000"),
        ({}, {}, "one, two or three levers"),
        ({PEOPLE: [-5, 10]}, {}, "(at group.staff.count = -5)"),
        ({PEOPLE: [30], "group.staff.count ": [30]}, {}, "expected each lever or key once"),
    ],
)
def test_sweeps_without_sense_are_refused(tmp_path: Path, vary: dict[str, Any], how: dict[str, Any], says: str) -> None:
    """A sweep that makes no sense is refused before anything is written."""
    with pytest.raises((SimError, ConfigError)) as error:
        sweep(question(), vary, out=tmp_path / "none", workers=1, **how)
    assert says in str(error.value)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["sweep", "--vary", RATE, "--target"],
        ["require", "--lever", RATE, "--target"],
        ["require", "--lever", RATE, "--confidence"],
        ["run", "--decide"],
        ["run", "--within"],
        ["compare", "--with", "lift.aircraft.seats=9", "--eliminate", "--error"],
    ],
    ids=" ".join,
)
def test_shares_that_are_no_numbers_are_refused(command: list[str], tmp_path: Path) -> None:
    """If the value of an option for a share is 95%, a word or nan, the command exits with code 2, says what is
    expected, and writes nothing.
    """
    name, *options = command
    for text, cure in (("95%", "such as 0.95; 95% is 0.95"), ("many", "such as 0.95"), ("nan", "expected a")):
        place = ["--workers", "1", "-q", "--out", str(tmp_path / "none")]
        done = CliRunner().invoke(cli, [name, str(TINY), *options, text, *place])
        assert done.exit_code == 2, done.output
        assert cure in " ".join(done.output.split())
    assert not (tmp_path / "none").exists()


def test_a_number_that_is_set_is_not_said_to_be_set_by_a_lever() -> None:
    """If `--set` sets a number that an unknown would draw, the sweep does not say that a lever sets it."""
    scenario = sim.load(ROOT / "configs" / "base.toml", ["lift.C-17.supply.per_week=12"])
    found = sweep(scenario, {"site.AB101.working": [1, 2]}, replications=1, workers=1)
    assert "draws lift.C-17.supply.per_week in a run; here --set sets it" in str(found)


def test_a_folder_of_another_sweep_is_refused(tmp_path: Path) -> None:
    """The folder of another sweep is refused, and the error says in what the sweeps differ. With `beside`, the
    sweep uses a new folder.
    """
    small(out=tmp_path / "kept")
    with pytest.raises(ResultsError, match="trials of another question; what differs: the scenario, the values"):
        sweep(question(), {PEOPLE: "30:90:30"}, replications=5, workers=1, out=tmp_path / "kept")
    other = sweep(question(), {PEOPLE: "30:90:30"}, replications=5, workers=1, out=tmp_path / "kept", beside=True)
    assert other.folder is not None
    assert other.folder.name.startswith("kept-")
    assert small(out=tmp_path / "kept").ran == 0
    with pytest.raises(
        ResultsError, match=r"trials of this question, but not those requested; what differs: the seed\."
    ):
        small(out=tmp_path / "kept", seed=99)


# --------------------------------------------------------------------------------------------- the command


def test_the_command_prints_the_answer_and_writes_its_files(tmp_path: Path) -> None:
    """`sim sweep` prints the answer first, and writes the scenario, a table, a summary, the trials and a figure.
    --json prints the summary.
    """
    vary = ["--vary", "lift.aircraft.load_h=1:3:1", "-n", "5", "-q", "--workers", "1", "--out", str(tmp_path / "s")]
    done = CliRunner().invoke(cli, ["sweep", str(TINY), *vary])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("  P(deadline) = 0.95")
    names = {path.name for path in (tmp_path / "s").iterdir()} - {".lock"}
    assert names == {"figures", "scenario.toml", "summary.json", "sweep.csv", "sweep.sqlite"}
    assert (tmp_path / "s" / "figures" / "sweep.png").stat().st_size > 10_000
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if "/tmp" not in line and str(tmp_path) not in line)
    printed = CliRunner().invoke(cli, ["sweep", str(TINY), *vary, "--json"])
    assert json.loads(printed.stdout) == json.loads((tmp_path / "s" / "summary.json").read_text())


@pytest.mark.parametrize("name", ["missions", "missions-by-permission"])
def test_a_shipped_sweep_is_valid(name: str) -> None:
    """Each shipped sweep names levers and a milestone of its scenario, and its first and last points are valid
    scenarios.
    """
    stated = read_sweep(ROOT / "configs" / "sweeps" / f"{name}.toml")
    assert stated is not None
    scenario = sim.load(ROOT / "configs" / "sweeps" / stated.scenario)
    axes = axes_of(scenario, dict.fromkeys(stated.vary))
    assert stated.milestone in scenario.milestone
    assert changes_at(scenario, axes, [tuple(each.values[0] for each in axes), tuple(each.values[-1] for each in axes)])


@pytest.mark.parametrize("command", [["sweep", "--vary"], ["require", "--lever"]])
def test_values_set_beside_a_lever(command: list[str], tmp_path: Path) -> None:
    """If `--set` sets a value that nothing reads, there is a warning. A value that a lever overwrites is
    refused.
    """
    options = ["-q", "--workers", "1", "--out", str(tmp_path / "s")]
    asked = [command[0], str(TINY), command[1], "lift.aircraft.load_h=1:2:1", *options]
    idle = CliRunner().invoke(cli, [*asked, "--set", "lift.aircraft.holding_h=7"])
    assert idle.exit_code == 0
    assert "has no effect on the simulation" in " ".join(idle.stderr.split())
    lost = CliRunner().invoke(cli, [*asked[:-1], str(tmp_path / "none"), "--set", "lift.aircraft.load_h=3"])
    assert lost.exit_code == 2
    assert "sets it at every point" in " ".join(lost.output.split())
    assert not (tmp_path / "none").exists()


def test_a_lever_of_the_file_without_a_number_is_refused(tmp_path: Path) -> None:
    """If the scenario declares a lever that acts on no number, or whose values make no sense, reading it fails.
    In the first of these two cases the error names the line of the file.
    """
    file = tmp_path / "mine.toml"
    text = TINY.read_text(encoding="utf-8")
    wrong = 'to = ["lift.aircraft.lode_h"]\nfrom = 1\nuntil = 3\nstep = 1'
    file.write_text(f"{text}\n[lever.loading]\n{wrong}\n", encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"(?s)mine\.toml:\d+  lever\.loading\.to.*did you mean lift\.aircraft\.load_h"
    ):
        sim.load(file)
    for wrong, says in (
        ("from = 3\nuntil = 1\nstep = 1", "3 is above 1"),
        ("from = 1\nuntil = 3", "from, until and step together"),
        ("from = 1\nuntil = 3\nstep = 1\nvalues = [1]", "either values or a range"),
        ("values = [1]\napply = 'times'\nto = ['policy.load']", "expected the path of a number"),
    ):
        file.write_text(f'{text}\n[lever."lift.aircraft.load_h"]\n{wrong}\n', encoding="utf-8")
        with pytest.raises(ConfigError, match=says):
            sim.load(file)


def test_levers_do_not_change_the_digest() -> None:
    scenario = sim.load(ROOT / "configs" / "base.toml")
    bare = scenario.model_copy(update={"lever": {}})
    from sim.config import digest
    from sim.model.digest import plan_digest

    assert scenario.lever
    assert digest(scenario) == digest(bare)
    assert plan_digest(sim.plan(scenario)) == plan_digest(sim.plan(bare))


def test_a_lever_acts_on_every_number_that_it_names() -> None:
    """A lever acts on every number that it names, here the spots of two bases. If a lever sets an unknown, the
    low end of its draw is the value of the lever.
    """
    scenario = sim.load(ROOT / "configs" / "base.toml")
    (spots,) = axes_of(scenario, ["working spots"])
    assert {path[1] for path in spots.changes(scenario, 2)} == {"AB101", "AB201"}
    (share,) = axes_of(scenario, ["required share"])
    moved = changed(scenario, share.changes(scenario, 0.3))
    drawn = {float(np.mean([w])) for w in (0.3,)}
    assert moved.uncertainty["required share"].draw.low in drawn  # type: ignore[union-attr]


def test_the_scenario_has_the_assumed_number_of_missions() -> None:
    assert len(question().lift["jet"].supply.missions) == MISSIONS  # type: ignore[union-attr]
