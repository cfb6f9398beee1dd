"""Sweep files: the options that they state, and errors that name their lines."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from sim.cli.entry import cli

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"


def test_errors_in_what_a_sweep_file_varies_or_sets_name_its_line(tmp_path: Path) -> None:
    """An error in a range, key or change names the line of the sweep file or the option that states it."""
    (tmp_path / "tiny.toml").write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
    file, load = tmp_path / "mine.toml", "lift.aircraft.load_h"

    def said(change: str, key: str, values: str, *options: str) -> str:
        file.write_text(f'scenario = "tiny.toml"\nset = ["{change}"]\n[vary]\n"{key}" = "{values}"\n', encoding="utf-8")
        done = CliRunner().invoke(cli, ["sweep", str(file), "-q", "--out", str(tmp_path / "out"), *options])
        assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
        return " ".join(done.output.split()).replace(" ", "")

    assert f"mine.toml:4vary.{json.dumps(load)}=3:1:1expectedarange" in said("seed=2", load, "3:1:1")
    assert 'mine.toml:4vary."lift.aircraft.lod_h"' in said("seed=2", "lift.aircraft.lod_h", "1:3:1")
    changed = said("lift.aircraft.lod=2", load, "1:3:1")
    assert 'mine.toml:2set.0="lift.aircraft.lod=2"unknownkeylift.aircraft.lod' in changed
    assert f"commandline--vary{load}=3:1:1" in said("seed=2", load, "1:3:1", "--vary", f"{load}=3:1:1")
    assert "commandline--setlift.aircraft.lod=3" in said("seed=2", load, "1:3:1", "--set", "lift.aircraft.lod=3")


def test_a_sweep_file_states_options(tmp_path: Path) -> None:
    """A sweep file may state options; options of the command take precedence. An error in an option names its line."""
    file = tmp_path / "mine.toml"
    vary = '"lift.aircraft.load_h" = "1:3:1"'
    (tmp_path / "tiny.toml").write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
    file.write_text(f'scenario = "tiny.toml"\nreplications = 3\ntarget = 0.5\n[vary]\n{vary}\n', encoding="utf-8")
    command = ["sweep", str(file), "-q", "--workers", "1", "--no-figures", "--json", "--out"]
    table = json.loads(CliRunner().invoke(cli, [*command, str(tmp_path / "a")]).stdout)
    assert (table["replications"], table["target"], len(table["points"])) == (3, 0.5, 3)
    table = json.loads(CliRunner().invoke(cli, [*command, str(tmp_path / "b"), "-n", "4"]).stdout)
    assert (table["replications"], table["refine"]) == (4, 0)
    more = [*command, str(tmp_path / "b"), "-n", "4", "--refine", "6"]
    assert json.loads(CliRunner().invoke(cli, more).stdout)["refine"] == 6
    for wrong, says in (
        ("target = 1.2", "expected a number above 0 and below 1 (probability to be reached)"),
        ('set = "seed=2"', "expected a list, each text in quotes (changes of the scenario, as for --set)"),
        ("replication = 3", "did you mean replications"),
        ('milestone = "closed"', "expected one of deadline"),
        ("colour = 3", "unknown key of a sweep; expected one of scenario, vary, set"),
    ):
        file.write_text(f'scenario = "tiny.toml"\n{wrong}\n[vary]\n{vary}\n', encoding="utf-8")
        done = CliRunner().invoke(cli, [*command, str(tmp_path / "c")])
        assert done.exit_code == 2
        assert says in " ".join(done.output.split())
        assert "mine.toml:2" in "".join(done.output.split())
        assert "command line" not in done.output
        assert not (tmp_path / "c").exists()
    file.write_text('scenario = "tiny.toml"\nvary = {}\n', encoding="utf-8")
    assert "one, two or three levers or dotted keys" in CliRunner().invoke(cli, ["sweep", str(file)]).output
    file.write_text(f"[vary]\n{vary}\n", encoding="utf-8")
    assert "missing; a sweep file must state scenario and vary" in CliRunner().invoke(cli, ["sweep", str(file)]).output
