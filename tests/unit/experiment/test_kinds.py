"""No command changes the results folder of another kind of command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli.entry import cli

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"
KEY = "lift.aircraft.load_h"
WORK = {
    "study": ["run", "-n", "2", "--no-figures"],
    "sweep": ["sweep", "--vary", f"{KEY}=1,2", "-n", "2", "--no-figures"],
    "search": ["require", "--lever", f"{KEY}=1,2", "--budget", "200"],
    "comparison": ["compare", "--with", f"{KEY}=2", "-n", "2", "--no-figures"],
    "elimination": ["compare", "--with", f"{KEY}=2", "-n", "50", "--eliminate", "--no-figures"],
}


def ask(what: str, out: Path, config: Path = TINY) -> Result:
    command, *options = WORK[what]
    return CliRunner().invoke(cli, [command, str(config), *options, "-q", "--workers", "1", "--out", str(out)])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("kinds")
    for what in WORK:
        done = ask(what, place / what)
        assert done.exit_code == 0, done.output
    return {what: place / what for what in WORK}


def all_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("other", WORK)
@pytest.mark.parametrize("what", WORK)
def test_a_folder_of_another_kind_of_command_is_refused(what: str, other: str, folders: dict[str, Path]) -> None:
    """The folder of another kind of command is refused with exit code 2. The error says what the folder holds
    and advises another folder. Nothing in the folder changes.
    """
    before = all_in(folders[other])
    done = ask(what, folders[other])
    if what == other:
        assert done.exit_code == 0, done.output
        return
    assert done.exit_code == 2, done.output
    article = "an" if other == "elimination" else "a"
    said = " ".join(done.output.split())
    assert f"holds {article} {other} (sim " in said
    assert "choose another folder (--out DIR)" in said
    assert all_in(folders[other]) == before


@pytest.mark.parametrize("what", WORK)
def test_a_folder_of_another_scenario_is_refused(what: str, folders: dict[str, Path], tmp_path: Path) -> None:
    """Each command refuses the folder of another scenario, and changes nothing in it."""
    other = tmp_path / "other.toml"
    other.write_text(TINY.read_text(encoding="utf-8").replace("count = 3", "count = 4"), encoding="utf-8")
    before = all_in(folders[what])
    done = ask(what, folders[what], other)
    assert done.exit_code == 2, done.output
    assert "--overwrite" in done.output
    assert "another question" in " ".join(done.output.split())
    assert all_in(folders[what]) == before
