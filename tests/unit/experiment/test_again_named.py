"""Folders that have results: `sim run` in a folder that --out names, files of earlier runs, and `sim compare`. The
tests are for further rows of the table in docs/run-again.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sim as library
from sim.errors import ResultsError, SimError
from sim.experiment.keep.folder import PICTURES
from sim.experiment.keep.lock import Lock
from tests.unit.experiment.again import HOME, compare, content, edit, folders, plain, resumed, run, sim
from tests.unit.experiment.again import _folder as _folder  # an automatic fixture: a folder with one scenario

DICE = "tests.unit.experiment.dice:fast"


# ------------------------------------------------------------------------------------------- a folder that is named


@pytest.mark.parametrize("case", ["edited", "seed", "another case", "library", "library, plan", "library, engine"])
def test_a_named_folder_of_another_scenario_is_refused(case: str) -> None:
    """`sim run --out` and the library refuse a folder with a study of another scenario, seed or engine. The
    error says what changed and what to do. Nothing in the folder changes.
    """
    run("--out", "mine")
    before = content(Path("mine"))
    options: tuple[str, ...] = ()
    said = "lot.crates.count: 3 then, 4 now"
    if case == "seed":
        options, said = ("--seed", "9"), "seed: 5 then, 9 now"
    elif case == "another case":
        edit('name = "trip"', 'name = "other"')
        said = 'name: "trip" then, "other" now'
    else:
        edit()
    if case.startswith("library"):
        if case == "library, engine":
            edit("count = 4,", "count = 3,")
            said = f'engine: "simpy" then, "{DICE}" now'
        asked = library.load("trip.toml")
        question = library.plan(asked) if case == "library, plan" else asked
        said = "the question itself" if case == "library, plan" else said
        engine = DICE if case == "library, engine" else "simpy"
        with pytest.raises(ResultsError) as caught:
            library.run(question, replications=3, workers=1, engine=engine, out="mine")
        words = str(caught.value)
    else:
        words = run("--out", "mine", *options, code=2).stderr
    assert said in words
    assert "another question" in words
    assert "--overwrite" in words
    assert "--out" in words
    assert "digest" not in words
    assert content(Path("mine")) == before
    assert not Path("results").exists()


# ---------------------------------------------------------------------------------------- nothing stale in a folder


def old_files(folder: Path) -> None:
    """Create pictures and a table of an earlier run, drafts of a killed run, and a file of the user."""
    (folder / "figures").mkdir(exist_ok=True)
    for name in PICTURES:
        (folder / "figures" / f"{name}.png").write_text("old", encoding="utf-8")
        (folder / "figures" / f".{name}.png.part").write_text("old", encoding="utf-8")
    for name in ("compared.csv", ".summary.json.part", ".outcomes.csv.part", ".scenario.toml.part", "notes.txt"):
        (folder / name).write_text("old", encoding="utf-8")


@pytest.mark.parametrize("n", [3, 5])
@pytest.mark.parametrize("own", [False, True])
def test_files_of_earlier_runs_are_removed_and_not_listed(n: int, own: bool) -> None:
    """A run removes the pictures, tables and drafts of an earlier run, and does not list
    them. Other files stay.
    """
    run()
    old_files(HOME)
    if own:
        (HOME / "figures" / "mine.png").write_text("mine", encoding="utf-8")
    said = run(n=n).stdout
    left = {path.name for path in HOME.rglob("*") if path.is_file()}
    ours = {"answer.txt", "scenario.toml", "manifest.json", "study.sqlite", "outcomes.csv", "summary.json", ".lock"}
    assert left == ours | {"notes.txt"} | ({"mine.png"} if own else set())
    assert "figures" not in said
    assert "compared.csv" not in said


def test_a_run_without_observations_removes_their_table() -> None:
    """A run without `observations` removes an earlier compared.csv and does not list it."""
    Path("seen.csv").write_text("date,site,measure,value\n2024-01-03,,people_out,20\n", encoding="utf-8")
    edit("seed = 5", 'seed = 5\nobservations = "seen.csv"')
    assert "compared.csv" in run().stdout
    edit('observations = "seen.csv"', "")
    assert "compared.csv" not in run().stdout
    assert resumed() == 3
    assert not (HOME / "compared.csv").exists()


def test_pictures_are_drawn_while_the_folder_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder stays locked against other processes until the pictures are drawn."""
    seen = []

    def draw_all(study: object, folder: Path, *others: object) -> None:
        with pytest.raises(ResultsError, match="in use"):
            Lock(folder.parent)
        seen.append(folder.parent)

    monkeypatch.setattr("sim.plots.draw_all", draw_all)
    sim("run", "trip.toml")
    assert seen == [HOME]
    Lock(HOME).release()


# ------------------------------------------------------------------------------------------------------ sim compare


TABLES = ("compare.csv", "compare.json", "compare.png")


def test_a_comparison_keeps_only_its_own_plans() -> None:
    """The study of a plan that is no longer compared is moved to another folder, and the comparison says so.
    Drafts are removed; a folder of the user stays.
    """
    compare("lift.plane.seats=22", "lift.plane.seats=24")
    home = Path("results/trip-compare")
    (home / "own").mkdir()
    (home / ".compare.csv.part").write_text("old", encoding="utf-8")
    said = plain(compare("lift.plane.seats=22"))
    assert "lift-plane-seats-24/ had the study of a plan that is not requested now" in said
    there = {path.name for path in home.iterdir() if path.name != ".lock"}
    assert there == {"as-written", "lift-plane-seats-22", "own", *TABLES}
    assert resumed(home / "as-written") == 3
    (kept,) = (Path("results") / name for name in folders() - {home.name})
    assert kept.name.startswith("trip-compare-")
    assert len((kept / "outcomes.csv").read_text(encoding="utf-8").splitlines()) == 4


def test_a_comparison_of_an_edited_file_runs_again() -> None:
    """After an edit, a comparison runs again, says for each plan what changed, and keeps the earlier studies. It
    is refused if --out names a folder whose studies have another seed.
    """
    compare("lift.plane.seats=22")
    edit()
    said = plain(compare("lift.plane.seats=22"))
    assert said.count("lot.crates.count: 3 then, 4 now") == 2
    assert len(folders()) == 3
    refused = compare("lift.plane.seats=22", options=("--out", "results/trip-compare", "--seed", "8"), code=2)
    assert "seed: 5 then, 8 now" in refused.stderr


def test_a_comparison_that_fails_leaves_no_old_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison that fails after it has begun leaves no table or figure of an earlier comparison. A
    comparison that is refused leaves them as they were.
    """

    def fails(*_: object, **__: object) -> None:
        raise SimError("broken off")

    compare("lift.plane.seats=22", options=("--out", "cmp"))
    there = {name: (Path("cmp") / name).exists() for name in TABLES}
    with monkeypatch.context() as patch:
        patch.setattr("sim.experiment.decide.compare.compare.run_each", fails)
        compare("lift.plane.seats=22", options=("--out", "cmp"), code=2)
    assert not any((Path("cmp") / name).exists() for name in TABLES)
    compare("lift.plane.seats=22", options=("--out", "cmp"))
    edit()
    compare("lift.plane.seats=22", options=("--out", "cmp"), code=2)
    assert {name: (Path("cmp") / name).exists() for name in TABLES} == there
    assert any(there.values())
