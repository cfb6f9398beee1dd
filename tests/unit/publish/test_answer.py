"""`sim.answer` fills the results folder as `sim run` does, and calls its listener at each step in order."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import sim
from sim.cli.entry import cli
from sim.experiment.keep.lock import Lock
from tests.unit.experiment.again import TEXT

ASKED: dict[str, Any] = {"replications": 3, "engine": "simpy", "workers": 1, "figures": False}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds only one scenario."""
    monkeypatch.chdir(tmp_path)
    Path("trip.toml").write_text(TEXT, encoding="utf-8")


def test_the_folder_equals_that_of_the_command() -> None:
    """outcomes.csv has the same bytes as from `sim run`. summary.json differs only in its block `run`, and answer.txt
    only in the name of the folder. The command prints the first line of the answer.
    """
    found = sim.answer("trip.toml", **ASKED)
    assert (found.folder, found.failed, found.undrawn) == (Path("results/trip"), False, [])
    arguments = ["run", "trip.toml", "-n", "3", "--workers", "1", "--engine", "simpy", "--no-figures", "--out", "typed"]
    printed = CliRunner().invoke(cli, [*arguments, "-q"], catch_exceptions=False).output
    assert (found.folder / "outcomes.csv").read_bytes() == Path("typed", "outcomes.csv").read_bytes()
    summaries = [json.loads(Path(folder, "summary.json").read_text()) for folder in ("results/trip", "typed")]
    assert all(summary.pop("run") for summary in summaries)
    assert summaries[0] == summaries[1]
    words = [Path(folder, "answer.txt").read_text(encoding="utf-8") for folder in ("results/trip", "typed")]
    assert words[0].replace("results/trip", "typed") == words[1]
    assert set(found.files) == {"answer.txt", "summary.json", "outcomes.csv", "study.sqlite"}
    assert found.lines()[0] in printed
    lock = Lock(found.folder)  # the folder is no longer locked
    lock.release()


def test_the_listener_is_called_at_each_step_in_order() -> None:
    """The listener is called for overrides without effect, the plan, an earlier study, progress, the answer and the
    end, in this order; the answer is stored before the listener gets it.
    """
    heard: list[str] = []

    class Noting(sim.Listener):
        def idle(self, sentences: Any) -> None:
            heard.extend(["idle"] * len(sentences))

        def asked(self, plan: Any) -> None:
            heard.append("asked")

        def earlier(self, earlier: Any) -> None:
            heard.append("earlier")

        def progress(self, most: int, *, at_most: bool) -> AbstractContextManager[Callable[[Any], None]]:
            heard.append(f"progress {most}")
            return nullcontext(lambda now: heard.append(f"{now.done} done") if now.done == most else None)

        def answered(self, answer: sim.Answer) -> None:
            heard.append("answered")
            assert (answer.folder / "answer.txt").exists()

        def finished(self, answer: sim.Answer) -> None:
            heard.append("finished")

    sim.answer("trip.toml", **ASKED, listener=Noting())
    assert heard == ["asked", "progress 3", "3 done", "answered", "finished"]
    heard.clear()
    sim.answer("trip.toml", **ASKED, overrides=["seed=6", "lift.plane.seats=20"], listener=Noting())
    assert heard == ["idle", "asked", "earlier", "progress 3", "3 done", "answered", "finished"]


def test_damaged_observations_do_not_prevent_the_answer() -> None:
    """If the observations become invalid after the scenario has been read, the answer is written and passed to the
    listener; then the error is raised, and the folder is unlocked.
    """
    Path("trip.toml").write_text(TEXT.replace("seed = 5", 'seed = 5\nobservations = "seen.csv"'), encoding="utf-8")
    Path("seen.csv").write_text("date,site,measure,value\n2024-01-03,camp,people_present,3\n", encoding="utf-8")
    heard = []

    class Spoiling(sim.Listener):
        def asked(self, plan: Any) -> None:
            Path("seen.csv").write_text("what,when\n?,?\n", encoding="utf-8")

        def answered(self, answer: sim.Answer) -> None:
            heard.append(answer.folder)

    with pytest.raises(sim.ConfigError, match="unknown column"):
        sim.answer("trip.toml", **ASKED, listener=Spoiling())
    assert heard == [Path("results/trip")]
    assert (heard[0] / "answer.txt").exists()
    lock = Lock(heard[0])
    lock.release()
