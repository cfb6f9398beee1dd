"""Questions about a study without unknowns, which are answered, and questions that are refused: too few histories or
worlds, or a folder that holds no usable study.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import sim
from sim.errors import ResultsError
from sim.experiment.reopen import reopen
from sim.experiment.run import run
from sim.experiment.study import Study
from tests.unit.experiment.tied import ENGINE, MANY, asked, question


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("results") / "tied"
    run(question(), replications=MANY, seed=5, workers=1, engine=ENGINE, out=place)
    return place


@pytest.fixture(scope="module")
def study(folder: Path) -> Iterator[Study]:
    found = reopen(folder)
    yield found
    found.store.close()


def test_questions_without_unknowns_are_answered() -> None:
    """Without unknowns the answers say that all uncertainty is chance, that no rule is found, and that there is
    nothing to find out.
    """
    sure = run(question(uncertainty={}), replications=MANY, seed=5, workers=1, engine=f"{ENGINE[:-4]}steady")
    assert "all uncertainty comes from chance" in " ".join(str(sure.sensitivity()).split())
    assert sure.sensitivity().as_dict()["unknowns"] == []
    always = {"late": {"by": question().clock.start.replace(month=2)}}
    met = run(question(uncertainty={}, milestone=always), replications=MANY, workers=1, engine=f"{ENGINE[:-4]}steady")
    assert "The milestone is met in all of these histories" in " ".join(str(met.sensitivity("late")).split())
    assert "No rule" in str(sure.discover())
    assert str(sure.information(sure)).startswith("Neither plan draws an unknown of [uncertainty]")


def test_unknowns_above_the_noise_are_never_said_to_be_below_it(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """If an unknown has no row in the table, a sentence says whether its share is above the noise or not."""
    monkeypatch.setattr("sim.experiment.decide.explain.sensitivity.ROWS", 1)
    found = study.sensitivity()
    low = replace(found, found=replace(found.found, date_noise=-1.0))
    assert len(low.shown) == 2
    assert "Also above the noise: payload." in str(low)
    assert "Not above the noise" not in str(low)
    assert "Not above the noise: payload." in str(found)


def test_histories_that_share_a_world_count_as_one_draw(tmp_path: Path) -> None:
    """Four histories that share a world count as one draw of the unknowns: 240 histories have 60 worlds and are
    refused with the remedy; 404 histories have 101 worlds and are answered.
    """
    few = run(question(), replications=MANY, seed=5, inner=4, workers=1, engine=ENGINE)
    with pytest.raises(ResultsError, match=r"at least 100 worlds; there are 60.*smaller --inner"):
        few.sensitivity()
    more = run(question(), replications=404, seed=5, inner=4, workers=1, engine=ENGINE)
    got = more.sensitivity()
    assert got.found.worlds == 101
    assert got.found.date_between == pytest.approx(got.found.date_owned, abs=0.1)
    assert "4 of each world" in " ".join(str(got).split())
    assert str(more.discover())


def test_too_few_late_histories_are_refused(study: Study) -> None:
    """If all 20 histories meet a milestone, the search for a rule is refused, and the error says to run more."""
    easy = run(
        question(milestone={"late": {"by": question().clock.start.replace(month=2)}}),
        replications=20,
        seed=5,
        workers=1,
        engine=ENGINE,
    )
    with pytest.raises(ResultsError, match=r"too few histories to find the conditions.*\(sim run with -n \w+\)"):
        easy.discover("late")
    with pytest.raises(KeyError):
        study.sensitivity("nonsense")


def test_a_bad_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    """A folder that is missing, empty, unfinished, damaged, incomplete or of another question is refused with
    exit code 2 and the reason; nothing is written.
    """

    def copy(name: str) -> Path:
        place = tmp_path / name
        place.mkdir()
        for path in folder.iterdir():
            if path.is_file() and path.name != ".lock":
                (place / path.name).write_bytes(path.read_bytes())
        return place

    empty = tmp_path / "empty"
    empty.mkdir()
    unfinished, cut, broken, edited, lacking, torn = map(
        copy, ("unfinished", "cut", "broken", "edited", "lacking", "torn")
    )
    (unfinished / "manifest.json").unlink()
    whole = (cut / "study.sqlite").read_bytes()
    (cut / "study.sqlite").write_bytes(whole[: len(whole) // 2])
    (broken / "study.sqlite").write_bytes(b"nothing of ours" * 100)
    scenario_file = edited / "scenario.toml"
    text = scenario_file.read_text(encoding="utf-8")
    scenario_file.write_text(text.replace("high = 10", "high = 11"), encoding="utf-8")
    assert scenario_file.read_text(encoding="utf-8") != text
    got = json.loads((lacking / "manifest.json").read_text(encoding="utf-8"))
    (lacking / "manifest.json").write_text(json.dumps({**got, "replications": MANY + 9}), encoding="utf-8")
    (torn / "manifest.json").write_text("{", encoding="utf-8")
    for place, words in (
        (tmp_path / "nowhere", "no such folder"),
        (empty, "no results folder"),
        (unfinished, "never finished"),
        (cut, "damaged"),
        (broken, "damaged"),
        (edited, "another question"),
        (lacking, "lacks 9 of its 249"),
        (torn, "damaged"),
    ):
        before = sorted(path.name for path in place.iterdir()) if place.exists() else []
        done = asked("sensitivity", place)
        assert done.exit_code == 2, (place, done.output)
        assert words in " ".join(done.output.split()), (place, done.output)
        after = sorted(path.name for path in place.iterdir()) if place.exists() else []
        assert after == before
    assert asked("discover", folder, "--milestone", "nonsense").exit_code == 2


def test_a_study_of_another_version_is_not_called_one_of_another_question(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If only the code of sim differs, the error says that another version made the study, and how to run the
    study again.
    """
    monkeypatch.setattr("sim.experiment.keep.identity.code_digest", lambda engine: "other")
    with pytest.raises(ResultsError) as error:
        reopen(folder)
    said = str(error.value)
    assert "holds a study that another version of sim made" in said
    assert said.endswith(f"Run the scenario again first, with: sim run {folder / 'scenario.toml'}")


