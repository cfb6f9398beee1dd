"""A study: its outcomes, summary and folder, and arguments that are refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.errors import SimError
from sim.experiment.keep.folder import csv_lines
from sim.experiment.run import run
from sim.experiment.study import Study
from tests.unit.experiment import dice

N = 60


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Return the study, run by one process."""
    return run(dice.question(), replications=N, engine=dice.FAST, workers=1, out=tmp_path_factory.mktemp("whole") / "r")


def folder_of(study: Study) -> Path:
    assert study.store.folder is not None
    return study.store.folder


def test_seed_and_inner_of_a_study(whole: Study) -> None:
    """The default seed is that of the scenario, and another seed gives other histories. If histories share
    worlds, the estimate and the summary count worlds, and the summary has the share of the variance that is due to
    them.
    """
    assert whole.seed == 1
    assert run(dice.question(), replications=N, seed=2, engine=dice.FAST, workers=1).fingerprint != whole.fingerprint
    shared = run(dice.question(), replications=N, inner=6, engine=dice.FAST, workers=1)
    ignorance = shared.summary["ignorance"]
    assert ignorance["worlds"] == 10
    assert ignorance["variance_share"] > 0.2
    seen = shared.probability()
    assert seen.worlds == 10
    assert "ignorance" not in whole.summary


def test_a_study_gives_probabilities_and_histories(whole: Study) -> None:
    """A study gives the probability of a milestone, replays a history, and prints an answer. Only the first line
    of the answer may be longer than 80 columns.
    """
    seen = whole.probability("deadline")
    assert seen.n == N
    assert seen.met == int(whole.outcomes["met_deadline"].sum())
    assert whole.probability("all").met == int(whole.outcomes["all_met"].sum())
    with pytest.raises(KeyError, match="no milestone closing; there are deadline"):
        whole.probability("closing")
    assert whole.outcomes["replication"].tolist() == list(range(N))
    assert [column.name for column in whole.columns] == list(whole.outcomes.dtype.names or ())[1:]
    assert whole.trajectory(7).mover["up"].max() > 0
    text = repr(whole) + "\n" + "\n".join(whole.answer(long=True))
    force = "the file states 2 people, 7 t in 3 items (4 t required)"
    assert text.startswith(f"dice  {force}  2 bases  deadline 20 Jan 2024")
    assert f"On time in {seen.met} of {N} histories: P = {seen.value:.3f} [{seen.low:.3f}, " in text
    assert max(map(len, text.splitlines()[1:])) <= 80
    assert whole._repr_html_().count("<tr>") == 2
    assert whole.bands().people.shape[1:] == (3, 5)


def test_the_content_of_the_summary(whole: Study) -> None:
    summary = json.loads((folder_of(whole) / "summary.json").read_text(encoding="utf-8"))
    wanted = """scenario replications seed engine milestones all_milestones closure not_closed stuck run at_deadline
    days_late last_wave tripwires lift sites left hours"""
    assert set(wanted.split()) <= set(summary)
    deadline = summary["milestones"][0]
    assert (deadline["name"], deadline["by"], deadline["confidence"]) == ("deadline", "2024-01-20", 0.95)
    assert deadline["low"] <= deadline["probability"] <= deadline["high"]
    assert set(summary["closure"]) == {"p05", "p10", "p50", "p90", "p95"}
    assert summary["closure"]["p50"].startswith("2024-01-")
    assert summary["not_closed"] == int((whole.outcomes["closure"] >= 2**62).sum()) > 0
    assert summary["closure"]["p95"] is None
    assert summary["days_late"]["never"] == summary["not_closed"]
    assert [week["by"] for week in summary["tripwires"]["weeks"]] == ["2024-01-07", "2024-01-14"]
    assert summary["at_deadline"]["tonnes"]["wanted"]["p95"] == 3


def test_the_content_of_the_folder(whole: Study) -> None:
    """The folder of an open study holds its database, CSV, summary, manifest and lock, and no draft. Summary and
    manifest name neither the user's home nor this folder.
    """
    folder = folder_of(whole)
    assert {file.name for file in folder.iterdir()} == {
        *("study.sqlite", "study.sqlite-wal", "study.sqlite-shm", ".lock"),
        *("outcomes.csv", "summary.json", "manifest.json"),
    }
    for name in ("summary.json", "manifest.json"):
        text = (folder / name).read_text(encoding="utf-8")
        assert str(Path.home()) + "/" not in text
        assert str(folder) not in text
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["run"]["versions"]["numpy"]


def test_the_format_of_outcomes_csv(whole: Study) -> None:
    """In outcomes.csv, instants are local dates and times, an instant that never came and NaN are blank, and
    flags are 0 or 1.
    """
    lines = list(csv_lines(whole.columns, whole.plan.clock, whole.outcomes))
    assert len(lines) == N + 1
    rows = [dict(zip(lines[0].strip().split(","), line.strip().split(","), strict=True)) for line in lines[1:]]
    for row, record in zip(rows, whole.outcomes, strict=True):
        assert (row["closure"] == "") == (record["closure"] >= 2**62)
        assert row["met_deadline"] == str(record["met_deadline"])
        assert (row["last_wave_people"] == "") == bool(np.isnan(record["last_wave_people"]))
    assert any(row["closure"].startswith("2024-01-") and row["closure"].endswith("+00:00") for row in rows)


@pytest.mark.parametrize("wrong", [{"replications": 0}, {"inner": 0}, {"first": -1}, {"workers": -2}])
def test_invalid_numbers_are_refused(wrong: dict[str, int]) -> None:
    """A number that is too small is refused; the error names it and says that a minimum is expected."""
    ((name, value),) = wrong.items()
    with pytest.raises(SimError, match=f"{name} = {value}: expected at least"):
        run(dice.question(), engine=dice.FAST, **wrong)


@pytest.mark.parametrize("name", ["no such", "sim.nothing:here", "sim.errors:nothing"])
def test_an_unknown_engine_is_refused(name: str) -> None:
    """An engine whose name, module or function does not exist is refused, and the error names it."""
    with pytest.raises(SimError, match=f"engine {name}"):
        run(dice.question(), replications=1, engine=name, workers=1)


def test_without_pandas_conversion_is_refused(whole: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pandas the error says what to install."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SimError, match="pip install pandas"):
        whole.to_pandas()
