"""Questions about an existing study (sensitivity, discovery, information): the answers in words and as numbers."""

from __future__ import annotations

import csv
import gc
import json
import re
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
import sim.plots
from sim.errors import ResultsError
from sim.experiment.decide.compare.words import as_json
from sim.experiment.inputs import inputs, unknowns
from sim.experiment.keep.folder import write_json
from sim.experiment.reopen import reopen
from sim.experiment.run import run
from sim.experiment.study import Study
from sim.experiment.variants import folder_of
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


@pytest.fixture(scope="module")
def unmoved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results folder of a study whose dates do not depend on the unknowns."""
    place = tmp_path_factory.mktemp("results") / "steady"
    run(question(name="steady"), replications=MANY, seed=5, workers=1, engine=f"{ENGINE[:-4]}steady", out=place)
    return place


def test_reopened_is_what_was_run(folder: Path, study: Study) -> None:
    """A reopened study has the figures of the run, bit for bit. Reopening it adds no file to the folder."""
    before = sorted(path.name for path in folder.iterdir())
    again = run(question(), replications=MANY, seed=5, workers=1, engine=ENGINE)
    assert study.fingerprint == again.fingerprint
    assert (study.seed, study.inner, len(study), study.run["engine"]) == (5, 1, MANY, ENGINE)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_folder_that_cannot_be_written_can_be_read(folder: Path, study: Study) -> None:
    modes = [(path, path.stat().st_mode) for path in (*folder.iterdir(), folder)]
    for path, mode in modes:
        path.chmod(mode & 0o555)
    try:
        assert reopen(folder).probability() == study.probability()
    finally:
        for path, mode in reversed(modes):
            path.chmod(mode)


def test_a_study_that_is_dropped_closes_its_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Counted(sqlite3.Connection):
        still = 0

        def __init__(self, *words: Any, **more: Any) -> None:
            super().__init__(*words, **more)
            Counted.still += 1

        def close(self) -> None:
            Counted.still -= 1
            super().close()

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Counted))
    opened = reopen(folder)
    assert len(opened.outcomes)
    assert Counted.still == 1
    del opened
    gc.collect()
    assert Counted.still == 0


def test_drawn_values_are_columns(folder: Path, study: Study) -> None:
    """The last columns of outcomes.csv are the drawn values of the unknowns, in the units of the file;
    `study.drawn` has the same values.
    """
    with (folder / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ["missions a week", "payload", "weight"]
    assert list(rows[0])[-3:] == [f"drawn_{name}" for name in names]
    assert list(study.drawn) == names
    for name in names:
        assert [row[f"drawn_{name}"] for row in rows] == [f"{value:.10g}" for value in study.drawn[name]]
    assert np.array_equal(study.drawn["weight"], 0.1 * study.drawn["payload"])
    assert not study.drawn["weight"].flags.writeable


def test_entries_that_share_a_draw_are_one_input(study: Study) -> None:
    """An unknown with `same_as` and its source are one input. The permission and the missions that came count as
    chance.
    """
    assert [(each.name, each.also) for each in unknowns(study)] == [("missions a week", ()), ("payload", ("weight",))]
    assert [each.name for each in inputs(study) if each.chance] == [
        "permission border given",
        "days of permission border lost",
        "missions of c17 in the first 4 weeks",
    ]


def test_a_number_that_was_set_is_no_input() -> None:
    known = run(question(known=("lift.c17.supply.per_week",)), replications=2, seed=5, workers=1, engine=ENGINE)
    assert [each.name for each in unknowns(known)] == ["payload"]


def test_sensitivity_in_words(study: Study) -> None:
    """Missions a week cause 0.78 of the variance of the date: 18.75 of 24.08 days squared.

    Missions a week are uniform from 4 to 10 (variance 3), and each additional mission brings the date forward by 2.5
    days: 3 x 2.5^2 = 18.75. Chance adds a uniform number of days in a range of 8: 8^2 / 12 = 5.33.
    """
    got = study.sensitivity()
    share = 1.5**2 * 2.5**2 * 4 / 3 / (1.5**2 * 2.5**2 * 4 / 3 + 64 / 12)
    assert got.found.unknowns[0].date == pytest.approx(share, abs=0.05)
    words = " ".join(str(got).split())
    assert "missions a week 0.7" in words
    assert 'Find out more about "missions a week" first.' in words


@pytest.mark.parametrize("width", [80, 60])
def test_answers_fit_the_screen(study: Study, unmoved: Path, width: int) -> None:
    """No line is wider than the screen, and the words are the same at every width."""
    for got in (study.sensitivity(), study.discover(), study.information(reopen(unmoved))):
        assert max(map(len, got.lines(width))) <= width
        assert " ".join(got.lines(width)).split() == str(got).split()


def test_discovery_in_words(study: Study) -> None:
    """The rule that is found is "missions a week below x", with x within 0.8 of 6. At 6 missions a week the mean
    closure is on the day of the deadline: 35 - 2.5 x 6 = 20.
    """
    got = study.discover()
    first = got.found.conditions[0]
    assert (first.input.name, first.below) == ("missions a week", True)
    assert first.value == pytest.approx(6.0, abs=0.8)
    assert re.search(r"Missed in \d+ of 100? histories with missions a week below [56]", str(got))


@pytest.mark.parametrize("command", ["sensitivity", "discover"])
def test_json_is_the_record_of_the_library(folder: Path, study: Study, command: str) -> None:
    """--json prints only the record that the library returns, and no picture is drawn."""
    done = asked(command, folder, "--json")
    assert done.exit_code == 0
    got = study.sensitivity() if command == "sensitivity" else study.discover()
    assert json.loads(done.output) == got.as_dict()
    assert not (folder / "figures" / "sensitivity.png").exists()


def test_the_picture_goes_into_the_folder(folder: Path, study: Study) -> None:
    """`sim sensitivity` writes a picture into the study's folder; the library draws the same picture."""
    done = asked("sensitivity", folder)
    assert done.exit_code == 0, done.output
    assert "sensitivity.png" in done.output
    picture = (folder / "figures" / "sensitivity.png").read_bytes()
    assert picture == sim.plots.of(study).sensitivity().png()


