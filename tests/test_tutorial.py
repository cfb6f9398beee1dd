"""The commands of the tutorial print the output that it shows, and the manifest of the page for spreadsheets loads."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.entry import cli
from sim.config import load, write_starter
from sim.engines.simpy import simulate
from sim.model.compile import plan

DOCS = Path(__file__).parents[1] / "docs"
STEPS = re.findall(r"```\n(sim .*?)\n```(.*?)(?=\n## |```\nsim |\Z)", (DOCS / "tutorial.md").read_text(), flags=re.S)
"""Each command of the tutorial, and the text between it and the next command."""


def test_the_commands_of_the_tutorial_print_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of the tutorial, run in order, succeed, and each prints the lines that the tutorial shows under it.

    `sim run`, `sim compare` and `sim sensitivity` get the option --no-figures.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shown = 0
    for command, text in STEPS:
        _, name, *arguments = shlex.split(command)
        extra = ["--no-figures"] if name in ("run", "compare", "sensitivity") else []
        ended = CliRunner().invoke(cli, [name, *arguments, *extra])
        assert ended.exit_code == 0, f"{command}\n{ended.output}"
        for block in re.findall(r"```text\n(.*?)```", text, flags=re.S):
            for line in block.splitlines():
                assert line in ended.output, f"{command}\n{line}\n{ended.output}"
                shown += 1
    assert [shlex.split(command)[1] for command, _ in STEPS] == [
        *("init", "check", "run", "run", "require", "compare", "sensitivity", "replay", "report")
    ]
    assert shown >= 12
    assert (tmp_path / "results" / "mine" / "report.html").is_file()


def test_the_other_starters_that_the_tutorial_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sim init` writes a scenario for each --starter that the tutorial names."""
    monkeypatch.chdir(tmp_path)
    named = re.findall(r"--starter (\w+)", (DOCS / "tutorial.md").read_text())
    assert named == ["camps", "evacuation"]
    for name in named:
        assert CliRunner().invoke(cli, ["init", name, "--starter", name]).exit_code == 0


def test_the_manifest_of_the_page_for_spreadsheets_runs(tmp_path: Path) -> None:
    """The manifest of docs/spreadsheet.md loads in place of the starter's lots, and the first history is not stuck."""
    (lines,) = re.findall(r"```csv\n(.*?)```", (DOCS / "spreadsheet.md").read_text(), flags=re.S)
    (tmp_path / "equipment.csv").write_text(lines)
    path = write_starter("case", tmp_path)
    lots = re.compile(r"^\[lot\..*?(?=^# ----)", flags=re.S | re.M)
    text = lots.sub("", path.read_text()).replace("\n[clock]", 'manifest = ["equipment.csv"]\n\n[clock]', 1)
    path.write_text(text)
    scenario = load(path)
    assert {name: (lot.site, lot.count, lot.weight_t, lot.pallets) for name, lot in scenario.lot.items()} == {
        "trucks": ("south", 12, 9.5, 3),
        "containers": ("south", 20, 11, 2),
        "ammunition": ("north", 16, 1.8, 1),
    }
    assert not simulate(plan(scenario), 1, 0).stuck


def test_every_column_of_the_page_for_spreadsheets_is_known(tmp_path: Path) -> None:
    """A manifest with every column that the table of docs/spreadsheet.md names is read without an error."""
    table = (DOCS / "spreadsheet.md").read_text().split("|---|---|")[1].split("\n\n")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row]
    columns = [name for cell in cells for name in re.findall(r"`([a-z_.]+)`", cell)]
    assert len(columns) > 10
    path = write_starter("case", tmp_path)
    (tmp_path / "e.csv").write_text(",".join(columns) + "\n")
    path.write_text(path.read_text().replace("\n[clock]", 'manifest = ["e.csv"]\n\n[clock]', 1))
    load(path)


def test_the_examples_of_the_help_parse() -> None:
    """`sim run --help` shows three example commands of `sim run`, and their options exist."""
    ended = CliRunner().invoke(cli, ["run", "--help"]).output
    shown = [line.split() for line in ended.partition("Examples:\n")[2].splitlines() if line.strip()]
    assert [words[:2] for words in shown] == [["sim", "run"]] * 3
    for _, name, *arguments in shown:
        cli.commands[name].make_context(name, arguments)
