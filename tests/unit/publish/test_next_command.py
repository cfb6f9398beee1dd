"""Commands that answers and errors propose can be run, and a comparison prints the date of its milestone."""

from __future__ import annotations

import shlex
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import sim
from sim.analysis.summary.next_step import CONFIG, Step, next_step
from sim.cli.entry import cli
from sim.experiment.keep.manifest import with_values
from sim.report.variants import _milestone
from tests.unit.experiment.again import TEXT

LEVER = """
[lever."flights a week"]
to = ["lift.plane.supply.per_week"]
from = 4
until = 12
step = 4
"""
SEARCH = Step("find it", ("require", CONFIG, "--lever", "flights a week"))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds only one scenario."""
    monkeypatch.chdir(tmp_path)
    Path("trip.toml").write_text(TEXT + LEVER, encoding="utf-8")


def test_the_search_that_an_answer_proposes_runs() -> None:
    """The proposed `sim require` has no `--inner`, since this command does not have the option, and no `--set` of the
    number that its lever sets, since the command would refuse it. A proposed `sim run` has both.
    """
    found = sim.answer(
        "trip.toml",
        overrides=["lift.plane.supply.per_week=1", "lift.plane.seats=19"],
        replications=4,
        inner=2,
        engine="simpy",
        workers=1,
        figures=False,
    )
    command = found.command(SEARCH)
    assert command == 'sim require trip.toml --lever "flights a week" --set lift.plane.seats=19'
    small = ["--engine", "simpy", "--workers", "1", "--budget", "200", "-q"]
    done = CliRunner().invoke(cli, [*shlex.split(command)[1:], *small])
    assert done.exit_code == 0, done.output
    assert found.command(Step("more", ("run", CONFIG))).endswith(
        "--set lift.plane.supply.per_week=1 --set lift.plane.seats=19 --inner 2"
    )


def test_a_lever_without_values_is_not_proposed_for_a_search() -> None:
    """Only levers that state their values are recorded and proposed, since for other levers a user has to type the
    values.
    """
    Path("trip.toml").write_text(TEXT + '[lever.seats]\nto = ["lift.plane.seats"]\n' + LEVER, encoding="utf-8")
    levers = with_values(sim.load("trip.toml"))
    assert levers == ["flights a week"]
    summary = {
        "milestones": [{"probability": 0.5, "low": 0.47, "high": 0.53, "met": 500}],
        "replications": 1000,
        "stuck": 0,
        "stopped": {"rule": "fixed number"},
        "run": {"levers": levers},
    }
    step = next_step(summary)
    assert step is not None
    assert step.command == SEARCH.command


@pytest.mark.parametrize(
    ("by", "words"),
    [("2024-07-23", "deadline, 23 Jul 2024"), ("2024-07-23T20:00:00+00:00", "deadline, 23 Jul 2024 20:00")],
)
def test_a_comparison_prints_the_hour_of_its_milestone(by: str, words: str) -> None:
    """The milestone of a comparison is printed with its hour, unless it is due at the end of a day."""
    comparison: Any = SimpleNamespace(milestone="deadline", outcomes=[SimpleNamespace(by=by)])
    assert _milestone(comparison) == words


@pytest.mark.parametrize(("command", "option"), [("sweep", "--vary"), ("compare", "--with")])
def test_a_command_without_its_plans_gives_an_example_of_this_file(command: str, option: str) -> None:
    """The example in the error names a lift of this file."""
    asked = CliRunner().invoke(cli, [command, "trip.toml"])
    assert asked.exit_code == 2
    example = f"{option} lift.plane.supply.per_week="
    assert example in " ".join(asked.output.split())