def test_information_names_the_unknown_that_matters_for_the_choice(study: Study, unmoved: Path) -> None:
    """If one plan is better only when missions are few, missions a week are worth finding out before the choice.
    For two equal plans nothing is worth finding out. Plans with fewer than 100 worlds are refused.
    """
    found = study.information(reopen(unmoved))
    assert [each.name for each in found.worth] == ["missions a week"]
    # In a third of the worlds (below 6 missions) P is 0.5 for steady and 0.2 for tied: (0.5 - 0.2) / 3.
    assert found.found[0].value == pytest.approx(0.1, abs=0.04)
    got = " ".join(str(found).split())
    assert 'Find out more about "missions a week" before you choose: knowing it is worth ' in got
    assert f'"tied" is better than "steady": {found.paired.difference}' in got
    same = study.information(study)
    assert {each.value for each in same.found} == {0.0}
    assert not same.worth
    assert 'neither "the first plan" nor "the second plan" is better' in " ".join(str(same).split())
    with pytest.raises(ResultsError, match="at least 100 worlds in both plans; there are 99"):
        study.information(run(question(), replications=99, seed=5, workers=1, engine=ENGINE))


def test_the_command_takes_two_studies(folder: Path, unmoved: Path, study: Study) -> None:
    """`sim information PLAN OTHER` prints the answer of the library, in words and as JSON."""
    found = study.information(reopen(unmoved))
    done = asked("information", folder, unmoved)
    assert (done.exit_code, done.output) == (0, f"{found}\n")
    got = json.loads(asked("information", folder, unmoved, "--json").output)
    assert got["pairs"] == [found.as_dict()]
    assert got["pairs"][0]["find_out_first"] == "missions a week"


def test_the_command_takes_a_comparison(tmp_path: Path) -> None:
    """For a comparison, each plan is paired with the first. Unknowns that a plan sets are left out, and the
    answer names them.
    """
    place = tmp_path / "cmp"
    plans = {"more lift": {"lift.c17.supply.per_week": 8}, "later": {"milestone.deadline.by": "2024-06-24T00:00"}}
    found = sim.compare(question(), plans, replications=MANY, seed=5, workers=1, engine=ENGINE, out=place)
    write_json(place / "compare.json", as_json(found))
    words = " ".join(asked("information", place).output.split())
    for name, left_out in (("more lift", ["missions a week"]), ("later", [])):
        assert f'"{name}" or "tied"?' in words
        got = found.studies[name].information(found.studies["tied"], names=(name, "tied"))
        assert list(got.unlike) == left_out
    assert "Left out because their draws differ between the plans: missions a week." in words
    assert words.count("Worth knowing:") == 1
    for wrong, said in (
        ([folder_of("later", list(found.studies))], "holds no comparison"),
        (["--milestone", "nope"], "expected one of deadline, all"),
        (["a", "b"], "expected a comparison, or two plans; got 3 names"),
    ):
        done = asked("information", place / wrong[0] if len(wrong) == 1 else place, *wrong[len(wrong) == 1 :])
        assert done.exit_code == 2
        assert said in " ".join(done.output.split())


def test_the_command_pairs_the_best_plans(tmp_path: Path) -> None:
    """If two plans are better than the first and cannot be distinguished, they are paired with each other too."""
    place = tmp_path / "cmp"
    by = {"milestone.deadline.by": "2024-06-24T00:00"}
    plans = {"late": by, "late and heavy": {**by, "lot.ammo.weight_t": 3.0}, "soon": {"lift.c17.supply.per_week": 4}}
    found = sim.compare(question(), plans, replications=MANY, seed=5, workers=1, engine=ENGINE, out=place)
    write_json(place / "compare.json", as_json(found))
    got = json.loads(asked("information", place, "--json").output)["pairs"]
    assert [(each["plan"], each["against"]) for each in got] == [
        *((name, "tied") for name in plans),
        ("late and heavy", "late"),
    ]
    assert found.best.name == "late"
