"""If a link, pipe or folder takes the place of a file that `sim` keeps, `sim` does not read it or write through it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sim as library
from sim.compiler import cache as kept
from sim.errors import ConfigError, ResultsError
from sim.experiment.keep.folder import withdraw
from sim.experiment.reopen import reopen_comparison
from sim.policies import Source, trust
from tests.commands import TINY, sim
from tests.unit.compiler.test_cache import compiled, files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
RUN = ("run", "tiny.toml", "-n", "2", "--workers", "1", "--engine", "simpy", "--no-figures", "--out", "out")
SWEEP = (
    *("sweep", "tiny.toml", "--vary", "lift.aircraft.payload_t=5,6", "-n", "2", "--workers", "1"),
    *("--engine", "simpy", "--no-figures", "--out", "out"),
)
DATABASES = ("", "-wal", "-shm", "-journal")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "case").mkdir()
    monkeypatch.chdir(tmp_path / "case")
    shutil.copy(TINY, "tiny.toml")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results folder of a finished study of two histories."""
    place = tmp_path_factory.mktemp("finished") / "out"
    library.run(library.load(TINY), replications=2, workers=1, out=place, engine="simpy")
    return place


def planted(place: Path, how: str) -> Callable[[], object]:
    """Create a link to a file, a link to nothing, a pipe or a folder at `place`; links lead into the folder `victim`.

    If a file is already at `place`, the "link to a file" leads to that file, moved to `victim`. Return a function that
    returns the contents of `victim` and the mode of `place`.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    victim = Path("victim").resolve()
    victim.mkdir()
    if how == "link to a file":
        if place.exists():
            place.rename(victim / "file")
        else:
            (victim / "file").write_bytes(b"")
        place.symlink_to(victim / "file")
    else:
        place.unlink(missing_ok=True)
        if how == "link to nothing":
            place.symlink_to(victim / "file")
        elif how == "pipe":
            os.mkfifo(place)
        else:
            place.mkdir()

    def state() -> object:
        return [(path.name, path.read_bytes()) for path in sorted(victim.iterdir())], os.lstat(place).st_mode

    return state


@pytest.mark.parametrize("how", ["link to a file", "link to nothing", "pipe", "folder"])
@pytest.mark.parametrize("name", [f"study.sqlite{ending}" for ending in DATABASES])
def test_a_link_pipe_or_folder_in_place_of_a_database_is_refused(name: str, how: str) -> None:
    """A run refuses a link, pipe or folder at the path of a database file, names it, and changes nothing."""
    state = planted(Path("out", name), how)
    before = state()
    got = sim(*RUN)
    assert got.exit_code == 2, got.output
    assert name in got.output
    assert "link" in got.output if "link" in how else "expected a file" in got.output
    assert state() == before


@pytest.mark.parametrize("name", ["study.sqlite", "study.sqlite-wal", ".lock"])
def test_a_finished_study_behind_a_link_is_refused(name: str, finished: Path) -> None:
    """Neither a run nor `sim.reopen` follows a link at the path of a file, even if it leads to the original file.

    `sim.reopen` is not tried for the lock.
    """
    shutil.copytree(finished, "out")
    state = planted(Path("out", name), "link to a file")
    before = state()
    got = sim(*RUN)
    assert (got.exit_code, name in got.output, "link" in got.output) == (2, True, True), got.output
    if name != ".lock":
        with pytest.raises(ResultsError, match=r"link that leads elsewhere"):
            library.reopen("out")
    assert state() == before


@pytest.mark.parametrize("how", ["link to a file", "pipe"])
@pytest.mark.parametrize("name", ["manifest.json", "scenario.toml"])
def test_reopening_reads_no_file_outside_the_folder(name: str, how: str, finished: Path) -> None:
    """`sim.reopen` refuses a link or pipe at the path of a file that it reads, and names the file."""
    shutil.copytree(finished, "out")
    planted(Path("out", name), how)
    with pytest.raises((ResultsError, ConfigError), match=name):
        library.reopen("out")


@pytest.mark.parametrize("name", [f"sweep.sqlite{ending}" for ending in DATABASES])
def test_a_link_in_place_of_the_database_of_a_sweep_is_refused(name: str) -> None:
    """A sweep refuses a link at the path of one of its database files, names it, and changes nothing."""
    state = planted(Path("out", name), "link to nothing")
    before = state()
    got = sim(*SWEEP)
    assert (got.exit_code, name in got.output, "link" in got.output) == (2, True, True), got.output
    assert state() == before


def test_a_link_in_place_of_the_lock_is_refused() -> None:
    """A run refuses a link at the path of the lock, names it, and creates no lock at the target of the link."""
    state = planted(Path("out/.lock"), "link to nothing")
    before = state()
    got = sim(*RUN)
    assert (got.exit_code, ".lock" in got.output, "link" in got.output) == (2, True, True), got.output
    assert state() == before


def test_overwriting_removes_the_link_and_not_what_it_leads_to(finished: Path) -> None:
    """With --overwrite, a run removes a link at the path of its database, but does not change the target."""
    shutil.copytree(finished, "out")
    planted(Path("out/study.sqlite"), "link to a file")
    before = Path("victim/file").read_bytes()
    got = sim(*RUN, "--overwrite")
    assert got.exit_code == 0, got.output
    assert Path("victim/file").read_bytes() == before
    assert not Path("out/study.sqlite").is_symlink()


def test_pictures_behind_a_link_are_not_removed() -> None:
    """If the folder of pictures is a link, a run changes nothing in the folder to which it leads."""
    Path("victim").mkdir()
    for name in ("closure.png", ".closure.png.part"):
        Path("victim", name).write_text("mine", encoding="utf-8")
    Path("out").mkdir()
    Path("out/figures").symlink_to(Path("victim").resolve())
    got = sim(*RUN)
    assert got.exit_code == 0, got.output
    assert sorted(path.name for path in Path("victim").iterdir()) == [".closure.png.part", "closure.png"]


def test_a_link_in_place_of_the_folder_of_a_plan_is_refused(finished: Path) -> None:
    """A comparison refuses a link at the path of the folder of one of its plans, and ignores any other link."""
    shutil.copytree(finished, "elsewhere")
    Path("out").mkdir()
    Path("out/no-one-asks").symlink_to(Path("elsewhere").resolve())
    command = (
        *("compare", "tiny.toml", "-n", "2", "--workers", "1", "--engine", "simpy", "--no-figures"),
        *("--with", "lift.aircraft.payload_t=5", "--out", "out"),
    )
    got = sim(*command)
    assert got.exit_code == 0, got.output
    assert Path("out/no-one-asks").is_symlink()
    own = next(path for path in Path("out").iterdir() if path.is_dir() and not path.is_symlink())
    shutil.rmtree(own)
    own.symlink_to(Path("elsewhere").resolve())
    before = sorted((path.name, path.read_bytes()) for path in Path("elsewhere").iterdir() if path.is_file())
    got = sim(*command)
    assert (got.exit_code, "link" in got.output) == (2, True), got.output
    assert before == sorted((path.name, path.read_bytes()) for path in Path("elsewhere").iterdir() if path.is_file())


def test_a_kernel_behind_a_link_is_compiled_again(tmp_path: Path) -> None:
    """If the file with the index or the code of a compiled function is a link, the function is compiled again.

    A file then replaces the link, and the next call loads the stored code.
    """
    for number in range(2):
        folder = tmp_path / f"kernels{number}"
        compiled(folder)
        path = files(folder)[number]
        path.rename(tmp_path / f"moved{number}")
        path.symlink_to(tmp_path / f"moved{number}")
        assert compiled(folder)[1] == 0
        assert not path.is_symlink()
        assert compiled(folder)[1] == 1
    kept.problems.clear()


def test_code_of_a_policy_is_not_trusted_through_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the path of the list of trusted code is a link, the list is neither read nor written."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    source = Source("own.py", "x = 1\n")
    trust.remember(source)
    assert trust.digest(source.text) in trust._remembered()
    place = trust.remembered_in()
    place.rename(tmp_path / "moved")
    place.symlink_to(tmp_path / "moved")
    assert trust._remembered() == frozenset()
    with pytest.raises(OSError, match="link"):
        trust.remember(source)


@pytest.mark.parametrize("name", ["manifest.json", "compare.json"])
def test_a_file_of_endless_nesting_is_reported_as_damaged(name: str, finished: Path) -> None:
    """A JSON file of 200,000 opening brackets is reported as damaged, and `withdraw` does not fail on it."""
    shutil.copytree(finished, "out")
    Path("out", name).write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(ResultsError, match=f"{name} is damaged"):
        library.reopen("out") if name == "manifest.json" else reopen_comparison(Path("out"))
    withdraw(Path("out"), "compiled")
    assert Path("out/manifest.json").exists() == (name == "compare.json")  # a manifest that names no engine is removed
