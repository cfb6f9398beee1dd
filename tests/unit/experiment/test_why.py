"""How a study stores and reports the causes of its dates, and what it reports if a part of the analysis fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.summary.failed import Failure
from sim.analysis.sums import Sums
from sim.cli.entry import cli
from sim.experiment.run import run
from sim.experiment.study import Study
from sim.model.calendars import NEVER
from sim.plots import FIGURES, draw_all
from tests.scenarios import compiled, dated, items, lift
from tests.unit.plots.cases import LONG, late, long_names, never, study_of


@pytest.fixture(scope="module")
def study() -> Study:
    return study_of(late, n=16)


def entries(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [found["closure"], *found["milestones"].values(), *found["sites"].values()]


def test_the_summary_has_the_causes_of_each_date(study: Study) -> None:
    """For the closure, each milestone and each site, the mean days of the causes sum to the mean date; if any history
    is late, the shares of the causes in late histories sum to 1.
    """
    found = study.summary["why"]
    assert set(found["milestones"]) == {"deadline", "north closed"}
    assert set(found["sites"]) == {"north", "south"}
    closed = study.outcomes["closure"][study.outcomes["closure"] < NEVER]
    assert found["closure"]["days"] == pytest.approx(closed.mean() / 86_400, rel=1e-5)
    for entry in entries(found):
        assert sum(cause["mean_days"] for cause in entry["causes"]) == pytest.approx(entry["days"], rel=1e-4, abs=1e-6)
        if entry["late"]:
            assert sum(cause["share_late"] for cause in entry["causes"]) == pytest.approx(1.0)


def test_causes_of_a_history_sum_to_its_closure(study: Study) -> None:
    """The seconds of all causes of a closure sum exactly to the closure, or to the end of the clock if the history did
    not close.
    """
    for closure, owners in zip(study.outcomes["closure"], study.store.why(study.first, study.last), strict=True):
        seconds = int(owners["seconds"][owners["target"] == 0].sum())
        assert seconds == min(closure, study.plan.horizon)


def test_stored_causes_survive_resuming_and_merging(tmp_path: Path) -> None:
    """A study merged from two parts, of which one was resumed from disk, has the same fingerprint and the same stored
    causes as a study that ran in one go.
    """
    whole = study_of(late, n=8)
    part = run(whole.plan, replications=3, workers=1, out=tmp_path / "part")
    part.store.close()
    resumed = run(whole.plan, replications=5, workers=1, out=tmp_path / "part")
    rest = run(whole.plan, replications=3, first=5, workers=1)
    merged = resumed.merge(rest)
    assert merged.fingerprint == whole.fingerprint
    kept = [list(each.store.packed("why", 0, 8)) for each in (merged, whole)]
    assert kept[0] == kept[1]
    assert merged.summary["why"] == whole.summary["why"]


def test_the_fingerprint_depends_on_the_causes(study: Study) -> None:
    """Two studies that differ only in the causes of one history have different fingerprints."""
    other = study_of(late, n=16)
    owners = [each.copy() for each in other.store.why(0, 16)]
    owners[0]["reason"] = (owners[0]["reason"] + 1) % 5
    other.store.why = lambda first, last: iter(owners)  # type: ignore[method-assign]
    assert other.fingerprint != study.fingerprint


def test_the_answer_names_the_causes_of_the_date(study: Study) -> None:
    """The answer names the causes of the date, and the cause that was most often the main one in late histories. Its
    lines have at most 80 characters.
    """
    lines = study.answer(long=True)
    text = " ".join(line.strip() for line in lines)
    assert "What sets the date too few missions of c17 (" in text
    assert "In late histories the main cause was most often too few missions of c17 (" in text
    assert max(map(len, lines)) <= 80


def test_an_answer_says_that_no_history_closes() -> None:
    """If no history closes, the mean days of the causes sum to the end of the clock, and the answer says how many
    histories did not close.
    """
    study = study_of(never, n=3)
    found = study.summary["why"]["closure"]
    assert (found["reached"], found["not_reached"], found["late"], found["days"]) == (0, 3, 3, 0)
    assert found["days_not_reached"] == pytest.approx(study.plan.horizon / 86_400, rel=1e-5)
    days = [cause["not_reached"]["mean_days"] for cause in found["causes"]]
    assert sum(days) == pytest.approx(found["days_not_reached"], rel=1e-4)
    text = " ".join(map(str.strip, study.answer(long=True)))
    assert "In 3 of 3 histories not closed by the end of the clock, of the " in text
    assert "days on average to the end of the clock: " in text


def test_each_line_says_how_many_histories_it_counts() -> None:
    """If only some of 60 histories close, the answer has one line of causes for these and one for the others, each with
    the number of its histories.
    """
    plan = compiled(lot={"crate": items(1)}, lift={"c17": lift(dated(24), cancel=0.8, on_cancel="lost")})
    study = run(plan, replications=60, workers=1, engine="simpy")
    closed = int((study.outcomes["closure"] < NEVER).sum())
    text = " ".join(map(str.strip, study.answer(long=True)))
    assert 0 < closed < 60
    assert f"What sets the date in the {closed} of 60 histories that closed: " in text
    assert f"In {60 - closed} of 60 histories not closed by the end of the clock, of the " in text


def test_keys_have_the_full_names() -> None:
    """The key of a cause contains the full name of a lift, here of more than 70 letters."""
    causes = study_of(long_names, n=2).summary["why"]["closure"]["causes"]
    assert f"missions:{LONG.format('$3')}" in [cause["cause"] for cause in causes]


def test_causes_take_few_bytes(study: Study) -> None:
    """The packed causes of a history take less than 400 bytes on average."""
    sizes = [len(packed) for packed in study.store.packed("why", 0, 16)]
    assert np.mean(sizes) < 400


def test_causes_of_many_histories_are_traced_for_some() -> None:
    """Causes are traced for histories 0 to 999 and then for every hundredth: 1000, 1100, and so on. The answer says for
    how many histories.

    Of histories 900 to 1119, these are 900 to 1000 and 1100: 102 histories. Of histories 1001 to 1003, none is traced.
    """
    plan = study_of(late, n=1).plan
    study = run(plan, replications=220, first=900, workers=1)
    found = study.summary["why"]["closure"]
    kept = study.outcomes["closure"][[*range(101), 200]]
    closed = kept[kept < NEVER]
    assert (found["n"], found["reached"]) == (102, len(closed))
    assert found["days"] == pytest.approx(closed.mean() / 86_400, rel=1e-5)
    assert "Causes are reported for 102 histories." in " ".join(map(str.strip, study.answer(long=True)))
    none = run(plan, replications=3, first=1001, workers=1)
    assert none.summary["why"]["closure"]["causes"] == []


def fails(sums: Sums) -> Any:
    """Trace the causes of a history, but fail for one history in four (1, 5, ...), as a bug might."""
    if sums.trajectory.replication % 4 == 1:
        raise IndexError("list index out of range")
    return by_reason(sums)


def test_the_answer_survives_a_failure_of_the_analysis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the causes of a history cannot be traced, its outcomes are unchanged. The failure is reported in the summary,
    the manifest and the answer. A second run of the same study in its folder reports the failure in its summary, too.
    """
    whole = study_of(late, n=8)
    monkeypatch.setattr("sim.experiment.workers.block.by_reason", fails)
    study = run(whole.plan, replications=8, workers=1, out=tmp_path)
    assert study.outcomes.tobytes() == whole.outcomes.tobytes()
    assert [failure.replication for failure in study.failures] == [1, 5]
    (failed,) = study.summary["failed"]
    assert (failed["part"], failed["histories"], failed["replication"]) == ("what set the dates", 2, 1)
    assert failed["error"].startswith("IndexError: list index out of range (test_why.py:")
    assert json.loads((tmp_path / "manifest.json").read_text())["failed"] == [failed]
    assert study.summary["why"]["closure"]["n"] == 6
    assert "Not reported in 2 of 8 histories: what set the dates." in " ".join(map(str.strip, study.answer(long=True)))
    monkeypatch.undo()
    study.store.close()
    again = run(whole.plan, replications=8, workers=1, out=tmp_path)
    assert again.summary["failed"] == [failed]
    assert whole.summary["failed"] == []