def test_a_database_without_permission_is_not_said_to_be_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the permission to read the database is missing, the error says so."""
    monkeypatch.setattr("sim.experiment.reopen.held", lambda place: None)
    monkeypatch.setattr("sim.experiment.reopen.os.access", lambda place, mode: False)
    with pytest.raises(ResultsError, match=r"study\.sqlite cannot be read: you have no permission for it"):
        reopen(folder)


def test_a_study_of_a_plan_is_not_said_to_be_unfinished(tmp_path: Path) -> None:
    """A finished run of a plan leaves no scenario.toml; the error says so."""
    run(sim.plan(question()), replications=1, workers=1, engine=ENGINE, out=tmp_path)
    with pytest.raises(ResultsError, match=r"has no scenario\.toml .*it was run from a plan, or the file was removed"):
        reopen(tmp_path)


def test_a_scenario_file_uses_the_study_of_its_default_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a scenario file, the study that `sim run` stored in its default folder is used. Without a study, the
    error says which command to run. After an edit, it says what changed; another seed is no change.
    """
    monkeypatch.chdir(tmp_path)
    assert asked("init", "mine").exit_code == 0
    done = asked("sensitivity", "mine.toml")
    assert done.exit_code == 2
    assert "sim run mine.toml" in " ".join(done.output.split())
    ran = asked("run", "mine.toml", "-n", 120, "--engine", "compiled", "--no-figures", "-q", "--workers", 1)
    assert ran.exit_code == 0, ran.output
    done = asked("sensitivity", "mine.toml", "--no-figures")
    assert done.exit_code == 0, done.output
    file = tmp_path / "mine.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^seed = \d+", "seed = 99", text), encoding="utf-8")
    assert asked("sensitivity", "mine.toml", "--no-figures").exit_code == 0  # another seed is accepted
    file.write_text(
        text.replace('name = "', 'name = "', 1).replace("horizon_d = ", "horizon_d = 1", 1), encoding="utf-8"
    )
    done = asked("sensitivity", "mine.toml")
    assert done.exit_code == 2
    assert "horizon_d" in done.output
