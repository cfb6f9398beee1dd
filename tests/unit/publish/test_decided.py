"""A library call fills the folder of a sweep, a search or a comparison as its command does, and reports its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sim.cli.entry import cli
from sim.errors import ConfigError
from sim.model.plan import Plan
from sim.publish.comparison import answer_comparison
from sim.publish.listener import Listener
from sim.publish.requirement import answer_search
from sim.publish.sweep import answer_sweep
from tests.unit.experiment.again import TEXT

ASKED: dict[str, Any] = {"engine": "simpy", "workers": 1}
TYPED = ["--engine", "simpy", "--workers", "1", "--out", "typed"]
TAILS = "lift.plane.supply.per_week=10,20"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds only one scenario."""
    monkeypatch.chdir(tmp_path)
    Path("trip.toml").write_text(TEXT, encoding="utf-8")


class Noting(Listener):
    """A listener that records its calls."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def plans(self, asked: Mapping[str, Plan]) -> None:
        self.heard.append(f"{len(asked)} plans")

    def begins(self, name: str) -> None:
        self.heard.append(name)

    def progress(self, most: int, *, at_most: bool) -> AbstractContextManager[Callable[[Any], None]]:
        return nullcontext(lambda now: self.heard.append("done") if now.done == now.total else None)


def typed(*words: str) -> str:
    return CliRunner().invoke(cli, [*words, *TYPED], catch_exceptions=False).output


def same(folder: Path, *names: str) -> None:
    for name in names:
        assert (folder / name).read_bytes() == Path("typed", name).read_bytes(), name


def test_a_sweep_equals_that_of_the_command() -> None:
    """sweep.csv, summary.json and scenario.toml have the same bytes as from the command, and progress is reported."""
    listener = Noting()
    made = answer_sweep("trip.toml", vary=[TAILS], replications=4, figures=False, listener=listener, **ASKED)
    assert (made.folder, made.files) == (
        Path("results/trip-sweep-lift-plane-supply-per_week"),
        ["sweep.csv", "summary.json", "sweep.sqlite"],
    )
    typed("sweep", "trip.toml", "--vary", TAILS, "-n", "4", "--no-figures")
    same(made.folder, "sweep.csv", "summary.json", "scenario.toml")
    assert listener.heard == ["done"]


def test_a_search_equals_that_of_the_command() -> None:
    made = answer_search("trip.toml", [TAILS], budget=200, **ASKED)
    typed("require", "trip.toml", "--lever", TAILS, "--budget", "200")
    same(made.folder, "summary.json", "scenario.toml")


def test_a_comparison_equals_that_of_the_command() -> None:
    """The tables have the same bytes as from the command; the listener is called with the plans, and when each plan
    begins and is done.
    """
    listener = Noting()
    plans = ["lift.plane.supply.per_week=10"]
    made, reached = answer_comparison("trip.toml", plans, replications=3, figures=False, listener=listener, **ASKED)
    typed("compare", "trip.toml", "--with", plans[0], "-n", "3", "--no-figures")
    same(made.folder, "compare.csv", "compare.json")
    assert listener.heard == ["2 plans", "as written", "done", plans[0], "done"]
    assert set(reached) == set(plans)


def test_a_sweep_without_levers_and_a_comparison_without_plans_are_refused() -> None:
    """The error names the option that is missing, or says that a plan is stated twice; nothing is written."""
    with pytest.raises(ConfigError, match=r"--vary\n +expected at least one, such as --vary"):
        answer_sweep("trip.toml")
    with pytest.raises(ConfigError, match="expected at least one --with or --plan"):
        answer_comparison("trip.toml")
    with pytest.raises(ConfigError, match="this one is stated twice"):
        answer_comparison("trip.toml", ["lift.plane.seats=10", "lift.plane.seats=10"])
    assert not Path("results").exists()