@pytest.mark.parametrize("part", ["why", "track", "account.left", "balance.tradeoff", "account.at_deadline"])
def test_the_summary_survives_a_failure_of_one_part(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a part of the summary fails, this part is None; the answer names the part, and still gives the probability."""
    name = {"track": "tripwires"}.get(part, part.rpartition(".")[2])

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(f"sim.analysis.summary.summary.{part}", broken)
    study = study_of(late, n=3)
    assert study.summary[name] is None
    assert [(failed["part"], failed["replication"]) for failed in study.summary["failed"]] == [(name, None)]
    text = " ".join(map(str.strip, study.answer(long=True)))
    assert "On time in" in text
    assert f"Not reported: {name}. This is a bug of sim (ZeroDivisionError: by zero" in text


def test_other_figures_survive_a_failure_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a figure fails, an old picture of that name is removed, and all other figures are drawn. If the caller passes
    no list of failures, the error is raised: here a TypeError, since `fails` takes one argument only.
    """
    monkeypatch.setattr("sim.plots.why.draw", fails)
    (tmp_path / "why.png").write_bytes(b"of another study")
    failures: list[Failure] = []
    study = study_of(late, n=3)
    paths = draw_all(study, tmp_path, failures=failures)
    assert [path.stem for path in paths] == [name for name in FIGURES if name != "why"]
    assert [failure.part for failure in failures] == ["figure why.png"]
    assert not (tmp_path / "why.png").exists()
    with pytest.raises(TypeError):
        draw_all(study, tmp_path)


def test_the_command_names_what_failed_and_exits_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If causes cannot be traced, the command prints the answer and the failure, writes files, and exits with 3."""

    def broken(*_: Any) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("sim.experiment.workers.block.by_reason", broken)
    tiny = Path(__file__).parents[3] / "configs" / "tiny.toml"
    words_of = ["run", str(tiny), "-n", "2", "--workers", "1", "--engine", "simpy", "--no-figures", "-q"]
    done = CliRunner().invoke(cli, [*words_of, "--out", str(tmp_path)])
    assert done.exit_code == 3
    assert "2 of 2 histories" in done.output
    assert "Not reported in 2 of 2 histories: what set the dates." in done.output
    assert (tmp_path / "outcomes.csv").exists()
